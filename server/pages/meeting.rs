//! The page of one meeting: when it is held, what it is like, and the form to join it.

use super::words::iso_instant;
use super::zone::ZoneView;
use super::{Frame, JoinForm, Visitor, language};
use crate::base::{Millis, NameRefusal, Timestamp};
use crate::paths;
use crate::schedule::draft::long_texts;
use crate::schedule::{
    About, Access, Group, LiveRoom, Meeting, Occurrence, OccurrenceState, OccurrenceTimes,
    contact_links, zone,
};
use askama::Template;
use std::borrow::Cow;

/// How many future dates are listed.
const DATES: usize = 10;

/// A meeting with what its page needs besides.
#[derive(Clone, Copy, Debug)]
pub struct MeetingDetails<'a> {
    /// The meeting.
    pub meeting: &'a Meeting,
    /// Its group.
    pub group: &'a Group,
    /// Its last room, if it had one.
    pub room: Option<LiveRoom>,
}

/// A change within this time is announced at the top of the page. Eight days include the same
/// weekday of the next week.
const NEAR: Millis = Millis::from_mins(8 * 24 * 60);

/// `/meetings/{slug}`. Its form posts `name`, `newcomer=yes` and `newcomer_shown=yes` to `/meetings/{slug}/join`.
#[derive(Template)]
#[template(path = "meeting.html")]
pub struct MeetingPage<'a> {
    frame: Frame<'a>,
    home: String,
    slug: &'a str,
    title: &'a str,
    /// The tag of the meeting's language, if it differs from the page's.
    language: Option<&'a str>,
    /// The name of the meeting's language.
    spoken: &'a str,
    when: String,
    /// "Hosted by the Riverside Group".
    held: String,
    group_href: String,
    /// The next start in the visitor's zone, if that differs from the meeting's own time.
    yours: Option<String>,
    /// A cancelled or moved date in the next days.
    notice: Option<String>,
    /// Whom the meeting is for, such as women or young people.
    meant_for: Option<String>,
    kinds: Vec<String>,
    open: bool,
    door: DoorView,
    name: &'a str,
    newcomer: bool,
    newcomer_shown: bool,
    name_error: Option<String>,
    /// Whether to ask if both words are the first name.
    asks_two_words: bool,
    is_insecure: bool,
    notes: Vec<&'a str>,
    steps: &'a [String],
    dates: Vec<DateView>,
    zone: ZoneView<'a>,
    texts: Vec<TextView<'a>>,
    /// The URL of this page.
    address: String,
    contributions: Option<&'a str>,
    contribute_to: String,
}

/// A text with a heading of its own.
struct TextView<'a> {
    heading: String,
    paragraphs: Vec<Vec<WayView<'a>>>,
}

/// A piece of such a text: words, a link, or a line break.
struct WayView<'a> {
    words: &'a str,
    /// Where a link leads: a web page or a phone number.
    href: Option<Cow<'a, str>>,
    breaks: bool,
}

struct DoorView {
    joinable: bool,
    title: String,
    /// The sentence before and after the countdown.
    words: (String, String),
    left: Option<CountView>,
    here: Option<String>,
    hint: String,
}

/// A duration that the optional script counts down.
struct CountView {
    until: String,
    words: String,
    minutes: String,
    hours_minutes: String,
}

struct DateView {
    instant: String,
    time: String,
    span: String,
    day: String,
    cancelled: bool,
    changed: Vec<String>,
}

impl<'a> MeetingPage<'a> {
    /// `steps` are the titles of the format's steps, in order; empty if the format is not public.
    #[must_use]
    pub fn new(
        shown: MeetingDetails<'a>,
        steps: &'a [String],
        form: JoinForm<'a>,
        visitor: &'a Visitor,
        frame: Frame<'a>,
    ) -> Self {
        let frame = frame.for_visitor(visitor);
        let (meeting, group) = (shown.meeting, shown.group);
        let (about, timetable) = (&meeting.about, &meeting.timetable);
        let next = timetable.next_open_or_later(visitor.now, shown.room);
        let own = &timetable.recurrence.zone;
        let at_other_time =
            next.filter(|next| !zone::show_same_time(own, &visitor.zone, next.starts));
        let named = |id| frame.say(id, &[("group", group.name.as_str().into())]);
        Self {
            home: visitor.link("/"),
            slug: &meeting.slug,
            title: &about.title,
            language: language::other(&about.language, frame.catalogue.language()),
            spoken: language::name(&about.language),
            when: frame.recurrence(
                &timetable.recurrence,
                zone::local_time(own, visitor.now).date(),
            ),
            held: named("meeting-held"),
            group_href: visitor.link(&paths::group(&group.slug)),
            yours: at_other_time.map(|next| yours(&next, visitor, frame)),
            notice: notice(shown, visitor, frame),
            meant_for: meant_for(&about.kinds, frame),
            kinds: kinds(&about.kinds, frame),
            open: about.access == Access::Open,
            door: next.map_or_else(
                || no_further_dates(frame),
                |next| door(&next, shown.room, visitor, frame),
            ),
            name: form.name,
            newcomer: form.newcomer,
            newcomer_shown: form.newcomer_shown,
            name_error: form.refusal.map(|refusal| frame.name_refusal(refusal)),
            asks_two_words: form.refusal == Some(NameRefusal::TwoWords),
            is_insecure: form.is_insecure,
            notes: paragraphs(&about.notes),
            steps,
            dates: dates(shown, visitor, frame),
            zone: ZoneView::new(&paths::meeting(&meeting.slug), Vec::new(), visitor, frame),
            texts: texts(about, frame),
            address: format!("{}/meetings/{}", frame.site, meeting.slug),
            contributions: group.contributions.as_deref(),
            contribute_to: named("meeting-contribute-link"),
            frame,
        }
    }
}

fn kinds(codes: &[String], frame: Frame<'_>) -> Vec<String> {
    let kind = |code: &String| frame.catalogue.kind(code).unwrap_or(code).to_owned();
    codes.iter().map(kind).collect()
}

/// The kinds that say whom the meeting is for.
fn meant_for(codes: &[String], frame: Frame<'_>) -> Option<String> {
    const WHO: [&str; 15] = [
        "BE", "W", "M", "Y", "SEN", "LGBTQ", "G", "L", "BI", "T", "NB", "POC", "NDG", "N", "P",
    ];
    let who: Vec<String> = codes
        .iter()
        .filter(|code| WHO.contains(&code.as_str()))
        .map(|code| frame.say("audience", &[("code", code.as_str().into())]))
        .collect();
    if who.is_empty() {
        return None;
    }
    Some(frame.say("meeting-for", &[("who", frame.list(who).into())]))
}

/// "Tuesday 1 December is cancelled."
fn notice(shown: MeetingDetails<'_>, visitor: &Visitor, frame: Frame<'_>) -> Option<String> {
    let mut near = shown
        .meeting
        .timetable
        .upcoming(visitor.now)
        .take_while(|occurrence| occurrence.times.planned <= visitor.now + NEAR);
    let changed = near.find(|occurrence| occurrence.is_cancelled() || occurrence.is_moved())?;
    let date = |at: Timestamp| frame.date(visitor.clock(at).date());
    let time = |at: Timestamp| frame.clock(visitor.clock(at));
    let times = changed.times;
    let parameters = [
        ("date", date(times.planned).into()),
        ("time", time(times.planned).into()),
        ("new-date", date(times.starts).into()),
        ("new-time", time(times.starts).into()),
    ];
    let id = if changed.is_cancelled() {
        "notice-cancelled"
    } else {
        "notice-moved"
    };
    Some(frame.say(id, &parameters))
}

/// Paragraphs are separated by blank lines.
fn paragraphs(text: &str) -> Vec<&str> {
    text.split("\n\n")
        .map(str::trim)
        .filter(|text| !text.is_empty())
        .collect()
}

/// The texts that have a heading of their own, in the order of the table of fields.
fn texts<'a>(about: &'a About, frame: Frame<'_>) -> Vec<TextView<'a>> {
    let texts = long_texts().filter_map(|(_, text)| {
        let paragraphs = ways_of((text.get)(about));
        let heading = frame.t(text.page_heading?);
        (!paragraphs.is_empty()).then_some(TextView {
            heading,
            paragraphs,
        })
    });
    texts.collect()
}

/// The paragraphs, each split into plain text and links.
fn ways_of(text: &str) -> Vec<Vec<WayView<'_>>> {
    paragraphs(text).into_iter().map(WayView::all).collect()
}

impl<'a> WayView<'a> {
    /// The pieces of a paragraph; its line breaks are preserved.
    fn all(paragraph: &'a str) -> Vec<Self> {
        let mut all = Vec::new();
        for (number, line) in paragraph.lines().enumerate() {
            let breaks = (number > 0).then_some(Self {
                words: "",
                href: None,
                breaks: true,
            });
            all.extend(breaks);
            all.extend(contact_links::split(line).into_iter().map(Self::new));
        }
        all
    }

    fn new(piece: contact_links::Piece<'a>) -> Self {
        let (words, href) = match piece {
            contact_links::Piece::Plain(words) => (words, None),
            contact_links::Piece::Link(link) => (link, Some(link.into())),
            contact_links::Piece::PhoneNumber(number) => {
                (number, Some(contact_links::tel_uri(number).into()))
            }
        };
        Self {
            words,
            href,
            breaks: false,
        }
    }
}

fn yours(next: &OccurrenceTimes, visitor: &Visitor, frame: Frame<'_>) -> String {
    let local = visitor.clock(next.starts);
    let parameters = [
        ("date", frame.date_for(local.date(), visitor).into()),
        ("time", frame.clock(local).into()),
        ("city", zone::city(&visitor.zone).into()),
    ];
    frame.say("meeting-yours", &parameters)
}

fn door(
    next: &OccurrenceTimes,
    room: Option<LiveRoom>,
    visitor: &Visitor,
    frame: Frame<'_>,
) -> DoorView {
    let now = visitor.now;
    let state = room.map_or_else(|| next.state(now), |room| room.state_of(next, now));
    let (title, words, until) = match state {
        OccurrenceState::DoorsOpen => ("door-open", "door-starts", next.starts),
        OccurrenceState::InProgress => ("door-on", "door-left", next.ends),
        OccurrenceState::Fellowship => {
            ("door-fellowship", "door-fellowship-left", next.doors_close)
        }
        OccurrenceState::Upcoming | OccurrenceState::Over => {
            ("door-closed", "door-opens", next.doors_open)
        }
    };
    let joinable = state.is_open();
    let opens = visitor.clock(next.doors_open);
    let today = opens.date() == visitor.clock(now).date();
    let words = if !joinable && today {
        "door-opens-today"
    } else {
        words
    };
    let parameters = [
        ("span", PLACEHOLDER.into()),
        ("day", frame.date_for(opens.date(), visitor).into()),
        ("time", frame.clock(opens).into()),
    ];
    let words = frame.say(words, &parameters);
    let (before, after) = words.split_once(PLACEHOLDER).unwrap_or((&words, ""));
    DoorView {
        joinable,
        title: frame.t(title),
        words: (before.to_owned(), after.to_owned()),
        left: Some(count(until, visitor, frame)),
        here: room
            .map(|room| room.people)
            .filter(|count| *count > 0 && joinable)
            .map(|count| frame.say("row-here", &[("count", count.into())])),
        hint: frame.t("door-closed-hint"),
    }
}

/// Marks the place of the countdown while the sentence around it is formatted.
const PLACEHOLDER: &str = "\u{fffc}";

fn count(until: Timestamp, visitor: &Visitor, frame: Frame<'_>) -> CountView {
    let pattern = |id| frame.say(id, &[("hours", "{h}".into()), ("minutes", "{m}".into())]);
    CountView {
        until: iso_instant(until),
        words: frame.span(until.since(visitor.now)),
        minutes: pattern("span-minutes"),
        hours_minutes: pattern("span-hours-minutes"),
    }
}

fn no_further_dates(frame: Frame<'_>) -> DoorView {
    DoorView {
        joinable: false,
        title: frame.t("door-never"),
        words: (frame.t("door-never-hint"), String::new()),
        left: None,
        here: None,
        hint: String::new(),
    }
}

fn dates(shown: MeetingDetails<'_>, visitor: &Visitor, frame: Frame<'_>) -> Vec<DateView> {
    let dates = shown.meeting.timetable.upcoming(visitor.now).take(DATES);
    dates
        .map(|occurrence| date(&occurrence, visitor, frame))
        .collect()
}

fn date(occurrence: &Occurrence<'_>, visitor: &Visitor, frame: Frame<'_>) -> DateView {
    let times = occurrence.times;
    let today = visitor.clock(visitor.now).date();
    let local = visitor.clock(times.starts);
    let date = frame.date_for(local.date(), visitor);
    DateView {
        instant: iso_instant(times.starts),
        time: frame.clock(local),
        span: if occurrence.is_cancelled() {
            frame.t("row-cancelled")
        } else {
            frame.span(times.ends.since(times.starts))
        },
        day: if local.date() == today {
            frame.say("today-is", &[("date", date.into())])
        } else {
            date
        },
        cancelled: occurrence.is_cancelled(),
        changed: frame.changes(occurrence, visitor),
    }
}
