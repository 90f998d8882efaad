//! The freeze.

use super::play::{ANA, CHAIR, CO_CHAIR, MINUTE, PRIYA, Play, THEO};
use crate::base::{Millis, Redacted};
use crate::room::{
    Action, Audible, Audience, ChatPolicy, EntryState, Presence, Refusal, Role, Standing, StepKind,
    Turn,
};

#[test]
fn a_freeze_silences_everyone_and_stops_the_clocks() {
    let mut play = Play::with_a_share_of(ANA);
    play.does(
        CHAIR,
        Action::SetRole {
            person: THEO,
            role: Role::Greeter,
            on: true,
        },
    );
    play.may_not(PRIYA, Action::Freeze, Refusal::NotAllowed);
    play.wait_secs(20);
    play.does(THEO, Action::Freeze);
    play.may_not(CHAIR, Action::Freeze, Refusal::Unchanged);
    assert_eq!(play.room.frozen(), Some((THEO, play.now)));
    assert_eq!(
        (play.room.audible(), play.room.chat_policy()),
        (Audible::Nobody, ChatPolicy::Closed)
    );
    play.wait(Millis::from_mins(10));
    assert_eq!(play.used(), Millis::from_secs(20));
    for action in [Action::StartSharing, Action::Thank] {
        play.may_not(ANA, action, Refusal::Frozen);
    }
    play.may_not(PRIYA, Action::RaiseHand, Refusal::Frozen);
    play.does(THEO, Action::Unfreeze);
    assert_eq!(
        (play.holder(), play.room.audible()),
        (Some(ANA), Audible::Nobody)
    );
    play.does(ANA, Action::StartSharing);
    assert_eq!(
        (play.used(), play.is_heard(ANA)),
        (Millis::from_secs(20), true)
    );
    play.may_not(THEO, Action::Unfreeze, Refusal::Unchanged);
}

#[test]
fn the_chairs_team_speaks_during_a_freeze_and_the_share_comes_back_after() {
    let mut play = Play::with_a_share_of(ANA);
    play.does(CHAIR, Action::Freeze);
    play.does(CO_CHAIR, Action::StartSharing);
    assert_eq!(play.room.audible(), Audible::One(CO_CHAIR));
    assert_eq!(play.room.floor().map(|floor| floor.turn), Some(Turn::Chair));
    play.may_not(CHAIR, Action::StartSharing, Refusal::FloorTaken);
    play.does(CO_CHAIR, Action::Done);
    assert_eq!(
        (play.holder(), play.room.audible()),
        (Some(ANA), Audible::Nobody)
    );
    play.does(CHAIR, Action::StartSharing);
    play.does(CHAIR, Action::Unfreeze);
    assert_eq!(
        (play.holder(), play.room.audible()),
        (Some(ANA), Audible::Nobody)
    );
    assert_eq!(play.state_of(ANA), Some(EntryState::Speaking));
}

#[test]
fn the_chairs_own_words_go_on_through_a_freeze() {
    let mut play = Play::in_step(StepKind::Shares);
    play.does(CHAIR, Action::StartSharing);
    play.does(CHAIR, Action::Freeze);
    assert!(play.is_heard(CHAIR));
    play.does(CHAIR, Action::Unfreeze);
    assert!(play.is_heard(CHAIR));
}

#[test]
fn a_co_chairs_words_end_with_the_freeze() {
    let mut play = Play::in_step(StepKind::Shares);
    play.does(CHAIR, Action::Freeze);
    play.does(CO_CHAIR, Action::StartSharing);
    play.does(CHAIR, Action::Unfreeze);
    assert_eq!(play.holder(), None);
}

#[test]
fn a_call_has_its_time_left_after_a_freeze() {
    let mut play = Play::in_step(StepKind::Shares);
    play.hands(&[ANA]);
    play.does(CHAIR, Action::Call(ANA));
    play.wait_secs(10);
    play.does(CHAIR, Action::Freeze);
    play.wait(MINUTE);
    play.may_not(ANA, Action::StartSharing, Refusal::Frozen);
    play.does(CHAIR, Action::Unfreeze);
    play.wait(Millis(4_999));
    assert!(matches!(
        play.state_of(ANA),
        Some(EntryState::Called { .. })
    ));
    play.wait(Millis(1));
    assert!(matches!(play.state_of(ANA), Some(EntryState::Held { .. })));
}

#[test]
fn on_an_open_floor_everyone_is_muted_and_hosts_speak_one_at_a_time() {
    let mut play = Play::at_the_doors();
    let chair = play.arrive_as("Dana", Standing::Chair);
    let ana = play.arrive("Ana");
    play.does(ana, Action::Unmute);
    play.does(chair, Action::Freeze);
    assert_eq!(play.room.audible(), Audible::Nobody);
    play.may_not(ana, Action::Unmute, Refusal::Frozen);
    play.does(chair, Action::StartSharing);
    assert_eq!(play.room.audible(), Audible::One(chair));
    play.may_not(chair, Action::StartMeeting, Refusal::Frozen);
    play.does(chair, Action::Unfreeze);
    assert_eq!(play.holder(), None);
    assert!(!play.is_heard(ana), "a thaw opens no microphone");
}

#[test]
fn arrivals_wait_at_the_door_and_stay_there_after_the_freeze() {
    let mut play = Play::in_step(StepKind::Shares);
    play.does(CHAIR, Action::Freeze);
    assert!(play.room.lobby());
    let nia = play.arrive("Nia");
    let waits = |play: &Play| {
        matches!(
            play.room.person(nia).map(|p| p.presence),
            Some(Presence::Lobby { .. })
        )
    };
    assert!(waits(&play));
    play.may_not(CHAIR, Action::Admit(nia), Refusal::Frozen);
    play.does(CHAIR, Action::Unfreeze);
    assert!(waits(&play) && !play.room.lobby());
}

#[test]
fn in_a_freeze_hosts_write_among_themselves_only() {
    let mut play = Play::in_step(StepKind::Announcements);
    play.does(CHAIR, Action::Freeze);
    let chat = |to| Action::Chat {
        to,
        text: Redacted("One moment.".to_owned()),
    };
    play.does(CO_CHAIR, chat(Audience::Hosts));
    play.may_not(CHAIR, chat(Audience::Everyone), Refusal::ChatClosed);
    play.may_not(CHAIR, chat(Audience::Person(ANA)), Refusal::ChatClosed);
    play.may_not(ANA, chat(Audience::Hosts), Refusal::ChatClosed);
}

#[test]
fn whoever_goes_during_a_freeze_leaves_no_turn_behind() {
    let mut play = Play::with_a_share_of(ANA);
    play.does(CHAIR, Action::Freeze);
    play.does(CHAIR, Action::StartSharing);
    play.does(CHAIR, Action::Remove(ANA));
    play.does(CHAIR, Action::Unfreeze);
    assert_eq!((play.holder(), play.line().len()), (Some(CHAIR), 0));
}
