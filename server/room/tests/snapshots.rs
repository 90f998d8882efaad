//! Snapshots.

use super::scenario::{ANA, CHAIR, CO_CHAIR, MINUTE, Scenario, THEO, name};
use crate::base::{Millis, Redacted};
use crate::room::{
    Action, Audible, Audience, EntryState, HeldBecause, Phase, Presence, Role, Room, Snapshot,
    SnapshotError, Standing, StepKind,
};

/// The program stops after it has saved the room, and starts again after `downtime`.
fn restart(scenario: &mut Scenario, downtime: Millis) {
    let snapshot = scenario.room.snapshot();
    let saved = scenario.now;
    scenario.now = saved + downtime;
    scenario.room =
        Room::restore(&snapshot, saved, scenario.now).expect("the room's own snapshot restores");
    scenario.advance(Millis(0));
}

#[test]
fn after_a_restart_everyone_is_away_since_the_snapshot_and_nobody_is_heard() {
    let mut scenario = Scenario::with_share_by(ANA);
    scenario.raise_hands(&[THEO]);
    scenario.advance_secs(10);
    let saved = scenario.now;
    restart(&mut scenario, Millis::from_secs(4));
    let away = Presence::Away { since: saved };
    assert!(scenario.room.people().all(|person| person.presence == away));
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
            since: saved
        })
    );
    assert_eq!(scenario.take_events(), []);
    scenario.reconnect(ANA);
    assert!(!scenario.is_audible(ANA));
    scenario.act(ANA, Action::StartSharing);
    assert!(scenario.is_audible(ANA));
    assert_eq!(
        scenario.used_time(),
        Millis(10_010),
        "the outage is not the speaker's time"
    );
    scenario.reconnect(THEO);
    assert_eq!(scenario.queue_state(THEO), Some(EntryState::Waiting));
}

#[test]
fn the_clock_of_a_share_stops_at_the_time_of_the_snapshot() {
    let mut scenario = Scenario::with_share_by(ANA);
    scenario.advance_secs(3);
    restart(&mut scenario, Millis::from_secs(25));
    assert_eq!(scenario.used_time(), Millis::from_secs(3));
    // Saved again by a program that stops soon: nothing is added.
    restart(&mut scenario, Millis::from_secs(25));
    assert_eq!(scenario.used_time(), Millis::from_secs(3));
    let mut over = Scenario::with_share_by(ANA);
    over.advance(Millis::from_mins(4));
    restart(&mut over, Millis::from_secs(1));
    assert_eq!(over.used_time(), Millis::from_mins(4));
}

#[test]
fn who_was_away_before_a_restart_is_away_since_then() {
    let mut scenario = Scenario::in_step(StepKind::Shares);
    scenario.disconnect(ANA);
    let lost = scenario.now;
    scenario.advance_secs(100);
    restart(&mut scenario, Millis::from_secs(10));
    let presence = |scenario: &Scenario, id| scenario.room.person(id).map(|p| p.presence);
    assert_eq!(
        presence(&scenario, ANA),
        Some(Presence::Away { since: lost })
    );
    scenario.advance_secs(10);
    assert_eq!(presence(&scenario, ANA), None);
    assert!(presence(&scenario, THEO).is_some());
}

#[test]
fn a_room_whose_time_is_over_ends_when_it_is_restored() {
    let day = Millis::from_mins(24 * 60);
    let with_doors_open = || {
        let mut scenario = Scenario::with_doors_open();
        scenario.arrive("Ana");
        scenario
    };
    let in_fellowship = || {
        let mut scenario = Scenario::in_step(StepKind::Shares);
        scenario.act(CHAIR, Action::EndMeeting);
        scenario
    };
    let frozen_with_lobby = || {
        let mut scenario = Scenario::with_share_by(ANA);
        scenario.act(CHAIR, Action::Freeze);
        scenario.arrive("Nia");
        scenario
    };
    for mut scenario in [
        with_doors_open(),
        Scenario::with_share_by(ANA),
        in_fellowship(),
        frozen_with_lobby(),
    ] {
        restart(&mut scenario, day);
        assert_eq!(scenario.room.phase(), Phase::Ended);
        assert_eq!(scenario.room.people().count(), 0);
    }
}

#[test]
fn a_session_that_ran_late_survives_a_short_outage_and_ends_after_a_long_one() {
    let late = || {
        let mut scenario = Scenario::in_step(StepKind::Shares);
        scenario.advance(Millis::from_mins(100));
        scenario
    };
    let mut short = late();
    restart(&mut short, Millis::from_secs(20));
    assert_eq!(short.room.phase(), Phase::InSession);
    let mut long = late();
    restart(&mut long, Millis::from_mins(2));
    assert_eq!(long.room.phase(), Phase::Ended);
}

#[test]
fn a_snapshot_of_the_future_counts_from_now() {
    let scenario = Scenario::with_share_by(ANA);
    let (saved, now) = (scenario.now + MINUTE, scenario.now);
    let room = Room::restore(&scenario.room.snapshot(), saved, now).expect("it restores");
    assert!(
        room.people()
            .all(|person| person.presence == Presence::Away { since: now })
    );
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
        Room::restore(&Snapshot(text.to_owned()), scenario.now, scenario.now)
            .err()
            .expect("refused")
            .to_string()
    };
    let newer = whole.replacen("\"version\":1", "\"version\":2", 1);
    assert!(matches!(
        Room::restore(&Snapshot(newer), scenario.now, scenario.now),
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
