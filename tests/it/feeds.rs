//! Feeds of other directories: fetching them, storing their meetings, and the operator's page.

mod editing;
mod fake_site;
mod fetching;
mod operator;
mod subscribing;
mod test_feeds;

/// Two online meetings, one of them on two days, one that is not online, and one with an invalid day.
const FEED: &str = r#"[
    {"name": "Night Shift", "slug": "night-shift", "day": 2, "time": "22:00", "end_time": "23:30",
     "timezone": "Europe/Berlin", "types": ["O", "BE", "DE"], "group": "Gruppe Nord",
     "conference_url": "https://zoom.example/j/1", "url": "https://directory.example/night-shift"},
    {"name": "Early Bus", "slug": "early-bus-1", "day": 1, "time": "06:30", "types": ["C"],
     "conference_url": "https://zoom.example/j/2"},
    {"name": "Early Bus", "slug": "early-bus-2", "day": 3, "time": "06:30", "types": ["C"],
     "conference_url": "https://zoom.example/j/2"},
    {"name": "Church Hall", "slug": "church-hall", "day": 4, "time": "19:00", "timezone": "Europe/Berlin",
     "formatted_address": "1 High Street, Leeds"},
    {"name": "Some Day", "slug": "some-day", "day": 9, "time": "19:00", "timezone": "Europe/Berlin",
     "conference_url": "https://zoom.example/j/3"}
]"#;
