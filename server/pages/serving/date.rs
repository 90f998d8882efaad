//! The form for one date of a meeting.

use super::super::words::clock;
use super::super::{Frame, Visitor};
use super::field::{ChoiceView, FieldView, RefusedView};
use super::{FormVersion, Notice};
use crate::schedule::draft::{ChangeDraft, ChangeField, ChangeRefusal};
use crate::schedule::{Group, Meeting, zone};
use askama::Template;
use jiff::civil::Date;

/// A form as it is shown.
#[derive(Clone, Copy, Debug)]
pub struct DateForm<'a> {
    pub group: &'a Group,
    pub meeting: &'a Meeting,
    pub date: Date,
    pub draft: &'a ChangeDraft,
    pub basis: &'a FormVersion,
    /// What somebody else made of the date meanwhile.
    pub theirs: Option<&'a ChangeDraft>,
    pub problems: &'a [(ChangeField, ChangeRefusal)],
    pub notice: Option<Notice>,
}

/// `/groups/{slug}/meetings/{meeting}/dates/{date}`; posts to itself.
#[derive(Template)]
#[template(path = "date-form.html")]
pub struct DatePage<'a> {
    frame: Frame<'a>,
    heading: String,
    lead: String,
    back: String,
    back_words: &'a str,
    action: String,
    basis: &'a FormVersion,
    notice: Option<String>,
    theirs: Vec<String>,
    refused: Vec<RefusedView>,
    fates: Vec<ChoiceView>,
    fate_error: Option<String>,
    date: FieldView<'a>,
    time: FieldView<'a>,
    topic: FieldView<'a>,
    speaker: FieldView<'a>,
    chair: FieldView<'a>,
}

const fn name(field: ChangeField) -> &'static str {
    match field {
        ChangeField::Fate => "fate",
        ChangeField::Date => "date",
        ChangeField::Time => "time",
        ChangeField::Topic => "topic",
        ChangeField::Speaker => "speaker",
        ChangeField::Chair => "chair",
    }
}

impl<'a> DatePage<'a> {
    #[must_use]
    pub fn new(form: DateForm<'a>, visitor: &Visitor, frame: Frame<'a>) -> Self {
        let (meeting, draft) = (form.meeting, form.draft);
        let when = &meeting.timetable.recurrence;
        let at = when
            .start_on(form.date)
            .map_or(visitor.now, |planned| planned.starts);
        let parameters = [
            ("date", frame.date_of_year(form.date).into()),
            ("time", clock(zone::local_time(&when.zone, at)).into()),
            ("city", zone::city(&when.zone).into()),
        ];
        let path = format!("/groups/{}/meetings/{}", form.group.slug, meeting.slug);
        let error = |field| form.error(field, frame);
        let view = |field, value, hint: Option<&str>| FieldView {
            name: name(field),
            label: frame.change_field(field),
            value,
            hint: hint.map(|id| frame.t(id)),
            error: error(field),
        };
        Self {
            heading: frame.date_of_year(form.date),
            lead: frame.say("date-planned", &parameters),
            back: format!("{path}/edit"),
            back_words: &meeting.about.title,
            action: format!("{path}/dates/{}", form.date),
            basis: form.basis,
            notice: form.notice.map(|notice| frame.t(notice.message())),
            theirs: form.theirs(frame),
            refused: form.refused(frame),
            fates: fates(draft, frame),
            fate_error: error(ChangeField::Fate),
            date: view(ChangeField::Date, &draft.date, None),
            time: view(ChangeField::Time, &draft.time, Some("hint-time")),
            topic: view(ChangeField::Topic, &draft.topic, Some("hint-topic")),
            speaker: view(
                ChangeField::Speaker,
                &draft.speaker,
                Some("hint-first-name"),
            ),
            chair: view(ChangeField::Chair, &draft.chair, Some("hint-chair")),
            frame,
        }
    }
}

impl DateForm<'_> {
    fn error(&self, field: ChangeField, frame: Frame<'_>) -> Option<String> {
        let found = self.problems.iter().find(|(about, _)| *about == field);
        found.map(|(_, problem)| frame.change_problem(*problem))
    }

    /// "Topic: Patience", for each field that somebody else saved otherwise.
    fn theirs(&self, frame: Frame<'_>) -> Vec<String> {
        let Some(theirs) = self.theirs else {
            return Vec::new();
        };
        let (mine, theirs) = (texts(self.draft, frame), texts(theirs, frame));
        (theirs.into_iter().zip(mine))
            .filter(|(theirs, mine)| theirs != mine)
            .map(|((field, text), _)| frame.now_holds(&frame.change_field(field), &text))
            .collect()
    }

    fn refused(&self, frame: Frame<'_>) -> Vec<RefusedView> {
        let line = |(field, problem): &(ChangeField, ChangeRefusal)| RefusedView {
            target: name(*field),
            words: format!(
                "{}: {}",
                frame.change_field(*field),
                frame.change_problem(*problem)
            ),
        };
        self.problems.iter().map(line).collect()
    }
}

/// Every field as a text to be compared. When it is held counts only where it is moved.
fn texts(draft: &ChangeDraft, frame: Frame<'_>) -> Vec<(ChangeField, String)> {
    let fate = FATES.iter().find(|(value, _)| draft.fate == *value);
    let moved = |text: &String| match draft.fate.as_str() {
        "moved" => text.clone(),
        _ => String::new(),
    };
    vec![
        (
            ChangeField::Fate,
            fate.map(|(_, words)| frame.t(words)).unwrap_or_default(),
        ),
        (ChangeField::Date, moved(&draft.date)),
        (ChangeField::Time, moved(&draft.time)),
        (ChangeField::Topic, draft.topic.clone()),
        (ChangeField::Speaker, draft.speaker.clone()),
        (ChangeField::Chair, draft.chair.clone()),
    ]
}

/// What a date can be, with the words for it.
const FATES: [(&str, &str); 3] = [
    ("planned", "fate-planned"),
    ("cancelled", "fate-cancelled"),
    ("moved", "fate-moved"),
];

fn fates(draft: &ChangeDraft, frame: Frame<'_>) -> Vec<ChoiceView> {
    FATES
        .into_iter()
        .map(|(value, words)| ChoiceView {
            value: value.to_owned(),
            words: frame.t(words),
            chosen: draft.fate == value,
        })
        .collect()
}
