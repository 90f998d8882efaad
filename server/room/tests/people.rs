//! Seats, lines, the door, removal and marks.

use super::play::{ANA, CHAIR, CO_CHAIR, MINUTE, Play, THEO, plan};
use crate::base::{Millis, ParticipantId};
use crate::room::{
    Action, Command, Departure, Event, Mark, Presence, Refusal, Role, Standing, StepKind,
};

#[test]
fn a_full_room_lets_in_only_those_who_serve() {
    let mut play = Play::at_the_doors();
    for _ in 0..plan().capacity {
        play.wait(MINUTE);
        play.arrive("Ana");
    }
    assert_eq!(
        play.try_arrive("Theo", Standing::Visitor, false),
        Err(Refusal::Full)
    );
    play.arrive_as("Dana", Standing::Chair);
    assert!(play.room.chair().is_some());
}

#[test]
fn a_seat_outlives_its_line_by_two_minutes() {
    let mut play = Play::in_step(StepKind::Shares);
    play.loses_line(ANA);
    assert_eq!(
        play.room.apply(play.now, Command::LineLost(ANA)),
        Err(Refusal::Unchanged)
    );
    play.may_not(ANA, Action::RaiseHand, Refusal::Away);
    play.wait(Millis(119_999));
    play.resumes(ANA);
    assert_eq!(
        play.room.apply(play.now, Command::LineResumed(ANA)),
        Err(Refusal::Unchanged)
    );
    play.loses_line(ANA);
    play.events();
    play.wait(Millis::from_mins(2));
    assert!(
        play.events()
            .contains(&Event::Departed(ANA, Departure::TimedOut))
    );
    let resumed = play.room.apply(play.now, Command::LineResumed(ANA));
    assert_eq!(resumed, Err(Refusal::NoSuchPerson));
}

#[test]
fn a_microphone_stays_closed_after_a_lost_line() {
    let mut play = Play::at_the_doors();
    let ana = play.arrive("Ana");
    play.does(ana, Action::Unmute);
    play.loses_line(ana);
    play.resumes(ana);
    assert!(!play.is_heard(ana));
}

#[test]
fn several_are_heard_on_an_open_floor_each_by_their_own_press() {
    let mut play = Play::at_the_doors();
    let (first, second) = (play.arrive("Ana"), play.arrive("Theo"));
    play.may_not(first, Action::StartSharing, Refusal::WrongPhase);
    play.does(second, Action::Unmute);
    play.does(first, Action::Unmute);
    play.may_not(first, Action::Unmute, Refusal::Unchanged);
    let both = crate::room::Audible::Loudest {
        of: vec![first, second],
        at_most: 3,
    };
    assert_eq!(play.room.audible(), both);
    play.does(first, Action::MuteSelf);
    play.may_not(first, Action::MuteSelf, Refusal::Unchanged);
    assert!(!play.is_heard(first) && play.is_heard(second));
}

#[test]
fn the_lobby_holds_visitors_until_they_are_admitted() {
    let mut play = Play::in_step(StepKind::Shares);
    play.may_not(ANA, Action::SetLobby(true), Refusal::NotAllowed);
    play.does(
        CHAIR,
        Action::SetRole {
            person: ANA,
            role: Role::Greeter,
            on: true,
        },
    );
    play.does(ANA, Action::SetLobby(true));
    let waiting = play.arrive("Nia");
    assert!(matches!(
        play.room.person(waiting).map(|p| p.presence),
        Some(Presence::Lobby { .. })
    ));
    play.may_not(waiting, Action::RaiseHand, Refusal::InLobby);
    let servant = play.arrive_as("Ruth", Standing::TrustedServant);
    assert_eq!(
        play.room.person(servant).map(|p| p.presence),
        Some(Presence::Here)
    );
    play.does(ANA, Action::SetLobby(false));
    assert!(!play.room.lobby());
    play.may_not(waiting, Action::RaiseHand, Refusal::InLobby);
    play.does(ANA, Action::Admit(waiting));
    play.does(waiting, Action::RaiseHand);
    play.may_not(ANA, Action::Admit(waiting), Refusal::Unchanged);
}

#[test]
fn a_person_held_in_the_lobby_gives_up_floor_place_and_roles() {
    let mut play = Play::with_a_share_of(ANA);
    play.does(
        CHAIR,
        Action::SetRole {
            person: ANA,
            role: Role::Greeter,
            on: true,
        },
    );
    play.does(CHAIR, Action::HoldInLobby(ANA));
    assert_eq!((play.holder(), play.line().len()), (None, 0));
    assert!(
        play.room
            .person(ANA)
            .is_some_and(|person| person.roles.is_empty())
    );
    play.may_not(CHAIR, Action::HoldInLobby(CO_CHAIR), Refusal::NotAllowed);
}

#[test]
fn a_line_lost_at_the_door_keeps_its_seat_as_well() {
    let mut play = Play::in_step(StepKind::Shares);
    play.does(CHAIR, Action::SetLobby(true));
    let (nia, abel) = (play.arrive("Nia"), play.arrive("Abel"));
    play.loses_line(nia);
    play.loses_line(abel);
    play.resumes(nia);
    let admitted = play.tries(CHAIR, Action::Admit(abel));
    assert_eq!(admitted, Ok(()));
    assert!(matches!(
        play.room.person(abel).map(|p| p.presence),
        Some(Presence::Away { .. })
    ));
    play.wait(MINUTE);
    play.wait(MINUTE);
    assert!(play.room.person(nia).is_some() && play.room.person(abel).is_none());
}

#[test]
fn a_rush_at_the_door_switches_the_lobby_on() {
    let burst = plan().lobby_burst.expect("the plan has one");
    let mut slow = Play::at_the_doors();
    slow.arrive_as("Dana", Standing::Chair);
    let mut swarm = Play {
        room: slow.room.clone(),
        now: slow.now,
    };
    for _ in 1..=burst.arrivals {
        slow.wait_secs(2);
        slow.arrive("Ana");
        swarm.arrive("Ana");
    }
    assert!(!slow.room.lobby());
    assert!(swarm.room.lobby());
    let at_door = swarm
        .room
        .people()
        .filter(|p| matches!(p.presence, Presence::Lobby { .. }));
    assert_eq!(at_door.count(), 1, "whoever came before stays inside");
    let mut unguarded = Play::at_the_doors();
    for _ in 0..=burst.arrivals {
        unguarded.arrive("Ana");
    }
    assert!(!unguarded.room.lobby(), "nobody could let anyone in");
}

#[test]
fn the_removed_do_not_come_back_until_they_are_forgiven() {
    let mut play = Play::with_a_share_of(ANA);
    play.may_not(THEO, Action::Remove(ANA), Refusal::NotAllowed);
    play.events();
    play.does(CHAIR, Action::Remove(ANA));
    assert!(
        play.events()
            .contains(&Event::Departed(ANA, Departure::Removed))
    );
    assert_eq!(play.holder(), None);
    assert_eq!(
        play.room.apply(play.now, Command::LineResumed(ANA)),
        Err(Refusal::Removed)
    );
    assert!(play.room.is_removed(ANA));
    play.does(CHAIR, Action::Admit(ANA));
    assert!(!play.room.is_removed(ANA));
    play.may_not(
        CHAIR,
        Action::Remove(ParticipantId(99)),
        Refusal::NoSuchPerson,
    );
}

#[test]
fn nobody_removes_the_chair_or_themselves() {
    let mut play = Play::in_step(StepKind::Shares);
    play.may_not(CO_CHAIR, Action::Remove(CHAIR), Refusal::NotAllowed);
    play.may_not(CHAIR, Action::Remove(CHAIR), Refusal::NotAllowed);
    play.loses_line(CHAIR);
    play.may_not(CO_CHAIR, Action::Remove(CHAIR), Refusal::NotAllowed);
    play.may_not(CO_CHAIR, Action::HoldInLobby(CHAIR), Refusal::NotAllowed);
    play.resumes(CHAIR);
    play.does(CHAIR, Action::TakeChair);
    play.does(CHAIR, Action::Remove(CO_CHAIR));
}

fn marks(play: &Play, ids: &[ParticipantId]) -> Vec<(Option<Mark>, Option<u16>)> {
    let person = |id| play.room.person(id).expect("still here");
    ids.iter()
        .map(|id| (person(*id).mark, person(*id).mark_number))
        .collect()
}

#[test]
fn two_of_one_name_are_marked_both_and_one_alone_is_not() {
    let mut play = Play::at_the_doors();
    let first = play.arrive("Mike");
    assert_eq!(marks(&play, &[first]), [(None, None)]);
    let second = play.arrive("mike");
    let third = play.arrive("MIKE");
    let (diamond, triangle, square) = (
        (Some(Mark::Diamond), None),
        (Some(Mark::Triangle), None),
        (Some(Mark::Square), None),
    );
    assert_eq!(
        marks(&play, &[first, second, third]),
        [diamond, triangle, square]
    );
    play.does(first, Action::Leave);
    assert_eq!(
        marks(&play, &[second, third]),
        [triangle, square],
        "marks are kept"
    );
    let fourth = play.arrive("Mike");
    assert_eq!(marks(&play, &[fourth]), [diamond]);
    play.does(fourth, Action::Leave);
    play.does(third, Action::Leave);
    assert_eq!(marks(&play, &[second]), [(None, None)]);
}

#[test]
fn a_seventh_of_one_name_is_numbered() {
    let mut play = Play::at_the_doors();
    let mikes: Vec<_> = (0..7).map(|_| play.arrive("Mike")).collect();
    assert_eq!(
        marks(&play, &mikes[5..]),
        [(Some(Mark::Cross), None), (Some(Mark::Diamond), Some(2))]
    );
}
