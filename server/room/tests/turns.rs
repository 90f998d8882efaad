//! The floor and its clock.

use super::scenario::{ANA, CHAIR, CO_CHAIR, MINUTE, OMAR, PRIYA, Scenario, THEO};
use crate::base::Millis;
use crate::room::{
    Action, Audible, Direction, EntryState, Event, Refusal, Role, Standing, StepKind, Turn,
};

fn turn(scenario: &Scenario) -> Option<Turn> {
    scenario.room.floor().map(|floor| floor.turn)
}

#[test]
fn only_the_floor_holder_is_heard_and_only_after_pressing() {
    let mut scenario = Scenario::with_share_by(ANA);
    assert_eq!(scenario.room.audible(), Audible::One(ANA));
    scenario.expect_refusal(ANA, Action::StartSharing, Refusal::Unchanged);
    scenario.expect_refusal(CHAIR, Action::StartSharing, Refusal::FloorTaken);
    scenario.expect_refusal(THEO, Action::StartSharing, Refusal::NotYourTurn);
    scenario.expect_refusal(ANA, Action::Unmute, Refusal::WrongPhase);
    scenario.expect_refusal(THEO, Action::Done, Refusal::NotYourTurn);
    scenario.act(ANA, Action::Done);
    assert_eq!(
        (scenario.room.audible(), scenario.queue_order().len()),
        (Audible::Nobody, 0)
    );
    scenario.expect_refusal(ANA, Action::Done, Refusal::FloorEmpty);
}

#[test]
fn the_clock_warns_then_chimes_then_prompts_and_never_ends_a_turn() {
    let mut scenario = Scenario::with_share_by(ANA);
    scenario.advance(Millis(119_999));
    assert_eq!(scenario.take_events(), []);
    scenario.advance(Millis(1));
    assert_eq!(scenario.take_events(), [Event::FloorWarned]);
    scenario.advance(MINUTE);
    assert_eq!(scenario.take_events(), [Event::FloorOvertime]);
    scenario.advance_secs(30);
    assert_eq!(scenario.take_events(), [Event::ChairPrompted]);
    scenario.advance(Millis::from_mins(20));
    assert_eq!(scenario.take_events(), []);
    assert!(scenario.is_audible(ANA));
}

#[test]
fn a_late_timeout_still_reports_all_three_announcements_in_order() {
    let mut scenario = Scenario::with_share_by(ANA);
    scenario.advance(Millis::from_mins(60));
    let announcements = [
        Event::FloorWarned,
        Event::FloorOvertime,
        Event::ChairPrompted,
    ];
    assert_eq!(scenario.take_events(), announcements);
}

#[test]
fn more_time_withdraws_announcements_that_came_too_early() {
    let mut scenario = Scenario::with_share_by(ANA);
    scenario.act(
        CHAIR,
        Action::SetRole {
            person: THEO,
            role: Role::Timekeeper,
            on: true,
        },
    );
    scenario.advance(Millis::from_mins(3));
    scenario.take_events();
    scenario.expect_refusal(PRIYA, Action::Extend(MINUTE), Refusal::NotAllowed);
    scenario.act(THEO, Action::Extend(Millis(90_000)));
    assert_eq!(scenario.take_events(), [Event::FloorChanged]);
    scenario.advance_secs(30);
    assert_eq!(scenario.take_events(), [Event::FloorWarned]);
    scenario.advance(MINUTE);
    assert_eq!(scenario.take_events(), [Event::FloorOvertime]);
    scenario.act(CHAIR, Action::Extend(Millis(1_000)));
    scenario.expect_refusal(CHAIR, Action::Extend(Millis(u64::MAX)), Refusal::OutOfRange);
    scenario.expect_refusal(CHAIR, Action::Extend(Millis(0)), Refusal::OutOfRange);
    scenario.act(ANA, Action::Done);
    scenario.expect_refusal(CHAIR, Action::Extend(MINUTE), Refusal::FloorEmpty);
}

#[test]
fn a_muted_holder_keeps_the_floor_while_the_clock_stops() {
    let mut scenario = Scenario::with_share_by(ANA);
    scenario.advance_secs(10);
    scenario.expect_refusal(THEO, Action::Mute(ANA), Refusal::NotAllowed);
    scenario.act(
        CHAIR,
        Action::SetRole {
            person: THEO,
            role: Role::ChatMonitor,
            on: true,
        },
    );
    scenario.act(THEO, Action::Mute(ANA));
    scenario.expect_refusal(CHAIR, Action::Mute(ANA), Refusal::Unchanged);
    assert!(!scenario.is_audible(ANA));
    assert_eq!(scenario.floor_holder(), Some(ANA));
    scenario.advance(Millis::from_mins(30));
    assert_eq!(scenario.used_time(), Millis::from_secs(10));
    scenario.act(ANA, Action::StartSharing);
    assert!(scenario.is_audible(ANA));
    scenario.advance_secs(5);
    scenario.act(ANA, Action::MuteSelf);
    assert_eq!(scenario.used_time(), Millis::from_secs(15));
}

#[test]
fn a_lost_connection_stops_the_clock_until_the_holder_presses_again() {
    let mut scenario = Scenario::with_share_by(ANA);
    scenario.advance_secs(10);
    scenario.disconnect(ANA);
    assert_eq!(
        (scenario.floor_holder(), scenario.room.audible()),
        (Some(ANA), Audible::Nobody)
    );
    scenario.advance(MINUTE);
    scenario.reconnect(ANA);
    assert!(!scenario.is_audible(ANA));
    scenario.act(ANA, Action::StartSharing);
    assert_eq!(
        (scenario.used_time(), scenario.is_audible(ANA)),
        (Millis::from_secs(10), true)
    );
    scenario.disconnect(ANA);
    scenario.advance(Millis::from_mins(2));
    assert_eq!(
        (scenario.floor_holder(), scenario.queue_order().len()),
        (None, 0)
    );
}

#[test]
fn the_chair_speaks_between_shares_until_the_called_person_presses() {
    let mut scenario = Scenario::in_step(StepKind::Shares);
    scenario.act(CHAIR, Action::StartSharing);
    assert_eq!(
        (turn(&scenario), scenario.room.floor().and_then(|f| f.limit)),
        (Some(Turn::Chair), None)
    );
    scenario.expect_refusal(CO_CHAIR, Action::StartSharing, Refusal::NotYourTurn);
    scenario.expect_refusal(CHAIR, Action::Extend(MINUTE), Refusal::OutOfRange);
    scenario.act(ANA, Action::RaiseHand);
    scenario.act(CHAIR, Action::Call(ANA));
    assert!(
        scenario.is_audible(CHAIR),
        "until the called person presses"
    );
    scenario.act(ANA, Action::StartSharing);
    assert_eq!(scenario.room.audible(), Audible::One(ANA));
}

#[test]
fn thank_and_close_ends_the_share_and_calls_the_next() {
    let mut scenario = Scenario::with_share_by(ANA);
    scenario.raise_hands(&[THEO]);
    scenario.expect_refusal(CHAIR, Action::Call(THEO), Refusal::FloorTaken);
    scenario.expect_refusal(
        CHAIR,
        Action::ThankAndClose { call: Some(OMAR) },
        Refusal::NotQueued,
    );
    assert_eq!(scenario.floor_holder(), Some(ANA));
    scenario.act(CHAIR, Action::ThankAndClose { call: Some(THEO) });
    assert_eq!(scenario.floor_holder(), None);
    assert!(matches!(
        scenario.queue_state(THEO),
        Some(EntryState::Called { .. })
    ));
    scenario.expect_refusal(
        CHAIR,
        Action::ThankAndClose { call: None },
        Refusal::FloorEmpty,
    );
}

#[test]
fn the_assigned_reader_has_the_floor_until_another_is_assigned() {
    let mut scenario = Scenario::in_step(StepKind::Reading);
    let step = scenario.room.step().expect("in session");
    scenario.expect_refusal(ANA, Action::StartSharing, Refusal::NotYourTurn);
    scenario.act(
        CHAIR,
        Action::Assign {
            step,
            person: Some(ANA),
        },
    );
    scenario.act(CHAIR, Action::StartSharing);
    scenario.act(ANA, Action::StartSharing);
    assert_eq!(
        (turn(&scenario), scenario.is_audible(ANA)),
        (Some(Turn::Reading), true)
    );
    scenario.act(
        CHAIR,
        Action::Assign {
            step,
            person: Some(THEO),
        },
    );
    assert_eq!(scenario.floor_holder(), None);
    scenario.act(THEO, Action::StartSharing);
    scenario.act(CHAIR, Action::Step(Direction::Next));
    assert_eq!(
        scenario.floor_holder(),
        None,
        "the next reading has another reader"
    );
}

#[test]
fn the_lead_speaker_has_the_minutes_of_the_step_and_a_warning_at_two() {
    let mut scenario = Scenario::in_step(StepKind::Speaker);
    let step = scenario.room.step().expect("in session");
    scenario.act(
        CHAIR,
        Action::Assign {
            step,
            person: Some(ANA),
        },
    );
    scenario.act(ANA, Action::StartSharing);
    assert_eq!(turn(&scenario), Some(Turn::Speaker));
    scenario.take_events();
    scenario.advance(Millis::from_mins(13));
    assert_eq!(scenario.take_events(), [Event::FloorWarned]);
    scenario.advance(Millis::from_mins(2));
    assert_eq!(scenario.take_events(), [Event::FloorOvertime]);
}

#[test]
fn in_announcements_servants_take_the_free_floor() {
    let mut scenario = Scenario::in_step(StepKind::Announcements);
    let treasurer = scenario.arrive_as("Ruth", Standing::TrustedServant);
    scenario.expect_refusal(ANA, Action::StartSharing, Refusal::NotYourTurn);
    scenario.act(CHAIR, Action::StartSharing);
    scenario.expect_refusal(treasurer, Action::StartSharing, Refusal::FloorTaken);
    scenario.act(CHAIR, Action::Done);
    scenario.act(treasurer, Action::StartSharing);
    assert_eq!(turn(&scenario), Some(Turn::Announcement));
    scenario.expect_refusal(CO_CHAIR, Action::StartSharing, Refusal::FloorTaken);
}

#[test]
fn an_introduction_is_neither_timed_nor_counted_as_a_share() {
    let mut scenario = Scenario::in_step(StepKind::Newcomers);
    scenario.raise_hands(&[ANA, THEO]);
    scenario.act(CHAIR, Action::Call(ANA));
    scenario.act(ANA, Action::StartSharing);
    assert_eq!(scenario.room.floor().and_then(|floor| floor.limit), None);
    scenario.act(ANA, Action::Done);
    assert_eq!(
        scenario.room.person(ANA).map(|person| person.shared),
        Some(0)
    );
    scenario.act(CHAIR, Action::Call(THEO));
    scenario.act(THEO, Action::StartSharing);
    scenario.act(CHAIR, Action::Step(Direction::To(8)));
    assert_eq!(
        scenario.floor_holder(),
        None,
        "an introduction does not become a share"
    );
}

#[test]
fn a_new_step_ends_a_turn_that_it_does_not_allow_and_keeps_the_queue() {
    let mut scenario = Scenario::with_share_by(ANA);
    scenario.raise_hands(&[THEO]);
    let mut burning = Scenario {
        room: scenario.room.clone(),
        now: scenario.now,
    };
    burning.act(CHAIR, Action::Step(Direction::Next));
    assert!(
        burning.is_audible(ANA),
        "a share continues into the burning desire"
    );
    scenario.act(CHAIR, Action::Step(Direction::Back));
    assert_eq!(
        (scenario.floor_holder(), scenario.queue_order()),
        (None, vec![4])
    );
}

#[test]
fn a_step_without_a_queue_withdraws_the_call() {
    let mut scenario = Scenario::in_step(StepKind::Shares);
    scenario.raise_hands(&[ANA]);
    scenario.act(CHAIR, Action::Call(ANA));
    scenario.act(CHAIR, Action::Step(Direction::Back));
    assert_eq!(scenario.queue_state(ANA), Some(EntryState::Waiting));
}

#[test]
fn the_share_limit_applies_from_the_next_share_on() {
    let mut scenario = Scenario::with_share_by(ANA);
    scenario.expect_refusal(
        CHAIR,
        Action::SetShareLimit(Some(Millis(1))),
        Refusal::OutOfRange,
    );
    scenario.act(CHAIR, Action::SetShareLimit(None));
    assert_eq!(
        scenario.room.floor().and_then(|f| f.limit),
        Some(Millis::from_mins(3))
    );
    scenario.act(ANA, Action::Done);
    scenario.raise_hands(&[THEO]);
    scenario.act(CHAIR, Action::Call(THEO));
    scenario.act(THEO, Action::StartSharing);
    assert_eq!(scenario.room.floor().and_then(|f| f.limit), None);
    scenario.expect_refusal(CHAIR, Action::SetShareLimit(None), Refusal::Unchanged);
}

#[test]
fn a_very_short_share_is_warned_at_half_time() {
    let mut scenario = Scenario::in_step(StepKind::Shares);
    scenario.act(CHAIR, Action::SetShareLimit(Some(MINUTE)));
    scenario.raise_hands(&[ANA]);
    scenario.act(CHAIR, Action::Call(ANA));
    scenario.act(ANA, Action::StartSharing);
    scenario.take_events();
    scenario.advance_secs(29);
    assert_eq!(scenario.take_events(), []);
    scenario.advance_secs(1);
    assert_eq!(scenario.take_events(), [Event::FloorWarned]);
}
