//! To which meeting and to which group a row refers.

use super::*;

#[test]
fn the_second_row_with_a_slug_is_refused() {
    let row = "evening,Evening,tue,19:00,london\n";
    let plan = Host::new().plan(&format!("slug,title,days,time,zone\n{row}{row}"));
    assert!(matches!(plan[0].outcome, Outcome::Same));
    assert_eq!(
        refused(&plan[1]),
        [("slug", CellRefusalReason::DuplicateSlug(2))]
    );
}

#[test]
fn a_meeting_of_another_group_is_never_changed() {
    let host = Host::new();
    let plan = host.plan("slug,time\nmorning,20:00\n");
    assert_eq!(refused(&plan[0]), [("slug", CellRefusalReason::OtherGroup)]);
    let plan = host.plan("group,title,days,time,zone\nlantern,New,tue,19:00,london\nsomething else,New,tue,19:00,london");
    assert_eq!(
        refused(&plan[0]),
        [("group", CellRefusalReason::OtherGroup)]
    );
    assert_eq!(ready(&plan[1]).group, GroupId(1));
    // A number is appended if the slug of the title is already used.
    let plan = host.plan("title,days,time,zone\nMorning,tue,19:00,london\n");
    assert_eq!(ready(&plan[0]).slug, "morning-2");
}

#[test]
fn a_sheet_without_slugs_refers_to_the_same_meetings_when_it_is_imported_again() {
    let mut host = Host::new();
    let sheet = "title,days,time,zone\nNoon,mon,12:00,london\nNoon,fri,12:30,london\n";
    let first = host.plan(sheet);
    let slugs: Vec<&str> = first
        .iter()
        .map(|planned| ready(planned).slug.as_str())
        .collect();
    assert_eq!(slugs, ["noon", "noon-2"]);
    for (id, planned) in (10..).zip(&first) {
        let ready = ready(planned);
        host.meetings.push(Meeting {
            about: ready.about.clone(),
            timetable: ready.timetable.clone(),
            ..meeting(id, 1, &ready.slug)
        });
    }
    for planned in host.plan(sheet) {
        assert_eq!(planned.outcome, Outcome::Same);
    }
}

#[test]
fn a_row_without_a_slug_refers_to_a_meeting_with_the_same_time() {
    let mut host = Host::new();
    let sheet = "title,days,time,zone\nEvening,tue,19:00,london\n";
    assert_eq!(host.plan(sheet)[0].outcome, Outcome::Same);
    for row in [
        "Evening,mon,19:00,london",
        "Evening,tue,09:00,london",
        "Evening,tue,19:00,dublin",
        "evening,tue,19:00,london",
    ] {
        let plan = host.plan(&format!("title,days,time,zone\n{row}\n"));
        assert!(matches!(plan[0].outcome, Outcome::New(_)), "{row}");
        assert_eq!(ready(&plan[0]).slug, "evening-2", "{row}");
        assert_eq!(plan[0].namesake.as_deref(), Some("evening"), "{row}");
    }
    // The same row with the slug changes the meeting.
    let plan = host.plan("slug,title,days,time,zone\nevening,Evening,mon,19:00,london\n");
    assert!(matches!(plan[0].outcome, Outcome::Changed(..)));
    assert_eq!(plan[0].namesake, None);
    // A meeting of another row or of another group is not suggested.
    let plan = host.plan(&format!("{sheet}Evening,mon,19:00,london\n"));
    assert_eq!(plan[0].outcome, Outcome::Same);
    assert_eq!(ready(&plan[1]).slug, "evening-2");
    assert_eq!(plan[1].namesake, None);
    host.only = Some(GroupId(2));
    host.meetings[1].about.title = "Morning".into();
    let plan = host.plan(sheet);
    assert_eq!(ready(&plan[0]).slug, "evening-2");
    assert_eq!(plan[0].namesake, None);
}

#[test]
fn a_single_meeting_is_the_same_only_on_its_date() {
    let mut host = Host::new();
    host.meetings[0].timetable.recurrence.pattern = Pattern::Once;
    let plan = host.plan(
        "title,repeats,from,time,zone\nEvening,once,2026-01-06,19:00,london\nEvening,once,2027-01-06,19:00,london\n",
    );
    assert_eq!(plan[0].outcome, Outcome::Same);
    assert!(matches!(plan[1].outcome, Outcome::New(_)));
}

#[test]
fn the_rows_of_an_operator_name_their_group() {
    let mut host = Host::new();
    host.only = None;
    let plan = host.plan(
        "slug,group,title,days,time,zone\n,lantern,A,mon,19:00,london\n,Harbour,B,mon,19:00,london\n\
        ,nobody,C,mon,19:00,london\n,,D,mon,,london\nmorning,,E,mon,19:00,london\nmorning-2,harbour,F,mon,19:00,london\n\
        evening,lantern,G,mon,19:00,london",
    );
    assert_eq!(ready(&plan[0]).group, GroupId(2));
    assert_eq!(ready(&plan[1]).group, GroupId(1));
    assert_eq!(
        refused(&plan[2]),
        [("group", CellRefusalReason::NoSuchGroup)]
    );
    let all = [
        ("group", CellRefusalReason::NoGroup),
        ("time", CellRefusalReason::Field(FieldRefusal::Missing)),
    ];
    assert_eq!(refused(&plan[3]), all);
    assert_eq!(ready(&plan[4]).group, GroupId(2));
    assert_eq!(ready(&plan[5]).group, GroupId(1));
    assert_eq!(refused(&plan[6]), [("slug", CellRefusalReason::OtherGroup)]);
}
