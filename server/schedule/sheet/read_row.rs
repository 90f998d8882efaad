//! What a row says of a meeting.

use super::column::Column;
use super::dates;
use super::refusal::{CellRefusal, CellRefusalReason};
use super::row::SheetRow;
use crate::schedule::draft::{
    Draft, EmptyCell, FIELDS, Field, FieldRefusal, Input, MINUTES, Repeats, ValidDraft, time,
};
use crate::schedule::{Access, DateChange, Meeting, Timetable, kinds};
use jiff::civil::{Date, Time};

/// Reads a row. What it leaves open stays as it is in the `existing` meeting; a new meeting gets the
/// default.
pub(super) fn read_row(
    row: &SheetRow,
    existing: Option<&Meeting>,
    today: Date,
) -> Result<ValidDraft, Vec<CellRefusal>> {
    let mut draft = draft_of_cells(row, existing);
    let duration = set_minutes_by_end(row, &mut draft);
    set_access_by_kinds(row, &mut draft);
    set_defaults(&mut draft, today);
    let read = draft.read().map_err(|refusals| {
        let refusal = |(field, refusal)| CellRefusal {
            column: Column::Field(field),
            reason: reason(field, refusal, &draft),
        };
        refusals.into_iter().map(refusal).collect::<Vec<_>>()
    });
    let (valid, mut refusals) = match read {
        Ok(valid) => (Some(valid), Vec::new()),
        Err(refusals) => (None, refusals),
    };
    refusals.extend(duration.err());
    let Some(mut valid) = valid else {
        return Err(refusals);
    };
    match read_changes(row, existing, &valid.timetable) {
        Ok(changes) => valid.timetable.changes = changes,
        Err(more) => refusals.extend(more),
    }
    if refusals.is_empty() {
        Ok(valid)
    } else {
        Err(refusals)
    }
}

/// The cells of a row; where it has none, or an empty one that keeps its value, those of the existing
/// meeting.
fn draft_of_cells(row: &SheetRow, existing: Option<&Meeting>) -> Draft {
    let existing = existing.map(|meeting| SheetRow::of(meeting, ""));
    let mut draft = Draft::default();
    for spec in FIELDS {
        let entered = (row.cells.get(&Column::Field(spec.field)))
            .filter(|cell| !cell.trim().is_empty() || clears(spec.empty_cell, row));
        let kept = || existing.as_ref().map(|existing| existing.field(spec.field));
        let cell = entered
            .map(String::as_str)
            .or_else(kept)
            .unwrap_or_default();
        match spec.input {
            Input::Many => draft.set_list(spec.field, split_words(cell)),
            _ => draft.set(spec.field, cell.trim()),
        }
    }
    draft
}

fn clears(empty_cell: EmptyCell, row: &SheetRow) -> bool {
    match empty_cell {
        EmptyCell::Clears => true,
        EmptyCell::ClearsWithRepeats => row.has(Column::Field(Field::Repeats)),
        EmptyCell::Keeps(_) => false,
    }
}

/// "mon, thu" and "mon thu" alike.
fn split_words(cell: &str) -> Vec<String> {
    cell.split([' ', ',', ';', '\n', '\t'])
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Sets the minutes of a row that names the end of the meeting instead.
fn set_minutes_by_end(row: &SheetRow, draft: &mut Draft) -> Result<(), CellRefusal> {
    if !row.has(Column::EndTime) || row.has(Column::Field(Field::Minutes)) {
        return Ok(());
    }
    let refusal = |reason| CellRefusal {
        column: Column::EndTime,
        reason,
    };
    let end = time(row.cell(Column::EndTime))
        .map_err(|error| refusal(CellRefusalReason::Field(error)))?;
    let Ok(start) = time(draft.text(Field::Time)) else {
        // Refused when the draft is read.
        return Ok(());
    };
    let minute_of_day = |time: Time| i32::from(time.hour()) * 60 + i32::from(time.minute());
    let minutes = (minute_of_day(end) - minute_of_day(start)).rem_euclid(24 * 60);
    if !u16::try_from(minutes).is_ok_and(|minutes| MINUTES.contains(&minutes)) {
        return Err(refusal(CellRefusalReason::Duration));
    }
    draft.set(Field::Minutes, minutes.to_string());
    Ok(())
}

/// Sets the access by the kinds: other sheets have no column for it.
fn set_access_by_kinds(row: &SheetRow, draft: &mut Draft) {
    if row.has(Column::Field(Field::Access)) || row.field(Field::Kinds).is_empty() {
        return;
    }
    let codes = draft.list(Field::Kinds);
    let has = |code: &str| codes.iter().any(|kind| kind.eq_ignore_ascii_case(code));
    let access = match (has(kinds::CLOSED), has(kinds::OPEN)) {
        (true, _) => Access::Closed,
        (false, true) => Access::Open,
        (false, false) => return,
    };
    draft.set(Field::Access, access.as_str());
}

/// Sets what the table of fields gives as default, and today as the first date of what repeats.
fn set_defaults(draft: &mut Draft, today: Date) {
    for spec in FIELDS {
        if let EmptyCell::Keeps(default) = spec.empty_cell
            && !default.is_empty()
            && draft.text(spec.field).is_empty()
        {
            draft.set(spec.field, default);
        }
    }
    let is_once = Repeats::parse(draft.text(Field::Repeats)) == Some(Repeats::Once);
    if draft.text(Field::From).is_empty() && !is_once {
        draft.set(Field::From, today.to_string());
    }
}

/// How many unknown kinds are quoted.
const QUOTED_KINDS: usize = 5;
/// How many characters are quoted of each.
const QUOTED_CHARS: usize = 40;

fn reason(field: Field, refusal: FieldRefusal, draft: &Draft) -> CellRefusalReason {
    if (field, refusal) != (Field::Kinds, FieldRefusal::Unknown) {
        return CellRefusalReason::Field(refusal);
    }
    let codes = draft.list(field).iter();
    let unknown = codes.filter(|code| kinds::known(code).is_none());
    let quoted = unknown.map(|code| code.chars().take(QUOTED_CHARS).collect());
    CellRefusalReason::UnknownKinds(quoted.take(QUOTED_KINDS).collect())
}

/// Single dates that differ: those of the row, or else those of the existing meeting that it still has.
fn read_changes(
    row: &SheetRow,
    existing: Option<&Meeting>,
    timetable: &Timetable,
) -> Result<Vec<DateChange>, Vec<CellRefusal>> {
    if !row.has(Column::Dates) {
        let known = existing.map_or(&[][..], |meeting| &meeting.timetable.changes);
        let kept = known
            .iter()
            .filter(|change| timetable.recurrence.occurs_on(change.date));
        return Ok(kept.cloned().collect());
    }
    dates::read(row.cell(Column::Dates), timetable).map_err(|refusals| {
        let refusal = |refusal| CellRefusal {
            column: Column::Dates,
            reason: CellRefusalReason::Date(refusal),
        };
        refusals.into_iter().map(refusal).collect()
    })
}
