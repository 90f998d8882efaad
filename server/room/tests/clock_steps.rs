//! The clock of the machine is set during a meeting: spans stay, planned times are by the new clock.

use super::scenario::{ANA, CHAIR, MINUTE, Scenario, THEO};
use crate::base::{ClockStep, Millis};
use crate::room::{Action, EntryState, Event, HeldBecause, Phase, StepKind};

const HOUR: i64 = 60 * 60 * 1_000;

/// The clock of the machine is set.
fn set_clock(scenario: &mut Scenario, step: i64) {
    let step = ClockStep(step);
    scenario.now = scenario.now + step;
    scenario.room.clock_was_set(scenario.now, step);
    scenario.advance(Millis(0));
}

#[test]
fn a_speaker_pays_for_the_time_that_passed_and_not_for_the_step() {
    for step in [HOUR, -HOUR] {
        let mut scenario = Scenario::with_share_by(ANA);
        scenario.advance_secs(2);
        set_clock(&mut scenario, step);
        assert_eq!(scenario.used_time(), Millis::from_secs(2), "{step}");
        scenario.advance_secs(3);
        assert_eq!(scenario.used_time(), Millis::from_secs(5), "{step}");
        scenario.take_events();
        scenario.advance_secs(115);
        assert_eq!(scenario.take_events(), [Event::FloorWarned], "{step}");
        scenario.act(ANA, Action::MuteSelf);
        assert_eq!(scenario.used_time(), Millis::from_secs(120), "{step}");
    }
}

#[test]
fn a_call_and_a_seat_have_their_full_time() {
    for step in [HOUR, -HOUR] {
        let mut scenario = Scenario::in_step(StepKind::Shares);
        scenario.raise_hands(&[ANA]);
        scenario.disconnect(THEO);
        scenario.act(CHAIR, Action::Call(ANA));
        scenario.advance_secs(10);
        set_clock(&mut scenario, step);
        scenario.advance_secs(19);
        let called = scenario.queue_state(ANA);
        assert!(matches!(called, Some(EntryState::Called { .. })), "{step}");
        scenario.advance_secs(1);
        let because = HeldBecause::NoAnswer;
        let since = scenario.now;
        assert_eq!(
            scenario.queue_state(ANA),
            Some(EntryState::Held { because, since }),
            "{step}"
        );
        scenario.advance_secs(89);
        assert!(scenario.room.person(THEO).is_some(), "{step}");
        scenario.advance_secs(1);
        assert!(scenario.room.person(THEO).is_none(), "{step}");
    }
}

#[test]
fn a_freeze_keeps_a_suspended_turn_and_its_time() {
    let mut scenario = Scenario::with_share_by(ANA);
    scenario.advance_secs(10);
    scenario.act(CHAIR, Action::Freeze);
    scenario.act(CHAIR, Action::StartSharing);
    set_clock(&mut scenario, HOUR);
    scenario.advance(MINUTE);
    scenario.act(CHAIR, Action::Unfreeze);
    scenario.act(ANA, Action::StartSharing);
    assert_eq!(scenario.used_time(), Millis::from_secs(10));
}

#[test]
fn the_doors_close_by_the_new_clock() {
    let mut scenario = Scenario::with_doors_open();
    scenario.arrive("Ana");
    set_clock(&mut scenario, HOUR);
    assert_eq!(scenario.room.phase(), Phase::DoorsOpen);
    set_clock(&mut scenario, HOUR);
    assert_eq!(scenario.room.phase(), Phase::Ended);
}
