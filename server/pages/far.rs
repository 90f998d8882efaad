//! For people with no meeting near them: what they can attend while they are awake, in their language.

use super::row::RowView;
use super::schedule::{
    LinkView, OptionView, PartView, has_external_meetings, more_now, next_page, parts,
};
use super::{Frame, Visitor, ZoneRequest, language};
use crate::schedule::{
    Access, Agenda, Cursor, Filter, FilterField, FilterOptions, Hours, PageRequest, Row, kinds,
    zone,
};
use askama::Template;
use serde::Deserialize;

/// From when until when most people are awake.
const USUAL: (i8, i8) = (7, 23);

/// The query parameters of `/far`, unparsed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct FarQuery {
    /// The hour from which the visitor is awake.
    pub from: String,
    /// The hour until which the visitor is awake.
    pub until: String,
    /// A language tag; empty for any language, `None` if the form was not sent.
    pub language: Option<String>,
    /// The cursor of the next page.
    pub after: String,
}

impl FarQuery {
    /// The filter that the parameters describe. `spoken` is the browser's `Accept-Language`: without
    /// a chosen language, the first of it in which there is a meeting applies.
    #[must_use]
    pub fn filter(&self, spoken: &str, options: &FilterOptions<'_>) -> Filter {
        let known = |tag: &str| {
            let tag = kinds::primary_language(tag).to_ascii_lowercase();
            options.languages.contains(&tag.as_str()).then_some(tag)
        };
        let language = match self.language.as_deref() {
            Some(chosen) => known(chosen),
            None => spoken
                .split(',')
                .filter_map(|one| one.split(';').next())
                .find_map(|tag| known(tag.trim())),
        };
        Filter {
            awake: Some(self.awake()),
            language,
            ..Filter::default()
        }
    }

    /// Which page of the results is requested.
    #[must_use]
    pub fn page(&self) -> PageRequest {
        Cursor::parse(&self.after).map_or(PageRequest::First, PageRequest::After)
    }

    fn awake(&self) -> Hours {
        let hour = |text: &str, usual| text.parse().unwrap_or(usual);
        Hours::new(hour(&self.from, USUAL.0), hour(&self.until, USUAL.1))
            .or_else(|| Hours::new(USUAL.0, USUAL.1))
            .expect("the usual hours are two hours of a day")
    }
}

/// `/far`.
#[derive(Template)]
#[template(path = "far.html")]
pub struct FarPage<'a> {
    frame: Frame<'a>,
    heading: String,
    lead: String,
    zone: String,
    zone_value: &'a str,
    /// The value of the zone field.
    zone_typed: &'a str,
    zone_error: Option<String>,
    /// Whether the visitor has not chosen a zone.
    guess: bool,
    languages: Vec<OptionView>,
    from: Vec<OptionView>,
    until: Vec<OptionView>,
    hours: Vec<HourView>,
    now: Vec<RowView<'a>>,
    soon: Vec<RowView<'a>>,
    later: Vec<PartView<'a>>,
    more_now: Option<LinkView>,
    more: Option<LinkView>,
    instead: Vec<RowView<'a>>,
    any_language: Option<LinkView>,
    has_open: bool,
    has_shut: bool,
}

struct HourView {
    hour: String,
    meetings: usize,
    count: String,
}

impl<'a> FarPage<'a> {
    /// Describes the far-away view of `agenda` for one visitor.
    #[must_use]
    pub fn new(agenda: &'a Agenda<'a>, visitor: &'a Visitor, frame: Frame<'a>) -> Self {
        let frame = frame.for_visitor(visitor);
        let awake = agenda.filter.awake;
        let chosen = |hour: Option<i8>| {
            (0..24)
                .map(|value: i8| OptionView {
                    value: value.to_string(),
                    words: frame.hour(value),
                    chosen: Some(value) == hour,
                })
                .collect()
        };
        let instead = agenda
            .suggestions
            .iter()
            .flat_map(|suggestions| &suggestions.open);
        let instead: Vec<Row<'a>> = instead.copied().collect();
        let is_open = |row: &Row<'_>| row.listing.about.access == Access::Open;
        let shown: Vec<_> = agenda.rows().chain(&instead).map(is_open).collect();
        Self {
            heading: heading(agenda, frame),
            lead: frame.t(if has_external_meetings(agenda) {
                "far-lead-elsewhere"
            } else {
                "far-lead"
            }),
            zone: zone_words(visitor, frame),
            guess: visitor.is_guessed(),
            zone_value: visitor.zone.iana_name().unwrap_or_default(),
            zone_typed: match visitor.zone_request {
                // Otherwise a visitor would confirm the zone of the server by submitting the form.
                ZoneRequest::Unspecified => "",
                _ => visitor
                    .unknown()
                    .or(visitor.zone.iana_name())
                    .unwrap_or_default(),
            },
            zone_error: visitor.unknown().map(|_| frame.t("zone-unknown-here")),
            languages: languages(agenda),
            from: chosen(awake.map(Hours::from)),
            until: chosen(awake.map(Hours::until)),
            hours: hours(agenda, visitor, frame),
            now: RowView::all(&agenda.in_progress, visitor, frame),
            soon: RowView::all(&agenda.soon, visitor, frame),
            later: parts(agenda, visitor, frame),
            more_now: more_now("/", agenda, visitor, frame),
            more: next_page("/far", agenda, visitor, frame),
            instead: RowView::all(&instead, visitor, frame),
            any_language: any_language(agenda, visitor, frame),
            has_open: shown.contains(&true),
            has_shut: shown.contains(&false),
            frame,
        }
    }
}

fn heading(agenda: &Agenda<'_>, frame: Frame<'_>) -> String {
    let count =
        agenda.hours.iter().map(|hour| hour.meetings).sum::<usize>() + agenda.in_progress.len();
    frame.counted("far-count", count)
}

fn zone_words(visitor: &Visitor, frame: Frame<'_>) -> String {
    let local = visitor.clock(visitor.now);
    let parameters = [
        ("city", zone::city(&visitor.zone).into()),
        ("time", frame.clock(local).into()),
        ("weekday", frame.weekday(local.weekday()).into()),
    ];
    frame.say("zone-is", &parameters)
}

fn languages(agenda: &Agenda<'_>) -> Vec<OptionView> {
    let option = |tag: &&str| OptionView {
        value: (*tag).to_owned(),
        words: language::name(tag).to_owned(),
        chosen: agenda.filter.language.as_deref() == Some(*tag),
    };
    agenda.options.languages.iter().map(option).collect()
}

fn hours(agenda: &Agenda<'_>, visitor: &Visitor, frame: Frame<'_>) -> Vec<HourView> {
    agenda
        .hours
        .iter()
        .map(|hour| HourView {
            hour: frame.clock(visitor.clock(hour.from)),
            count: frame.counted("schedule-day-count", hour.meetings),
            meetings: hour.meetings,
        })
        .collect()
}

/// A link to the same hours in any language, if a language was requested.
fn any_language(agenda: &Agenda<'_>, visitor: &Visitor, frame: Frame<'_>) -> Option<LinkView> {
    agenda.filter.language.as_ref()?;
    let awake = agenda.filter.awake?;
    let (from, until) = (awake.from().to_string(), awake.until().to_string());
    let pairs = [
        ("from", from),
        ("until", until),
        ("language", String::new()),
    ];
    let zone = visitor.carried().map(|zone| ("tz", zone.to_owned()));
    Some(LinkView::new(
        "/far",
        pairs.into_iter().chain(zone),
        frame.t("far-any-language"),
    ))
    .filter(|_| {
        agenda
            .filter
            .active_fields()
            .any(|field| field == FilterField::Language)
    })
}
