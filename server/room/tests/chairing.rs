//! The chair and its stand-ins.

use super::scenario::{ANA, CHAIR, CO_CHAIR, DOORS_OPEN, MINUTE, Scenario, THEO};
use crate::room::{Action, Refusal, Role, Standing, StepKind};

#[test]
fn the_appointed_chair_takes_an_empty_chair_on_arrival() {
    let mut scenario = Scenario::with_doors_open();
    let visitor = scenario.arrive("Ana");
    assert_eq!(scenario.room.chair(), None);
    scenario.expect_refusal(visitor, Action::TakeChair, Refusal::NotAllowed);
    let chair = scenario.arrive_as("Dana", Standing::Chair);
    let second = scenario.arrive_as("Lee", Standing::Chair);
    assert_eq!(scenario.room.chair(), Some(chair));
    assert_eq!(
        scenario.room.person(chair).map(|p| p.roles.clone()),
        Some(vec![Role::Chair])
    );
    scenario.expect_refusal(second, Action::TakeChair, Refusal::ChairTaken);
    scenario.expect_refusal(chair, Action::TakeChair, Refusal::Unchanged);
}

#[test]
fn a_co_chair_stands_in_at_once_and_the_chair_may_take_the_chair_back() {
    let mut scenario = Scenario::with_share_by(ANA);
    scenario.disconnect(CHAIR);
    assert_eq!(scenario.room.chair(), Some(CO_CHAIR));
    assert_eq!(scenario.room.unattended_since(), None);
    assert!(scenario.is_audible(ANA), "the share continues");
    scenario.reconnect(CHAIR);
    assert_eq!(
        scenario.room.chair(),
        Some(CO_CHAIR),
        "the stand-in acts until the chair takes it back"
    );
    assert!(scenario.room.may_take_chair(CHAIR) && !scenario.room.may_take_chair(THEO));
    scenario.act(CHAIR, Action::TakeChair);
    assert_eq!(scenario.room.chair(), Some(CHAIR));
    assert!(
        scenario
            .room
            .person(CO_CHAIR)
            .is_some_and(|p| p.roles == [Role::CoChair])
    );
}

#[test]
fn a_co_chair_comes_before_a_tech_host() {
    let mut scenario = Scenario::in_step(StepKind::Shares);
    let off = Action::SetRole {
        person: CO_CHAIR,
        role: Role::CoChair,
        on: false,
    };
    scenario.act(CHAIR, off);
    scenario.act(
        CHAIR,
        Action::SetRole {
            person: ANA,
            role: Role::TechHost,
            on: true,
        },
    );
    scenario.act(
        CHAIR,
        Action::SetRole {
            person: THEO,
            role: Role::CoChair,
            on: true,
        },
    );
    scenario.disconnect(CHAIR);
    assert_eq!(scenario.room.chair(), Some(THEO));
    scenario.act(THEO, Action::Leave);
    assert_eq!(scenario.room.chair(), Some(ANA));
}

#[test]
fn without_a_stand_in_the_room_is_unattended_until_a_trusted_servant_takes_the_chair() {
    let mut scenario = Scenario::with_share_by(ANA);
    let servant = scenario.arrive_as("Ruth", Standing::TrustedServant);
    scenario.act(THEO, Action::RaiseHand);
    scenario.act(CO_CHAIR, Action::Leave);
    scenario.disconnect(CHAIR);
    assert_eq!(scenario.room.unattended_since(), Some(scenario.now));
    assert!(scenario.is_audible(ANA), "the current share finishes");
    scenario.act(ANA, Action::Done);
    assert_eq!(scenario.queue_order(), [THEO.0], "the queue stays");
    scenario.expect_refusal(servant, Action::Call(THEO), Refusal::NotAllowed);
    scenario.expect_refusal(THEO, Action::TakeChair, Refusal::NotAllowed);
    scenario.act(servant, Action::TakeChair);
    assert_eq!(
        (scenario.room.chair(), scenario.room.unattended_since()),
        (Some(servant), None)
    );
    scenario.act(servant, Action::Call(THEO));
    scenario.reconnect(CHAIR);
    scenario.act(CHAIR, Action::TakeChair);
    scenario.expect_refusal(servant, Action::TakeChair, Refusal::ChairTaken);
}

#[test]
fn a_returning_chair_gets_the_empty_chair() {
    let mut scenario = Scenario::in_step(StepKind::Shares);
    scenario.act(CO_CHAIR, Action::Leave);
    scenario.disconnect(CHAIR);
    scenario.advance(MINUTE);
    scenario.reconnect(CHAIR);
    assert_eq!(scenario.room.chair(), Some(CHAIR));
}

#[test]
fn a_returning_co_chair_fills_an_empty_chair() {
    let mut scenario = Scenario::in_step(StepKind::Shares);
    scenario.disconnect(CO_CHAIR);
    scenario.disconnect(CHAIR);
    scenario.reconnect(CO_CHAIR);
    assert_eq!(scenario.room.chair(), Some(CO_CHAIR));
}

#[test]
fn an_appointed_chair_takes_the_chair_back_from_a_new_seat() {
    let mut scenario = Scenario::in_step(StepKind::Shares);
    scenario.act(CHAIR, Action::Leave);
    assert_eq!(scenario.room.chair(), Some(CO_CHAIR));
    let back = scenario.arrive_as("Dana", Standing::Chair);
    scenario.act(back, Action::TakeChair);
    assert_eq!(scenario.room.chair(), Some(back));
    assert!(!scenario.room.may_take_chair(CO_CHAIR));
}

#[test]
fn handing_over_ends_the_chairs_turn_and_the_appointed_chair_may_take_it_back() {
    let mut scenario = Scenario::in_step(StepKind::Shares);
    scenario.act(CHAIR, Action::StartSharing);
    scenario.expect_refusal(ANA, Action::HandOver(ANA), Refusal::NotAllowed);
    scenario.act(CHAIR, Action::HandOver(ANA));
    assert_eq!(
        (scenario.room.chair(), scenario.floor_holder()),
        (Some(ANA), None)
    );
    scenario.disconnect(THEO);
    scenario.expect_refusal(ANA, Action::HandOver(THEO), Refusal::Away);
    scenario.expect_refusal(CO_CHAIR, Action::TakeChair, Refusal::ChairTaken);
    scenario.act(CHAIR, Action::TakeChair);
    assert_eq!(scenario.room.chair(), Some(CHAIR));
}

#[test]
fn roles_are_given_and_taken_by_the_team() {
    let mut scenario = Scenario::in_step(StepKind::Shares);
    let greeter = |on| Action::SetRole {
        person: ANA,
        role: Role::Greeter,
        on,
    };
    scenario.expect_refusal(ANA, greeter(true), Refusal::NotAllowed);
    scenario.act(CO_CHAIR, greeter(true));
    scenario.expect_refusal(CHAIR, greeter(true), Refusal::Unchanged);
    assert!(
        scenario
            .room
            .person(ANA)
            .is_some_and(|p| p.is_host() && !p.is_on_chair_team())
    );
    scenario.act(CHAIR, greeter(false));
    let chair = Action::SetRole {
        person: ANA,
        role: Role::Chair,
        on: true,
    };
    scenario.expect_refusal(CHAIR, chair, Refusal::OutOfRange);
}

#[test]
fn a_room_is_not_unattended_before_the_meeting() {
    let scenario = Scenario::with_doors_open();
    assert_eq!(scenario.room.unattended_since(), None);
    assert_eq!(scenario.now, DOORS_OPEN);
}
