//! A word of a host beside the turn of another.

use super::scenario::{ANA, CHAIR, CO_CHAIR, Scenario};
use crate::base::{Millis, ParticipantId};
use crate::room::{Action, Audible, Refusal, Role, Room};
use proptest::prelude::*;
use std::collections::BTreeSet;

pub(super) fn audible_people(room: &Room) -> BTreeSet<ParticipantId> {
    match room.audible() {
        Audible::Nobody => BTreeSet::new(),
        Audible::One(person) => BTreeSet::from([person]),
        Audible::Loudest { of, .. } => of.into_iter().collect(),
    }
}

/// While the room is led, nobody is heard but the holder of the floor and one host.
pub(super) fn led_floor(room: &Room) -> Result<(), TestCaseError> {
    let holder = room.floor().map(|floor| floor.person);
    let mut beside = audible_people(room);
    beside.retain(|id| Some(*id) != holder);
    let is_host = |id| {
        room.person(id)
            .is_some_and(|person| person.is_on_chair_team())
    };
    prop_assert!(beside.len() <= 1, "three people are heard");
    prop_assert!(
        beside.iter().all(|id| is_host(*id)),
        "a second member is heard"
    );
    prop_assert!(
        beside.is_empty() || room.frozen().is_none(),
        "a word in a freeze"
    );
    Ok(())
}

fn used(room: &Room) -> Millis {
    room.floor().expect("somebody has the floor").used
}

#[test]
fn a_host_is_heard_beside_a_share_and_the_clock_of_the_share_waits() {
    let mut scenario = Scenario::with_share_by(ANA);
    scenario.advance(Millis::from_secs(20));
    scenario.act(CHAIR, Action::SayWord);
    let both = Audible::Loudest {
        of: vec![ANA, CHAIR],
        at_most: 2,
    };
    assert_eq!(scenario.room.audible(), both);
    scenario.advance(Millis::from_secs(30));
    scenario.act(CHAIR, Action::MuteSelf);
    assert_eq!(scenario.room.audible(), Audible::One(ANA));
    assert_eq!(used(&scenario.room), Millis::from_secs(20));
    let floor = scenario.room.floor().expect("Ana has the floor");
    assert!(floor.running_since.is_some() && !floor.muted);
}

#[test]
fn only_one_host_says_a_word_and_only_beside_another_person() {
    let mut scenario = Scenario::with_share_by(ANA);
    assert!((scenario.room.person(CO_CHAIR)).is_some_and(|person| person.roles == [Role::CoChair]));
    scenario.expect_refusal(ANA, Action::SayWord, Refusal::NotAllowed);
    scenario.act(CHAIR, Action::SayWord);
    scenario.expect_refusal(CHAIR, Action::SayWord, Refusal::Unchanged);
    scenario.expect_refusal(CO_CHAIR, Action::SayWord, Refusal::FloorTaken);
    scenario.act(ANA, Action::Done);
    assert_eq!(scenario.room.audible(), Audible::Nobody);
    scenario.expect_refusal(CHAIR, Action::SayWord, Refusal::FloorEmpty);
    scenario.act(CHAIR, Action::StartSharing);
    scenario.expect_refusal(CO_CHAIR, Action::SayWord, Refusal::NotYourTurn);
}

#[test]
fn a_word_ends_with_the_connection_the_role_and_a_freeze() {
    for end in 0..3 {
        let mut scenario = Scenario::with_share_by(ANA);
        scenario.act(CO_CHAIR, Action::SayWord);
        match end {
            0 => scenario.disconnect(CO_CHAIR),
            1 => scenario.act(
                CHAIR,
                Action::SetRole {
                    person: CO_CHAIR,
                    role: Role::CoChair,
                    on: false,
                },
            ),
            _ => {
                scenario.act(CHAIR, Action::Freeze);
                scenario.act(CHAIR, Action::Unfreeze);
            }
        }
        let floor = scenario.room.floor().expect("Ana has the floor");
        assert_eq!(floor.word, None, "{end}");
    }
}
