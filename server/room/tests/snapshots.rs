//! Snapshots.

use super::scenario::{ANA, CHAIR, CO_CHAIR, MINUTE, Scenario, THEO, name};
use crate::base::{Millis, Redacted};
use crate::room::{
    Action, Audible, Audience, EntryState, HeldBecause, Presence, Role, Room, Snapshot,
    SnapshotError, Standing, StepKind,
};

/// The program stops and starts again after `downtime`.
fn restart(scenario: &mut Scenario, downtime: Millis) {
    let snapshot = scenario.room.snapshot();
    scenario.now = scenario.now + downtime;
    scenario.room =
        Room::restore(&snapshot, scenario.now).expect("the room's own snapshot restores");
    scenario.advance(Millis(0));
}

#[test]
fn after_a_restart_everyone_is_away_with_a_full_seat_timeout_and_nobody_is_heard() {
    let mut scenario = Scenario::with_share_by(ANA);
    scenario.raise_hands(&[THEO]);
    scenario.advance_secs(10);
    restart(&mut scenario, Millis::from_secs(4));
    assert!(scenario.room.people().all(|p| p.presence
        == Presence::Away {
            since: scenario.now
        }));
    assert_eq!(scenario.room.audible(), Audible::Nobody);
    assert_eq!(
        (scenario.floor_holder(), scenario.queue_order()),
        (Some(ANA), vec![3, 4])
    );
    let because = HeldBecause::LostConnection;
    assert_eq!(
        scenario.queue_state(THEO),
        Some(EntryState::Held {
            because,
            since: scenario.now
        })
    );
    assert_eq!(scenario.take_events(), []);
    scenario.reconnect(ANA);
    assert!(!scenario.is_audible(ANA));
    scenario.act(ANA, Action::StartSharing);
    assert!(scenario.is_audible(ANA));
    assert_eq!(
        scenario.used_time(),
        Millis(14_010),
        "the time used is intact"
    );
    scenario.reconnect(THEO);
    assert_eq!(scenario.queue_state(THEO), Some(EntryState::Waiting));
}

#[test]
fn a_restart_puts_nobody_over_their_time() {
    let mut scenario = Scenario::with_share_by(ANA);
    scenario.advance_secs(10);
    restart(&mut scenario, Millis::from_mins(60));
    assert_eq!(scenario.used_time(), Millis::from_mins(3));
    let mut over = Scenario::with_share_by(ANA);
    over.advance(Millis::from_mins(4));
    restart(&mut over, Millis::from_secs(1));
    assert_eq!(over.used_time(), Millis(241_000));
}

#[test]
fn phase_step_queue_roles_removals_and_lobby_survive_a_restart() {
    let mut scenario = Scenario::in_step(StepKind::Shares);
    scenario.raise_hands(&[THEO, ANA]);
    scenario.act(CHAIR, Action::SetLobby(true));
    scenario.act(
        CHAIR,
        Action::SetRole {
            person: THEO,
            role: Role::Greeter,
            on: true,
        },
    );
    let nia = scenario.arrive("Nia");
    scenario.act(CHAIR, Action::Remove(ANA));
    let (phase, step, since) = (
        scenario.room.phase(),
        scenario.room.step(),
        scenario.room.step_since(),
    );
    restart(&mut scenario, Millis::from_secs(1));
    assert_eq!(
        (
            scenario.room.phase(),
            scenario.room.step(),
            scenario.room.step_since()
        ),
        (phase, step, since)
    );
    assert_eq!(scenario.queue_order(), [THEO.0]);
    assert!(scenario.room.is_lobby_on() && scenario.room.is_removed(ANA));
    assert!(
        scenario
            .room
            .person(THEO)
            .is_some_and(|person| person.roles == [Role::Greeter])
    );
    assert!(matches!(
        scenario.room.person(nia).map(|p| p.presence),
        Some(Presence::Lobby { .. })
    ));
    scenario.reconnect(nia);
    scenario.advance(Millis::from_mins(2));
    let left: Vec<_> = scenario.room.people().map(|person| person.id).collect();
    assert_eq!(left, [nia], "the others never returned");
}

#[test]
fn after_a_restart_nobody_stands_in_before_the_chair_had_time_to_return() {
    let mut scenario = Scenario::in_step(StepKind::Shares);
    restart(&mut scenario, Millis::from_secs(1));
    scenario.reconnect(CO_CHAIR);
    assert_eq!(
        (scenario.room.chair(), scenario.room.unattended_since()),
        (Some(CHAIR), None)
    );
    let mut returned = Scenario {
        room: scenario.room.clone(),
        now: scenario.now,
    };
    returned.reconnect(CHAIR);
    returned.advance(MINUTE);
    assert_eq!(returned.room.chair(), Some(CHAIR));
    returned.disconnect(CHAIR);
    assert_eq!(
        returned.room.chair(),
        Some(CO_CHAIR),
        "later losses are as ever"
    );
    scenario.advance_secs(20);
    assert_eq!(scenario.room.chair(), Some(CO_CHAIR));
}

#[test]
fn a_freeze_survives_a_restart() {
    let mut scenario = Scenario::with_share_by(ANA);
    scenario.advance_secs(10);
    scenario.act(CHAIR, Action::Freeze);
    scenario.act(CO_CHAIR, Action::StartSharing);
    restart(&mut scenario, MINUTE);
    for id in [CHAIR, CO_CHAIR, ANA] {
        scenario.reconnect(id);
    }
    scenario.act(CHAIR, Action::Unfreeze);
    scenario.act(ANA, Action::StartSharing);
    assert_eq!(
        (scenario.used_time(), scenario.is_audible(ANA)),
        (Millis::from_secs(10), true)
    );
}

#[test]
fn snapshots_contain_no_chat() {
    let mut scenario = Scenario::with_doors_open();
    let ana = scenario.arrive("Ana");
    let text = Redacted("remember the kettle".to_owned());
    scenario.act(
        ana,
        Action::Chat {
            to: Audience::Everyone,
            text: text.clone(),
        },
    );
    assert!(!scenario.room.snapshot().0.contains("kettle"));
    restart(&mut scenario, MINUTE);
    assert!(scenario.room.messages().is_empty());
    scenario.reconnect(ana);
    scenario.act(
        ana,
        Action::Chat {
            to: Audience::Everyone,
            text,
        },
    );
    assert_eq!(scenario.room.messages()[0].id.0, 2, "numbering continues");
}

#[test]
fn marks_of_the_same_name_survive_a_restart() {
    let mut scenario = Scenario::with_doors_open();
    let first = scenario.arrive("Mike");
    let second = scenario.arrive("Mike");
    restart(&mut scenario, MINUTE);
    scenario.reconnect(first);
    scenario.reconnect(second);
    scenario.act(second, Action::Leave);
    assert!(
        scenario
            .room
            .person(first)
            .is_some_and(|person| person.mark.is_none())
    );
    assert_eq!(
        name("Mike"),
        scenario.room.person(first).expect("here").name
    );
}

#[test]
fn unknown_and_damaged_snapshots_are_refused() {
    let scenario = Scenario::in_step(StepKind::Shares);
    let whole = scenario.room.snapshot().0;
    let refused = |text: &str| {
        Room::restore(&Snapshot(text.to_owned()), scenario.now)
            .err()
            .expect("refused")
            .to_string()
    };
    let newer = whole.replacen("\"version\":1", "\"version\":2", 1);
    assert!(matches!(
        Room::restore(&Snapshot(newer), scenario.now),
        Err(SnapshotError::Version(2))
    ));
    for damaged in ["", "{}", "{\"version\":1}", &whole[..whole.len() / 2]] {
        assert!(refused(damaged).contains("damaged"));
    }
    let no_such_step = whole.replacen("\"step\":8", "\"step\":80", 1);
    assert!(refused(&no_such_step).contains("the current step is in the format"));
    let bad_name = whole.replacen("\"name\":\"Ana\"", "\"name\":\"\"", 1);
    assert!(!refused(&bad_name).contains("Ana"));
    assert_eq!(
        scenario.room.person(CHAIR).map(|p| p.standing),
        Some(Standing::Chair)
    );
}
