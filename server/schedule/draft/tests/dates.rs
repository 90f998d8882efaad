//! The form for one date.

use super::*;

fn tuesdays() -> Timetable {
    Timetable::new(Recurrence {
        pattern: Pattern::Weekly {
            every: INTERVAL_ONE,
            days: [Weekday::Tuesday].into_iter().collect(),
        },
        from: date(2026, 11, 3),
        until: None,
        time: time(19, 0, 0, 0),
        zone: TimeZone::get("Europe/London").expect("a zone"),
        minutes: 60,
    })
}

#[test]
fn a_date_is_cancelled_moved_or_given_a_topic() {
    let (mut table, on) = (tuesdays(), date(2026, 11, 24));
    let plain = ChangeDraft::of(&table, on);
    assert_eq!(
        (plain.status.as_str(), plain.time.as_str()),
        ("planned", "19:00")
    );
    assert_eq!(plain.read(&table, on), Ok(None));
    let moved = ChangeDraft {
        status: "moved".into(),
        date: "2026-11-25".into(),
        time: "8pm".into(),
        topic: " Patience ".into(),
        speaker: "Ana".into(),
        ..plain.clone()
    };
    let change = moved
        .read(&table, on)
        .expect("it can be read")
        .expect("a change");
    assert_eq!(
        change.status,
        DateStatus::Moved(date(2026, 11, 25).at(20, 0, 0, 0))
    );
    assert_eq!(change.topic.as_deref(), Some("Patience"));
    table.changes.push(change.clone());
    let again = ChangeDraft::of(&table, on);
    assert_eq!(again.read(&table, on), Ok(Some(change)));
    let cancelled = ChangeDraft {
        status: "cancelled".into(),
        ..plain
    };
    let change = cancelled
        .read(&table, on)
        .expect("it can be read")
        .expect("a change");
    assert_eq!(change.status, DateStatus::Cancelled);
}

#[test]
fn a_date_is_not_moved_onto_another_or_too_far() {
    let (table, on) = (tuesdays(), date(2026, 11, 24));
    let moved = |to: &str| ChangeDraft {
        status: "moved".into(),
        date: to.into(),
        time: "19:00".into(),
        ..ChangeDraft::default()
    };
    let refusals = |to: &str| moved(to).read(&table, on).expect_err("it is refused");
    assert_eq!(
        refusals("2026-12-01"),
        [(ChangeField::Date, ChangeRefusal::Occupied)]
    );
    assert_eq!(
        refusals("2027-11-25"),
        [(ChangeField::Date, ChangeRefusal::TooFar(60))]
    );
    assert_eq!(
        moved("2026-11-24").read(&table, on),
        Ok(None),
        "the planned time is no move"
    );
    let bad = ChangeDraft {
        date: "soon".into(),
        time: String::new(),
        speaker: "Ana 123".into(),
        ..moved("")
    };
    assert_eq!(
        bad.read(&table, on).expect_err("it is refused"),
        [
            (
                ChangeField::Date,
                ChangeRefusal::Field(FieldRefusal::NotADate)
            ),
            (
                ChangeField::Time,
                ChangeRefusal::Field(FieldRefusal::Missing)
            ),
            (
                ChangeField::Speaker,
                ChangeRefusal::Name(NameRefusal::Digits)
            ),
        ]
    );
}

#[test]
fn another_time_without_a_move_is_refused() {
    let (mut table, on) = (tuesdays(), date(2026, 11, 24));
    let shown = ChangeDraft::of(&table, on);
    assert_eq!(shown.read(&table, on), Ok(None));
    for entered in [
        ChangeDraft {
            time: "21:00".into(),
            ..shown.clone()
        },
        ChangeDraft {
            date: "2026-11-25".into(),
            ..shown.clone()
        },
    ] {
        assert_eq!(
            entered.read(&table, on).expect_err("it is refused"),
            [(ChangeField::Status, ChangeRefusal::NotMoved)]
        );
        let cancelled = ChangeDraft {
            status: "cancelled".into(),
            ..entered
        };
        assert!(
            cancelled.read(&table, on).is_ok(),
            "the time of a cancelled date does not matter"
        );
    }
    // A moved date is planned again when the status says so.
    let moved = ChangeDraft {
        status: "moved".into(),
        time: "21:00".into(),
        ..shown
    };
    table
        .changes
        .extend(moved.read(&table, on).expect("it can be read"));
    let back = ChangeDraft {
        status: "planned".into(),
        ..ChangeDraft::of(&table, on)
    };
    assert_eq!(back.read(&table, on), Ok(None));
}
