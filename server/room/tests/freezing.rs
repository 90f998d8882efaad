//! The freeze.

use super::scenario::{ANA, CHAIR, CO_CHAIR, MINUTE, PRIYA, Scenario, THEO};
use crate::base::{Millis, Redacted};
use crate::room::{
    Action, Audible, Audience, ChatPolicy, EntryState, Presence, Refusal, Role, Standing, StepKind,
    Turn,
};

#[test]
fn a_freeze_silences_everyone_and_stops_the_clocks() {
    let mut scenario = Scenario::with_share_by(ANA);
    scenario.act(
        CHAIR,
        Action::SetRole {
            person: THEO,
            role: Role::Greeter,
            on: true,
        },
    );
    scenario.expect_refusal(PRIYA, Action::Freeze, Refusal::NotAllowed);
    scenario.advance_secs(20);
    scenario.act(THEO, Action::Freeze);
    scenario.expect_refusal(CHAIR, Action::Freeze, Refusal::Unchanged);
    assert_eq!(scenario.room.frozen(), Some((THEO, scenario.now)));
    assert_eq!(
        (scenario.room.audible(), scenario.room.chat_policy()),
        (Audible::Nobody, ChatPolicy::Closed)
    );
    scenario.advance(Millis::from_mins(10));
    assert_eq!(scenario.used_time(), Millis::from_secs(20));
    for action in [Action::StartSharing, Action::Thank] {
        scenario.expect_refusal(ANA, action, Refusal::Frozen);
    }
    scenario.expect_refusal(PRIYA, Action::RaiseHand, Refusal::Frozen);
    scenario.act(THEO, Action::Unfreeze);
    assert_eq!(
        (scenario.floor_holder(), scenario.room.audible()),
        (Some(ANA), Audible::Nobody)
    );
    scenario.act(ANA, Action::StartSharing);
    assert_eq!(
        (scenario.used_time(), scenario.is_audible(ANA)),
        (Millis::from_secs(20), true)
    );
    scenario.expect_refusal(THEO, Action::Unfreeze, Refusal::Unchanged);
}

#[test]
fn the_chairs_team_speaks_during_a_freeze_and_the_share_comes_back_after() {
    let mut scenario = Scenario::with_share_by(ANA);
    scenario.act(CHAIR, Action::Freeze);
    scenario.act(CO_CHAIR, Action::StartSharing);
    assert_eq!(scenario.room.audible(), Audible::One(CO_CHAIR));
    assert_eq!(
        scenario.room.floor().map(|floor| floor.turn),
        Some(Turn::Chair)
    );
    scenario.expect_refusal(CHAIR, Action::StartSharing, Refusal::FloorTaken);
    scenario.act(CO_CHAIR, Action::Done);
    assert_eq!(
        (scenario.floor_holder(), scenario.room.audible()),
        (Some(ANA), Audible::Nobody)
    );
    scenario.act(CHAIR, Action::StartSharing);
    scenario.act(CHAIR, Action::Unfreeze);
    assert_eq!(
        (scenario.floor_holder(), scenario.room.audible()),
        (Some(ANA), Audible::Nobody)
    );
    assert_eq!(scenario.queue_state(ANA), Some(EntryState::Speaking));
}

#[test]
fn the_chairs_own_turn_continues_during_a_freeze() {
    let mut scenario = Scenario::in_step(StepKind::Shares);
    scenario.act(CHAIR, Action::StartSharing);
    scenario.act(CHAIR, Action::Freeze);
    assert!(scenario.is_audible(CHAIR));
    scenario.act(CHAIR, Action::Unfreeze);
    assert!(scenario.is_audible(CHAIR));
}

#[test]
fn a_co_chairs_turn_ends_with_the_freeze() {
    let mut scenario = Scenario::in_step(StepKind::Shares);
    scenario.act(CHAIR, Action::Freeze);
    scenario.act(CO_CHAIR, Action::StartSharing);
    scenario.act(CHAIR, Action::Unfreeze);
    assert_eq!(scenario.floor_holder(), None);
}

#[test]
fn a_call_keeps_its_remaining_time_after_a_freeze() {
    let mut scenario = Scenario::in_step(StepKind::Shares);
    scenario.raise_hands(&[ANA]);
    scenario.act(CHAIR, Action::Call(ANA));
    scenario.advance_secs(10);
    scenario.act(CHAIR, Action::Freeze);
    scenario.advance(MINUTE);
    scenario.expect_refusal(ANA, Action::StartSharing, Refusal::Frozen);
    scenario.act(CHAIR, Action::Unfreeze);
    scenario.advance(Millis(19_999));
    assert!(matches!(
        scenario.queue_state(ANA),
        Some(EntryState::Called { .. })
    ));
    scenario.advance(Millis(1));
    assert!(matches!(
        scenario.queue_state(ANA),
        Some(EntryState::Held { .. })
    ));
}

#[test]
fn on_an_open_floor_everyone_is_muted_and_hosts_speak_one_at_a_time() {
    let mut scenario = Scenario::with_doors_open();
    let chair = scenario.arrive_as("Dana", Standing::Chair);
    let ana = scenario.arrive("Ana");
    scenario.act(ana, Action::Unmute);
    scenario.act(chair, Action::Freeze);
    assert_eq!(scenario.room.audible(), Audible::Nobody);
    scenario.expect_refusal(ana, Action::Unmute, Refusal::Frozen);
    scenario.act(chair, Action::StartSharing);
    assert_eq!(scenario.room.audible(), Audible::One(chair));
    scenario.expect_refusal(chair, Action::StartMeeting, Refusal::Frozen);
    scenario.act(chair, Action::Unfreeze);
    assert_eq!(scenario.floor_holder(), None);
    assert!(
        !scenario.is_audible(ana),
        "the end of a freeze opens no microphone"
    );
}

#[test]
fn arrivals_wait_in_the_lobby_and_stay_there_after_the_freeze() {
    let mut scenario = Scenario::in_step(StepKind::Shares);
    scenario.act(CHAIR, Action::Freeze);
    assert!(scenario.room.is_lobby_on());
    let nia = scenario.arrive("Nia");
    let waits = |scenario: &Scenario| {
        matches!(
            scenario.room.person(nia).map(|p| p.presence),
            Some(Presence::Lobby { .. })
        )
    };
    assert!(waits(&scenario));
    scenario.expect_refusal(CHAIR, Action::Admit(nia), Refusal::Frozen);
    scenario.act(CHAIR, Action::Unfreeze);
    assert!(waits(&scenario) && !scenario.room.is_lobby_on());
}

#[test]
fn during_a_freeze_hosts_write_only_to_each_other() {
    let mut scenario = Scenario::in_step(StepKind::Announcements);
    scenario.act(CHAIR, Action::Freeze);
    let chat = |to| Action::Chat {
        to,
        text: Redacted("One moment.".to_owned()),
    };
    scenario.act(CO_CHAIR, chat(Audience::Hosts));
    scenario.expect_refusal(CHAIR, chat(Audience::Everyone), Refusal::ChatClosed);
    scenario.expect_refusal(CHAIR, chat(Audience::Person(ANA)), Refusal::ChatClosed);
    scenario.expect_refusal(ANA, chat(Audience::Hosts), Refusal::ChatClosed);
}

#[test]
fn a_person_removed_during_a_freeze_loses_their_turn() {
    let mut scenario = Scenario::with_share_by(ANA);
    scenario.act(CHAIR, Action::Freeze);
    scenario.act(CHAIR, Action::StartSharing);
    scenario.act(CHAIR, Action::Remove(ANA));
    scenario.act(CHAIR, Action::Unfreeze);
    assert_eq!(
        (scenario.floor_holder(), scenario.queue_order().len()),
        (Some(CHAIR), 0)
    );
}
