//! The form for one date of a meeting.

use super::form::{ChoiceView, FieldView, FormVersion, Notice, RefusedView};
use super::{Frame, Visitor};
use crate::paths;
use crate::schedule::draft::{ChangeDraft, ChangeField, ChangeRefusal};
use crate::schedule::{Group, Meeting, zone};
use askama::Template;
use jiff::civil::Date;

/// What the form shows.
#[derive(Clone, Copy, Debug)]
pub struct DateForm<'a> {
    /// The group that holds the meeting.
    pub group: &'a Group,
    /// The meeting.
    pub meeting: &'a Meeting,
    /// The planned date.
    pub date: Date,
    /// The values of the fields.
    pub draft: &'a ChangeDraft,
    /// The stored version that the draft was made from.
    pub version: &'a FormVersion,
    /// What somebody else saved for the date in the meantime.
    pub theirs: Option<&'a ChangeDraft>,
    /// The refused fields with the reasons.
    pub refusals: &'a [(ChangeField, ChangeRefusal)],
    /// Why it was not saved although its fields are valid.
    pub notice: Option<Notice>,
}

/// `/groups/{slug}/meetings/{meeting}/dates/{date}`; posts to itself.
#[derive(Template)]
#[template(path = "date-form.html")]
pub struct DateFormPage<'a> {
    frame: Frame<'a>,
    heading: String,
    lead: String,
    back: String,
    back_words: &'a str,
    action: String,
    version: &'a FormVersion,
    notice: Option<String>,
    theirs: Vec<String>,
    refused: Vec<RefusedView>,
    /// By [`ChangeField`].
    fields: [FieldView<'a>; 6],
}

impl<'a> DateFormPage<'a> {
    /// Renders the form for this visitor.
    #[must_use]
    pub fn new(form: DateForm<'a>, visitor: &Visitor, frame: Frame<'a>) -> Self {
        let frame = frame.for_visitor(visitor);
        let meeting = form.meeting;
        let when = &meeting.timetable.recurrence;
        let planned = when.start_on(form.date);
        let starts = planned.map_or(visitor.now, |planned| planned.starts);
        let parameters = [
            ("date", frame.date_of_year(form.date).into()),
            (
                "time",
                frame.clock(zone::local_time(&when.zone, starts)).into(),
            ),
            ("city", zone::city(&when.zone).into()),
        ];
        let (group, slug) = (&form.group.slug, &meeting.slug);
        Self {
            heading: frame.date_of_year(form.date),
            lead: frame.say("date-planned", &parameters),
            back: paths::meeting_edit(group, slug),
            back_words: &meeting.about.title,
            action: paths::meeting_date(group, slug, &form.date.to_string()),
            version: form.version,
            notice: form.notice.map(|notice| frame.t(notice.message())),
            theirs: form.theirs(frame),
            refused: form.refused(frame),
            fields: ChangeField::ALL.map(|field| form.view(field, frame)),
            frame,
        }
    }

    fn field(&self, field: ChangeField) -> &FieldView<'a> {
        &self.fields[field as usize]
    }
}

impl<'a> DateForm<'a> {
    fn view(&self, field: ChangeField, frame: Frame<'_>) -> FieldView<'a> {
        let hint = match field {
            ChangeField::Status | ChangeField::Date => None,
            ChangeField::Time => Some("hint-time"),
            ChangeField::Topic => Some("hint-topic"),
            ChangeField::Speaker => Some("hint-first-name"),
            ChangeField::Chair => Some("hint-chair"),
        };
        FieldView {
            name: field.name(),
            label: frame.change_label(field),
            value: self.draft.text(field),
            hint: hint.map(|id| frame.t(id)),
            error: self.error(field, frame),
            options: match field {
                ChangeField::Status => status_options(self.draft, frame),
                _ => Vec::new(),
            },
        }
    }

    fn error(&self, field: ChangeField, frame: Frame<'_>) -> Option<String> {
        let refused = self.refusals.iter().find(|(refused, _)| *refused == field);
        refused.map(|(_, refusal)| frame.change_refusal(*refusal))
    }

    /// "Topic: Patience", for each field that somebody else gave another value.
    fn theirs(&self, frame: Frame<'_>) -> Vec<String> {
        let Some(theirs) = self.theirs else {
            return Vec::new();
        };
        let texts = ChangeField::ALL.map(|field| {
            let (mine, theirs) = (
                relevant_text(self.draft, field, frame),
                relevant_text(theirs, field, frame),
            );
            (theirs != mine).then(|| frame.now_holds(&frame.change_label(field), &theirs))
        });
        texts.into_iter().flatten().collect()
    }

    fn refused(&self, frame: Frame<'_>) -> Vec<RefusedView> {
        let line = |(field, refusal): &(ChangeField, ChangeRefusal)| RefusedView {
            target: field.name(),
            words: format!(
                "{}: {}",
                frame.change_label(*field),
                frame.change_refusal(*refusal)
            ),
        };
        self.refusals.iter().map(line).collect()
    }
}

/// The value as text for a comparison. The date and time count only if it is moved.
fn relevant_text(draft: &ChangeDraft, field: ChangeField, frame: Frame<'_>) -> String {
    match field {
        ChangeField::Status => {
            let status = STATUSES.iter().find(|(value, _)| draft.status == *value);
            status.map(|(_, id)| frame.t(id)).unwrap_or_default()
        }
        ChangeField::Date | ChangeField::Time if draft.status != "moved" => String::new(),
        field => draft.text(field).to_owned(),
    }
}

/// The values of the field for the status, with their messages.
const STATUSES: [(&str, &str); 3] = [
    ("planned", "fate-planned"),
    ("cancelled", "fate-cancelled"),
    ("moved", "fate-moved"),
];

fn status_options(draft: &ChangeDraft, frame: Frame<'_>) -> Vec<ChoiceView> {
    STATUSES
        .map(|(value, id)| ChoiceView {
            value: value.to_owned(),
            words: frame.t(id),
            chosen: draft.status == value,
        })
        .into()
}
