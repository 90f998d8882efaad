//! Single dates that differ, in one cell, as people can write them:
//! `2026-12-24 cancelled; 2026-12-31 moved 2027-01-01 18:00 topic="Gratitude"`.

use super::refusal::{DateRefusal, DateRefusalReason};
use crate::schedule::draft::{ChangeDraft, date, time};
use crate::schedule::{DateChange, DateStatus, Timetable};
use jiff::civil::Date;
use std::fmt::Write;

/// The most dates of one cell: each day of a year.
const MAX_DATES: usize = 366;

/// The most moved dates of one cell: each is compared with all others.
const MAX_MOVED: usize = 60;

/// How many refused entries are reported at once.
const MAX_REFUSALS: usize = 10;

/// How many characters of a refused entry are quoted.
const QUOTED: usize = 40;

/// Removes all changes: an empty cell would keep them.
const NONE: &str = "none";

/// The changes of dates that the meeting has.
pub(super) fn write(timetable: &Timetable) -> String {
    let on_a_date = |change: &&DateChange| timetable.recurrence.occurs_on(change.date);
    let changes = timetable.changes.iter().filter(on_a_date);
    changes.map(write_change).collect::<Vec<_>>().join("; ")
}

fn write_change(change: &DateChange) -> String {
    let mut entry = change.date.to_string();
    match change.status {
        DateStatus::AsPlanned => {}
        DateStatus::Cancelled => entry.push_str(" cancelled"),
        DateStatus::Moved(to) => {
            // Writing to a string never fails.
            let _ = write!(entry, " moved {}", to.strftime("%Y-%m-%d %H:%M"));
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
            let _ = write!(entry, " {key}=\"{}\"", value.replace('"', "\"\""));
        }
    }
    entry
}

/// Reads what a cell says of the dates of this timetable. Its own changes are ignored.
pub(super) fn read(cell: &str, timetable: &Timetable) -> Result<Vec<DateChange>, Vec<DateRefusal>> {
    if cell.trim().eq_ignore_ascii_case(NONE) {
        return Ok(Vec::new());
    }
    let (entries, mut refusals) = read_entries(cell, timetable);
    // Each is compared with all others: one may be moved to a time that another leaves free.
    let mut all = timetable.clone();
    all.changes = entries.iter().map(Entry::status_only).collect();
    let mut changes = Vec::new();
    for entry in &entries {
        match entry.draft.read(&all, entry.date) {
            Ok(change) => changes.extend(change),
            Err(found) => refusals.extend(
                (found.into_iter())
                    .map(|(_, reason)| refusal(entry.text, DateRefusalReason::Change(reason))),
            ),
        }
    }
    refusals.truncate(MAX_REFUSALS);
    changes.sort_by_key(|change| change.date);
    if refusals.is_empty() {
        Ok(changes)
    } else {
        Err(refusals)
    }
}

/// What is different on one date.
struct Entry<'t> {
    date: Date,
    text: &'t str,
    draft: ChangeDraft,
}

impl Entry<'_> {
    fn is_moved(&self) -> bool {
        self.draft.status == "moved"
    }

    /// Where the other entries see this date.
    fn status_only(&self) -> DateChange {
        let draft = &self.draft;
        let status = match (&*draft.status, date(&draft.date), time(&draft.time)) {
            ("cancelled", ..) => DateStatus::Cancelled,
            ("moved", Ok(day), Ok(time)) => DateStatus::Moved(day.to_datetime(time)),
            _ => DateStatus::AsPlanned,
        };
        DateChange {
            date: self.date,
            status,
            topic: None,
            speaker: None,
            chair: None,
        }
    }
}

fn read_entries<'t>(cell: &'t str, timetable: &Timetable) -> (Vec<Entry<'t>>, Vec<DateRefusal>) {
    let (mut entries, mut refusals) = (Vec::<Entry<'t>>::new(), Vec::new());
    let mut moved = 0;
    for text in split_entries(cell) {
        let read = read_entry(text, timetable).and_then(|entry| {
            moved += usize::from(entry.is_moved());
            if entries.iter().any(|other| other.date == entry.date) {
                return Err(DateRefusalReason::DuplicateDate);
            }
            if entries.len() == MAX_DATES || moved > MAX_MOVED {
                return Err(DateRefusalReason::TooMany);
            }
            Ok(entry)
        });
        match read {
            Ok(entry) => entries.push(entry),
            Err(reason) => refusals.push(refusal(text, reason)),
        }
        if refusals.len() == MAX_REFUSALS {
            break;
        }
    }
    (entries, refusals)
}

fn refusal(entry: &str, reason: DateRefusalReason) -> DateRefusal {
    DateRefusal {
        entry: entry.chars().take(QUOTED).collect(),
        reason,
    }
}

/// Entries are separated by semicolons or line ends, except inside quotes.
fn split_entries(cell: &str) -> impl Iterator<Item = &str> {
    let mut is_quoted = false;
    cell.split(move |c: char| {
        is_quoted ^= c == '"';
        !is_quoted && matches!(c, ';' | '\n')
    })
    .map(str::trim)
    .filter(|entry| !entry.is_empty())
}

fn read_entry<'t>(text: &'t str, timetable: &Timetable) -> Result<Entry<'t>, DateRefusalReason> {
    let (first, rest) = split_word(text);
    let on = date(first).map_err(|_| DateRefusalReason::Syntax)?;
    if !timetable.recurrence.occurs_on(on) {
        return Err(DateRefusalReason::NotHeld);
    }
    let mut draft = ChangeDraft {
        status: "planned".to_owned(),
        date: on.to_string(),
        time: timetable.recurrence.time.strftime("%H:%M").to_string(),
        ..ChangeDraft::default()
    };
    let rest = read_status(rest, &mut draft)?;
    read_values(rest, &mut draft)?;
    Ok(Entry {
        date: on,
        text,
        draft,
    })
}

/// Reads "cancelled", or "moved" with a date, a time or both; returns the rest of the text.
fn read_status<'t>(text: &'t str, draft: &mut ChangeDraft) -> Result<&'t str, DateRefusalReason> {
    let (first, mut rest) = split_word(text);
    match first.to_ascii_lowercase().as_str() {
        "cancelled" | "canceled" => draft.status = "cancelled".to_owned(),
        "moved" => {
            draft.status = "moved".to_owned();
            let (day, after) = split_word(rest);
            let has_day = date(day).is_ok();
            if has_day {
                (draft.date, rest) = (day.to_owned(), after);
            }
            let (clock, after) = split_word(rest);
            if time(clock).is_ok() {
                (draft.time, rest) = (clock.to_owned(), after);
            } else if !has_day {
                return Err(DateRefusalReason::Syntax);
            }
        }
        _ => return Ok(text),
    }
    Ok(rest)
}

/// Reads `topic="Gratitude" speaker=Anna`. A quote inside quotes is doubled.
fn read_values(mut text: &str, draft: &mut ChangeDraft) -> Result<(), DateRefusalReason> {
    while !text.is_empty() {
        let (key, rest) = text.split_once('=').ok_or(DateRefusalReason::Syntax)?;
        let (value, rest) = split_value(rest)?;
        let field = match key.trim().to_ascii_lowercase().as_str() {
            "topic" => &mut draft.topic,
            "speaker" => &mut draft.speaker,
            "chair" => &mut draft.chair,
            _ => return Err(DateRefusalReason::Syntax),
        };
        *field = value;
        text = rest;
    }
    Ok(())
}

fn split_value(text: &str) -> Result<(String, &str), DateRefusalReason> {
    let text = text.trim_start();
    let Some(mut rest) = text.strip_prefix('"') else {
        let (value, rest) = split_word(text);
        return Ok((value.to_owned(), rest));
    };
    let mut value = String::new();
    loop {
        let (before, after) = rest.split_once('"').ok_or(DateRefusalReason::Syntax)?;
        value.push_str(before);
        let Some(quoted) = after.strip_prefix('"') else {
            return Ok((value, after.trim_start()));
        };
        value.push('"');
        rest = quoted;
    }
}

/// The first word and the text after it.
fn split_word(text: &str) -> (&str, &str) {
    let (first, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    (first, rest.trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::FirstName;
    use crate::schedule::draft::ChangeRefusal;
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

    fn change(date: Date, status: DateStatus) -> DateChange {
        DateChange {
            date,
            status,
            topic: None,
            speaker: None,
            chair: None,
        }
    }

    #[test]
    fn dates_are_read_in_the_spellings_of_people() {
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
            write(&changed),
            "2026-12-24 cancelled; 2026-12-31 moved 2027-01-01 18:00 topic=\"Hope; \"\"and\"\" more\"; \
            2027-01-14 moved 2027-01-14 20:00 speaker=\"Anna\" chair=\"Jo\"; \
            2027-01-21 moved 2027-01-22 19:00; 2027-01-28 topic=\"Steps\""
        );
        assert_eq!(read("None", &changed), Ok(Vec::new()));
    }

    #[test]
    fn every_refused_entry_is_reported() {
        let cell = "cancelled; 2026-12-25 cancelled; 2026-12-24 off; 2026-12-31 moved; 2027-01-07 topic=\"open";
        let refusals = read(cell, &thursdays()).expect_err("every entry is refused");
        let reasons: Vec<(&str, DateRefusalReason)> = (refusals.iter())
            .map(|refusal| (refusal.entry.as_str(), refusal.reason))
            .collect();
        assert_eq!(
            reasons,
            [
                ("cancelled", DateRefusalReason::Syntax),
                ("2026-12-25 cancelled", DateRefusalReason::NotHeld),
                ("2026-12-24 off", DateRefusalReason::Syntax),
                ("2026-12-31 moved", DateRefusalReason::Syntax),
                ("2027-01-07 topic=\"open", DateRefusalReason::Syntax),
            ]
        );
        let twice = read("2026-12-24 cancelled; 2026-12-24 topic=x", &thursdays());
        assert_eq!(
            twice.expect_err("the same date twice")[0].reason,
            DateRefusalReason::DuplicateDate
        );
        let many = read(&"2026-12-24;".repeat(5_000), &thursdays());
        assert_eq!(many.expect_err("the same date often").len(), MAX_REFUSALS);
    }

    #[test]
    fn a_cell_takes_a_year_of_dates_and_sixty_moved_ones() {
        let daily = Recurrence {
            pattern: Pattern::Daily {
                every: crate::schedule::INTERVAL_ONE,
            },
            ..thursdays().recurrence
        };
        let daily = Timetable::new(daily);
        let cell = |count: usize, status: &str| -> String {
            let dates = on(2027, 1, 1).series(jiff::Span::new().days(1));
            let entries = dates.take(count).map(|date| format!("{date} {status};"));
            entries.collect()
        };
        for (max, status) in [(MAX_DATES, "cancelled"), (MAX_MOVED, "moved 20:00")] {
            let read_of = |count| read(&cell(count, status), &daily);
            assert_eq!(read_of(max).expect("dates").len(), max);
            let more = read_of(max + 1).expect_err("one too many");
            assert_eq!(more[0].reason, DateRefusalReason::TooMany);
        }
    }

    #[test]
    fn a_date_is_moved_only_to_a_time_without_another_date() {
        let onto_another = read("2026-12-24 moved 2026-12-31 19:00", &thursdays());
        let occupied = DateRefusalReason::Change(ChangeRefusal::Occupied);
        assert_eq!(onto_another.expect_err("occupied")[0].reason, occupied);
        let far = read("2026-12-24 moved 2027-03-31 19:00", &thursdays());
        let too_far = DateRefusalReason::Change(ChangeRefusal::TooFar(60));
        assert_eq!(far.expect_err("too far")[0].reason, too_far);
        for vacated in ["2026-12-31 cancelled", "2026-12-31 moved 2027-01-01 9am"] {
            let cell = format!("2026-12-24 moved 2026-12-31 19:00; {vacated}");
            assert_eq!(
                read(&cell, &thursdays()).expect("dates").len(),
                2,
                "{vacated}"
            );
        }
    }
}
