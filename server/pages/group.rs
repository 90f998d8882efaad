//! A group and its meetings.

use super::form::Done;
use super::zone::ZoneView;
use super::{Frame, Visitor, language};
use crate::paths;
use crate::schedule::{Group, LiveRoom, Meeting, zone};
use askama::Template;

/// A meeting in the list of its group.
#[derive(Clone, Copy, Debug)]
pub struct MeetingLine<'a> {
    /// The meeting.
    pub meeting: &'a Meeting,
    /// Its last room, if it had one.
    pub room: Option<LiveRoom>,
}

/// `/groups/{slug}`.
#[derive(Template)]
#[template(path = "group.html")]
pub struct GroupPage<'a> {
    frame: Frame<'a>,
    group: &'a Group,
    home: String,
    meetings: Vec<LineView<'a>>,
    /// Whether the visitor may change it.
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
    /// Renders the page for this visitor.
    #[must_use]
    pub fn new(
        group: &'a Group,
        meetings: &[MeetingLine<'a>],
        serves: bool,
        done: Option<Done>,
        visitor: &'a Visitor,
        frame: Frame<'a>,
    ) -> Self {
        let frame = frame.for_visitor(visitor);
        Self {
            home: visitor.link("/"),
            meetings: meetings
                .iter()
                .map(|line| LineView::new(line, visitor, frame))
                .collect(),
            serves,
            done: done.map(|done| frame.t(done.message())),
            zone: ZoneView::new(&paths::group(&group.slug), Vec::new(), visitor, frame),
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
    fn new(line: &MeetingLine<'a>, visitor: &Visitor, frame: Frame<'_>) -> Self {
        let meeting = line.meeting;
        let timetable = &meeting.timetable;
        let today = zone::local_time(&timetable.recurrence.zone, visitor.now).date();
        let next = timetable
            .next_open_or_later(visitor.now, line.room)
            .map_or_else(
                || frame.t("group-over"),
                |next| {
                    let local = visitor.clock(next.starts);
                    let parameters = [
                        ("date", frame.date_for(local.date(), visitor).into()),
                        ("time", frame.clock(local).into()),
                    ];
                    frame.say("group-next", &parameters)
                },
            );
        Self {
            slug: &meeting.slug,
            href: visitor.link(&paths::meeting(&meeting.slug)),
            title: &meeting.about.title,
            language: language::other(&meeting.about.language, frame.catalogue.language()),
            when: frame.recurrence(&timetable.recurrence, today),
            next,
        }
    }
}
