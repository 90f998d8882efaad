//! Calls: the time to answer, the browser's question about the microphone, and what the chair may do.

use super::scenario::{ANA, CHAIR, MINUTE, Scenario, THEO};
use crate::base::Millis;
use crate::room::{Action, EntryState, HeldBecause, PERMISSION_TIMEOUT, Refusal, StepKind};

fn with_call() -> Scenario {
    let mut scenario = Scenario::in_step(StepKind::Shares);
    scenario.raise_hands(&[ANA, THEO]);
    scenario.act(CHAIR, Action::Call(ANA));
    scenario
}

fn is_called(scenario: &Scenario) -> bool {
    matches!(scenario.queue_state(ANA), Some(EntryState::Called { .. }))
}

fn held_because(scenario: &Scenario) -> Option<HeldBecause> {
    match scenario.queue_state(ANA) {
        Some(EntryState::Held { because, .. }) => Some(because),
        _ => None,
    }
}

#[test]
fn the_time_to_answer_stops_while_the_browser_asks_about_the_microphone() {
    let mut scenario = with_call();
    scenario.advance_secs(29);
    scenario.act(ANA, Action::AnswerCall);
    assert!(!scenario.is_audible(ANA), "an answer opens no microphone");
    scenario.advance_secs(45);
    assert!(
        is_called(&scenario),
        "a person reads the browser's question"
    );
    scenario.act(ANA, Action::StartSharing);
    assert_eq!(scenario.floor_holder(), Some(ANA));
    assert_eq!(scenario.used_time(), Millis(0));
}

#[test]
fn nobody_keeps_the_others_waiting_by_an_answer_alone() {
    let mut scenario = with_call();
    scenario.act(ANA, Action::AnswerCall);
    scenario.advance(Millis(PERMISSION_TIMEOUT.0 - 1));
    scenario.expect_refusal(ANA, Action::AnswerCall, Refusal::Unchanged);
    scenario.advance(Millis(1));
    assert_eq!(held_because(&scenario), Some(HeldBecause::NoAnswer));
}

#[test]
fn only_a_called_person_answers() {
    let mut scenario = with_call();
    for action in [Action::AnswerCall, Action::MicrophoneFailed] {
        scenario.expect_refusal(THEO, action, Refusal::NotYourTurn);
    }
    scenario.expect_refusal(CHAIR, Action::ProlongCall(THEO), Refusal::NotYourTurn);
    scenario.expect_refusal(THEO, Action::ProlongCall(ANA), Refusal::NotAllowed);
}

#[test]
fn the_chair_gives_a_called_person_more_time() {
    let mut scenario = with_call();
    scenario.advance_secs(29);
    scenario.act(CHAIR, Action::ProlongCall(ANA));
    scenario.advance_secs(29);
    assert!(is_called(&scenario));
    scenario.act(ANA, Action::AnswerCall);
    scenario.advance_secs(59);
    scenario.act(CHAIR, Action::ProlongCall(ANA));
    scenario.advance_secs(59);
    assert!(is_called(&scenario));
    scenario.advance_secs(1);
    assert!(!is_called(&scenario));
}

#[test]
fn the_place_is_held_while_the_browser_refuses_the_microphone() {
    let mut scenario = with_call();
    scenario.act(ANA, Action::AnswerCall);
    scenario.act(ANA, Action::MicrophoneFailed);
    assert_eq!(held_because(&scenario), Some(HeldBecause::Microphone));
    scenario.advance(MINUTE);
    assert_eq!(scenario.queue_order(), [ANA.0, THEO.0], "it waits");
    scenario.act(CHAIR, Action::Call(THEO));
    scenario.act(ANA, Action::RaiseHand);
    assert_eq!(scenario.queue_state(ANA), Some(EntryState::Waiting));
    scenario.act(CHAIR, Action::Call(ANA));
    assert!(is_called(&scenario));
}

#[test]
fn a_freeze_stops_the_time_of_an_answered_call() {
    let mut scenario = with_call();
    scenario.act(ANA, Action::AnswerCall);
    scenario.advance_secs(50);
    scenario.act(CHAIR, Action::Freeze);
    scenario.expect_refusal(ANA, Action::StartSharing, Refusal::Frozen);
    scenario.advance(MINUTE);
    scenario.act(CHAIR, Action::Unfreeze);
    scenario.advance_secs(9);
    assert!(is_called(&scenario));
    scenario.advance_secs(1);
    assert!(!is_called(&scenario));
}
