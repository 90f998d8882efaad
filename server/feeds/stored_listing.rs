//! The stored form of a feed's meetings. It has no contact of any person and no telephone number: meetings
//! that can be joined only by telephone are not stored, and are fetched again after each start.

use crate::base::Millis;
use crate::schedule::{About, Access, FeedOrigin, Listing, Origin, Pattern, Recurrence, Timetable};
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct StoredListing {
    title: String,
    notes: String,
    #[serde(rename = "other_ways")]
    contact_links: String,
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

/// The JSON of those listings that can be stored.
pub(super) fn encode(listings: &[Listing]) -> String {
    let stored: Vec<StoredListing> = listings.iter().filter_map(to_stored).collect();
    serde_json::to_string(&stored).expect("strings, numbers and dates have a JSON form")
}

/// The listings of a JSON text. `source` is the name of the feed. What can't be parsed is left out, as if the
/// feed had dropped it.
pub(super) fn decode(text: &str, source: &str) -> Vec<Listing> {
    let stored: Vec<StoredListing> = serde_json::from_str(text).unwrap_or_default();
    let listings = stored.into_iter();
    listings
        .filter_map(|stored| from_stored(stored, source))
        .collect()
}

fn to_stored(listing: &Listing) -> Option<StoredListing> {
    let (about, when) = (&listing.about, &listing.timetable.recurrence);
    let Origin::Feed(origin) = &listing.origin else {
        return None;
    };
    if origin.join.is_none() && origin.page.is_none() {
        return None;
    }
    Some(StoredListing {
        title: about.title.clone(),
        notes: about.notes.clone(),
        contact_links: about.other_ways.clone(),
        kinds: about.kinds.clone(),
        language: about.language.clone(),
        open: about.access == Access::Open,
        group: listing.group.clone(),
        pattern: when.pattern.clone(),
        from: when.from,
        time: when.time,
        zone: when.zone.iana_name()?.to_owned(),
        minutes: when.minutes,
        join: origin.join.clone(),
        page: origin.page.clone(),
    })
}

fn from_stored(stored: StoredListing, source: &str) -> Option<Listing> {
    let mut timetable = Timetable::new(Recurrence {
        pattern: stored.pattern,
        from: stored.from,
        until: None,
        time: stored.time,
        zone: TimeZone::get(&stored.zone).ok()?,
        minutes: stored.minutes,
    });
    // Feeds have no times before and after a meeting.
    timetable.doors_before = Millis(0);
    timetable.fellowship_after = Millis(0);
    let mut about = About {
        title: stored.title,
        notes: stored.notes,
        kinds: stored.kinds,
        language: stored.language,
        access: if stored.open {
            Access::Open
        } else {
            Access::Closed
        },
        ..About::default()
    };
    about.other_ways = stored.contact_links;
    Some(Listing {
        about,
        group: stored.group,
        timetable,
        origin: Origin::Feed(FeedOrigin {
            source: source.to_owned(),
            join: stored.join,
            page: stored.page,
            dial_in: None,
            stale: false,
        }),
    })
}
