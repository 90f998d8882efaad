//! Who leads, and what happens when they can't.

use super::play::{ANA, CHAIR, CO_CHAIR, DOORS_OPEN, MINUTE, Play, THEO};
use crate::room::{Action, Refusal, Role, Standing, StepKind};

#[test]
fn the_appointed_chair_takes_an_empty_chair_on_arrival() {
    let mut play = Play::at_the_doors();
    let visitor = play.arrive("Ana");
    assert_eq!(play.room.chair(), None);
    play.may_not(visitor, Action::TakeChair, Refusal::NotAllowed);
    let chair = play.arrive_as("Dana", Standing::Chair);
    let second = play.arrive_as("Lee", Standing::Chair);
    assert_eq!(play.room.chair(), Some(chair));
    assert_eq!(
        play.room.person(chair).map(|p| p.roles.clone()),
        Some(vec![Role::Chair])
    );
    play.may_not(second, Action::TakeChair, Refusal::ChairTaken);
    play.may_not(chair, Action::TakeChair, Refusal::Unchanged);
}

#[test]
fn a_co_chair_stands_in_at_once_and_the_chair_may_take_it_back() {
    let mut play = Play::with_a_share_of(ANA);
    play.loses_line(CHAIR);
    assert_eq!(play.room.chair(), Some(CO_CHAIR));
    assert_eq!(play.room.unattended(), None);
    assert!(play.is_heard(ANA), "the share goes on");
    play.resumes(CHAIR);
    assert_eq!(
        play.room.chair(),
        Some(CO_CHAIR),
        "the stand-in acts until it is taken back"
    );
    assert!(play.room.may_take_chair(CHAIR) && !play.room.may_take_chair(THEO));
    play.does(CHAIR, Action::TakeChair);
    assert_eq!(play.room.chair(), Some(CHAIR));
    assert!(
        play.room
            .person(CO_CHAIR)
            .is_some_and(|p| p.roles == [Role::CoChair])
    );
}

#[test]
fn a_co_chair_comes_before_a_tech_host() {
    let mut play = Play::in_step(StepKind::Shares);
    let off = Action::SetRole {
        person: CO_CHAIR,
        role: Role::CoChair,
        on: false,
    };
    play.does(CHAIR, off);
    play.does(
        CHAIR,
        Action::SetRole {
            person: ANA,
            role: Role::TechHost,
            on: true,
        },
    );
    play.does(
        CHAIR,
        Action::SetRole {
            person: THEO,
            role: Role::CoChair,
            on: true,
        },
    );
    play.loses_line(CHAIR);
    assert_eq!(play.room.chair(), Some(THEO));
    play.does(THEO, Action::Leave);
    assert_eq!(play.room.chair(), Some(ANA));
}

#[test]
fn without_a_stand_in_the_room_is_unattended_until_a_trusted_servant_claims_it() {
    let mut play = Play::with_a_share_of(ANA);
    let servant = play.arrive_as("Ruth", Standing::TrustedServant);
    play.does(THEO, Action::RaiseHand);
    play.does(CO_CHAIR, Action::Leave);
    play.loses_line(CHAIR);
    assert_eq!(play.room.unattended(), Some(play.now));
    assert!(play.is_heard(ANA), "the current share finishes");
    play.does(ANA, Action::Done);
    assert_eq!(play.line(), [THEO.0], "the queue stays");
    play.may_not(servant, Action::Call(THEO), Refusal::NotAllowed);
    play.may_not(THEO, Action::TakeChair, Refusal::NotAllowed);
    play.does(servant, Action::TakeChair);
    assert_eq!(
        (play.room.chair(), play.room.unattended()),
        (Some(servant), None)
    );
    play.does(servant, Action::Call(THEO));
    play.resumes(CHAIR);
    play.does(CHAIR, Action::TakeChair);
    play.may_not(servant, Action::TakeChair, Refusal::ChairTaken);
}

#[test]
fn the_chair_who_returns_to_an_empty_chair_has_it() {
    let mut play = Play::in_step(StepKind::Shares);
    play.does(CO_CHAIR, Action::Leave);
    play.loses_line(CHAIR);
    play.wait(MINUTE);
    play.resumes(CHAIR);
    assert_eq!(play.room.chair(), Some(CHAIR));
}

#[test]
fn a_returning_co_chair_fills_an_empty_chair() {
    let mut play = Play::in_step(StepKind::Shares);
    play.loses_line(CO_CHAIR);
    play.loses_line(CHAIR);
    play.resumes(CO_CHAIR);
    assert_eq!(play.room.chair(), Some(CO_CHAIR));
}

#[test]
fn a_chair_whose_seat_ran_out_takes_it_back_from_a_new_seat() {
    let mut play = Play::in_step(StepKind::Shares);
    play.does(CHAIR, Action::Leave);
    assert_eq!(play.room.chair(), Some(CO_CHAIR));
    let back = play.arrive_as("Dana", Standing::Chair);
    play.does(back, Action::TakeChair);
    assert_eq!(play.room.chair(), Some(back));
    assert!(!play.room.may_take_chair(CO_CHAIR));
}

#[test]
fn handing_over_ends_the_chairs_own_turn_and_may_be_taken_back() {
    let mut play = Play::in_step(StepKind::Shares);
    play.does(CHAIR, Action::StartSharing);
    play.may_not(ANA, Action::HandOver(ANA), Refusal::NotAllowed);
    play.does(CHAIR, Action::HandOver(ANA));
    assert_eq!((play.room.chair(), play.holder()), (Some(ANA), None));
    play.loses_line(THEO);
    play.may_not(ANA, Action::HandOver(THEO), Refusal::Away);
    play.may_not(CO_CHAIR, Action::TakeChair, Refusal::ChairTaken);
    play.does(CHAIR, Action::TakeChair);
    assert_eq!(play.room.chair(), Some(CHAIR));
}

#[test]
fn roles_are_given_and_taken_by_the_team() {
    let mut play = Play::in_step(StepKind::Shares);
    let greeter = |on| Action::SetRole {
        person: ANA,
        role: Role::Greeter,
        on,
    };
    play.may_not(ANA, greeter(true), Refusal::NotAllowed);
    play.does(CO_CHAIR, greeter(true));
    play.may_not(CHAIR, greeter(true), Refusal::Unchanged);
    assert!(
        play.room
            .person(ANA)
            .is_some_and(|p| p.is_host() && !p.is_team())
    );
    play.does(CHAIR, greeter(false));
    let chair = Action::SetRole {
        person: ANA,
        role: Role::Chair,
        on: true,
    };
    play.may_not(CHAIR, chair, Refusal::OutOfRange);
}

#[test]
fn nobody_is_unattended_before_the_meeting() {
    let play = Play::at_the_doors();
    assert_eq!(play.room.unattended(), None);
    assert_eq!(play.now, DOORS_OPEN);
}
