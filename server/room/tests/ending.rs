//! The end of a session, and how it is taken back.

use super::scenario::{ANA, CHAIR, CO_CHAIR, MINUTE, OMAR, PRIYA, Scenario, THEO, step_index};
use crate::base::Millis;
use crate::room::{Action, EntryState, HeldBecause, Phase, RESUME_TIMEOUT, Refusal, StepKind};

#[test]
fn the_end_of_a_meeting_can_be_taken_back_for_ten_seconds() {
    let mut scenario = Scenario::with_share_by(ANA);
    scenario.raise_hands(&[THEO, PRIYA]);
    scenario.advance(MINUTE);
    let used = scenario.used_time();
    let step_since = scenario.room.step_since();
    scenario.act(CHAIR, Action::EndMeeting);
    assert_eq!(
        scenario.room.resumable_until(),
        Some(scenario.now + Millis::from_secs(10))
    );
    scenario.advance_secs(9);
    scenario.expect_refusal(ANA, Action::ResumeMeeting, Refusal::NotAllowed);
    scenario.act(CO_CHAIR, Action::ResumeMeeting);

    assert_eq!(scenario.room.step(), Some(step_index(StepKind::Shares)));
    assert_eq!(scenario.room.step_since(), step_since);
    assert_eq!(scenario.queue_order(), [ANA.0, THEO.0, PRIYA.0]);
    assert_eq!(scenario.floor_holder(), Some(ANA));
    assert_eq!(scenario.used_time(), used, "the clock has waited");
    assert!(!scenario.is_audible(ANA), "only their own press opens it");
    assert_eq!(scenario.room.person(ANA).map(|ana| ana.shared), Some(0));
    scenario.act(ANA, Action::StartSharing);
    assert!(scenario.is_audible(ANA));
}

#[test]
fn an_end_is_final_after_ten_seconds() {
    let mut scenario = Scenario::in_step(StepKind::Shares);
    scenario.expect_refusal(CHAIR, Action::ResumeMeeting, Refusal::WrongPhase);
    scenario.raise_hands(&[THEO]);
    scenario.act(CHAIR, Action::EndMeeting);
    scenario.take_events();
    scenario.advance(RESUME_TIMEOUT);
    assert_eq!(scenario.room.resumable_until(), None);
    assert!(
        !scenario.take_events().is_empty(),
        "clients hide the button"
    );
    scenario.expect_refusal(CHAIR, Action::ResumeMeeting, Refusal::WrongPhase);
    assert_eq!(scenario.room.phase(), Phase::Fellowship);
}

#[test]
fn microphones_that_opened_after_the_end_close_when_it_is_taken_back() {
    let mut scenario = Scenario::in_step(StepKind::Shares);
    scenario.act(CHAIR, Action::EndMeeting);
    scenario.act(OMAR, Action::Unmute);
    scenario.act(CHAIR, Action::ResumeMeeting);
    assert!(!scenario.is_audible(OMAR));
}

#[test]
fn people_who_left_or_lost_their_connection_are_not_called_when_the_end_is_taken_back() {
    let mut scenario = Scenario::with_share_by(ANA);
    scenario.raise_hands(&[THEO, PRIYA]);
    scenario.act(CHAIR, Action::EndMeeting);
    scenario.act(ANA, Action::Leave);
    scenario.disconnect(THEO);
    scenario.act(CHAIR, Action::ResumeMeeting);
    assert_eq!(scenario.floor_holder(), None);
    assert_eq!(scenario.queue_order(), [THEO.0, PRIYA.0]);
    assert!(matches!(
        scenario.queue_state(THEO),
        Some(EntryState::Held {
            because: HeldBecause::LostConnection,
            ..
        })
    ));
    scenario.reconnect(THEO);
    assert_eq!(scenario.queue_state(THEO), Some(EntryState::Waiting));
}
