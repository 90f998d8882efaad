//! Single dates that differ, in one cell, as people can write them:
//! `2026-12-24 cancelled; 2026-12-31 moved 2027-01-01 18:00 topic="Gratitude"`.

use crate::schedule::draft::{ChangeDraft, ChangeRefusal, date, time};
use crate::schedule::{DateChange, DateStatus, Timetable};
use jiff::civil::Date;
use std::fmt::Write;

/// The most dates of one cell: each day of a year.
const MAX_DATES: usize = 366;

/// And of those that are moved: each is held against all others. More is another meeting.
const MAX_MOVED: usize = 60;

/// How many wrong entries are told at once.
const MAX_TOLD: usize = 10;

/// What is told of an entry that is wrong, in characters.
const SHOWN: usize = 40;

/// Says that every date is as planned: an empty cell leaves things as they are.
const NONE: &str = "none";

/// An entry that can't be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateRefusal {
    /// Its beginning.
    pub entry: String,
    pub why: DateRefusalReason,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateRefusalReason {
    /// Not written in this form.
    Form,
    /// The meeting is not held on this date.
    NotHeld,
    /// The date is there already.
    Twice,
    /// More dates than a cell may have.
    TooMany,
    Change(ChangeRefusal),
}

/// The changes of dates that the meeting has.
pub(super) fn written(timetable: &Timetable) -> String {
    let mut cell = String::new();
    for change in &timetable.changes {
        if !timetable.recurrence.occurs_on(change.date) {
            continue;
        }
        if !cell.is_empty() {
            cell.push_str("; ");
        }
        write_change(&mut cell, change);
    }
    cell
}

fn write_change(cell: &mut String, change: &DateChange) {
    // Into memory: nothing can fail.
    let _ = write!(cell, "{}", change.date);
    match change.status {
        DateStatus::AsPlanned => {}
        DateStatus::Cancelled => cell.push_str(" cancelled"),
        DateStatus::Moved(to) => {
            let _ = write!(
                cell,
                " moved {} {:02}:{:02}",
                to.date(),
                to.hour(),
                to.minute()
            );
        }
    }
    let speaker = change.speaker.as_ref().map(|name| name.as_str());
    let chair = change.chair.as_ref().map(|name| name.as_str());
    for (key, value) in [
        ("topic", change.topic.as_deref()),
        ("speaker", speaker),
        ("chair", chair),
    ] {
        if let Some(value) = value {
            let _ = write!(cell, " {key}=\"{}\"", value.replace('"', "\"\""));
        }
    }
}

/// What a cell says of the dates of this timetable, whose own changes are not looked at.
pub(super) fn read(cell: &str, timetable: &Timetable) -> Result<Vec<DateChange>, Vec<DateRefusal>> {
    if cell.trim().eq_ignore_ascii_case(NONE) {
        return Ok(Vec::new());
    }
    let (drafts, mut problems) = drafts(cell, timetable);
    // Each is looked at beside all others: one may take the place that another leaves.
    let mut all = timetable.clone();
    all.changes = drafts
        .iter()
        .map(|(date, _, draft)| only_fate(*date, draft))
        .collect();
    let mut changes = Vec::new();
    for (date, entry, draft) in &drafts {
        match draft.read(&all, *date) {
            Ok(change) => changes.extend(change),
            Err(found) => problems.extend(
                (found.into_iter()).map(|(_, why)| problem(entry, DateRefusalReason::Change(why))),
            ),
        }
    }
    problems.truncate(MAX_TOLD);
    changes.sort_by_key(|change| change.date);
    if problems.is_empty() {
        Ok(changes)
    } else {
        Err(problems)
    }
}

/// An entry with its date.
type Entry<'t> = (Date, &'t str, ChangeDraft);

fn drafts<'t>(cell: &'t str, timetable: &Timetable) -> (Vec<Entry<'t>>, Vec<DateRefusal>) {
    let (mut drafts, mut problems) = (Vec::<Entry<'t>>::new(), Vec::new());
    let mut moved = 0;
    for entry in entries(cell) {
        let read = entry_of(entry, timetable).and_then(|(date, draft)| {
            moved += usize::from(draft.fate == "moved");
            if drafts.iter().any(|(known, ..)| *known == date) {
                return Err(DateRefusalReason::Twice);
            }
            if drafts.len() == MAX_DATES || moved > MAX_MOVED {
                return Err(DateRefusalReason::TooMany);
            }
            Ok((date, entry, draft))
        });
        match read {
            Ok(draft) => drafts.push(draft),
            Err(why) => problems.push(problem(entry, why)),
        }
        if problems.len() == MAX_TOLD {
            break;
        }
    }
    (drafts, problems)
}

fn problem(entry: &str, why: DateRefusalReason) -> DateRefusal {
    DateRefusal {
        entry: entry.chars().take(SHOWN).collect(),
        why,
    }
}

/// What stands between semicolons, or on lines of its own; not those inside quotes.
fn entries(cell: &str) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    cell.split(move |c: char| {
        quoted ^= c == '"';
        !quoted && matches!(c, ';' | '\n')
    })
    .map(str::trim)
    .filter(|entry| !entry.is_empty())
}

fn entry_of(entry: &str, timetable: &Timetable) -> Result<(Date, ChangeDraft), DateRefusalReason> {
    let (first, rest) = word(entry);
    let on = date(first).map_err(|_| DateRefusalReason::Form)?;
    if !timetable.recurrence.occurs_on(on) {
        return Err(DateRefusalReason::NotHeld);
    }
    let mut draft = ChangeDraft {
        fate: "planned".to_owned(),
        date: on.to_string(),
        time: timetable.recurrence.time.strftime("%H:%M").to_string(),
        ..ChangeDraft::default()
    };
    let rest = fate(rest, &mut draft)?;
    fields(rest, &mut draft)?;
    Ok((on, draft))
}

/// Takes "cancelled", or "moved" and where to: a date, a time or both.
fn fate<'t>(text: &'t str, draft: &mut ChangeDraft) -> Result<&'t str, DateRefusalReason> {
    let (first, mut rest) = word(text);
    match first.to_ascii_lowercase().as_str() {
        "cancelled" | "canceled" => draft.fate = "cancelled".to_owned(),
        "moved" => {
            draft.fate = "moved".to_owned();
            let (day, after) = word(rest);
            let has_day = date(day).is_ok();
            if has_day {
                (draft.date, rest) = (day.to_owned(), after);
            }
            let (clock, after) = word(rest);
            if time(clock).is_ok() {
                (draft.time, rest) = (clock.to_owned(), after);
            } else if !has_day {
                return Err(DateRefusalReason::Form);
            }
        }
        _ => return Ok(text),
    }
    Ok(rest)
}

/// Takes `topic="Gratitude" speaker=Anna`. A quote inside quotes is doubled.
fn fields(mut text: &str, draft: &mut ChangeDraft) -> Result<(), DateRefusalReason> {
    while !text.is_empty() {
        let (key, rest) = text.split_once('=').ok_or(DateRefusalReason::Form)?;
        let (value, rest) = value(rest)?;
        let field = match key.trim().to_ascii_lowercase().as_str() {
            "topic" => &mut draft.topic,
            "speaker" => &mut draft.speaker,
            "chair" => &mut draft.chair,
            _ => return Err(DateRefusalReason::Form),
        };
        *field = value;
        text = rest;
    }
    Ok(())
}

fn value(text: &str) -> Result<(String, &str), DateRefusalReason> {
    let text = text.trim_start();
    let Some(mut rest) = text.strip_prefix('"') else {
        let (value, rest) = word(text);
        return Ok((value.to_owned(), rest));
    };
    let mut value = String::new();
    loop {
        let (before, after) = rest.split_once('"').ok_or(DateRefusalReason::Form)?;
        value.push_str(before);
        let Some(quoted) = after.strip_prefix('"') else {
            return Ok((value, after.trim_start()));
        };
        value.push('"');
        rest = quoted;
    }
}

/// The first word, and what follows it.
fn word(text: &str) -> (&str, &str) {
    let (first, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    (first, rest.trim_start())
}

/// Where the others see this date.
fn only_fate(on: Date, draft: &ChangeDraft) -> DateChange {
    let fate = match (draft.fate.as_str(), date(&draft.date), time(&draft.time)) {
        ("cancelled", ..) => DateStatus::Cancelled,
        ("moved", Ok(day), Ok(time)) => DateStatus::Moved(day.to_datetime(time)),
        _ => DateStatus::AsPlanned,
    };
    DateChange {
        date: on,
        status: fate,
        topic: None,
        speaker: None,
        chair: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::FirstName;
    use crate::schedule::{Pattern, Recurrence, zone};
    use jiff::civil::{Time, Weekday, date as on};

    /// Thursdays at 19:00.
    fn thursdays() -> Timetable {
        Timetable::new(Recurrence {
            pattern: Pattern::weekly([Weekday::Thursday]),
            from: on(2026, 1, 1),
            until: None,
            time: Time::constant(19, 0, 0, 0),
            zone: zone::parse("Europe/London").expect("a zone"),
            minutes: 60,
        })
    }

    fn change(date: Date, fate: DateStatus) -> DateChange {
        DateChange {
            date,
            status: fate,
            topic: None,
            speaker: None,
            chair: None,
        }
    }

    #[test]
    fn dates_are_read_as_people_write_them() {
        let cell = "2026-12-24 cancelled; 2026-12-31 moved 2027-01-01 18:00 topic=\"Hope; \"\"and\"\" more\"\n\
            2027-01-14 Moved 8pm speaker=Anna chair = \"Jo\"; 2027/01/21 moved 2027-01-22;; 2027-01-28 topic=Steps";
        let changes = read(cell, &thursdays()).expect("dates");
        let moved = |day: Date, hour| DateStatus::Moved(day.at(hour, 0, 0, 0));
        let name = |name| Some(FirstName::parse(name).expect("a name"));
        let expected = [
            change(on(2026, 12, 24), DateStatus::Cancelled),
            DateChange {
                topic: Some("Hope; \"and\" more".into()),
                ..change(on(2026, 12, 31), moved(on(2027, 1, 1), 18))
            },
            DateChange {
                speaker: name("Anna"),
                chair: name("Jo"),
                ..change(on(2027, 1, 14), moved(on(2027, 1, 14), 20))
            },
            change(on(2027, 1, 21), moved(on(2027, 1, 22), 19)),
            DateChange {
                topic: Some("Steps".into()),
                ..change(on(2027, 1, 28), DateStatus::AsPlanned)
            },
        ];
        assert_eq!(changes, expected);
        let changed = Timetable {
            changes,
            ..thursdays()
        };
        assert_eq!(
            written(&changed),
            "2026-12-24 cancelled; 2026-12-31 moved 2027-01-01 18:00 topic=\"Hope; \"\"and\"\" more\"; \
            2027-01-14 moved 2027-01-14 20:00 speaker=\"Anna\" chair=\"Jo\"; \
            2027-01-21 moved 2027-01-22 19:00; 2027-01-28 topic=\"Steps\""
        );
        assert_eq!(read("None", &changed), Ok(Vec::new()));
    }

    #[test]
    fn every_entry_that_is_wrong_is_told() {
        let cell = "cancelled; 2026-12-25 cancelled; 2026-12-24 off; 2026-12-31 moved; 2027-01-07 topic=\"open";
        let unread = read(cell, &thursdays()).expect_err("nothing of it");
        let told: Vec<(&str, DateRefusalReason)> = (unread.iter())
            .map(|problem| (problem.entry.as_str(), problem.why))
            .collect();
        assert_eq!(
            told,
            [
                ("cancelled", DateRefusalReason::Form),
                ("2026-12-25 cancelled", DateRefusalReason::NotHeld),
                ("2026-12-24 off", DateRefusalReason::Form),
                ("2026-12-31 moved", DateRefusalReason::Form),
                ("2027-01-07 topic=\"open", DateRefusalReason::Form),
            ]
        );
        let twice = read("2026-12-24 cancelled; 2026-12-24 topic=x", &thursdays());
        assert_eq!(twice.expect_err("twice")[0].why, DateRefusalReason::Twice);
        let many = read(&"2026-12-24;".repeat(5_000), &thursdays());
        assert_eq!(many.expect_err("the same").len(), MAX_TOLD);
    }

    #[test]
    fn a_cell_has_room_for_a_year_of_dates_and_some_that_are_moved() {
        let daily = Recurrence {
            pattern: Pattern::Daily {
                every: crate::schedule::EVERY_ONE,
            },
            ..thursdays().recurrence
        };
        let daily = Timetable::new(daily);
        let cell = |count: usize, fate: &str| -> String {
            let dates = on(2027, 1, 1).series(jiff::Span::new().days(1));
            let entries = dates.take(count).map(|date| format!("{date} {fate};"));
            entries.collect()
        };
        for (most, fate) in [(MAX_DATES, "cancelled"), (MAX_MOVED, "moved 20:00")] {
            let read_of = |count| read(&cell(count, fate), &daily);
            assert_eq!(read_of(most).expect("dates").len(), most);
            let more = read_of(most + 1).expect_err("one more");
            assert_eq!(more[0].why, DateRefusalReason::TooMany);
        }
    }

    #[test]
    fn a_date_is_moved_only_to_where_no_other_is_held() {
        let taken = read("2026-12-24 moved 2026-12-31 19:00", &thursdays());
        let occupied = DateRefusalReason::Change(ChangeRefusal::Occupied);
        assert_eq!(taken.expect_err("it is taken")[0].why, occupied);
        let far = read("2026-12-24 moved 2027-03-31 19:00", &thursdays());
        let too_far = DateRefusalReason::Change(ChangeRefusal::TooFar(60));
        assert_eq!(far.expect_err("it is far")[0].why, too_far);
        for left in ["2026-12-31 cancelled", "2026-12-31 moved 2027-01-01 9am"] {
            let cell = format!("2026-12-24 moved 2026-12-31 19:00; {left}");
            assert_eq!(read(&cell, &thursdays()).expect("dates").len(), 2, "{left}");
        }
    }
}
