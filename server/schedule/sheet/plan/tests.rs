//! What sheets would do to the meetings of two groups.

mod matching;

use super::super::table::{read, write};
use super::*;
use crate::base::Timestamp;
use crate::schedule::draft::FieldRefusal;
use crate::schedule::{
    Access, DateChange, DateStatus, Days, INTERVAL_ONE, Pattern, Recurrence, Revision, zone,
};
use jiff::civil::{Time, Weekday, date};
use std::num::NonZeroU16;

const TODAY: Date = date(2026, 11, 25);

fn group(id: i64, slug: &str, name: &str) -> Group {
    Group {
        id: GroupId(id),
        slug: slug.into(),
        name: name.into(),
        place: String::new(),
        website: None,
        contributions: None,
    }
}

pub(super) fn meeting(id: i64, group: i64, slug: &str) -> Meeting {
    Meeting {
        id: MeetingId(id),
        group: GroupId(group),
        slug: slug.into(),
        about: About {
            title: "Evening".into(),
            notes: "Bring tea.".into(),
            kinds: vec!["BE".into()],
            language: "en".into(),
            access: Access::Open,
            ..About::default()
        },
        timetable: Timetable::new(Recurrence {
            pattern: Pattern::weekly([Weekday::Tuesday]),
            from: date(2026, 1, 6),
            until: None,
            time: Time::constant(19, 0, 0, 0),
            zone: zone::parse("Europe/London").expect("a zone"),
            minutes: 60,
        }),
        revision: Revision {
            number: 4,
            at: Timestamp(0),
        },
    }
}

pub(super) struct Host {
    pub(super) meetings: Vec<Meeting>,
    groups: Vec<Group>,
    only: Option<GroupId>,
}

impl Host {
    /// Harbour has "evening", Lantern has "morning".
    pub(super) fn new() -> Self {
        Self {
            meetings: vec![meeting(1, 1, "evening"), meeting(2, 2, "morning")],
            groups: vec![
                group(1, "harbour", "Harbour"),
                group(2, "lantern", "Lantern"),
            ],
            only: Some(GroupId(1)),
        }
    }

    pub(super) fn plan(&self, sheet: &str) -> Vec<Planned> {
        let sheet = read(sheet.as_bytes()).expect("a sheet");
        self.plan_of(&sheet.rows)
    }

    fn plan_of(&self, rows: &[SheetRow]) -> Vec<Planned> {
        let scope = Scope {
            meetings: &self.meetings,
            groups: &self.groups,
            only: self.only,
            today: TODAY,
        };
        plan(rows, &scope)
    }
}

fn refused(planned: &Planned) -> Vec<(&'static str, CellRefusalReason)> {
    match &planned.outcome {
        Outcome::Refused(refusals) => (refusals.iter())
            .map(|refusal| (refusal.column.name(), refusal.reason.clone()))
            .collect(),
        other => panic!("row {} is {other:?}", planned.number),
    }
}

pub(super) fn ready(planned: &Planned) -> &Ready {
    match &planned.outcome {
        Outcome::New(ready) | Outcome::Changed(ready, _) => ready,
        other => panic!("row {} is {other:?}", planned.number),
    }
}

#[test]
fn missing_cells_of_a_new_meeting_get_defaults() {
    let plan = Host::new().plan("title,days,time,zone\nMañana tranquila,\"mon, thu\",7pm,madrid\n");
    let ready = ready(&plan[0]);
    assert!(matches!(plan[0].outcome, Outcome::New(_)));
    assert_eq!(ready.slug, "manana-tranquila");
    assert_eq!((ready.existing, ready.group), (None, GroupId(1)));
    let when = &ready.timetable.recurrence;
    let days: Days = [Weekday::Monday, Weekday::Thursday].into_iter().collect();
    assert_eq!(
        when.pattern,
        Pattern::Weekly {
            every: INTERVAL_ONE,
            days
        }
    );
    assert_eq!(when.zone.iana_name(), Some("Europe/Madrid"));
    assert_eq!((when.from, when.until, when.minutes), (TODAY, None, 60));
    assert_eq!(when.time, Time::constant(19, 0, 0, 0));
    assert_eq!(ready.about.access, Access::Open);
}

#[test]
fn a_row_with_a_slug_changes_only_the_columns_of_the_sheet() {
    let mut host = Host::new();
    let cancelled = DateChange {
        date: date(2026, 12, 1),
        status: DateStatus::Cancelled,
        topic: None,
        speaker: None,
        chair: None,
    };
    host.meetings[0].timetable.changes = vec![cancelled.clone()];
    let plan = host.plan("slug,time,notes\nEvening,20:30,\n");
    let Outcome::Changed(changed, differences) = &plan[0].outcome else {
        panic!("{plan:?}");
    };
    let different = |column, before: &str, after: &str| Difference {
        column,
        before: before.to_owned(),
        after: after.to_owned(),
    };
    let expected = [
        different(Column::Field(Field::Notes), "Bring tea.", ""),
        different(Column::Field(Field::Time), "19:00", "20:30"),
    ];
    assert_eq!(differences, &expected);
    assert_eq!(plan[0].title, "Evening");
    assert_eq!(changed.existing, Some((MeetingId(1), 4)));
    assert_eq!(
        changed.timetable.recurrence.time,
        Time::constant(20, 30, 0, 0)
    );
    assert_eq!(changed.timetable.changes, [cancelled]);
    assert_eq!(changed.about.notes, "");
    assert_eq!(changed.about.kinds, ["BE"]);
}

#[test]
fn changes_of_dates_are_kept_replaced_or_removed() {
    let mut host = Host::new();
    let cancelled = |date| DateChange {
        date,
        status: DateStatus::Cancelled,
        topic: None,
        speaker: None,
        chair: None,
    };
    host.meetings[0].timetable.changes = vec![cancelled(date(2026, 12, 1))];
    assert_eq!(
        host.plan("slug,dates\nevening,\n")[0].outcome,
        Outcome::Same
    );
    let plan = host.plan("slug,dates\nevening,2026-12-08 cancelled\n");
    let changes = &ready(&plan[0]).timetable.changes;
    assert_eq!(changes, &[cancelled(date(2026, 12, 8))]);
    // The meeting no longer takes place on Tuesdays, so the change of the date is removed.
    for row in ["dates\nevening,none", "days\nevening,mon"] {
        let plan = host.plan(&format!("slug,{row}\n"));
        let Outcome::Changed(ready, differences) = &plan[0].outcome else {
            panic!("{plan:?}");
        };
        assert_eq!(ready.timetable.changes, [], "{row}");
        let last = differences.last().expect("the dates");
        assert_eq!(
            (last.before.as_str(), last.after.as_str()),
            ("2026-12-01 cancelled", "")
        );
    }
    let refusals = refused(&host.plan("slug,dates\nevening,2026-12-02 cancelled\n")[0]);
    assert!(
        matches!(&refusals[..], [("dates", CellRefusalReason::Date(_))]),
        "{refusals:?}"
    );
}

#[test]
fn an_empty_cell_does_not_remove_a_required_value() {
    let mut host = Host::new();
    let when = &mut host.meetings[0].timetable.recurrence;
    when.minutes = 90;
    when.until = Some(date(2027, 1, 5));
    when.pattern = Pattern::Weekly {
        every: NonZeroU16::new(2).expect("two"),
        days: Days::from_iter([Weekday::Tuesday]),
    };
    let columns = "slug,title,language,access,repeats,every,days,from,time,zone,minutes,doors";
    let plan = host.plan(&format!("{columns}\nevening,,,,,,,,,,,\n"));
    assert_eq!(plan[0].outcome, Outcome::Same);
    let plan = host.plan("slug,repeats,every,until,kinds\nevening,weekly,,,\n");
    let Outcome::Changed(_, differences) = &plan[0].outcome else {
        panic!("{plan:?}");
    };
    let columns: Vec<Column> = (differences.iter())
        .map(|difference| difference.column)
        .collect();
    assert_eq!(
        columns,
        [
            Column::Field(Field::Kinds),
            Column::Field(Field::Every),
            Column::Field(Field::Until)
        ]
    );
}

#[test]
fn an_unchanged_row_changes_nothing() {
    let host = Host::new();
    let all = write(
        host.meetings[..1]
            .iter()
            .map(|meeting| SheetRow::of(meeting, "harbour"))
            .collect::<Vec<_>>()
            .iter(),
    );
    for sheet in [
        all.as_str(),
        "slug,time,from\nevening,19.00,\n",
        "slug\nevening",
    ] {
        assert_eq!(host.plan(sheet)[0].outcome, Outcome::Same, "{sheet}");
    }
}

#[test]
fn all_refusals_of_a_row_are_reported_together() {
    let plan = Host::new().plan(
        "title,slug,repeats,days,time,zone,minutes\n,bad!,weekly,,25:00,Mars,9999\nFine,,weekly,mon,19:00,london,60\n",
    );
    let refusals = refused(&plan[0]);
    let columns: Vec<&str> = refusals.iter().map(|(column, _)| *column).collect();
    assert_eq!(
        columns,
        ["title", "slug", "days", "time", "zone", "minutes"]
    );
    assert_eq!(
        refusals[3].1,
        CellRefusalReason::Field(FieldRefusal::NotATime)
    );
    assert!(matches!(plan[1].outcome, Outcome::New(_)));
}

#[test]
fn the_duration_is_derived_from_the_end_time() {
    let host = Host::new();
    let plan = host.plan(
        "Name,Day,Time,End time,Timezone,Minutes\nA,mon,19:00,20:30,london,\nB,mon,11 pm,0:15,london,\n\
        C,mon,19:00,20:30,london,45\nD,mon,19:00,19:00,london,\nE,mon,19:00,late,london,\nF,mon,late,20:00,london,",
    );
    let minutes: Vec<u16> = (plan[..3].iter())
        .map(|row| ready(row).timetable.recurrence.minutes)
        .collect();
    assert_eq!(minutes, [90, 75, 45]);
    assert_eq!(
        refused(&plan[3]),
        [("end_time", CellRefusalReason::Duration)]
    );
    let no_time = CellRefusalReason::Field(FieldRefusal::NotATime);
    assert_eq!(refused(&plan[4]), [("end_time", no_time.clone())]);
    assert_eq!(refused(&plan[5]), [("time", no_time)]);
    let plan = host.plan("slug,end\nevening,20:30\n");
    assert_eq!(ready(&plan[0]).timetable.recurrence.minutes, 90);
}

#[test]
fn kinds_of_other_sheets_set_the_access_and_unknown_kinds_are_named() {
    let host = Host::new();
    let plan = host.plan(
        "title,days,time,zone,types,access\nA,mon,19:00,london,\"C, BE\",\nB,mon,19:00,london,c,open\n\
        C,mon,19:00,london,,\nD,mon,19:00,london,BE Friendly Ωx,",
    );
    assert_eq!(ready(&plan[0]).about.access, Access::Closed);
    assert_eq!(ready(&plan[0]).about.kinds, ["BE"]);
    assert_eq!(ready(&plan[1]).about.access, Access::Open);
    assert_eq!(ready(&plan[2]).about.access, Access::Open);
    let unknown = vec!["Friendly".to_owned(), "Ωx".to_owned()];
    assert_eq!(
        refused(&plan[3]),
        [("kinds", CellRefusalReason::UnknownKinds(unknown))]
    );
}

#[test]
fn an_empty_required_cell_is_missing_and_not_unknown() {
    let plan = Host::new().plan(
        "title,repeats,places,weekday,time,zone\n,monthly-weekday,first,,,\nA,monthly-weekday,first,x,19:00,london",
    );
    let missing = CellRefusalReason::Field(FieldRefusal::Missing);
    let columns = ["title", "weekday", "time", "zone"];
    assert_eq!(
        refused(&plan[0]),
        columns.map(|column| (column, missing.clone()))
    );
    let unknown = CellRefusalReason::Field(FieldRefusal::Unknown);
    assert_eq!(refused(&plan[1]), [("weekday", unknown)]);
}
