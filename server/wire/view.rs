//! From the room's values to the wire's.
