//! One meeting: when, what it is like, and the door to it.

use super::words::{clock, machine};
use super::{Frame, Visitor, language};
use crate::base::NameProblem;
use crate::schedule::{Access, Listed, OccurrenceTimes, State, zone};
use askama::Template;

/// How many dates ahead are shown.
const DATES: usize = 10;

/// The join form as it was sent, or empty.
#[derive(Clone, Copy, Debug, Default)]
pub struct JoinForm<'a> {
    pub name: &'a str,
    pub newcomer: bool,
    pub problem: Option<NameProblem>,
}

/// `/meetings/{slug}`. Its form posts `name` and `newcomer=yes` to `/meetings/{slug}/join`.
#[derive(Template)]
#[template(path = "meeting.html")]
pub struct MeetingPage<'a> {
    frame: Frame<'a>,
    home: String,
    slug: &'a str,
    title: &'a str,
    /// The meeting's language, where it is not the page's.
    language: Option<&'a str>,
    spoken: &'a str,
    when: String,
    held: String,
    yours: Option<String>,
    kinds: Vec<String>,
    open: bool,
    door: DoorView,
    name: &'a str,
    newcomer: bool,
    name_problem: Option<String>,
    notes: Vec<&'a str>,
    steps: &'a [String],
    dates: Vec<DateView>,
    shown_in: Option<String>,
    contributions: Option<&'a str>,
    contribute_to: String,
}

struct DoorView {
    joinable: bool,
    title: String,
    words: String,
    hint: String,
}

struct DateView {
    instant: String,
    time: String,
    span: String,
    day: String,
}

impl<'a> MeetingPage<'a> {
    /// `steps` are the titles of the format's steps, in order; none when it is not to be shown.
    #[must_use]
    pub fn new(
        listed: Listed<'a>,
        steps: &'a [String],
        form: JoinForm<'a>,
        visitor: &Visitor,
        frame: Frame<'a>,
    ) -> Self {
        let (meeting, group) = (listed.meeting, listed.group);
        let (about, timetable) = (&meeting.about, &meeting.timetable);
        let next = timetable.current_or_next(visitor.now);
        let elsewhere =
            next.filter(|next| !zone::agree(&timetable.when.zone, &visitor.zone, next.starts));
        let city = zone::city(&visitor.zone);
        Self {
            home: visitor.link("/"),
            slug: &meeting.slug,
            title: &about.title,
            language: language::other(&about.language, frame.catalogue.language()),
            spoken: language::name(&about.language),
            when: frame.recurrence(
                &timetable.when,
                zone::clock(&timetable.when.zone, visitor.now).date(),
            ),
            held: frame.say("meeting-held", &[("group", group.name.as_str().into())]),
            yours: elsewhere.map(|next| yours(&next, visitor, frame)),
            kinds: about.kinds.iter().map(|code| frame.kind(code)).collect(),
            open: about.access == Access::Open,
            door: next.map_or_else(|| never(frame), |next| door(&next, visitor, frame)),
            name: form.name,
            newcomer: form.newcomer,
            name_problem: form.problem.map(|problem| frame.name_problem(problem)),
            notes: paragraphs(&about.notes),
            steps,
            dates: next.map_or_else(Vec::new, |_| dates(listed, visitor, frame)),
            shown_in: elsewhere.map(|_| frame.say("meeting-dates-zone", &[("city", city.into())])),
            contributions: group.contributions.as_deref(),
            contribute_to: frame.say(
                "meeting-contribute-link",
                &[("group", group.name.as_str().into())],
            ),
            frame,
        }
    }
}

/// Blank lines part paragraphs.
fn paragraphs(text: &str) -> Vec<&str> {
    text.split("\n\n")
        .map(str::trim)
        .filter(|text| !text.is_empty())
        .collect()
}

fn yours(next: &OccurrenceTimes, visitor: &Visitor, frame: Frame<'_>) -> String {
    let local = visitor.clock(next.starts);
    let parameters = [
        ("date", frame.date(local.date()).into()),
        ("time", clock(local).into()),
        ("city", zone::city(&visitor.zone).into()),
    ];
    frame.say("meeting-yours", &parameters)
}

fn door(next: &OccurrenceTimes, visitor: &Visitor, frame: Frame<'_>) -> DoorView {
    let now = visitor.now;
    let (title, words, until) = match next.state(now) {
        State::DoorsOpen => ("door-open", "door-starts", next.starts),
        State::InProgress => ("door-on", "door-left", next.ends),
        State::Fellowship => ("door-fellowship", "door-fellowship-left", next.doors_close),
        State::Upcoming | State::Over => ("door-closed", "door-opens", next.doors_open),
    };
    let joinable = next.state(now).is_open();
    let opens = visitor.clock(next.doors_open);
    let today = opens.date() == visitor.clock(now).date();
    let words = if !joinable && today {
        "door-opens-today"
    } else {
        words
    };
    let parameters = [
        ("span", frame.span(until.since(now)).into()),
        ("day", frame.date(opens.date()).into()),
        ("time", clock(opens).into()),
    ];
    let words = frame.say(words, &parameters);
    DoorView {
        joinable,
        title: frame.t(title),
        words,
        hint: frame.t("door-closed-hint"),
    }
}

fn never(frame: Frame<'_>) -> DoorView {
    DoorView {
        joinable: false,
        title: frame.t("door-never"),
        words: frame.t("door-never-hint"),
        hint: String::new(),
    }
}

fn dates(listed: Listed<'_>, visitor: &Visitor, frame: Frame<'_>) -> Vec<DateView> {
    let today = visitor.clock(visitor.now).date();
    let shown = |times: OccurrenceTimes| {
        let local = visitor.clock(times.starts);
        let date = frame.date(local.date());
        DateView {
            instant: machine(times.starts),
            time: clock(local),
            span: frame.span(times.ends.since(times.starts)),
            day: if local.date() == today {
                frame.say("today-is", &[("date", date.into())])
            } else {
                date
            },
        }
    };
    listed
        .meeting
        .timetable
        .from_now(visitor.now)
        .take(DATES)
        .map(shown)
        .collect()
}
