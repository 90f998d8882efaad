//! When meetings happen. Pure: the time and the zone data are parameters.
//!
//! May import `base` only.

mod meeting;

pub use meeting::{Access, Group, Meeting, Weekly};
