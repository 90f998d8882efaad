//! The form for a meeting.

use super::form::{Done, FieldView, FormVersion, PreviewView, RefusedView, choices};
use super::{Frame, Visitor};
use crate::paths;
use crate::schedule::draft::{Draft, Field, FieldRefusal, MAX_NOTES, long_texts};
use crate::schedule::{Group, Meeting, Timetable};
use askama::Template;

/// How many of the next dates the form links to.
const DATES: usize = 8;

/// What the form shows: a new meeting, an existing one, or what was just sent.
#[derive(Clone, Debug)]
pub struct MeetingForm<'a> {
    /// The group that holds it.
    pub group: &'a Group,
    /// `None` for a new meeting.
    pub meeting: Option<&'a Meeting>,
    /// The values of the fields.
    pub draft: &'a Draft,
    /// The stored version that the draft was made from.
    pub version: &'a FormVersion,
    /// The refused fields with the reasons.
    pub refusals: &'a [(Field, FieldRefusal)],
    /// Whether another meeting already has this slug.
    pub is_slug_taken: bool,
    /// Why it was not saved although its fields are valid.
    pub conflict: Option<Conflict<'a>>,
    /// The timetable of the draft, if the draft is valid.
    pub timetable: Option<&'a Timetable>,
    /// A date that was searched, and that the meeting does not have.
    pub no_date: Option<&'a str>,
    /// What was just done to one of its dates.
    pub done: Option<Done>,
}

/// What happened after the form was opened, so that it cannot be saved.
#[derive(Clone, Copy, Debug)]
pub enum Conflict<'a> {
    /// The person is no longer signed in, or no longer serves the group.
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
    version: &'a FormVersion,
    notice: Option<String>,
    theirs: Vec<String>,
    refused: Vec<RefusedView>,
    preview: Option<PreviewView>,
    /// By [`Field`].
    fields: Vec<FieldView<'a>>,
    dates: Vec<DateLink>,
    done: Option<String>,
    other_date: FieldView<'a>,
    other_dates: Option<String>,
    erase: Option<String>,
}

struct DateLink {
    href: String,
    words: String,
}

impl<'a> MeetingFormPage<'a> {
    /// Renders the form for this visitor.
    #[must_use]
    pub fn new(form: &MeetingForm<'a>, visitor: &Visitor, frame: Frame<'a>) -> Self {
        let frame = frame.for_visitor(visitor);
        let (heading, action) = form.heading_and_action(frame);
        let sibling = |name| Some(format!("{}{name}", action.strip_suffix("edit")?));
        let preview = |timetable| PreviewView::new(timetable, visitor, frame);
        Self {
            heading,
            group: &form.group.name,
            group_href: visitor.link(&paths::group(&form.group.slug)),
            version: form.version,
            notice: form.notice(frame),
            theirs: form.theirs(frame),
            refused: form.refused(frame),
            preview: form.timetable.map(preview),
            fields: Field::in_form_order()
                .map(|field| form.view(field, frame))
                .collect(),
            dates: form.dates(visitor, frame),
            done: form.done.map(|done| frame.t(done.message())),
            other_date: FieldView {
                name: "date",
                label: frame.t("dates-other"),
                value: form.no_date.unwrap_or_default(),
                error: form.no_date.map(|_| frame.t("dates-none")),
                ..FieldView::default()
            },
            other_dates: sibling("dates"),
            erase: sibling("erase"),
            action,
            frame,
        }
    }

    fn field(&self, field: Field) -> &FieldView<'a> {
        &self.fields[field as usize]
    }

    /// The long texts but for the description, each with its height in lines.
    fn more_texts(&self) -> impl Iterator<Item = (&FieldView<'a>, u8)> {
        let texts = long_texts().filter(|(spec, _)| spec.field != Field::Notes);
        texts.map(|(spec, text)| (self.field(spec.field), text.rows))
    }
}

impl<'a> MeetingForm<'a> {
    fn view(&self, field: Field, frame: Frame<'_>) -> FieldView<'a> {
        let spec = field.spec();
        FieldView {
            name: spec.name,
            label: frame.t(spec.label),
            value: self.draft.text(field),
            hint: spec.hint.map(|id| frame.t(id)),
            error: self.error(field, frame),
            options: choices(field, self.draft, frame),
        }
    }

    fn error(&self, field: Field, frame: Frame<'_>) -> Option<String> {
        if field == Field::Slug && self.is_slug_taken {
            return Some(frame.t("problem-taken"));
        }
        let refused = self.refusals.iter().find(|(refused, _)| *refused == field);
        refused.map(|(_, refusal)| frame.draft_refusal(*refusal))
    }

    fn refused(&self, frame: Frame<'_>) -> Vec<RefusedView> {
        let taken_slug = self.is_slug_taken.then_some(Field::Slug);
        let fields = self
            .refusals
            .iter()
            .map(|(field, _)| *field)
            .chain(taken_slug);
        let line = |field: Field| {
            let error = self.error(field, frame).unwrap_or_default();
            RefusedView {
                target: field.spec().name,
                words: format!("{}: {error}", frame.label(field)),
            }
        };
        fields.map(line).collect()
    }

    fn heading_and_action(&self, frame: Frame<'_>) -> (String, String) {
        let group = &self.group.slug;
        let Some(meeting) = self.meeting else {
            let action = paths::meeting_new(group);
            return (frame.t("meeting-form-new"), action);
        };
        let title = [("title", meeting.about.title.as_str().into())];
        let action = paths::meeting_edit(group, &meeting.slug);
        (frame.say("meeting-form-edit", &title), action)
    }

    fn notice(&self, frame: Frame<'_>) -> Option<String> {
        let message = |conflict| match conflict {
            Conflict::SignedOut => "meanwhile-signed-out",
            Conflict::Saved(_) => "meanwhile-saved",
            Conflict::Erased => "meanwhile-erased",
            Conflict::Fault => "meanwhile-fault",
        };
        self.conflict.map(|conflict| frame.t(message(conflict)))
    }

    /// "Starts at: 20:00", for each field that somebody else gave another value.
    fn theirs(&self, frame: Frame<'_>) -> Vec<String> {
        let Some(Conflict::Saved(theirs)) = self.conflict else {
            return Vec::new();
        };
        let differences = self.draft.differences(theirs).into_iter();
        differences
            .map(|(field, text)| frame.now_holds(&frame.label(field), &text))
            .collect()
    }

    fn dates(&self, visitor: &Visitor, frame: Frame<'_>) -> Vec<DateLink> {
        let Some(meeting) = self.meeting else {
            return Vec::new();
        };
        let (group, slug) = (&self.group.slug, &meeting.slug);
        let dates = meeting.timetable.upcoming(visitor.now).take(DATES);
        dates
            .map(|date| {
                let day = date.times.date;
                let mut words = vec![frame.date_for(day, visitor)];
                if date.is_cancelled() {
                    words.push(frame.t("row-cancelled"));
                }
                words.extend(frame.changes(&date, visitor));
                DateLink {
                    href: paths::meeting_date(group, slug, &day.to_string()),
                    words: words.join(" · "),
                }
            })
            .collect()
    }
}
