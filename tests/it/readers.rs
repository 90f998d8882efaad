//! What we hand to others, read by readers that others wrote.

mod calendar;
mod guide;
mod node;
