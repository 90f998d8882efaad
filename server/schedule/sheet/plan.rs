//! The plan of an import: what each row of a sheet would do. Nothing is stored here.

use super::column::Column;
use super::read_row::read_row;
use super::refusal::{CellRefusal, CellRefusalReason};
use super::row::{SheetRow, zone_name};
use crate::base::{GroupId, MeetingId};
use crate::schedule::draft::{Field, ValidDraft, normalized_slug, numbered};
use crate::schedule::search::fold;
use crate::schedule::{About, Group, Meeting, Pattern, Recurrence, Revision, Timetable};
use jiff::civil::Date;
use serde::Serialize;
use serde::ser::Serializer;
use std::collections::HashMap;

/// The existing meetings and groups, and which of them an import may change.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'a> {
    /// Every meeting of the site: slugs are unique among all of them.
    pub meetings: &'a [Meeting],
    /// Every group of the site.
    pub groups: &'a [Group],
    /// The only group whose meetings may be imported; `None` for all, named by the rows.
    pub only: Option<GroupId>,
    /// The first date of meetings whose row has none.
    pub today: Date,
}

/// The plan for one row. Plans with the same effect serialise to the same text, which is hashed to confirm an
/// import.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Planned {
    /// The number of the row.
    pub number: usize,
    /// The entered title, or else the title of the existing meeting; may be empty.
    pub title: String,
    /// What would happen.
    pub outcome: Outcome,
    /// For a row without a slug that creates a meeting: the slug of another meeting of the group with the same
    /// title. A row with that slug would change that meeting instead.
    pub namesake: Option<String>,
}

/// What would happen to a meeting.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Outcome {
    /// A meeting is created.
    New(Ready),
    /// A meeting changes in these cells, in the order of the columns.
    Changed(Ready, #[serde(skip)] Vec<Difference>),
    /// The existing meeting already has these values.
    Same,
    /// The row is skipped for these reasons.
    Refused(Vec<CellRefusal>),
}

/// The meeting after the import.
#[derive(Clone, Debug, PartialEq)]
pub struct Ready {
    /// The existing meeting and its revision.
    pub existing: Option<(MeetingId, u32)>,
    /// The group that holds it.
    pub group: GroupId,
    /// Its slug.
    pub slug: String,
    /// Its description.
    pub about: About,
    /// Its timetable.
    pub timetable: Timetable,
}

impl Serialize for Ready {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Stable<'a> {
            existing: Option<(i64, u32)>,
            group: i64,
            cells: Vec<(&'static str, &'a str)>,
        }

        let row = SheetRow::of(&self.meeting(), "");
        let cells = Column::ALL.map(|column| (column.name(), row.cell(column)));
        let stable = Stable {
            existing: self.existing.map(|(id, revision)| (id.0, revision)),
            group: self.group.0,
            cells: cells.into(),
        };
        stable.serialize(serializer)
    }
}

impl Ready {
    /// The whole meeting; a new one gets its identifier when it is stored.
    fn meeting(&self) -> Meeting {
        Meeting {
            id: self.existing.map_or(MeetingId(0), |(id, _)| id),
            group: self.group,
            slug: self.slug.clone(),
            about: self.about.clone(),
            timetable: self.timetable.clone(),
            revision: Revision::default(),
        }
    }
}

/// A cell of an existing meeting that the sheet would change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The column of the cell.
    pub column: Column,
    /// The text of the cell now.
    pub before: String,
    /// The text of the cell after the import.
    pub after: String,
}

/// Plans every row, in the order of the sheet.
#[must_use]
pub fn plan(rows: &[SheetRow], scope: &Scope<'_>) -> Vec<Planned> {
    let mut planner = Planner {
        scope,
        by_slug: (scope.meetings.iter())
            .map(|meeting| (meeting.slug.as_str(), meeting))
            .collect(),
        unclaimed: ByTitle::new(),
        groups: groups(scope.groups),
        row_of_slug: HashMap::new(),
        last_numbers: HashMap::new(),
    };
    // Slugs of the sheet are reserved first: slugs that are made from a title must not use them.
    for row in rows {
        let slug = entered_slug(row);
        if !slug.is_empty() {
            planner.row_of_slug.entry(slug).or_insert(row.number);
        }
    }
    let is_unclaimed = |meeting: &&Meeting| !planner.row_of_slug.contains_key(&meeting.slug);
    planner.unclaimed = by_title(scope.meetings.iter().filter(is_unclaimed));
    let mut planned: Vec<Planned> = rows.iter().map(|row| planner.plan_row(row)).collect();
    // Only a meeting that no row refers to is suggested, and that is known after all rows are planned.
    for (row, planned) in rows.iter().zip(&mut planned) {
        planned.namesake = planner.namesake(row, planned);
    }
    planned
}

/// The meetings of each group by their folded titles.
type ByTitle<'a> = HashMap<(GroupId, String), Vec<&'a Meeting>>;

fn by_title<'a>(meetings: impl Iterator<Item = &'a Meeting>) -> ByTitle<'a> {
    let mut by_title = ByTitle::new();
    for meeting in meetings {
        let title = fold(&meeting.about.title);
        let namesakes = by_title.entry((meeting.group, title)).or_default();
        namesakes.push(meeting);
    }
    by_title
}

/// Each group by its slug, and by its name unless that is the slug of another.
fn groups(groups: &[Group]) -> HashMap<&str, GroupId> {
    // In reverse order, so that of two groups with the same name the first is found.
    let by_name = groups
        .iter()
        .rev()
        .map(|group| (group.name.as_str(), group.id));
    let by_slug = groups.iter().map(|group| (group.slug.as_str(), group.id));
    by_name.chain(by_slug).collect()
}

struct Planner<'a> {
    scope: &'a Scope<'a>,
    by_slug: HashMap<&'a str, &'a Meeting>,
    /// The meetings that no planned row refers to.
    unclaimed: ByTitle<'a>,
    groups: HashMap<&'a str, GroupId>,
    /// The number of the first row with each slug.
    row_of_slug: HashMap<String, usize>,
    /// The last number that was appended to each slug. Thousands of rows can have the same title.
    last_numbers: HashMap<String, usize>,
}

impl<'a> Planner<'a> {
    fn plan_row(&mut self, row: &SheetRow) -> Planned {
        let existing = self.by_slug.get(entered_slug(row).as_str()).copied();
        let outcome = match self.group(row, existing) {
            Err(refusal) => {
                // The other errors of the row are reported together with this one.
                let mut refusals = vec![refusal];
                refusals.extend(self.read(row, existing).err().unwrap_or_default());
                Outcome::Refused(refusals)
            }
            Ok(group) => (self.outcome(row, existing, group)).unwrap_or_else(Outcome::Refused),
        };
        let title = match (row.field(Field::Title).trim(), existing) {
            ("", Some(meeting)) => meeting.about.title.clone(),
            (entered, _) => entered.to_owned(),
        };
        Planned {
            number: row.number,
            title,
            outcome,
            namesake: None,
        }
    }

    fn outcome(
        &mut self,
        row: &SheetRow,
        existing: Option<&Meeting>,
        group: GroupId,
    ) -> Result<Outcome, Vec<CellRefusal>> {
        let refusals = |reason| {
            let column = Column::Field(Field::Slug);
            vec![CellRefusal { column, reason }]
        };
        let slug = entered_slug(row);
        let first = self.row_of_slug.get(&slug);
        if let Some(first) = first.filter(|first| **first != row.number) {
            return Err(refusals(CellRefusalReason::DuplicateSlug(*first)));
        }
        if existing.is_some_and(|meeting| meeting.group != group) {
            return Err(refusals(CellRefusalReason::OtherGroup));
        }
        let draft = self.read(row, existing)?;
        if existing.is_some() || !slug.is_empty() {
            return Ok(compare(draft, existing, group));
        }
        // A sheet without slugs that is imported twice refers to the same meetings.
        if let Some(meeting) = self.claim_same_meeting(&draft, group) {
            let slug = meeting.slug.clone();
            self.row_of_slug.insert(slug.clone(), row.number);
            let draft = self.read(row, Some(meeting))?;
            return Ok(compare(ValidDraft { slug, ..draft }, Some(meeting), group));
        }
        let slug = self.free_slug(&draft.slug);
        self.row_of_slug.insert(slug.clone(), row.number);
        Ok(compare(ValidDraft { slug, ..draft }, None, group))
    }

    /// The meeting of this group with this title and time, unless another row refers to it. Several meetings of
    /// a group can have the same title, so another time means another meeting.
    fn claim_same_meeting(&mut self, draft: &ValidDraft, group: GroupId) -> Option<&'a Meeting> {
        let title = &draft.about.title;
        let namesakes = self.unclaimed.get_mut(&(group, fold(title)))?;
        let index = namesakes.iter().position(|meeting| {
            meeting.about.title == *title
                && is_same_time(&meeting.timetable.recurrence, &draft.timetable.recurrence)
        })?;
        Some(namesakes.remove(index))
    }

    fn namesake(&self, row: &SheetRow, planned: &Planned) -> Option<String> {
        let Outcome::New(ready) = &planned.outcome else {
            return None;
        };
        if !entered_slug(row).is_empty() {
            return None;
        }
        let title = fold(&ready.about.title);
        let namesakes = self.unclaimed.get(&(ready.group, title))?;
        namesakes.first().map(|meeting| meeting.slug.clone())
    }

    fn read(
        &self,
        row: &SheetRow,
        existing: Option<&Meeting>,
    ) -> Result<ValidDraft, Vec<CellRefusal>> {
        read_row(row, existing, self.scope.today)
    }

    /// The group of a row.
    fn group(&self, row: &SheetRow, existing: Option<&Meeting>) -> Result<GroupId, CellRefusal> {
        let refusal = |reason| CellRefusal {
            column: Column::Group,
            reason,
        };
        let named = match row.cell(Column::Group).trim() {
            "" => None,
            name => Some(self.groups.get(name).copied()),
        };
        match (self.scope.only, named) {
            // Feeds can spell the names of groups differently.
            (Some(only), None | Some(None)) => Ok(only),
            (Some(only), Some(Some(group))) if group == only => Ok(only),
            (Some(_), Some(Some(_))) => Err(refusal(CellRefusalReason::OtherGroup)),
            (None, Some(Some(group))) => Ok(group),
            (None, Some(None)) => Err(refusal(CellRefusalReason::NoSuchGroup)),
            (None, None) => (existing.map(|meeting| meeting.group))
                .ok_or_else(|| refusal(CellRefusalReason::NoGroup)),
        }
    }

    /// A slug that was made from a title, with a number appended if it is already used.
    fn free_slug(&mut self, proposed: &str) -> String {
        let is_free =
            |slug: &str| !self.row_of_slug.contains_key(slug) && !self.by_slug.contains_key(slug);
        if is_free(proposed) {
            return proposed.to_owned();
        }
        let number = self.last_numbers.entry(proposed.to_owned()).or_insert(1);
        loop {
            *number += 1;
            let slug = numbered(proposed, *number);
            if is_free(&slug) {
                return slug;
            }
        }
    }
}

fn compare(draft: ValidDraft, existing: Option<&Meeting>, group: GroupId) -> Outcome {
    let ready = Ready {
        existing: existing.map(|meeting| (meeting.id, meeting.revision.number)),
        group,
        slug: draft.slug,
        about: draft.about,
        timetable: draft.timetable,
    };
    let Some(meeting) = existing else {
        return Outcome::New(ready);
    };
    let after = Meeting {
        slug: meeting.slug.clone(),
        ..ready.meeting()
    };
    let differences = differences(&SheetRow::of(meeting, ""), &SheetRow::of(&after, ""));
    if differences.is_empty() {
        Outcome::Same
    } else {
        Outcome::Changed(ready, differences)
    }
}

fn differences(before: &SheetRow, after: &SheetRow) -> Vec<Difference> {
    (Column::ALL.into_iter())
        .map(|column| (column, before.cell(column), after.cell(column)))
        .filter(|(_, before, after)| before != after)
        .map(|(column, before, after)| Difference {
            column,
            before: before.to_owned(),
            after: after.to_owned(),
        })
        .collect()
}

/// Whether two meetings are held at the same time. The first date is compared only for a meeting that takes
/// place once: for others, a sheet without it uses the current day.
fn is_same_time(one: &Recurrence, other: &Recurrence) -> bool {
    one.pattern == other.pattern
        && one.time == other.time
        && zone_name(&one.zone) == zone_name(&other.zone)
        && (one.pattern != Pattern::Once || one.from == other.from)
}

/// The slug of a row, normalised as in a draft.
fn entered_slug(row: &SheetRow) -> String {
    normalized_slug(row.field(Field::Slug))
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
