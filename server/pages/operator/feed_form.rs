//! The form for a subscribed feed: a new one, or the change of an existing one.

use crate::feeds::{Feed, FeedAddressRefusal};
use crate::pages::Frame;
use crate::pages::form::FieldView;
use crate::schedule::zone;

/// The fields of a feed as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeedFacts {
    /// The name under which its meetings are listed.
    pub name: String,
    /// Where it is fetched from.
    pub url: String,
    /// The zone of times that name none.
    pub zone: String,
}

/// The form that changes a feed, as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeedEdit {
    /// Which feed.
    pub id: i64,
    /// The fields as typed.
    pub facts: FeedFacts,
    /// Why the change is refused.
    pub refusals: Vec<FeedRefusal>,
}

/// Why a feed is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedRefusal {
    /// It has no name.
    NoName,
    /// Its URL is refused.
    Address(FeedAddressRefusal),
    /// Its zone is unknown.
    Zone,
    /// There is a subscription to this URL already.
    Taken,
    /// There are as many subscriptions as allowed.
    TooMany,
}

impl FeedRefusal {
    /// The field, and the message that explains the refusal.
    const fn field_and_message(self) -> (&'static str, &'static str) {
        match self {
            Self::NoName => ("feed-name", "operator-feed-no-name"),
            Self::Address(refusal) => ("feed-url", Self::address_message(refusal)),
            Self::Taken => ("feed-url", "operator-feed-taken"),
            Self::TooMany => ("feed-url", "operator-feed-too-many"),
            Self::Zone => ("feed-zone", "operator-feed-zone-unknown"),
        }
    }

    const fn address_message(refusal: FeedAddressRefusal) -> &'static str {
        match refusal {
            FeedAddressRefusal::Incomplete => "operator-feed-address",
            FeedAddressRefusal::Credentials => "operator-feed-credentials",
            FeedAddressRefusal::Private => "operator-feed-inside",
        }
    }
}

/// The form for a feed's name and zone.
pub(super) struct EditView {
    pub(super) id: i64,
    pub(super) name: String,
    pub(super) zone: String,
    pub(super) name_error: Option<String>,
    pub(super) zone_error: Option<String>,
    /// Whether the form was sent and refused.
    pub(super) open: bool,
}

impl EditView {
    /// With the values of the feed, unless a change of it was sent.
    pub(super) fn of(feed: &Feed, edited: Option<&FeedEdit>, frame: Frame<'_>) -> Self {
        match edited.filter(|edit| edit.id == feed.id.0) {
            Some(edit) => Self::refused(edit, frame),
            None => Self {
                id: feed.id.0,
                name: feed.name.clone(),
                zone: city_of(&feed.zone),
                name_error: None,
                zone_error: None,
                open: false,
            },
        }
    }

    /// As it was sent, with the errors of its fields.
    pub(super) fn refused(edit: &FeedEdit, frame: Frame<'_>) -> Self {
        let error = |field| {
            let mut refusals = (edit.refusals.iter()).map(|refusal| refusal.field_and_message());
            refusals
                .find(|(name, _)| *name == field)
                .map(|(_, message)| frame.t(message))
        };
        Self {
            id: edit.id,
            name: edit.facts.name.clone(),
            zone: edit.facts.zone.clone(),
            name_error: error("feed-name"),
            zone_error: error("feed-zone"),
            open: true,
        }
    }
}

/// The fields of a new feed as typed, with their errors.
pub(super) fn feed_fields<'a>(
    facts: &'a FeedFacts,
    refusals: &[FeedRefusal],
    frame: Frame<'_>,
) -> Vec<FieldView<'a>> {
    let view = |name, label: &str, hint: &str, value| {
        let refusal = (refusals.iter()).find(|refusal| refusal.field_and_message().0 == name);
        FieldView {
            name,
            label: frame.t(label),
            value,
            hint: Some(frame.t(hint)),
            error: refusal.map(|refusal| frame.t(refusal.field_and_message().1)),
            ..FieldView::default()
        }
    };
    vec![
        view(
            "feed-name",
            "operator-feed-name",
            "operator-feed-name-hint",
            facts.name.as_str(),
        ),
        view(
            "feed-url",
            "operator-feed-url",
            "operator-feed-url-hint",
            &facts.url,
        ),
        view(
            "feed-zone",
            "operator-feed-zone",
            "operator-feed-zone-hint",
            &facts.zone,
        ),
    ]
}

/// The city of a zone if it identifies the zone, else the zone's name.
fn city_of(name: &str) -> String {
    let city = zone::parse(name).map(|zone| zone::city(&zone));
    let same = |city: &String| zone::parse(city).is_some_and(|zone| zone.iana_name() == Some(name));
    city.filter(same).unwrap_or_else(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_is_shown_by_its_city_if_that_identifies_it() {
        for (zone, shown) in [
            ("Europe/Lisbon", "Lisbon"),
            ("America/New_York", "New York"),
            ("UTC", "UTC"),
        ] {
            assert_eq!(city_of(zone), shown);
        }
    }
}
