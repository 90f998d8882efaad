//! What others wrote to read calendars and feeds, given ours.

#[path = "support/hard_times.rs"]
mod hard_times;
#[path = "readers/node.rs"]
mod node;

#[path = "readers/calendar.rs"]
mod calendar;
#[path = "readers/guide.rs"]
mod guide;

use porchlight::{base, schedule};
