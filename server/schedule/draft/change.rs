//! What is different on one date, as it was entered.

use super::parse;
use super::refusal::FieldRefusal;
use super::texts::Texts;
use crate::base::{FirstName, Millis, NameRefusal};
use crate::schedule::{DateChange, DateStatus, MAX_MOVE, Timetable};
use jiff::civil::{Date, DateTime};
use serde::Serialize;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use std::fmt;

/// The longest topic, in characters.
const MAX_TOPIC: usize = 120;

/// Everything that can be entered for one date, as text.
///
/// Deserialises from the pairs of a form: other names are ignored, and of a repeated name the first is taken.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ChangeDraft {
    /// "planned", "cancelled" or "moved".
    #[serde(rename = "fate")]
    pub status: String,
    /// The date that it is moved to.
    pub date: String,
    /// The time that it is moved to.
    pub time: String,
    /// One line.
    pub topic: String,
    /// First name.
    pub speaker: String,
    /// First name.
    pub chair: String,
}

/// A field of [`ChangeDraft`], in the order of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeField {
    /// Held as planned, cancelled or moved.
    Status,
    /// The date that it is moved to.
    Date,
    /// The time that it is moved to.
    Time,
    /// What is talked about.
    Topic,
    /// Who speaks.
    Speaker,
    /// Who chairs.
    Chair,
}

impl ChangeField {
    /// In the order of the form.
    pub const ALL: [Self; 6] = [
        Self::Status,
        Self::Date,
        Self::Time,
        Self::Topic,
        Self::Speaker,
        Self::Chair,
    ];

    /// Its name in the form, and its `id` there.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Status => "fate",
            Self::Date => "date",
            Self::Time => "time",
            Self::Topic => "topic",
            Self::Speaker => "speaker",
            Self::Chair => "chair",
        }
    }
}

/// Why a field of a date is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum ChangeRefusal {
    /// It can't be read.
    Field(FieldRefusal),
    /// It is not a first name.
    Name(#[serde(skip)] NameRefusal),
    /// More than so many days from the planned date: that is another meeting.
    TooFar(u64),
    /// Another day or time was entered, but the status is not "moved".
    NotMoved,
    /// Another date of the meeting is already held then.
    Occupied,
}

type Refusals = Vec<(ChangeField, ChangeRefusal)>;

impl ChangeDraft {
    /// The draft that reads as what is known of this date.
    #[must_use]
    pub fn of(timetable: &Timetable, date: Date) -> Self {
        let change = timetable.change(date);
        let (status, moved_to) = match change.map(|change| change.status) {
            Some(DateStatus::Cancelled) => ("cancelled", None),
            Some(DateStatus::Moved(to)) => ("moved", Some(to)),
            _ => ("planned", None),
        };
        let held_at = moved_to.unwrap_or(date.to_datetime(timetable.recurrence.time));
        let name = |name: Option<&FirstName>| name.map(|name| name.as_str().to_owned());
        let topic = change.and_then(|change| change.topic.clone());
        let speaker = name(change.and_then(|change| change.speaker.as_ref()));
        let chair = name(change.and_then(|change| change.chair.as_ref()));
        Self {
            status: status.to_owned(),
            date: held_at.date().to_string(),
            time: parse::hours_and_minutes(held_at.time()),
            topic: topic.unwrap_or_default(),
            speaker: speaker.unwrap_or_default(),
            chair: chair.unwrap_or_default(),
        }
    }

    /// The value of a field.
    #[must_use]
    pub fn text(&self, field: ChangeField) -> &str {
        match field {
            ChangeField::Status => &self.status,
            ChangeField::Date => &self.date,
            ChangeField::Time => &self.time,
            ChangeField::Topic => &self.topic,
            ChangeField::Speaker => &self.speaker,
            ChangeField::Chair => &self.chair,
        }
    }

    fn text_mut(&mut self, field: ChangeField) -> &mut String {
        match field {
            ChangeField::Status => &mut self.status,
            ChangeField::Date => &mut self.date,
            ChangeField::Time => &mut self.time,
            ChangeField::Topic => &mut self.topic,
            ChangeField::Speaker => &mut self.speaker,
            ChangeField::Chair => &mut self.chair,
        }
    }

    /// What it says of `date`; `None` when nothing differs from the plan.
    ///
    /// # Errors
    /// Every field that can't be used, in the order of the form.
    pub fn read(&self, timetable: &Timetable, date: Date) -> Result<Option<DateChange>, Refusals> {
        let mut refusals = Refusals::new();
        let status = self.read_status(timetable, date);
        let status = status.map_err(|found| refusals.extend(found));
        let topic = parse::line(&self.topic, MAX_TOPIC).unwrap_or_else(|refusal| {
            refusals.push((ChangeField::Topic, ChangeRefusal::Field(refusal)));
            String::new()
        });
        let mut name = |field| match self.text(field).trim() {
            "" => None,
            text => FirstName::parse_one_word(text)
                .map_err(|refusal| refusals.push((field, ChangeRefusal::Name(refusal))))
                .ok(),
        };
        let speaker = name(ChangeField::Speaker);
        let chair = name(ChangeField::Chair);
        let status = match status {
            Ok(status) if refusals.is_empty() => status,
            _ => return Err(refusals),
        };
        let change = DateChange {
            date,
            status,
            topic: (!topic.is_empty()).then_some(topic),
            speaker,
            chair,
        };
        let differs = change.status != DateStatus::AsPlanned
            || change.topic.is_some()
            || change.speaker.is_some()
            || change.chair.is_some();
        Ok(differs.then_some(change))
    }

    fn read_status(&self, timetable: &Timetable, date: Date) -> Result<DateStatus, Refusals> {
        match self.status.trim() {
            "planned" if self.has_other_time(timetable, date) => {
                Err(vec![(ChangeField::Status, ChangeRefusal::NotMoved)])
            }
            "planned" => Ok(DateStatus::AsPlanned),
            "cancelled" => Ok(DateStatus::Cancelled),
            "moved" => {
                let to = self.read_destination()?;
                check_move(timetable, date, to)
            }
            _ => {
                let refusal = ChangeRefusal::Field(FieldRefusal::Unknown);
                Err(vec![(ChangeField::Status, refusal)])
            }
        }
    }

    /// Whether another day or time was entered than the form showed.
    fn has_other_time(&self, timetable: &Timetable, date: Date) -> bool {
        let shown = Self::of(timetable, date);
        [ChangeField::Date, ChangeField::Time].iter().any(|field| {
            let entered = self.text(*field).trim();
            !entered.is_empty() && entered != shown.text(*field)
        })
    }

    /// The date and time that it is moved to.
    fn read_destination(&self) -> Result<DateTime, Refusals> {
        let refused = |field| move |refusal| (field, ChangeRefusal::Field(refusal));
        let date = parse::date(&self.date).map_err(refused(ChangeField::Date));
        let time = parse::time(&self.time).map_err(refused(ChangeField::Time));
        match (date, time) {
            (Ok(date), Ok(time)) => Ok(date.to_datetime(time)),
            (date, time) => Err(date.err().into_iter().chain(time.err()).collect()),
        }
    }
}

/// A date that is moved to its planned time is as planned.
fn check_move(timetable: &Timetable, date: Date, to: DateTime) -> Result<DateStatus, Refusals> {
    let refuse = |refusal| Err(vec![(ChangeField::Date, refusal)]);
    let planned = timetable
        .recurrence
        .start_on(date)
        .map(|planned| planned.starts);
    let (Some(planned), Some(starts)) = (planned, timetable.recurrence.instant(to)) else {
        return Err(Refusals::new());
    };
    if starts == planned {
        return Ok(DateStatus::AsPlanned);
    }
    if starts.since(planned).max(planned.since(starts)) > MAX_MOVE {
        let days = MAX_MOVE.0 / (24 * 3_600_000);
        return refuse(ChangeRefusal::TooFar(days));
    }
    let is_occupied = timetable
        .between(starts, starts + Millis(1))
        .any(|other| other.times.date != date && !other.is_cancelled());
    if is_occupied {
        return refuse(ChangeRefusal::Occupied);
    }
    Ok(DateStatus::Moved(to))
}

impl<'de> Deserialize<'de> for ChangeDraft {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pairs;

        impl<'de> Visitor<'de> for Pairs {
            type Value = ChangeDraft;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the pairs of a form")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut pairs: A) -> Result<ChangeDraft, A::Error> {
                let mut draft = ChangeDraft::default();
                let mut missing = ChangeField::ALL.to_vec();
                while let Some(name) = pairs.next_key::<String>()? {
                    let Texts(texts) = pairs.next_value()?;
                    let field = missing.iter().position(|field| field.name() == name);
                    if let (Some(at), Some(text)) = (field, texts.into_iter().next()) {
                        *draft.text_mut(missing.remove(at)) = text;
                    }
                }
                Ok(draft)
            }
        }

        deserializer.deserialize_map(Pairs)
    }
}
