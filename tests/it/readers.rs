//! Feeds and calendars of this site, read by programs that others wrote.

mod calendar;
mod guide;
mod node;
