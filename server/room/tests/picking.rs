//! "The speaker picks": in tag mode.

use super::scenario::{ANA, CHAIR, OMAR, PRIYA, Scenario, THEO};
use crate::base::ParticipantId;
use crate::room::{Action, Direction, EntryState, QueueMode, Refusal};

/// Ana shares, and three others have a hand up.
fn with_share() -> Scenario {
    let mut scenario = Scenario::with_share_by(ANA);
    scenario.act(CHAIR, Action::SetQueueMode(QueueMode::Tag));
    scenario.raise_hands(&[THEO, PRIYA, OMAR]);
    scenario
}

fn is_called(scenario: &Scenario, id: ParticipantId) -> bool {
    matches!(scenario.queue_state(id), Some(EntryState::Called { .. }))
}

#[test]
fn the_speaker_picks_after_the_share() {
    let mut scenario = with_share();
    scenario.act(ANA, Action::Done);
    assert_eq!(scenario.room.picker(), Some(ANA));
    scenario.expect_refusal(THEO, Action::Tag(OMAR), Refusal::NotYourTurn);
    scenario.act(ANA, Action::Tag(PRIYA));
    assert!(is_called(&scenario, PRIYA));
    assert_eq!(scenario.room.picker(), None);
    scenario.expect_refusal(ANA, Action::Tag(OMAR), Refusal::NotYourTurn);
}

#[test]
fn a_speaker_whose_share_the_chair_ends_picks_too() {
    let mut scenario = with_share();
    scenario.act(CHAIR, Action::ThankAndClose { call: None });
    assert_eq!(scenario.room.picker(), Some(ANA));
}

#[test]
fn a_speaker_who_has_picked_is_not_asked_again() {
    let mut scenario = with_share();
    scenario.act(ANA, Action::Tag(PRIYA));
    scenario.act(ANA, Action::Done);
    assert_eq!(scenario.room.picker(), None);
    assert!(is_called(&scenario, PRIYA));
}

#[test]
fn the_chair_does_not_wait_for_a_pick() {
    let mut scenario = with_share();
    scenario.act(ANA, Action::Done);
    scenario.act(CHAIR, Action::StartSharing);
    assert_eq!(scenario.room.picker(), Some(ANA), "a word between shares");
    scenario.act(CHAIR, Action::Call(OMAR));
    assert_eq!(scenario.room.picker(), None);
}

#[test]
fn a_pick_is_left_to_the_chair_by_a_press_and_by_circumstances() {
    let ends: [fn(&mut Scenario); 5] = [
        |scenario| scenario.act(ANA, Action::Pass),
        |scenario| scenario.act(ANA, Action::Leave),
        |scenario| scenario.disconnect(ANA),
        |scenario| scenario.act(CHAIR, Action::Step(Direction::To(0))),
        |scenario| scenario.act(CHAIR, Action::SetQueueMode(QueueMode::ChairPicks)),
    ];
    for end in ends {
        let mut scenario = with_share();
        scenario.act(ANA, Action::Done);
        end(&mut scenario);
        assert_eq!(scenario.room.picker(), None);
    }
}

#[test]
fn nobody_is_asked_to_pick_when_no_hand_is_up() {
    let mut scenario = Scenario::with_share_by(ANA);
    scenario.act(CHAIR, Action::SetQueueMode(QueueMode::Tag));
    scenario.act(ANA, Action::Done);
    assert_eq!(scenario.room.picker(), None);
}
