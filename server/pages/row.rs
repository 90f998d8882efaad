//! One row of the timetable.

use super::words::iso_instant;
use super::{Frame, Visitor, language};
use crate::paths;
use crate::schedule::{
    Access, FeedOrigin, Listing, OccurrenceState, Origin, Row, contact_links, web_link,
};
use std::borrow::Cow;

/// The values of a row in `rows.html`.
pub(super) struct RowView<'a> {
    /// The page about the meeting, where the title leads; never a call.
    pub page: Option<Cow<'a, str>>,
    /// Whether the links lead to another site.
    pub away: bool,
    pub title: &'a str,
    /// The tag of the meeting's language, if it differs from the page's.
    pub language: Option<&'a str>,
    pub instant: String,
    pub time: String,
    /// Below the time: the duration, the time that is left, or the state.
    pub time_note: String,
    /// What is different on this date.
    pub changed: Vec<String>,
    pub cancelled: bool,
    pub group: &'a str,
    pub kinds: Vec<Cow<'a, str>>,
    pub spoken: &'a str,
    pub open: bool,
    pub access: &'a str,
    pub here: Option<String>,
    /// The feed that lists the meeting, if it is held on another site.
    pub source: Option<String>,
    pub button: Option<ButtonView<'a>>,
}

/// The button of a row.
pub(super) struct ButtonView<'a> {
    pub href: Cow<'a, str>,
    pub words: String,
    /// Whether the meeting can be joined now.
    pub go: bool,
    /// What it opens, if that is a call on another site or by phone: anxious people want to know that
    /// beforehand.
    pub opens: Option<String>,
}

impl<'a> RowView<'a> {
    pub(super) fn all(rows: &[Row<'a>], visitor: &Visitor, frame: Frame<'a>) -> Vec<Self> {
        rows.iter()
            .map(|row| Self::new(row, visitor, frame))
            .collect()
    }

    /// Rows of several days: each shows its day instead of the duration.
    pub(super) fn with_days(rows: &[Row<'a>], visitor: &Visitor, frame: Frame<'a>) -> Vec<Self> {
        let today = visitor.clock(visitor.now).date();
        rows.iter()
            .map(|row| {
                let date = visitor.clock(row.occurrence.times.starts).date();
                let day = if date <= today {
                    frame.t("today")
                } else {
                    frame.weekday(date.weekday())
                };
                Self {
                    time_note: day,
                    ..Self::new(row, visitor, frame)
                }
            })
            .collect()
    }

    fn new(row: &Row<'a>, visitor: &Visitor, frame: Frame<'a>) -> Self {
        let (listing, times) = (row.listing, row.occurrence.times);
        let about = &listing.about;
        let open = about.access == Access::Open;
        let links = Links::of(listing, visitor);
        let button = links.button(row.is_open(), frame);
        Self {
            page: links.page,
            away: links.away,
            title: &about.title,
            language: language::other(&about.language, frame.catalogue.language()),
            instant: iso_instant(times.starts),
            time: frame.clock(visitor.clock(times.starts)),
            time_note: time_note(row, visitor, frame),
            changed: frame.changes(&row.occurrence, visitor),
            cancelled: row.occurrence.is_cancelled(),
            group: &listing.group,
            kinds: about.kinds.iter().map(|code| frame.kind(code)).collect(),
            spoken: language::name(&about.language),
            open,
            access: frame.fixed(if open { "access-open" } else { "access-closed" }),
            here: row
                .headcount
                .filter(|count| *count > 0 && row.is_open())
                .map(|count| frame.say("row-here", &[("count", count.into())])),
            source: source(listing, frame),
            button,
        }
    }
}

/// The links of a row.
struct Links<'a> {
    page: Option<Cow<'a, str>>,
    join: Option<Cow<'a, str>>,
    dial_in: Option<&'a str>,
    away: bool,
}

impl<'a> Links<'a> {
    fn of(listing: &'a Listing, visitor: &Visitor) -> Self {
        match &listing.origin {
            Origin::Hosted { slug, .. } => {
                let page: Cow<'a, str> = visitor.link(&paths::meeting(slug)).into();
                Self {
                    join: Some(page.clone()),
                    page: Some(page),
                    dial_in: None,
                    away: false,
                }
            }
            Origin::Feed(FeedOrigin {
                join,
                page,
                dial_in,
                ..
            }) => Self {
                dial_in: dial_in.as_deref(),
                page: page.as_deref().map(Cow::from),
                join: join.as_deref().map(Cow::from),
                away: true,
            },
        }
    }

    /// Joins while the doors are open; else leads to the page, or, without a page, to the call, which
    /// its label says.
    fn button(&self, open: bool, frame: Frame<'_>) -> Option<ButtonView<'a>> {
        let (href, id, call) = match (&self.page, &self.join) {
            (_, Some(join)) if open => (join, "row-join", true),
            (Some(page), _) => (page, "row-details", false),
            (None, Some(join)) => (join, "row-call", true),
            (None, None) => return self.dial_in.map(|number| by_phone(number, open, frame)),
        };
        let host = web_link::host(href).filter(|_| call && self.away);
        Some(ButtonView {
            href: href.clone(),
            words: frame.t(id),
            go: open && call,
            opens: host.map(|host| frame.say("row-opens", &[("host", host.into())])),
        })
    }
}

fn by_phone<'a>(number: &str, open: bool, frame: Frame<'_>) -> ButtonView<'a> {
    ButtonView {
        href: contact_links::tel_uri(number).into(),
        words: frame.t("row-dial-in"),
        go: open,
        opens: Some(frame.say("row-rings", &[("number", number.into())])),
    }
}

fn source(listing: &Listing, frame: Frame<'_>) -> Option<String> {
    let Origin::Feed(feed) = &listing.origin else {
        return None;
    };
    let id = if feed.stale {
        "row-source-stale"
    } else {
        "row-source"
    };
    Some(frame.say(id, &[("source", feed.source.as_str().into())]))
}

fn time_note(row: &Row<'_>, visitor: &Visitor, frame: Frame<'_>) -> String {
    let times = row.occurrence.times;
    match row.state {
        _ if row.occurrence.is_cancelled() => frame.t("row-cancelled"),
        OccurrenceState::InProgress => {
            let left = frame.span(times.ends.since(visitor.now));
            frame.say("row-left", &[("span", left.into())])
        }
        OccurrenceState::Fellowship => frame.t("row-fellowship"),
        OccurrenceState::DoorsOpen => frame.t("row-doors-open"),
        OccurrenceState::Upcoming
            if times.starts.since(visitor.now) <= crate::schedule::SOON
                && times.doors_open < times.starts =>
        {
            let doors = frame.clock(visitor.clock(times.doors_open));
            frame.say("row-doors", &[("time", doors.into())])
        }
        OccurrenceState::Upcoming | OccurrenceState::Over => {
            frame.span(times.ends.since(times.starts))
        }
    }
}

#[cfg(test)]
mod tests;
