//! How meetings of elsewhere are written down: no contact of anyone, and no telephone number at all. Those
//! that have nothing but one are known from memory alone, and asked for anew after each start.

use crate::schedule::{About, Access, FeedOrigin, Listing, Origin, Pattern, Recurrence, Timetable};
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct Shape {
    title: String,
    notes: String,
    other_ways: String,
    kinds: Vec<String>,
    language: String,
    open: bool,
    group: String,
    pattern: Pattern,
    from: Date,
    time: Time,
    zone: String,
    minutes: u16,
    join: Option<String>,
    page: Option<String>,
}

/// The text of all listings.
pub fn write(listings: &[Listing]) -> String {
    let shapes: Vec<Shape> = listings.iter().filter_map(shape).collect();
    serde_json::to_string(&shapes).expect("texts, numbers and dates can be written as JSON")
}

/// The listings of a text; what can't be read any more is left out, as if the feed had dropped it.
pub fn read(text: &str, source: &str) -> Vec<Listing> {
    let shapes: Vec<Shape> = serde_json::from_str(text).unwrap_or_default();
    shapes
        .into_iter()
        .filter_map(|shape| listing(shape, source))
        .collect()
}

fn shape(listing: &Listing) -> Option<Shape> {
    let (about, when) = (&listing.about, &listing.timetable.recurrence);
    let Origin::Feed(elsewhere) = &listing.origin else {
        return None;
    };
    if elsewhere.join.is_none() && elsewhere.page.is_none() {
        return None;
    }
    Some(Shape {
        title: about.title.clone(),
        notes: about.notes.clone(),
        other_ways: about.other_ways.clone(),
        kinds: about.kinds.clone(),
        language: about.language.clone(),
        open: about.access == Access::Open,
        group: listing.group.clone(),
        pattern: when.pattern.clone(),
        from: when.from,
        time: when.time,
        zone: when.zone.iana_name()?.to_owned(),
        minutes: when.minutes,
        join: elsewhere.join.clone(),
        page: elsewhere.page.clone(),
    })
}

fn listing(shape: Shape, source: &str) -> Option<Listing> {
    let mut timetable = Timetable::new(Recurrence {
        pattern: shape.pattern,
        from: shape.from,
        until: None,
        time: shape.time,
        zone: TimeZone::get(&shape.zone).ok()?,
        minutes: shape.minutes,
    });
    // Feeds tell nothing of doors.
    timetable.doors_before = crate::base::Millis(0);
    timetable.fellowship_after = crate::base::Millis(0);
    Some(Listing {
        about: About {
            title: shape.title,
            notes: shape.notes,
            kinds: shape.kinds,
            language: shape.language,
            access: if shape.open {
                Access::Open
            } else {
                Access::Closed
            },
            other_ways: shape.other_ways,
        },
        group: shape.group,
        timetable,
        origin: Origin::Feed(FeedOrigin {
            source: source.to_owned(),
            join: shape.join,
            page: shape.page,
            dial_in: None,
            stale: false,
        }),
    })
}
