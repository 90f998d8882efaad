//! What is different on one date, as somebody typed it.

use super::{FieldRefusal, parts};
use crate::base::{FirstName, NameRefusal};
use crate::schedule::{DateChange, DateStatus, MAX_MOVE, Timetable};
use jiff::civil::Date;

/// The longest topic, in characters.
const MAX_TOPIC: usize = 120;

/// Everything that can be typed of one date. Texts are as they came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChangeDraft {
    /// "planned", "cancelled" or "moved".
    pub fate: String,
    /// Where it is moved to.
    pub date: String,
    pub time: String,
    pub topic: String,
    pub speaker: String,
    pub chair: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeField {
    Fate,
    Date,
    Time,
    Topic,
    Speaker,
    Chair,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeRefusal {
    Field(FieldRefusal),
    Name(NameRefusal),
    /// Farther than so many days: that is another meeting.
    TooFar(u64),
    /// Another day or time was typed, but not that it is moved.
    NotMoved,
    /// Another date of the meeting is already held then.
    Occupied,
}

/// What a draft of a date comes to.
type Problems = Vec<(ChangeField, ChangeRefusal)>;

impl ChangeDraft {
    /// A date as it would be typed.
    #[must_use]
    pub fn of(timetable: &Timetable, date: Date) -> Self {
        let change = timetable.change(date);
        let name = |name: Option<&FirstName>| {
            name.map(|name| name.as_str().to_owned())
                .unwrap_or_default()
        };
        let (fate, to) = match change.map(|change| change.status) {
            Some(DateStatus::Cancelled) => ("cancelled", None),
            Some(DateStatus::Moved(to)) => ("moved", Some(to)),
            _ => ("planned", None),
        };
        let to = to.unwrap_or(date.to_datetime(timetable.recurrence.time));
        Self {
            fate: fate.to_owned(),
            date: to.date().to_string(),
            time: format!("{:02}:{:02}", to.hour(), to.minute()),
            topic: change
                .and_then(|change| change.topic.clone())
                .unwrap_or_default(),
            speaker: name(change.and_then(|change| change.speaker.as_ref())),
            chair: name(change.and_then(|change| change.chair.as_ref())),
        }
    }

    /// What it says of `date`; `None` when nothing is different.
    ///
    /// # Errors
    /// Everything that can't be used, in the order of the fields.
    pub fn read(&self, timetable: &Timetable, date: Date) -> Result<Option<DateChange>, Problems> {
        let mut problems = Problems::new();
        let fate = self.read_fate(timetable, date, &mut problems);
        let topic = parts::line(&self.topic, MAX_TOPIC)
            .map_err(|problem| problems.push((ChangeField::Topic, ChangeRefusal::Field(problem))))
            .unwrap_or_default();
        let mut name = |field, text: &str| match text.trim() {
            "" => None,
            text => FirstName::parse(text)
                .map_err(|problem| problems.push((field, ChangeRefusal::Name(problem))))
                .ok(),
        };
        let speaker = name(ChangeField::Speaker, &self.speaker);
        let chair = name(ChangeField::Chair, &self.chair);
        let fate = match fate {
            Some(fate) if problems.is_empty() => fate,
            _ => return Err(problems),
        };
        let change = DateChange {
            date,
            status: fate,
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

    /// Whether another day or time was typed than the form showed.
    fn moves(&self, timetable: &Timetable, date: Date) -> bool {
        let shown = Self::of(timetable, date);
        let differs = |typed: &str, shown: &str| !typed.trim().is_empty() && typed.trim() != shown;
        differs(&self.date, &shown.date) || differs(&self.time, &shown.time)
    }

    fn read_fate(
        &self,
        timetable: &Timetable,
        date: Date,
        problems: &mut Problems,
    ) -> Option<DateStatus> {
        let mut wrong = |field, problem| problems.push((field, problem));
        match self.fate.trim() {
            "planned" if self.moves(timetable, date) => {
                wrong(ChangeField::Fate, ChangeRefusal::NotMoved);
                return None;
            }
            "planned" => return Some(DateStatus::AsPlanned),
            "cancelled" => return Some(DateStatus::Cancelled),
            "moved" => {}
            _ => {
                wrong(
                    ChangeField::Fate,
                    ChangeRefusal::Field(FieldRefusal::Unknown),
                );
                return None;
            }
        }
        let day = parts::date(&self.date)
            .map_err(|problem| wrong(ChangeField::Date, ChangeRefusal::Field(problem)));
        let time = parts::time(&self.time)
            .map_err(|problem| wrong(ChangeField::Time, ChangeRefusal::Field(problem)));
        let to = day.ok()?.to_datetime(time.ok()?);
        let planned = timetable.recurrence.start_on(date)?.starts;
        let starts = timetable.recurrence.instant(to)?;
        if starts == planned {
            return Some(DateStatus::AsPlanned);
        }
        let days = MAX_MOVE.0 / (24 * 3_600_000);
        if starts.since(planned).max(planned.since(starts)) > MAX_MOVE {
            wrong(ChangeField::Date, ChangeRefusal::TooFar(days));
            return None;
        }
        let occupied = timetable
            .between(starts, starts + crate::base::Millis(1))
            .any(|other| other.times.date != date && !other.is_cancelled());
        if occupied {
            wrong(ChangeField::Date, ChangeRefusal::Occupied);
            return None;
        }
        Some(DateStatus::Moved(to))
    }
}
