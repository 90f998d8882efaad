//! What the rooms say about their dates.

use super::*;
use crate::schedule::OccurrenceState;

fn rooms(number: i64, planned: &str, state: OccurrenceState) -> HashMap<MeetingId, LiveRoom> {
    let room = LiveRoom {
        planned: at(planned),
        state,
        people: 3,
    };
    HashMap::from([(MeetingId(number), room)])
}

fn with_rooms(rooms: &HashMap<MeetingId, LiveRoom>, check: impl FnOnce(Agenda<'_>)) {
    let (directory, zone) = (directory(listings()), london());
    check(Agenda::new(
        &directory,
        query(Filter::default(), &zone, rooms),
    ));
}

#[test]
fn a_date_whose_room_was_closed_is_not_listed_as_open() {
    let closed = rooms(1, "2026-11-24T19:00Z", OccurrenceState::Over);
    with_rooms(&closed, |agenda| {
        assert_eq!(
            titles(&agenda.in_progress),
            ["Just started", "In fellowship"]
        );
        assert_eq!((agenda.open_count, agenda.matches), (3, 7));
    });
    // The room of last week says nothing about today.
    let last_week = rooms(1, "2026-11-17T19:00Z", OccurrenceState::Over);
    with_rooms(&last_week, |agenda| {
        assert_eq!((agenda.open_count, agenda.matches), (4, 8));
    });
}

#[test]
fn a_date_whose_room_was_closed_before_its_planned_start_is_past() {
    let closed = rooms(3, "2026-11-24T19:30Z", OccurrenceState::Over);
    with_rooms(&closed, |agenda| {
        assert_eq!(titles(&agenda.soon), ["In two hours"]);
        assert_eq!((agenda.open_count, agenda.matches), (3, 7));
    });
}

#[test]
fn a_meeting_that_its_chair_has_ended_is_listed_in_fellowship() {
    let ended = rooms(9, "2026-11-24T19:15Z", OccurrenceState::Fellowship);
    with_rooms(&ended, |agenda| {
        let row = agenda
            .in_progress
            .iter()
            .find(|row| row.headcount.is_some());
        let row = row.expect("its people are counted");
        assert_eq!(row.listing.about.title, "Just started");
        assert_eq!(row.state, OccurrenceState::Fellowship);
        assert!(row.is_open());
    });
}
