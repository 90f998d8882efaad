//! What we hand to others, read by readers that others wrote.

#[path = "support/hard_times.rs"]
mod hard_times;
#[path = "readers/node.rs"]
mod node;

#[path = "readers/calendar.rs"]
mod calendar;
#[path = "readers/guide.rs"]
mod guide;

use porchlight::{base, schedule};
