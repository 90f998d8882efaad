//! Between the cells of a row and the draft of a meeting, which says what they mean.

use super::plan::{CellRefusal, CellRefusalReason};
use super::{Column, SheetRow, dates};
use crate::schedule::draft::{Draft, Field, FieldRefusal, MINUTES, Repeats, ValidDraft, time};
use crate::schedule::{Access, DateChange, Meeting, Timetable, kinds, zone};
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

/// What a row means, if everything in it can be used. What it leaves open is as it is of the meeting that
/// there is, or as is usual.
pub(super) fn read(
    line: &SheetRow,
    existing: Option<&Meeting>,
    today: Date,
) -> Result<ValidDraft, Vec<CellRefusal>> {
    let known = existing.map(|meeting| SheetRow::of(meeting, ""));
    let cell = |column| {
        let typed = (line.cells.get(&column))
            .filter(|cell| !cell.trim().is_empty() || can_empty(column, line));
        let kept = || known.as_ref().map(|known| known.cell(column));
        let text = typed.map(String::as_str).or_else(kept).unwrap_or_default();
        text.trim().to_owned()
    };
    let mut draft = draft(cell);
    let lasts = end_time(line, &mut draft);
    of_kinds(line, &mut draft);
    fill(&mut draft, today);
    let read = draft.read().map_err(|problems| {
        let wrong = |(field, problem)| CellRefusal {
            column: column(field),
            why: why(field, problem, &draft),
        };
        problems.into_iter().map(wrong).collect::<Vec<_>>()
    });
    let mut wrong: Vec<CellRefusal> = lasts.into_iter().collect();
    match read {
        Ok(mut drafted) => {
            let changes = changes(line, existing, &drafted.timetable);
            drafted.timetable.changes = changes.unwrap_or_else(|more| {
                wrong.extend(more);
                Vec::new()
            });
            if wrong.is_empty() {
                Ok(drafted)
            } else {
                Err(wrong)
            }
        }
        Err(mut all) => {
            all.append(&mut wrong);
            Err(all)
        }
    }
}

/// Single dates that differ: those that the row tells, or else those that there are, as far as the
/// meeting still has these dates.
fn changes(
    line: &SheetRow,
    existing: Option<&Meeting>,
    timetable: &Timetable,
) -> Result<Vec<DateChange>, Vec<CellRefusal>> {
    let cell = line.cell(Column::Dates);
    if cell.trim().is_empty() {
        let known = existing.map_or(&[][..], |meeting| &meeting.timetable.changes);
        let kept = known
            .iter()
            .filter(|change| timetable.recurrence.occurs_on(change.date));
        return Ok(kept.cloned().collect());
    }
    dates::read(cell, timetable).map_err(|problems| {
        let wrong = |problem| CellRefusal {
            column: Column::Dates,
            why: CellRefusalReason::Date(problem),
        };
        problems.into_iter().map(wrong).collect()
    })
}

/// The minutes of a row that tells its end instead.
fn end_time(line: &SheetRow, draft: &mut Draft) -> Option<CellRefusal> {
    let end = line.cell(Column::EndTime).trim();
    if end.is_empty() || !line.cell(Column::Minutes).trim().is_empty() {
        return None;
    }
    let wrong = |why| {
        let column = Column::EndTime;
        Some(CellRefusal { column, why })
    };
    let end = match time(end) {
        Ok(end) => end,
        Err(problem) => return wrong(CellRefusalReason::Typed(problem)),
    };
    // What is wrong with its beginning is told there.
    let start = time(&draft.time).ok()?;
    let minute = |time: Time| i32::from(time.hour()) * 60 + i32::from(time.minute());
    let minutes = (minute(end) - minute(start)).rem_euclid(24 * 60);
    if !u16::try_from(minutes).is_ok_and(|minutes| MINUTES.contains(&minutes)) {
        return wrong(CellRefusalReason::Lasts);
    }
    draft.minutes = minutes.to_string();
    None
}

/// Other sheets say by a kind who may come, and have no column for it.
fn of_kinds(line: &SheetRow, draft: &mut Draft) {
    if !line.cell(Column::Access).trim().is_empty() || line.cell(Column::Kinds).is_empty() {
        return;
    }
    let has = |code: &str| (draft.kinds.iter()).any(|kind| kind.eq_ignore_ascii_case(code));
    let access = match (has(kinds::CLOSED), has(kinds::OPEN)) {
        (true, _) => Access::Closed,
        (false, true) => Access::Open,
        (false, false) => return,
    };
    access.as_str().clone_into(&mut draft.access);
}

/// How many unknown kinds are named, and how many characters of each.
const NAMED_KINDS: usize = 5;
const NAMED: usize = 40;

fn why(field: Field, problem: FieldRefusal, draft: &Draft) -> CellRefusalReason {
    if (field, problem) != (Field::Kinds, FieldRefusal::Unknown) {
        return CellRefusalReason::Typed(problem);
    }
    let unknown = draft
        .kinds
        .iter()
        .filter(|code| kinds::known(code).is_none());
    let named = unknown.map(|code| code.chars().take(NAMED).collect());
    CellRefusalReason::UnknownKinds(named.take(NAMED_KINDS).collect())
}

/// Whether an empty cell takes away what there is; all other parts of a meeting are never empty, and
/// one that is left empty is not meant to change.
fn can_empty(column: Column, line: &SheetRow) -> bool {
    match column {
        Column::Notes | Column::Kinds | Column::Until | Column::OtherWays => true,
        // "weekly" with nothing beside it is every week.
        Column::Every => !line.cell(Column::Repeats).trim().is_empty(),
        _ => false,
    }
}

/// A meeting as a row.
pub(super) fn cells(meeting: &Meeting, group: &str) -> [(Column, String); 22] {
    let draft = Draft::of(meeting);
    [
        (Column::Slug, draft.slug),
        (Column::Group, group.to_owned()),
        (Column::Title, draft.title),
        (Column::Notes, draft.notes),
        (Column::Kinds, draft.kinds.join(" ")),
        (Column::Language, draft.language),
        (Column::Access, draft.access),
        (Column::Repeats, draft.repeats),
        (Column::Every, draft.every),
        (Column::Days, draft.days.join(" ")),
        (Column::Places, draft.places.join(" ")),
        (Column::Weekday, draft.weekday),
        (Column::DayOfMonth, draft.day_of_month),
        (Column::From, draft.from),
        (Column::Until, draft.until),
        (Column::Time, draft.time),
        (Column::Zone, zone_name(&meeting.timetable.recurrence.zone)),
        (Column::Minutes, draft.minutes),
        (Column::Doors, draft.doors),
        (Column::Fellowship, draft.fellowship),
        (Column::OtherWays, draft.other_ways),
        (Column::Dates, dates::written(&meeting.timetable)),
    ]
}

/// By the one of its names that it is read as, so that a meeting in `Etc/UTC` does not seem to move.
pub(super) fn zone_name(zone: &TimeZone) -> String {
    let name = zone.iana_name().unwrap_or_default();
    zone::parse(name)
        .and_then(|zone| zone.iana_name().map(str::to_owned))
        .unwrap_or_else(|| name.to_owned())
}

fn draft(cell: impl Fn(Column) -> String) -> Draft {
    let list = |column| words(&cell(column));
    Draft {
        title: cell(Column::Title),
        slug: cell(Column::Slug),
        notes: cell(Column::Notes),
        other_ways: cell(Column::OtherWays),
        kinds: list(Column::Kinds),
        language: cell(Column::Language),
        access: cell(Column::Access),
        repeats: cell(Column::Repeats),
        every: cell(Column::Every),
        days: list(Column::Days),
        places: list(Column::Places),
        weekday: cell(Column::Weekday),
        day_of_month: cell(Column::DayOfMonth),
        from: cell(Column::From),
        until: cell(Column::Until),
        time: cell(Column::Time),
        zone: cell(Column::Zone),
        minutes: cell(Column::Minutes),
        doors: cell(Column::Doors),
        fellowship: cell(Column::Fellowship),
    }
}

/// What is usual where a cell is empty. Nothing stands in for a title, a time or a zone, nor for the
/// date of what happens once.
fn fill(draft: &mut Draft, today: Date) {
    for (text, usual) in [
        (&mut draft.language, "en"),
        (&mut draft.access, "open"),
        (&mut draft.repeats, Repeats::Weekly.as_str()),
        (&mut draft.minutes, "60"),
        (&mut draft.doors, "15"),
        (&mut draft.fellowship, "15"),
    ] {
        if text.is_empty() {
            usual.clone_into(text);
        }
    }
    if draft.from.is_empty() && Repeats::parse(&draft.repeats) != Some(Repeats::Once) {
        draft.from = today.to_string();
    }
}

/// "mon, thu" and "mon thu" alike.
fn words(cell: &str) -> Vec<String> {
    cell.split([' ', ',', ';', '\n', '\t'])
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

const fn column(field: Field) -> Column {
    match field {
        Field::Title => Column::Title,
        Field::Slug => Column::Slug,
        Field::Notes => Column::Notes,
        Field::OtherWays => Column::OtherWays,
        Field::Kinds => Column::Kinds,
        Field::Language => Column::Language,
        Field::Access => Column::Access,
        Field::Repeats => Column::Repeats,
        Field::Every => Column::Every,
        Field::Days => Column::Days,
        Field::Places => Column::Places,
        Field::Weekday => Column::Weekday,
        Field::DayOfMonth => Column::DayOfMonth,
        Field::From => Column::From,
        Field::Until => Column::Until,
        Field::Time => Column::Time,
        Field::Zone => Column::Zone,
        Field::Minutes => Column::Minutes,
        Field::Doors => Column::Doors,
        Field::Fellowship => Column::Fellowship,
    }
}
