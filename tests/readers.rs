//! What others wrote to read calendars and feeds, given ours.

#[path = "readers/guide.rs"]
mod guide;
