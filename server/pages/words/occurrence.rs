//! What differs on one date, and the words by which a search finds a listing.

use super::super::{Frame, Visitor, language};
use crate::catalogue::Catalogue;
use crate::schedule::{Listing, Occurrence, Origin, kinds};

impl Frame<'_> {
    /// "Moved from 19:00", "Topic: letting go", "Ana speaks", "Sam chairs".
    pub(crate) fn changes(&self, occurrence: &Occurrence<'_>, visitor: &Visitor) -> Vec<String> {
        let Some(change) = occurrence.change else {
            return Vec::new();
        };
        let moved = occurrence
            .is_moved()
            .then(|| self.moved(occurrence, visitor));
        let detail = |id, value: Option<&str>| {
            value.map(|value| self.say(id, &[("what", value.to_owned().into())]))
        };
        [
            moved,
            detail("change-topic", change.topic.as_deref()),
            detail(
                "change-speaker",
                change.speaker.as_ref().map(|name| name.as_str()),
            ),
            detail(
                "change-chair",
                change.chair.as_ref().map(|name| name.as_str()),
            ),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// Names the day only if it differs.
    fn moved(&self, occurrence: &Occurrence<'_>, visitor: &Visitor) -> String {
        let planned = visitor.clock(occurrence.times.planned);
        let same_day = planned.date() == visitor.clock(occurrence.times.starts).date();
        let id = if same_day {
            "change-moved"
        } else {
            "change-moved-day"
        };
        let parameters = [
            ("time", self.clock(planned).into()),
            ("day", self.date_for(planned.date(), visitor).into()),
        ];
        self.say(id, &parameters)
    }
}

/// The words besides its own by which a search finds a listing: its kinds, its language, its feed.
pub(crate) fn search_words(listing: &Listing, catalogue: &Catalogue) -> String {
    let about = &listing.about;
    let mut words: Vec<&str> = about
        .kinds
        .iter()
        .map(|code| catalogue.kind(code).unwrap_or(code))
        .collect();
    words.push(language::name(&about.language));
    words.extend(kinds::of_language(&about.language).and_then(|code| catalogue.kind(code)));
    if let Origin::Feed(feed) = &listing.origin {
        words.push(&feed.source);
    }
    words.join("\n")
}
