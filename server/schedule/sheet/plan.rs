//! What reading in a sheet would do, row by row; nothing is done here.

use super::typed::{self, zone_name};
use super::{Column, DateRefusal, SheetRow};
use crate::base::{GroupId, MeetingId};
use crate::schedule::draft::{FieldRefusal, ValidDraft, numbered};
use crate::schedule::search::fold;
use crate::schedule::{About, Group, Meeting, Pattern, Recurrence, Timetable};
use jiff::civil::Date;
use std::collections::HashMap;

/// What there is, and what may be changed of it.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'a> {
    /// Every meeting of the host: slugs are unique among all of them.
    pub meetings: &'a [Meeting],
    pub groups: &'a [Group],
    /// The one group whose meetings are read in; `None` for all, named by the rows.
    pub only: Option<GroupId>,
    /// The first date of meetings that name none.
    pub today: Date,
}

/// What a row would do.
#[derive(Clone, Debug, PartialEq)]
pub struct Planned {
    /// Of the row.
    pub number: usize,
    /// As typed, or as it is called already; may be empty.
    pub title: String,
    pub outcome: Outcome,
    /// A row without a slug makes a meeting although this one of the group has the same name: with its
    /// slug the row would change that one.
    pub namesake: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// A meeting is made.
    New(Ready),
    /// A meeting becomes different in these cells, in the order of the columns.
    Changed(Ready, Vec<Difference>),
    /// A meeting is like this already.
    Same,
    /// Nothing is done, for all of these reasons.
    Refused(Vec<CellRefusal>),
}

/// A meeting as it would be.
#[derive(Clone, Debug, PartialEq)]
pub struct Ready {
    /// The meeting that there is, and the edition that it has.
    pub existing: Option<(MeetingId, u32)>,
    pub group: GroupId,
    pub slug: String,
    pub about: About,
    pub timetable: Timetable,
}

/// A cell of a meeting that there is, as a sheet would have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    pub column: Column,
    pub before: String,
    pub after: String,
}

/// What is wrong in one cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellRefusal {
    pub column: Column,
    pub why: CellRefusalReason,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CellRefusalReason {
    /// What the form for a meeting would say.
    Typed(FieldRefusal),
    /// This row has the same slug.
    Twice(usize),
    /// It is a meeting of another group.
    OtherGroup,
    /// No group has this slug or name.
    NoSuchGroup,
    /// It does not say whose meeting it is.
    NoGroup,
    /// These are no codes of a kind.
    UnknownKinds(Vec<String>),
    /// A meeting can't be that short or long.
    Lasts,
    /// This entry of the dates can't be used.
    Date(DateRefusal),
}

/// What the rows would do, in their order.
#[must_use]
pub fn plan(lines: &[SheetRow], scope: &Scope<'_>) -> Vec<Planned> {
    let mut planner = Planner {
        scope,
        by_slug: (scope.meetings.iter())
            .map(|meeting| (meeting.slug.as_str(), meeting))
            .collect(),
        unclaimed: ByTitle::new(),
        groups: groups(scope.groups),
        taken: HashMap::new(),
        numbers: HashMap::new(),
    };
    // Typed slugs come first: what is made from a title gives way to them.
    for line in lines {
        let slug = typed_slug(line);
        if !slug.is_empty() {
            planner.taken.entry(slug).or_insert(line.number);
        }
    }
    let unclaimed = |meeting: &&Meeting| !planner.taken.contains_key(&meeting.slug);
    planner.unclaimed = by_title(scope.meetings.iter().filter(unclaimed));
    let mut planned: Vec<Planned> = lines.iter().map(|line| planner.row(line)).collect();
    // Only now it is known which meetings the rows mean: a slug that another row has can't be given.
    for (line, row) in lines.iter().zip(&mut planned) {
        row.namesake = planner.namesake(line, row);
    }
    planned
}

/// The meetings of each group by their titles as people hear them.
type ByTitle<'a> = HashMap<(GroupId, String), Vec<&'a Meeting>>;

fn by_title<'a>(meetings: impl Iterator<Item = &'a Meeting>) -> ByTitle<'a> {
    let mut by_title = ByTitle::new();
    for meeting in meetings {
        let title = fold(&meeting.about.title);
        let alike = by_title.entry((meeting.group, title)).or_default();
        alike.push(meeting);
    }
    by_title
}

/// Each group by its slug, and by its name where no other has that for a slug.
fn groups(groups: &[Group]) -> HashMap<&str, GroupId> {
    // Of two with one name the first is meant.
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
    /// What no row means, so far.
    unclaimed: ByTitle<'a>,
    groups: HashMap<&'a str, GroupId>,
    /// The row of each slug of the sheet.
    taken: HashMap<String, usize>,
    /// The last number that was given to a slug: thousands of rows may have one title.
    numbers: HashMap<String, usize>,
}

impl<'a> Planner<'a> {
    fn row(&mut self, line: &SheetRow) -> Planned {
        let existing = self.by_slug.get(typed_slug(line).as_str()).copied();
        let outcome = match self.group(line, existing) {
            Err(wrong) => {
                // All else that is wrong with the row is told at once.
                let mut all = vec![wrong];
                all.extend(self.typed(line, existing).err().unwrap_or_default());
                Outcome::Refused(all)
            }
            Ok(group) => (self.outcome(line, existing, group)).unwrap_or_else(Outcome::Refused),
        };
        let title = match (line.cell(Column::Title).trim(), existing) {
            ("", Some(meeting)) => meeting.about.title.clone(),
            (typed, _) => typed.to_owned(),
        };
        Planned {
            number: line.number,
            title,
            outcome,
            namesake: None,
        }
    }

    fn outcome(
        &mut self,
        line: &SheetRow,
        existing: Option<&Meeting>,
        group: GroupId,
    ) -> Result<Outcome, Vec<CellRefusal>> {
        let refuse = |why| {
            let column = Column::Slug;
            vec![CellRefusal { column, why }]
        };
        let first = self.taken.get(&typed_slug(line));
        if let Some(first) = first.filter(|first| **first != line.number) {
            return Err(refuse(CellRefusalReason::Twice(*first)));
        }
        if existing.is_some_and(|meeting| meeting.group != group) {
            return Err(refuse(CellRefusalReason::OtherGroup));
        }
        let typed = self.typed(line, existing)?;
        if existing.is_some() || !typed_slug(line).is_empty() {
            return Ok(self.compared(typed, existing, group));
        }
        // Without a slug: the same sheet read in twice means the same meetings.
        if let Some(meeting) = self.meant(&typed, group) {
            self.taken.insert(meeting.slug.clone(), line.number);
            let typed = self.typed(line, Some(meeting))?;
            let slug = meeting.slug.clone();
            return Ok(self.compared(ValidDraft { slug, ..typed }, Some(meeting), group));
        }
        let slug = self.free_slug(&typed.slug);
        self.taken.insert(slug.clone(), line.number);
        Ok(self.compared(ValidDraft { slug, ..typed }, None, group))
    }

    /// The meeting of this group, title and time that no other row means. One of another time is
    /// another meeting: groups hold several of one name.
    fn meant(&mut self, typed: &ValidDraft, group: GroupId) -> Option<&'a Meeting> {
        let title = &typed.about.title;
        let alike = self.unclaimed.get_mut(&(group, fold(title)))?;
        let at = alike.iter().position(|meeting| {
            meeting.about.title == *title
                && is_same_time(&meeting.timetable.recurrence, &typed.timetable.recurrence)
        })?;
        Some(alike.remove(at))
    }

    fn namesake(&self, line: &SheetRow, row: &Planned) -> Option<String> {
        let Outcome::New(ready) = &row.outcome else {
            return None;
        };
        if !typed_slug(line).is_empty() {
            return None;
        }
        let title = fold(&ready.about.title);
        let alike = self.unclaimed.get(&(ready.group, title))?;
        alike.first().map(|meeting| meeting.slug.clone())
    }

    fn typed(
        &self,
        line: &SheetRow,
        existing: Option<&Meeting>,
    ) -> Result<ValidDraft, Vec<CellRefusal>> {
        typed::read(line, existing, self.scope.today)
    }

    /// The group that the row is of.
    fn group(&self, line: &SheetRow, existing: Option<&Meeting>) -> Result<GroupId, CellRefusal> {
        let wrong = |why| CellRefusal {
            column: Column::Group,
            why,
        };
        let named = line.cell(Column::Group).trim();
        let named = match named {
            "" => None,
            _ => Some(self.groups.get(named).copied()),
        };
        match (self.scope.only, named) {
            // Feeds spell the names of groups as they like.
            (Some(only), None | Some(None)) => Ok(only),
            (Some(only), Some(Some(group))) if group == only => Ok(only),
            (Some(_), Some(Some(_))) => Err(wrong(CellRefusalReason::OtherGroup)),
            (None, Some(Some(group))) => Ok(group),
            (None, Some(None)) => Err(wrong(CellRefusalReason::NoSuchGroup)),
            (None, None) => (existing.map(|meeting| meeting.group))
                .ok_or_else(|| wrong(CellRefusalReason::NoGroup)),
        }
    }

    /// The slug that was made from a title, with a number at its end where another has it.
    fn free_slug(&mut self, made: &str) -> String {
        let is_free =
            |slug: &str| !self.taken.contains_key(slug) && !self.by_slug.contains_key(slug);
        if is_free(made) {
            return made.to_owned();
        }
        let number = self.numbers.entry(made.to_owned()).or_insert(1);
        loop {
            *number += 1;
            let slug = numbered(made, *number);
            if is_free(&slug) {
                return slug;
            }
        }
    }

    fn compared(&self, typed: ValidDraft, existing: Option<&Meeting>, group: GroupId) -> Outcome {
        let ready = Ready {
            existing: existing.map(|meeting| (meeting.id, meeting.revision.number)),
            group,
            slug: typed.slug,
            about: typed.about,
            timetable: typed.timetable,
        };
        let Some(meeting) = existing else {
            return Outcome::New(ready);
        };
        let after = Meeting {
            about: ready.about.clone(),
            timetable: ready.timetable.clone(),
            ..meeting.clone()
        };
        let differences = differences(&SheetRow::of(meeting, ""), &SheetRow::of(&after, ""));
        if differences.is_empty() {
            Outcome::Same
        } else {
            Outcome::Changed(ready, differences)
        }
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

/// Whether two meetings are held at the same time. The first date is told only where there is one date:
/// a sheet that leaves it out means the day that it is read.
fn is_same_time(one: &Recurrence, other: &Recurrence) -> bool {
    one.pattern == other.pattern
        && one.time == other.time
        && zone_name(&one.zone) == zone_name(&other.zone)
        && (one.pattern != Pattern::Once || one.from == other.from)
}

fn typed_slug(line: &SheetRow) -> String {
    // As a draft reads it.
    let typed = line.cell(Column::Slug).trim().to_ascii_lowercase();
    typed.replace([' ', '_'], "-")
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
