//! The share queue.

use super::scenario::{ANA, CHAIR, CO_CHAIR, OMAR, PRIYA, Scenario, THEO};
use crate::base::Millis;
use crate::room::{
    Action, Direction, EntryState, Event, HeldBecause, QueueMode, Refusal, Standing, StepKind,
};

fn held(scenario: &Scenario, id: crate::base::ParticipantId) -> Option<HeldBecause> {
    match scenario.queue_state(id) {
        Some(EntryState::Held { because, .. }) => Some(because),
        _ => None,
    }
}

#[test]
fn hands_are_called_in_the_order_in_which_they_went_up() {
    let mut scenario = Scenario::in_step(StepKind::Shares);
    scenario.raise_hands(&[THEO, ANA]);
    assert_eq!(scenario.queue_order(), [4, 3]);
    scenario.expect_refusal(ANA, Action::RaiseHand, Refusal::AlreadyQueued);
    scenario.act(THEO, Action::LowerHand);
    scenario.expect_refusal(THEO, Action::LowerHand, Refusal::NotQueued);
    assert_eq!(scenario.queue_order(), [3]);
}

#[test]
fn a_hand_raised_before_the_meeting_is_kept_for_it() {
    let mut scenario = Scenario::with_doors_open();
    let chair = scenario.arrive_as("Dana", Standing::Chair);
    let ana = scenario.arrive("Ana");
    scenario.act(ana, Action::RaiseHand);
    scenario.expect_refusal(chair, Action::Call(ana), Refusal::WrongPhase);
    scenario.act(chair, Action::StartMeeting);
    assert_eq!(scenario.queue_order(), [ana.0]);
    scenario.expect_refusal(chair, Action::Call(ana), Refusal::WrongPhase);
    scenario.act(chair, Action::EndMeeting);
    assert!(scenario.queue_order().is_empty());
    scenario.expect_refusal(ana, Action::RaiseHand, Refusal::WrongPhase);
}

#[test]
fn a_call_waits_thirty_seconds_for_the_persons_own_press() {
    let mut scenario = Scenario::in_step(StepKind::Shares);
    scenario.raise_hands(&[ANA, THEO]);
    scenario.expect_refusal(ANA, Action::StartSharing, Refusal::NotYourTurn);
    scenario.act(CHAIR, Action::Call(ANA));
    assert!(!scenario.is_audible(ANA), "a call opens no microphone");
    scenario.expect_refusal(THEO, Action::StartSharing, Refusal::NotYourTurn);
    scenario.advance(Millis(29_999));
    assert!(matches!(
        scenario.queue_state(ANA),
        Some(EntryState::Called { .. })
    ));
    scenario.take_events();
    scenario.advance(Millis(1));
    assert_eq!(
        scenario.take_events(),
        [Event::NoAnswer(ANA), Event::QueueChanged]
    );
    assert_eq!(held(&scenario, ANA), Some(HeldBecause::NoAnswer));
    assert_eq!(scenario.queue_order(), [3, 4], "next in the order");
    scenario.expect_refusal(ANA, Action::StartSharing, Refusal::NotYourTurn);
    scenario.act(CHAIR, Action::Call(ANA));
    scenario.act(ANA, Action::StartSharing);
    assert!(scenario.is_audible(ANA));
}

#[test]
fn a_person_who_missed_the_call_waits_again_by_raising_a_hand() {
    let mut scenario = Scenario::in_step(StepKind::Shares);
    scenario.raise_hands(&[ANA, THEO]);
    scenario.act(CHAIR, Action::Call(ANA));
    scenario.advance_secs(30);
    scenario.act(ANA, Action::RaiseHand);
    assert_eq!(scenario.queue_state(ANA), Some(EntryState::Waiting));
    assert_eq!(scenario.queue_order(), [3, 4]);
}

#[test]
fn calling_another_person_puts_the_first_one_next_in_the_order() {
    let mut scenario = Scenario::in_step(StepKind::Shares);
    scenario.raise_hands(&[ANA, THEO, PRIYA]);
    scenario.act(CHAIR, Action::Call(ANA));
    scenario.expect_refusal(CHAIR, Action::Call(ANA), Refusal::Unchanged);
    scenario.act(CHAIR, Action::Call(PRIYA));
    assert_eq!(scenario.queue_order(), [5, 3, 4]);
    assert_eq!(scenario.queue_state(ANA), Some(EntryState::Waiting));
    scenario.expect_refusal(CHAIR, Action::Call(OMAR), Refusal::NotQueued);
}

#[test]
fn pass_gives_up_the_place_and_later_moves_it_one_down() {
    let mut scenario = Scenario::in_step(StepKind::Shares);
    scenario.raise_hands(&[ANA, THEO, PRIYA]);
    scenario.expect_refusal(ANA, Action::Later, Refusal::NotYourTurn);
    scenario.act(CHAIR, Action::Call(ANA));
    scenario.act(ANA, Action::Later);
    assert_eq!(
        (scenario.queue_order(), scenario.queue_state(ANA)),
        (vec![4, 3, 5], Some(EntryState::Waiting))
    );
    scenario.act(CHAIR, Action::Call(THEO));
    scenario.act(THEO, Action::Pass);
    assert_eq!(scenario.queue_order(), [3, 5]);
}

#[test]
fn a_lost_connection_keeps_the_place() {
    let mut scenario = Scenario::in_step(StepKind::Shares);
    scenario.raise_hands(&[ANA, THEO]);
    scenario.act(CHAIR, Action::Call(ANA));
    scenario.disconnect(ANA);
    assert_eq!(held(&scenario, ANA), Some(HeldBecause::LostConnection));
    scenario.expect_refusal(CHAIR, Action::Call(ANA), Refusal::Away);
    scenario.expect_refusal(CHAIR, Action::Release(ANA), Refusal::Away);
    scenario.advance_secs(119);
    scenario.reconnect(ANA);
    assert_eq!(
        (scenario.queue_order(), scenario.queue_state(ANA)),
        (vec![3, 4], Some(EntryState::Waiting))
    );
    scenario.disconnect(ANA);
    scenario.advance_secs(120);
    assert_eq!(scenario.queue_order(), [4]);
}

#[test]
fn the_chair_can_hold_release_skip_and_move_people() {
    let mut scenario = Scenario::in_step(StepKind::Shares);
    scenario.raise_hands(&[ANA, THEO, PRIYA]);
    scenario.expect_refusal(ANA, Action::Skip(THEO), Refusal::NotAllowed);
    scenario.act(CO_CHAIR, Action::Hold(ANA));
    scenario.expect_refusal(CHAIR, Action::Hold(ANA), Refusal::Unchanged);
    scenario.disconnect(ANA);
    assert_eq!(held(&scenario, ANA), Some(HeldBecause::Chair));
    scenario.act(CHAIR, Action::Release(ANA));
    assert_eq!(held(&scenario, ANA), Some(HeldBecause::LostConnection));
    scenario.reconnect(ANA);
    scenario.expect_refusal(CHAIR, Action::Release(ANA), Refusal::Unchanged);
    scenario.act(
        CHAIR,
        Action::Move {
            person: PRIYA,
            place: 0,
        },
    );
    assert_eq!(scenario.queue_order(), [5, 3, 4]);
    scenario.expect_refusal(
        CHAIR,
        Action::Move {
            person: PRIYA,
            place: 0,
        },
        Refusal::Unchanged,
    );
    scenario.expect_refusal(
        CHAIR,
        Action::Move {
            person: PRIYA,
            place: 3,
        },
        Refusal::OutOfRange,
    );
    scenario.expect_refusal(
        CHAIR,
        Action::Move {
            person: PRIYA,
            place: usize::MAX,
        },
        Refusal::OutOfRange,
    );
    scenario.act(CHAIR, Action::Skip(ANA));
    assert_eq!(scenario.queue_order(), [5, 4]);
}

#[test]
fn a_closed_queue_refuses_new_hands() {
    let mut scenario = Scenario::in_step(StepKind::Shares);
    scenario.act(CHAIR, Action::OpenQueue(false));
    scenario.expect_refusal(ANA, Action::RaiseHand, Refusal::QueueClosed);
    scenario.expect_refusal(CHAIR, Action::OpenQueue(false), Refusal::Unchanged);
    assert!(!scenario.room.is_queue_open());
}

#[test]
fn a_burning_desire_comes_first_even_when_the_queue_is_closed() {
    let mut scenario = Scenario::in_step(StepKind::Shares);
    scenario.raise_hands(&[ANA, THEO]);
    scenario.act(CHAIR, Action::OpenQueue(false));
    scenario.act(CHAIR, Action::Step(Direction::Next));
    scenario.raise_hands(&[OMAR]);
    assert_eq!(scenario.queue_order(), [6, 3, 4]);
    scenario.raise_hands(&[THEO]);
    assert_eq!(
        scenario.queue_order(),
        [4, 6, 3],
        "a waiting hand becomes one of them"
    );
    scenario.expect_refusal(THEO, Action::RaiseHand, Refusal::AlreadyQueued);
    scenario.act(CHAIR, Action::Step(Direction::Back));
    assert_eq!(
        scenario.queue_order(),
        [3, 4, 6],
        "and waits like others when the step is over"
    );
}

#[test]
fn people_who_have_not_shared_come_first() {
    let mut scenario = Scenario::in_step(StepKind::Shares);
    scenario.raise_hands(&[ANA]);
    scenario.complete_share(ANA);
    scenario.raise_hands(&[ANA, THEO]);
    assert_eq!(scenario.queue_order(), [4, 3]);
    assert_eq!(
        scenario.room.person(ANA).map(|person| person.shared),
        Some(1)
    );
}

#[test]
fn the_mode_not_yet_shared_orders_by_number_of_shares() {
    let mut scenario = Scenario::in_step(StepKind::Shares);
    for person in [ANA, ANA, THEO] {
        scenario.raise_hands(&[person]);
        scenario.complete_share(person);
    }
    scenario.raise_hands(&[ANA, THEO]);
    assert_eq!(scenario.queue_order(), [3, 4], "both have shared");
    scenario.act(CHAIR, Action::SetQueueMode(QueueMode::NotYetShared));
    assert_eq!(scenario.queue_order(), [4, 3]);
    scenario.raise_hands(&[PRIYA]);
    assert_eq!(scenario.queue_order(), [5, 4, 3]);
    scenario.act(CHAIR, Action::SetQueueMode(QueueMode::ChairPicks));
    assert_eq!(scenario.queue_order(), [3, 4, 5], "as the hands went up");
}

#[test]
fn newcomers_come_first_until_they_have_shared() {
    let mut scenario = Scenario::in_step(StepKind::Shares);
    scenario.act(CHAIR, Action::SetQueueMode(QueueMode::NewcomersFirst));
    let newcomer = scenario
        .try_arrive("Newt", Standing::Visitor, true)
        .expect("open");
    scenario.raise_hands(&[ANA, newcomer]);
    assert_eq!(scenario.queue_order(), [newcomer.0, 3]);
    scenario.complete_share(newcomer);
    scenario.raise_hands(&[newcomer]);
    assert_eq!(scenario.queue_order(), [3, newcomer.0]);
}

#[test]
fn round_robin_continues_in_order_of_arrival_after_the_last_speaker() {
    let mut scenario = Scenario::in_step(StepKind::Shares);
    scenario.act(CHAIR, Action::SetQueueMode(QueueMode::RoundRobin));
    scenario.raise_hands(&[OMAR, THEO]);
    assert_eq!(scenario.queue_order(), [4, 6]);
    scenario.complete_share(THEO);
    scenario.raise_hands(&[ANA, PRIYA]);
    assert_eq!(scenario.queue_order(), [5, 6, 3]);
}

#[test]
fn the_person_tagged_by_the_speaker_is_called_after_the_share() {
    let mut scenario = Scenario::in_step(StepKind::Shares);
    scenario.raise_hands(&[ANA, THEO, PRIYA]);
    scenario.act(CHAIR, Action::Call(ANA));
    scenario.act(ANA, Action::StartSharing);
    scenario.expect_refusal(ANA, Action::Tag(PRIYA), Refusal::WrongPhase);
    scenario.act(CHAIR, Action::SetQueueMode(QueueMode::Tag));
    scenario.expect_refusal(THEO, Action::Tag(PRIYA), Refusal::NotYourTurn);
    scenario.expect_refusal(ANA, Action::Tag(OMAR), Refusal::NotQueued);
    scenario.act(ANA, Action::Tag(PRIYA));
    assert_eq!(scenario.queue_order(), [3, 5, 4]);
    scenario.act(ANA, Action::Done);
    assert!(matches!(
        scenario.queue_state(PRIYA),
        Some(EntryState::Called { .. })
    ));
}

#[test]
fn moves_by_the_chair_are_kept_in_every_mode() {
    let mut scenario = Scenario::in_step(StepKind::Shares);
    scenario.raise_hands(&[ANA]);
    scenario.complete_share(ANA);
    scenario.raise_hands(&[THEO, ANA]);
    scenario.act(
        CHAIR,
        Action::Move {
            person: ANA,
            place: 0,
        },
    );
    scenario.raise_hands(&[PRIYA]);
    assert_eq!(scenario.queue_order(), [3, 4, 5]);
}
