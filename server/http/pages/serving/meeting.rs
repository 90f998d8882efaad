//! The form for a meeting.

use super::super::{Frame, Visitor, language};
use super::field::{ChoiceView, FieldView, RefusedView, name};
use super::preview::PreviewView;
use crate::schedule::draft::{Draft, Field, Problem, Repeats};
use crate::schedule::{Access, DayChoice, Group, Meeting, Place, Timetable, kinds};
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
    /// The edition that the draft was made from.
    pub edition: u32,
    pub problems: &'a [(Field, Problem)],
    /// Whether another meeting has this address already.
    pub taken: bool,
    pub meanwhile: Option<Meanwhile<'a>>,
    /// What the draft comes to, when it can be read.
    pub timetable: Option<&'a Timetable>,
}

/// What happened since the form was opened.
#[derive(Clone, Copy, Debug)]
pub enum Meanwhile<'a> {
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
    edition: u32,
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
        Self {
            heading,
            group: &form.group.name,
            group_href: visitor.link(&format!("/groups/{}", form.group.slug)),
            edition: form.edition,
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
            erase: form.meeting.map(|_| action.replace("/edit", "/erase")),
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
                Meanwhile::SignedOut => "meanwhile-signed-out",
                Meanwhile::Saved(_) => "meanwhile-saved",
                Meanwhile::Erased => "meanwhile-erased",
                Meanwhile::Fault => "meanwhile-fault",
            })
        })
    }

    /// "Starts at: 20:00", for each field that somebody else saved otherwise.
    fn theirs(&self, frame: Frame<'_>) -> Vec<String> {
        let Some(Meanwhile::Saved(theirs)) = self.meanwhile else {
            return Vec::new();
        };
        let (mine, theirs) = (texts(self.draft), texts(theirs));
        (theirs.into_iter().zip(mine))
            .filter(|(theirs, mine)| theirs != mine)
            .map(|((field, text), _)| format!("{}: {text}", frame.field(field)))
            .collect()
    }

    fn dates(&self, visitor: &Visitor, frame: Frame<'_>) -> Vec<DateLink> {
        let Some(meeting) = self.meeting else {
            return Vec::new();
        };
        let coming = meeting.timetable.dates(visitor.now).take(DATES);
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

/// Every field as a text to be compared.
fn texts(draft: &Draft) -> Vec<(Field, String)> {
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
        (Field::Days, draft.days.join(", ")),
        (Field::Places, draft.places.join(", ")),
        (Field::Weekday, draft.weekday.clone()),
        (Field::DayOfMonth, draft.day_of_month.clone()),
        (Field::From, draft.from.clone()),
        (Field::Until, draft.until.clone()),
        (Field::Time, draft.time.clone()),
        (Field::Zone, draft.zone.clone()),
        (Field::Minutes, draft.minutes.clone()),
        (Field::Doors, draft.doors.clone()),
        (Field::Fellowship, draft.fellowship.clone()),
    ]
}

fn repeats(draft: &Draft, frame: Frame<'_>) -> Vec<ChoiceView> {
    let words = |repeats| match repeats {
        Repeats::Weekly => "repeats-weekly",
        Repeats::MonthlyByWeekday => "repeats-monthly-weekday",
        Repeats::MonthlyByDate => "repeats-monthly-date",
        Repeats::Daily => "repeats-daily",
        Repeats::Once => "repeats-once",
    };
    let chosen = Repeats::parse(&draft.repeats);
    Repeats::ALL
        .into_iter()
        .map(|repeats| ChoiceView {
            value: repeats.as_str().to_owned(),
            words: frame.t(words(repeats)),
            chosen: chosen == Some(repeats),
        })
        .collect()
}

fn days(chosen: &[String], frame: Frame<'_>) -> Vec<ChoiceView> {
    DayChoice::WEEK
        .into_iter()
        .map(|day| {
            let value = DayChoice::On(day).as_str();
            ChoiceView {
                value: value.to_owned(),
                words: frame.weekday(day),
                chosen: chosen.iter().any(|chosen| chosen == value),
            }
        })
        .collect()
}

fn places(draft: &Draft, frame: Frame<'_>) -> Vec<ChoiceView> {
    Place::ALL
        .into_iter()
        .map(|place| ChoiceView {
            value: place.as_str().to_owned(),
            words: frame.place(place),
            chosen: draft.places.iter().any(|chosen| chosen == place.as_str()),
        })
        .collect()
}

/// Those that are offered, and those that the meeting has besides.
fn kind_choices(draft: &Draft, frame: Frame<'_>) -> Vec<ChoiceView> {
    let offered = kinds::OFFERED.iter().copied();
    let besides = draft.kinds.iter().map(String::as_str);
    let besides = besides.filter(|code| !kinds::OFFERED.contains(code));
    offered
        .chain(besides)
        .map(|code| ChoiceView {
            value: code.to_owned(),
            words: frame.catalogue.kind(code).unwrap_or(code).to_owned(),
            chosen: draft.kinds.iter().any(|chosen| chosen == code),
        })
        .collect()
}

fn languages(draft: &Draft) -> Vec<ChoiceView> {
    let known = language::all();
    let mut choices: Vec<_> = known
        .map(|(tag, name)| ChoiceView {
            value: tag.to_owned(),
            words: name.to_owned(),
            chosen: draft.language == tag,
        })
        .collect();
    if !draft.language.is_empty() && choices.iter().all(|choice| !choice.chosen) {
        choices.push(ChoiceView {
            value: draft.language.clone(),
            words: draft.language.clone(),
            chosen: true,
        });
    }
    choices
}

fn accesses(draft: &Draft, frame: Frame<'_>) -> Vec<ChoiceView> {
    [
        (Access::Open, "meeting-open"),
        (Access::Closed, "meeting-closed"),
    ]
    .into_iter()
    .map(|(access, words)| ChoiceView {
        value: access.as_str().to_owned(),
        words: frame.t(words),
        chosen: draft.access == access.as_str(),
    })
    .collect()
}
