//! One line of the timetable, in words.

use super::words::{clock, machine};
use super::{Frame, Visitor, language};
use crate::schedule::{Access, Row, State};

/// What `rows.html` shows.
pub(super) struct RowView {
    pub href: String,
    pub title: String,
    /// The meeting's language, where it is not the page's.
    pub language: Option<String>,
    pub instant: String,
    pub time: String,
    /// Under the time: how long it lasts, or how long it still goes on.
    pub aside: String,
    pub group: String,
    pub kinds: Vec<String>,
    pub spoken: String,
    pub open: bool,
    pub access: String,
    pub here: Option<String>,
    pub joinable: bool,
}

impl RowView {
    pub(super) fn all(rows: &[Row<'_>], visitor: &Visitor, frame: Frame<'_>) -> Vec<Self> {
        rows.iter()
            .map(|row| Self::new(row, visitor, frame))
            .collect()
    }

    /// For rows of several days: the day takes the place of the length.
    pub(super) fn with_days(rows: &[Row<'_>], visitor: &Visitor, frame: Frame<'_>) -> Vec<Self> {
        let today = visitor.clock(visitor.now).date();
        rows.iter()
            .map(|row| {
                let date = visitor.clock(row.times.starts).date();
                let day = if date <= today {
                    frame.t("today")
                } else {
                    frame.weekday(date.weekday())
                };
                Self {
                    aside: day,
                    ..Self::new(row, visitor, frame)
                }
            })
            .collect()
    }

    fn new(row: &Row<'_>, visitor: &Visitor, frame: Frame<'_>) -> Self {
        let (meeting, times) = (row.listed.meeting, row.times);
        let open = meeting.about.access == Access::Open;
        Self {
            href: visitor.link(&format!("/meetings/{}", meeting.slug)),
            title: meeting.about.title.clone(),
            language: language::other(&meeting.about.language, frame.catalogue.language())
                .map(str::to_owned),
            instant: machine(times.starts),
            time: clock(visitor.clock(times.starts)),
            aside: aside(row, visitor, frame),
            group: row.listed.group.name.clone(),
            kinds: meeting
                .about
                .kinds
                .iter()
                .map(|code| frame.kind(code))
                .collect(),
            spoken: language::name(&meeting.about.language).to_owned(),
            open,
            access: frame.t(if open { "access-open" } else { "access-closed" }),
            here: row
                .listed
                .headcount
                .filter(|count| *count > 0 && row.state.is_open())
                .map(|count| frame.say("row-here", &[("count", count.into())])),
            joinable: row.state.is_open(),
        }
    }
}

fn aside(row: &Row<'_>, visitor: &Visitor, frame: Frame<'_>) -> String {
    let times = row.times;
    match row.state {
        State::InProgress => {
            let left = frame.span(times.ends.since(visitor.now));
            frame.say("row-left", &[("span", left.into())])
        }
        State::Fellowship => frame.t("row-fellowship"),
        State::DoorsOpen => frame.t("row-doors-open"),
        State::Upcoming if times.starts.since(visitor.now) <= crate::schedule::SOON => {
            let doors = clock(visitor.clock(times.doors_open));
            frame.say("row-doors", &[("time", doors.into())])
        }
        State::Upcoming | State::Over => frame.span(times.ends.since(times.starts)),
    }
}
