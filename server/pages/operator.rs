//! The operator's page: subscribed feeds, sites that may embed the schedule, groups.

use super::form::FieldView;
use super::group_form::{GroupFacts, GroupRefusal, group_error};
use super::words::clock;
use super::{Frame, Visitor};
use crate::feeds::{Feed, FeedAddressRefusal, FeedState, FetchError, MAX_LISTINGS};
use crate::schedule::Group;
use crate::schedule::zone;
use askama::Template;
use fluent_bundle::FluentValue;

/// How many invalid rows of a feed are listed; the rest is counted.
const ROWS: usize = 100;

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

/// The forms of the page, as they were sent, with their refusals.
#[derive(Clone, Debug, Default)]
pub struct OperatorForms {
    /// The new feed.
    pub feed: FeedFacts,
    /// Why the new feed is refused.
    pub feed_refusals: Vec<FeedRefusal>,
    /// The change of an existing feed.
    pub edited: Option<FeedEdit>,
    /// The origins that may embed the schedule, one a line.
    pub embed_origins: String,
    /// The lines that are no origins.
    pub invalid_embed_origins: Vec<String>,
    /// The new group.
    pub group: GroupFacts,
    /// Why the new group is refused.
    pub group_refusals: Vec<GroupRefusal>,
    /// An invitation link for a secretary, shown once, and the group's name.
    pub invitation: Option<(String, String)>,
    /// The sender is no longer signed in as an operator.
    pub signed_out: bool,
}

/// `/operator`.
#[derive(Template)]
#[template(path = "operator.html")]
pub struct OperatorPage<'a> {
    frame: Frame<'a>,
    notice: Option<String>,
    invitation: Option<InvitationView<'a>>,
    feeds: Vec<FeedView<'a>>,
    /// The sent change of a feed that is not listed because nobody is signed in any more.
    edited: Option<EditView>,
    feed_fields: Vec<FieldView<'a>>,
    embed_origins: &'a str,
    embed_origins_error: Option<String>,
    groups: &'a [Group],
    group_fields: Vec<FieldView<'a>>,
    warns: bool,
}

struct InvitationView<'a> {
    words: String,
    link: &'a str,
}

/// The form for a feed's name and zone.
struct EditView {
    id: i64,
    name: String,
    zone: String,
    name_error: Option<String>,
    zone_error: Option<String>,
    /// Whether the form was sent and refused.
    open: bool,
}

struct FeedView<'a> {
    id: i64,
    edit: EditView,
    name: &'a str,
    url: &'a str,
    state: String,
    error: Option<String>,
    next: String,
    rows_title: String,
    rows: Vec<String>,
}

impl<'a> OperatorPage<'a> {
    /// The page with the forms as they were sent, or empty.
    #[must_use]
    pub fn new(
        feeds: &'a [Feed],
        groups: &'a [Group],
        forms: &'a OperatorForms,
        visitor: &Visitor,
        frame: Frame<'a>,
    ) -> Self {
        let invalid = &forms.invalid_embed_origins;
        let embed_origins_error = (!invalid.is_empty()).then(|| {
            let lines = frame.list(invalid.clone());
            frame.say("operator-framers-bad", &[("lines", lines.into())])
        });
        let feed_fields = feed_fields(forms, frame);
        let group_fields = group_fields(forms, frame);
        let errors = feed_fields.iter().chain(&group_fields);
        let is_refused = |edit: &FeedEdit| !edit.refusals.is_empty();
        let warns = forms.edited.as_ref().is_some_and(is_refused)
            || embed_origins_error.is_some()
            || errors.into_iter().any(|field| field.error.is_some());
        Self {
            notice: forms.signed_out.then(|| frame.t("operator-signed-out")),
            invitation: forms
                .invitation
                .as_ref()
                .map(|(link, group)| InvitationView {
                    words: frame.say("operator-invitation", &[("group", group.as_str().into())]),
                    link,
                }),
            feeds: feeds
                .iter()
                .map(|feed| FeedView::new(feed, forms, visitor, frame))
                .collect(),
            edited: forms
                .edited
                .as_ref()
                .filter(|_| forms.signed_out)
                .map(|edit| EditView::refused(edit, frame)),
            warns: warns || feeds.iter().any(|feed| feed.state.error.is_some()),
            feed_fields,
            embed_origins: &forms.embed_origins,
            embed_origins_error,
            groups,
            group_fields,
            frame,
        }
    }
}

impl<'a> FeedView<'a> {
    fn new(feed: &'a Feed, forms: &OperatorForms, visitor: &Visitor, frame: Frame<'_>) -> Self {
        let state = &feed.state;
        let counts = [
            ("meetings", feed.listings.len().into()),
            ("left-out", feed.skipped_rows.into()),
        ];
        let id = match state.last_success {
            None if state.error.is_some() => "operator-feed-nothing",
            None => "operator-feed-never",
            Some(_) if state.is_dropped(visitor.now) => "operator-feed-dropped",
            Some(_) if state.is_stale(visitor.now) => "operator-feed-stale",
            Some(_) => "operator-feed-good",
        };
        Self {
            id: feed.id.0,
            edit: EditView::of(feed, forms.edited.as_ref(), frame),
            name: &feed.name,
            url: &feed.url,
            state: frame.say(id, &counts),
            error: state
                .error
                .map(|error| error_text(feed, error, visitor, frame)),
            next: next(state, visitor, frame),
            rows_title: frame.counted("operator-feed-rows", feed.row_errors.len()),
            rows: rows(feed, frame),
        }
    }
}

impl EditView {
    fn of(feed: &Feed, edited: Option<&FeedEdit>, frame: Frame<'_>) -> Self {
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
    fn refused(edit: &FeedEdit, frame: Frame<'_>) -> Self {
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

/// The city of a zone if it identifies the zone, else the zone's name.
fn city_of(name: &str) -> String {
    let city = zone::parse(name).map(|zone| zone::city(&zone));
    let same = |city: &String| zone::parse(city).is_some_and(|zone| zone.iana_name() == Some(name));
    city.filter(same).unwrap_or_else(|| name.to_owned())
}

/// Why rows of the feed are not listed.
fn rows(feed: &Feed, frame: Frame<'_>) -> Vec<String> {
    let listed = feed.row_errors.iter().take(ROWS);
    let mut rows: Vec<String> = listed
        .map(|row| {
            let parameters = [
                ("row", row.row.into()),
                ("name", row.name.as_str().into()),
                ("what", frame.row_error(&row.kind).into()),
            ];
            frame.say("operator-feed-row", &parameters)
        })
        .collect();
    if feed.row_errors.len() > ROWS {
        rows.push(frame.counted("operator-feed-more-rows", feed.row_errors.len() - ROWS));
    }
    rows
}

/// What is wrong with a feed, and whether its former meetings stay listed.
fn error_text(feed: &Feed, error: FetchError, visitor: &Visitor, frame: Frame<'_>) -> String {
    let text = frame.fetch_error(error);
    let is_doubtful = matches!(error, FetchError::Empty | FetchError::NoCapacity);
    let stays = !feed.listings.is_empty() && !feed.state.is_dropped(visitor.now);
    if is_doubtful && stays {
        return format!("{text} {}", frame.t("operator-feed-stays"));
    }
    text
}

fn next(state: &FeedState, visitor: &Visitor, frame: Frame<'_>) -> String {
    if state.is_due(visitor.now) {
        return frame.t("operator-feed-now");
    }
    let local = visitor.clock(state.next_fetch);
    let parameters = [
        ("date", frame.date(local.date()).into()),
        ("time", clock(local).into()),
        ("city", zone::city(&visitor.zone).into()),
    ];
    // A feed at a private address is not fetched: only its host name is resolved again.
    let id = match state.error {
        Some(FetchError::Private) => "operator-feed-looked-up",
        _ => "operator-feed-next",
    };
    frame.say(id, &parameters)
}

fn feed_fields<'a>(forms: &'a OperatorForms, frame: Frame<'_>) -> Vec<FieldView<'a>> {
    let facts = &forms.feed;
    let view = |name, label: &str, hint: &str, value| {
        let refusal =
            (forms.feed_refusals.iter()).find(|refusal| refusal.field_and_message().0 == name);
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

fn group_fields<'a>(forms: &'a OperatorForms, frame: Frame<'_>) -> Vec<FieldView<'a>> {
    let facts = &forms.group;
    let view = |name, label: &str, hint: Option<&str>, value| FieldView {
        name,
        label: frame.t(label),
        value,
        hint: hint.map(|id| frame.t(id)),
        error: group_error(&forms.group_refusals, name, frame),
        ..FieldView::default()
    };
    vec![
        view("name", "group-name", None, facts.name.as_str()),
        view(
            "slug",
            "field-slug",
            Some("operator-group-slug-hint"),
            &facts.slug,
        ),
        view("place", "group-place", Some("hint-place"), &facts.place),
        view(
            "website",
            "group-website",
            Some("hint-link"),
            &facts.website,
        ),
        view(
            "contributions",
            "group-contributions",
            Some("hint-contributions"),
            &facts.contributions,
        ),
    ]
}

impl Frame<'_> {
    /// What is wrong with a feed, and what to do.
    fn fetch_error(&self, error: FetchError) -> String {
        match error {
            FetchError::Address => self.t("feed-trouble-address"),
            FetchError::Private => self.t("feed-trouble-private"),
            FetchError::Unreachable => self.t("feed-trouble-unreachable"),
            FetchError::Certificate => self.t("feed-trouble-certificate"),
            FetchError::TooSlow => self.t("feed-trouble-slow"),
            FetchError::Redirects => self.t("feed-trouble-redirects"),
            FetchError::Status(code) => self.say("feed-trouble-status", &[("code", code.into())]),
            FetchError::TooLarge => self.t("feed-trouble-large"),
            FetchError::WebPage => self.t("feed-trouble-page"),
            FetchError::NotJson { line, column } => self.say(
                "feed-trouble-json",
                &[("line", line.into()), ("column", column.into())],
            ),
            FetchError::NotAList => self.t("feed-trouble-list"),
            FetchError::Empty => self.t("feed-trouble-empty"),
            FetchError::NoCapacity => self.say(
                "feed-trouble-room",
                &[("most", FluentValue::from(MAX_LISTINGS))],
            ),
        }
    }
}

#[cfg(test)]
mod tests;
