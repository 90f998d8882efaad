//! Seats, connections, the lobby, removal and marks.

use super::scenario::{ANA, CHAIR, CO_CHAIR, MINUTE, Scenario, THEO, plan};
use crate::base::{Millis, ParticipantId};
use crate::room::{
    Action, Command, Departure, Event, Mark, Presence, Refusal, Role, Standing, StepKind,
};

#[test]
fn only_trusted_servants_may_join_a_full_room() {
    let mut scenario = Scenario::with_doors_open();
    for _ in 0..plan().capacity {
        scenario.advance(MINUTE);
        scenario.arrive("Ana");
    }
    assert_eq!(
        scenario.try_arrive("Theo", Standing::Visitor, false),
        Err(Refusal::Full)
    );
    scenario.arrive_as("Dana", Standing::Chair);
    assert!(scenario.room.chair().is_some());
}

#[test]
fn a_seat_is_kept_for_two_minutes_after_a_lost_connection() {
    let mut scenario = Scenario::in_step(StepKind::Shares);
    scenario.disconnect(ANA);
    assert_eq!(
        scenario
            .room
            .apply(scenario.now, Command::ConnectionLost(ANA)),
        Err(Refusal::Unchanged)
    );
    scenario.expect_refusal(ANA, Action::RaiseHand, Refusal::Away);
    scenario.advance(Millis(119_999));
    scenario.reconnect(ANA);
    assert_eq!(
        scenario
            .room
            .apply(scenario.now, Command::ConnectionResumed(ANA)),
        Err(Refusal::Unchanged)
    );
    scenario.disconnect(ANA);
    scenario.take_events();
    scenario.advance(Millis::from_mins(2));
    assert!(
        scenario
            .take_events()
            .contains(&Event::Departed(ANA, Departure::TimedOut))
    );
    let resumed = scenario
        .room
        .apply(scenario.now, Command::ConnectionResumed(ANA));
    assert_eq!(resumed, Err(Refusal::NoSuchPerson));
}

#[test]
fn a_microphone_stays_closed_after_a_lost_connection() {
    let mut scenario = Scenario::with_doors_open();
    let ana = scenario.arrive("Ana");
    scenario.act(ana, Action::Unmute);
    scenario.disconnect(ana);
    scenario.reconnect(ana);
    assert!(!scenario.is_audible(ana));
}

#[test]
fn several_people_are_heard_on_an_open_floor_each_by_their_own_press() {
    let mut scenario = Scenario::with_doors_open();
    let (first, second) = (scenario.arrive("Ana"), scenario.arrive("Theo"));
    scenario.expect_refusal(first, Action::StartSharing, Refusal::WrongPhase);
    scenario.act(second, Action::Unmute);
    scenario.act(first, Action::Unmute);
    scenario.expect_refusal(first, Action::Unmute, Refusal::Unchanged);
    let both = crate::room::Audible::Loudest {
        of: vec![first, second],
        at_most: 3,
    };
    assert_eq!(scenario.room.audible(), both);
    scenario.act(first, Action::MuteSelf);
    scenario.expect_refusal(first, Action::MuteSelf, Refusal::Unchanged);
    assert!(!scenario.is_audible(first) && scenario.is_audible(second));
}

#[test]
fn the_lobby_holds_visitors_until_they_are_admitted() {
    let mut scenario = Scenario::in_step(StepKind::Shares);
    scenario.expect_refusal(ANA, Action::SetLobby(true), Refusal::NotAllowed);
    scenario.act(
        CHAIR,
        Action::SetRole {
            person: ANA,
            role: Role::Greeter,
            on: true,
        },
    );
    scenario.act(ANA, Action::SetLobby(true));
    let waiting = scenario.arrive("Nia");
    assert!(matches!(
        scenario.room.person(waiting).map(|p| p.presence),
        Some(Presence::Lobby { .. })
    ));
    scenario.expect_refusal(waiting, Action::RaiseHand, Refusal::InLobby);
    let servant = scenario.arrive_as("Ruth", Standing::TrustedServant);
    assert_eq!(
        scenario.room.person(servant).map(|p| p.presence),
        Some(Presence::Here)
    );
    scenario.act(ANA, Action::SetLobby(false));
    assert!(!scenario.room.is_lobby_on());
    scenario.expect_refusal(waiting, Action::RaiseHand, Refusal::InLobby);
    scenario.act(ANA, Action::Admit(waiting));
    scenario.act(waiting, Action::RaiseHand);
    scenario.expect_refusal(ANA, Action::Admit(waiting), Refusal::Unchanged);
}

#[test]
fn a_person_sent_to_the_lobby_loses_floor_place_and_roles() {
    let mut scenario = Scenario::with_share_by(ANA);
    scenario.act(
        CHAIR,
        Action::SetRole {
            person: ANA,
            role: Role::Greeter,
            on: true,
        },
    );
    scenario.act(CHAIR, Action::HoldInLobby(ANA));
    assert_eq!(
        (scenario.floor_holder(), scenario.queue_order().len()),
        (None, 0)
    );
    assert!(
        scenario
            .room
            .person(ANA)
            .is_some_and(|person| person.roles.is_empty())
    );
    scenario.expect_refusal(CHAIR, Action::HoldInLobby(CO_CHAIR), Refusal::NotAllowed);
}

#[test]
fn a_seat_is_also_kept_after_a_lost_connection_in_the_lobby() {
    let mut scenario = Scenario::in_step(StepKind::Shares);
    scenario.act(CHAIR, Action::SetLobby(true));
    let (nia, abel) = (scenario.arrive("Nia"), scenario.arrive("Abel"));
    scenario.disconnect(nia);
    scenario.disconnect(abel);
    scenario.reconnect(nia);
    let admitted = scenario.try_act(CHAIR, Action::Admit(abel));
    assert_eq!(admitted, Ok(()));
    assert!(matches!(
        scenario.room.person(abel).map(|p| p.presence),
        Some(Presence::Away { .. })
    ));
    scenario.advance(MINUTE);
    scenario.advance(MINUTE);
    assert!(scenario.room.person(nia).is_some() && scenario.room.person(abel).is_none());
}

#[test]
fn a_burst_of_arrivals_switches_the_lobby_on() {
    let burst = plan().lobby_burst.expect("the plan has one");
    let mut slow = Scenario::with_doors_open();
    slow.arrive_as("Dana", Standing::Chair);
    let mut swarm = Scenario {
        room: slow.room.clone(),
        now: slow.now,
    };
    for _ in 1..=burst.arrivals {
        slow.advance_secs(2);
        slow.arrive("Ana");
        swarm.arrive("Ana");
    }
    assert!(!slow.room.is_lobby_on());
    assert!(swarm.room.is_lobby_on());
    let in_lobby = swarm
        .room
        .people()
        .filter(|p| matches!(p.presence, Presence::Lobby { .. }));
    assert_eq!(in_lobby.count(), 1, "people who arrived before stay inside");
    let mut unguarded = Scenario::with_doors_open();
    for _ in 0..=burst.arrivals {
        unguarded.arrive("Ana");
    }
    assert!(
        !unguarded.room.is_lobby_on(),
        "nobody present may admit people"
    );
}

#[test]
fn a_removed_person_cannot_return_until_the_removal_is_revoked() {
    let mut scenario = Scenario::with_share_by(ANA);
    scenario.expect_refusal(THEO, Action::Remove(ANA), Refusal::NotAllowed);
    scenario.take_events();
    scenario.act(CHAIR, Action::Remove(ANA));
    assert!(
        scenario
            .take_events()
            .contains(&Event::Departed(ANA, Departure::Removed))
    );
    assert_eq!(scenario.floor_holder(), None);
    assert_eq!(
        scenario
            .room
            .apply(scenario.now, Command::ConnectionResumed(ANA)),
        Err(Refusal::Removed)
    );
    assert!(scenario.room.is_removed(ANA));
    scenario.act(CHAIR, Action::Admit(ANA));
    assert!(!scenario.room.is_removed(ANA));
    scenario.expect_refusal(
        CHAIR,
        Action::Remove(ParticipantId(99)),
        Refusal::NoSuchPerson,
    );
}

#[test]
fn nobody_removes_the_chair_or_themselves() {
    let mut scenario = Scenario::in_step(StepKind::Shares);
    scenario.expect_refusal(CO_CHAIR, Action::Remove(CHAIR), Refusal::NotAllowed);
    scenario.expect_refusal(CHAIR, Action::Remove(CHAIR), Refusal::NotAllowed);
    scenario.disconnect(CHAIR);
    scenario.expect_refusal(CO_CHAIR, Action::Remove(CHAIR), Refusal::NotAllowed);
    scenario.expect_refusal(CO_CHAIR, Action::HoldInLobby(CHAIR), Refusal::NotAllowed);
    scenario.reconnect(CHAIR);
    scenario.act(CHAIR, Action::TakeChair);
    scenario.act(CHAIR, Action::Remove(CO_CHAIR));
}

fn marks(scenario: &Scenario, ids: &[ParticipantId]) -> Vec<(Option<Mark>, Option<u16>)> {
    let person = |id| scenario.room.person(id).expect("still here");
    ids.iter()
        .map(|id| (person(*id).mark, person(*id).mark_number))
        .collect()
}

#[test]
fn people_of_the_same_name_are_marked_and_a_single_one_is_not() {
    let mut scenario = Scenario::with_doors_open();
    let first = scenario.arrive("Mike");
    assert_eq!(marks(&scenario, &[first]), [(None, None)]);
    let second = scenario.arrive("mike");
    let third = scenario.arrive("MIKE");
    let (diamond, triangle, square) = (
        (Some(Mark::Diamond), None),
        (Some(Mark::Triangle), None),
        (Some(Mark::Square), None),
    );
    assert_eq!(
        marks(&scenario, &[first, second, third]),
        [diamond, triangle, square]
    );
    scenario.act(first, Action::Leave);
    assert_eq!(
        marks(&scenario, &[second, third]),
        [triangle, square],
        "marks are kept"
    );
    let fourth = scenario.arrive("Mike");
    assert_eq!(marks(&scenario, &[fourth]), [diamond]);
    scenario.act(fourth, Action::Leave);
    scenario.act(third, Action::Leave);
    assert_eq!(marks(&scenario, &[second]), [(None, None)]);
}

#[test]
fn the_seventh_person_of_one_name_gets_a_number() {
    let mut scenario = Scenario::with_doors_open();
    let mikes: Vec<_> = (0..7).map(|_| scenario.arrive("Mike")).collect();
    assert_eq!(
        marks(&scenario, &mikes[5..]),
        [(Some(Mark::Cross), None), (Some(Mark::Diamond), Some(2))]
    );
}
