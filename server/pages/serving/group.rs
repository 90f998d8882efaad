//! A group: who it is, and its meetings; and the form for what is known of it.

use super::super::words::clock;
use super::super::zone::ZoneView;
use super::super::{Frame, Visitor, language};
use super::field::{FieldView, RefusedView};
use super::{Done, Notice};
use crate::schedule::{Group, Meeting, zone};
use askama::Template;

/// A meeting of the group, to be listed.
#[derive(Clone, Copy, Debug)]
pub struct MeetingLine<'a> {
    pub meeting: &'a Meeting,
}

/// `/groups/{slug}`.
#[derive(Template)]
#[template(path = "group.html")]
pub struct GroupPage<'a> {
    frame: Frame<'a>,
    group: &'a Group,
    home: String,
    meetings: Vec<LineView<'a>>,
    /// Whether whoever looks may change it.
    serves: bool,
    done: Option<String>,
    zone: ZoneView<'a>,
    contribute_to: String,
}

struct LineView<'a> {
    slug: &'a str,
    href: String,
    title: &'a str,
    language: Option<&'a str>,
    when: String,
    next: String,
}

impl<'a> GroupPage<'a> {
    #[must_use]
    pub fn new(
        group: &'a Group,
        meetings: &[MeetingLine<'a>],
        serves: bool,
        done: Option<Done>,
        visitor: &'a Visitor,
        frame: Frame<'a>,
    ) -> Self {
        Self {
            home: visitor.link("/"),
            meetings: meetings
                .iter()
                .map(|line| LineView::new(line.meeting, visitor, frame))
                .collect(),
            serves,
            done: done.map(|done| frame.t(done.message())),
            zone: ZoneView::new(
                &format!("/groups/{}", group.slug),
                Vec::new(),
                visitor,
                frame,
            ),
            contribute_to: frame.say(
                "meeting-contribute-link",
                &[("group", group.name.as_str().into())],
            ),
            group,
            frame,
        }
    }
}

impl<'a> LineView<'a> {
    fn new(meeting: &'a Meeting, visitor: &Visitor, frame: Frame<'_>) -> Self {
        let timetable = &meeting.timetable;
        let today = zone::local_time(&timetable.recurrence.zone, visitor.now).date();
        let next = timetable.current_or_next(visitor.now).map_or_else(
            || frame.t("group-over"),
            |next| {
                let local = visitor.clock(next.starts);
                let parameters = [
                    ("date", frame.date_for(local.date(), visitor).into()),
                    ("time", clock(local).into()),
                ];
                frame.say("group-next", &parameters)
            },
        );
        Self {
            slug: &meeting.slug,
            href: visitor.link(&format!("/meetings/{}", meeting.slug)),
            title: &meeting.about.title,
            language: language::other(&meeting.about.language, frame.catalogue.language()),
            when: frame.recurrence(&timetable.recurrence, today),
            next,
        }
    }
}

/// What is known of a group, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GroupFacts {
    pub name: String,
    pub slug: String,
    pub place: String,
    pub website: String,
    pub contributions: String,
}

/// What is wrong with it, by the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupRefusal {
    NoName,
    NotSlug,
    Taken,
    PlaceTooLong,
    Website,
    Contributions,
}

impl GroupRefusal {
    const fn about(self) -> (&'static str, &'static str) {
        match self {
            Self::NoName => ("name", "group-problem-name"),
            Self::NotSlug => ("slug", "problem-not-slug"),
            Self::Taken => ("slug", "problem-taken"),
            Self::PlaceTooLong => ("place", "group-problem-place"),
            Self::Website => ("website", "group-problem-link"),
            Self::Contributions => ("contributions", "group-problem-link"),
        }
    }
}

/// What is wrong with a field of a group.
pub(in super::super) fn group_error(
    problems: &[GroupRefusal],
    name: &str,
    frame: Frame<'_>,
) -> Option<String> {
    let found = problems.iter().find(|problem| problem.about().0 == name);
    found.map(|problem| frame.t(problem.about().1))
}

/// `/groups/{slug}/edit`; posts to itself.
#[derive(Template)]
#[template(path = "group-form.html")]
pub struct GroupFactsPage<'a> {
    frame: Frame<'a>,
    heading: String,
    back: String,
    action: String,
    notice: Option<String>,
    refused: Vec<RefusedView>,
    fields: Vec<FieldView<'a>>,
}

impl<'a> GroupFactsPage<'a> {
    #[must_use]
    pub fn new(
        group: &'a Group,
        facts: &'a GroupFacts,
        problems: &[GroupRefusal],
        notice: Option<Notice>,
        frame: Frame<'a>,
    ) -> Self {
        let view = |name, label: &str, hint: Option<&str>, value| FieldView {
            name,
            label: frame.t(label),
            value,
            hint: hint.map(|id| frame.t(id)),
            error: group_error(problems, name, frame),
        };
        Self {
            heading: frame.say("group-form-title", &[("group", group.name.as_str().into())]),
            back: format!("/groups/{}", group.slug),
            action: format!("/groups/{}/edit", group.slug),
            notice: notice.map(|notice| frame.t(notice.message())),
            refused: problems
                .iter()
                .map(|problem| RefusedView {
                    target: problem.about().0,
                    words: frame.t(problem.about().1),
                })
                .collect(),
            fields: vec![
                view("name", "group-name", None, &facts.name),
                view("slug", "field-slug", Some("hint-slug"), &facts.slug),
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
            ],
            frame,
        }
    }
}
