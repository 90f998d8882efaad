//! The form for a meeting.

use super::super::{Frame, Visitor};
use super::choices::{accesses, days, kind_choices, languages, places, repeats};
use super::field::{ChoiceView, FieldView, RefusedView, name};
use super::preview::PreviewView;
use super::{Done, FormVersion};
use crate::schedule::draft::{Draft, Field, FieldRefusal, Repeats};
use crate::schedule::{Group, Meeting, Timetable};
use askama::Template;

/// How many of the coming dates can be changed from the form.
const DATES: usize = 8;

/// A form as it is shown: new, to be changed, or as it was sent.
#[derive(Clone, Debug)]
pub struct MeetingForm<'a> {
    pub group: &'a Group,
    /// `None` for a meeting to be.
    pub meeting: Option<&'a Meeting>,
    pub draft: &'a Draft,
    /// What the draft was made from.
    pub basis: &'a FormVersion,
    pub problems: &'a [(Field, FieldRefusal)],
    /// Whether another meeting has this address already.
    pub taken: bool,
    pub meanwhile: Option<Conflict<'a>>,
    /// What the draft comes to, when it can be read.
    pub timetable: Option<&'a Timetable>,
    /// A date that somebody looked for in vain.
    pub no_date: Option<&'a str>,
    /// What was just done to one of its dates.
    pub done: Option<Done>,
}

/// What happened since the form was opened.
#[derive(Clone, Copy, Debug)]
pub enum Conflict<'a> {
    /// Whoever sends it is no longer signed in, or no longer serves.
    SignedOut,
    /// Somebody else saved this.
    Saved(&'a Draft),
    /// Somebody else erased the meeting.
    Erased,
    /// The store failed.
    Fault,
}

/// `/groups/{slug}/meetings/new` and `/groups/{slug}/meetings/{meeting}/edit`. Both post to themselves,
/// with `do` = `preview` or `save`.
#[derive(Template)]
#[template(path = "meeting-form.html")]
pub struct MeetingFormPage<'a> {
    frame: Frame<'a>,
    heading: String,
    group: &'a str,
    group_href: String,
    action: String,
    basis: &'a FormVersion,
    notice: Option<String>,
    theirs: Vec<String>,
    refused: Vec<RefusedView>,
    preview: Option<PreviewView>,
    title: FieldView<'a>,
    slug: FieldView<'a>,
    notes: FieldView<'a>,
    other_ways: FieldView<'a>,
    time: FieldView<'a>,
    minutes: FieldView<'a>,
    zone: FieldView<'a>,
    doors: FieldView<'a>,
    fellowship: FieldView<'a>,
    from: FieldView<'a>,
    until: FieldView<'a>,
    every: FieldView<'a>,
    day_of_month: FieldView<'a>,
    language: FieldView<'a>,
    weekday: FieldView<'a>,
    repeats: Vec<ChoiceView>,
    days: Vec<ChoiceView>,
    places: Vec<ChoiceView>,
    weekdays: Vec<ChoiceView>,
    kinds: Vec<ChoiceView>,
    languages: Vec<ChoiceView>,
    accesses: Vec<ChoiceView>,
    errors: Errors,
    dates: Vec<DateLink>,
    done: Option<String>,
    other_date: FieldView<'a>,
    other_dates: Option<String>,
    erase: Option<String>,
}

/// What is wrong with groups of choices, below each.
struct Errors {
    repeats: Option<String>,
    days: Option<String>,
    places: Option<String>,
    kinds: Option<String>,
    access: Option<String>,
}

struct DateLink {
    href: String,
    words: String,
}

impl<'a> MeetingFormPage<'a> {
    #[must_use]
    pub fn new(form: &MeetingForm<'a>, visitor: &Visitor, frame: Frame<'a>) -> Self {
        let draft = form.draft;
        let view = |field, value| form.view(field, value, frame);
        let error = |field| form.error(field, frame);
        let (heading, action) = form.place(frame);
        let beside = |what| Some(format!("{}{what}", action.strip_suffix("edit")?));
        Self {
            heading,
            group: &form.group.name,
            group_href: visitor.link(&format!("/groups/{}", form.group.slug)),
            basis: form.basis,
            notice: form.notice(frame),
            theirs: form.theirs(frame),
            refused: form.refused(frame),
            preview: form
                .timetable
                .map(|timetable| PreviewView::new(timetable, visitor, frame)),
            title: view(Field::Title, &draft.title),
            slug: view(Field::Slug, &draft.slug),
            notes: view(Field::Notes, &draft.notes),
            other_ways: view(Field::OtherWays, &draft.other_ways),
            time: view(Field::Time, &draft.time),
            minutes: view(Field::Minutes, &draft.minutes),
            zone: view(Field::Zone, &draft.zone),
            doors: view(Field::Doors, &draft.doors),
            fellowship: view(Field::Fellowship, &draft.fellowship),
            from: view(Field::From, &draft.from),
            until: view(Field::Until, &draft.until),
            every: view(Field::Every, &draft.every),
            day_of_month: view(Field::DayOfMonth, &draft.day_of_month),
            language: view(Field::Language, &draft.language),
            weekday: view(Field::Weekday, &draft.weekday),
            repeats: repeats(draft, frame),
            days: days(&draft.days, frame),
            places: places(draft, frame),
            weekdays: days(std::slice::from_ref(&draft.weekday), frame),
            kinds: kind_choices(draft, frame),
            languages: languages(draft),
            accesses: accesses(draft, frame),
            errors: Errors {
                repeats: error(Field::Repeats),
                days: error(Field::Days),
                places: error(Field::Places),
                kinds: error(Field::Kinds),
                access: error(Field::Access),
            },
            dates: form.dates(visitor, frame),
            done: form.done.map(|done| frame.t(done.message())),
            other_date: FieldView {
                name: "date",
                label: frame.t("dates-other"),
                value: form.no_date.unwrap_or_default(),
                hint: None,
                error: form.no_date.map(|_| frame.t("dates-none")),
            },
            other_dates: beside("dates"),
            erase: beside("erase"),
            action,
            frame,
        }
    }
}

impl<'a> MeetingForm<'a> {
    fn view(&self, field: Field, value: &'a str, frame: Frame<'_>) -> FieldView<'a> {
        let hint = match field {
            Field::Notes => Some("hint-notes"),
            Field::Slug => Some("hint-slug"),
            Field::OtherWays => Some("hint-other-ways"),
            Field::Zone => Some("hint-zone"),
            Field::Time => Some("hint-time"),
            Field::From => Some("hint-from"),
            Field::Until => Some("hint-until"),
            Field::Every => Some("hint-every"),
            Field::DayOfMonth => Some("hint-day-of-month"),
            _ => None,
        };
        FieldView {
            name: name(field),
            label: frame.field(field),
            value,
            hint: hint.map(|id| frame.t(id)),
            error: self.error(field, frame),
        }
    }

    fn error(&self, field: Field, frame: Frame<'_>) -> Option<String> {
        if field == Field::Slug && self.taken {
            return Some(frame.t("problem-taken"));
        }
        let found = self.problems.iter().find(|(about, _)| *about == field);
        found.map(|(_, problem)| frame.problem(*problem))
    }

    fn refused(&self, frame: Frame<'_>) -> Vec<RefusedView> {
        let taken = self.taken.then_some(Field::Slug).into_iter();
        let fields = self.problems.iter().map(|(field, _)| *field).chain(taken);
        fields
            .map(|field| RefusedView {
                target: name(field),
                words: format!(
                    "{}: {}",
                    frame.field(field),
                    self.error(field, frame).unwrap_or_default()
                ),
            })
            .collect()
    }

    fn place(&self, frame: Frame<'_>) -> (String, String) {
        let group = &self.group.slug;
        match self.meeting {
            None => (
                frame.t("meeting-form-new"),
                format!("/groups/{group}/meetings/new"),
            ),
            Some(meeting) => (
                frame.say(
                    "meeting-form-edit",
                    &[("title", meeting.about.title.as_str().into())],
                ),
                format!("/groups/{group}/meetings/{}/edit", meeting.slug),
            ),
        }
    }

    fn notice(&self, frame: Frame<'_>) -> Option<String> {
        self.meanwhile.map(|meanwhile| {
            frame.t(match meanwhile {
                Conflict::SignedOut => "meanwhile-signed-out",
                Conflict::Saved(_) => "meanwhile-saved",
                Conflict::Erased => "meanwhile-erased",
                Conflict::Fault => "meanwhile-fault",
            })
        })
    }

    /// "Starts at: 20:00", for each field that somebody else saved otherwise.
    fn theirs(&self, frame: Frame<'_>) -> Vec<String> {
        let Some(Conflict::Saved(theirs)) = self.meanwhile else {
            return Vec::new();
        };
        let (mine, theirs) = (texts(self.draft), texts(theirs));
        (theirs.into_iter().zip(mine))
            .filter(|(theirs, mine)| theirs != mine)
            .map(|((field, text), _)| frame.now_holds(&frame.field(field), &text))
            .collect()
    }

    fn dates(&self, visitor: &Visitor, frame: Frame<'_>) -> Vec<DateLink> {
        let Some(meeting) = self.meeting else {
            return Vec::new();
        };
        let coming = meeting.timetable.upcoming(visitor.now).take(DATES);
        coming
            .map(|date| {
                let day = date.times.date;
                let mut words = vec![frame.date_for(day, visitor)];
                if date.is_cancelled() {
                    words.push(frame.t("row-cancelled"));
                }
                words.extend(frame.changes(&date, visitor));
                DateLink {
                    href: format!(
                        "/groups/{}/meetings/{}/dates/{day}",
                        self.group.slug, meeting.slug
                    ),
                    words: words.join(" · "),
                }
            })
            .collect()
    }
}

/// Every field as a text to be compared: of those that say how it is repeated, only those that count.
fn texts(draft: &Draft) -> Vec<(Field, String)> {
    let repeats = Repeats::parse(&draft.repeats);
    let only = |which: Repeats, text: String| match repeats {
        Some(repeats) if repeats == which => text,
        _ => String::new(),
    };
    let weekday = only(Repeats::MonthlyByWeekday, draft.weekday.clone());
    let places = only(Repeats::MonthlyByWeekday, draft.places.join(", "));
    vec![
        (Field::Title, draft.title.clone()),
        (Field::Slug, draft.slug.clone()),
        (Field::Notes, draft.notes.clone()),
        (Field::OtherWays, draft.other_ways.clone()),
        (Field::Kinds, draft.kinds.join(", ")),
        (Field::Language, draft.language.clone()),
        (Field::Access, draft.access.clone()),
        (Field::Repeats, draft.repeats.clone()),
        (Field::Every, draft.every.clone()),
        (Field::Days, only(Repeats::Weekly, draft.days.join(", "))),
        (Field::Places, places),
        (Field::Weekday, weekday),
        (
            Field::DayOfMonth,
            only(Repeats::MonthlyByDate, draft.day_of_month.clone()),
        ),
        (Field::From, draft.from.clone()),
        (Field::Until, draft.until.clone()),
        (Field::Time, draft.time.clone()),
        (Field::Zone, draft.zone.clone()),
        (Field::Minutes, draft.minutes.clone()),
        (Field::Doors, draft.doors.clone()),
        (Field::Fellowship, draft.fellowship.clone()),
    ]
}
