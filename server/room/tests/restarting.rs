//! Snapshots.

use super::play::{ANA, CHAIR, CO_CHAIR, MINUTE, Play, THEO, name};
use crate::base::{Millis, Redacted};
use crate::room::{
    Action, Audible, Audience, EntryState, HeldBecause, Presence, Role, Room, Snapshot,
    SnapshotError, Standing, StepKind,
};

/// The program is killed and back after a while.
fn restart(play: &mut Play, downtime: Millis) {
    let snapshot = play.room.snapshot();
    play.now = play.now + downtime;
    play.room = Room::restore(&snapshot, play.now).expect("our own snapshot");
    play.wait(Millis(0));
}

#[test]
fn everyone_is_away_with_a_fresh_grace_and_nobody_is_heard() {
    let mut play = Play::with_a_share_of(ANA);
    play.hands(&[THEO]);
    play.wait_secs(10);
    restart(&mut play, Millis::from_secs(4));
    assert!(
        play.room
            .people()
            .all(|p| p.presence == Presence::Away { since: play.now })
    );
    assert_eq!(play.room.audible(), Audible::Nobody);
    assert_eq!((play.holder(), play.line()), (Some(ANA), vec![3, 4]));
    let because = HeldBecause::LostConnection;
    assert_eq!(
        play.state_of(THEO),
        Some(EntryState::Held {
            because,
            since: play.now
        })
    );
    assert_eq!(play.events(), []);
    play.resumes(ANA);
    assert!(!play.is_heard(ANA));
    play.does(ANA, Action::StartSharing);
    assert!(play.is_heard(ANA));
    assert_eq!(play.used(), Millis(14_010), "the time used is intact");
    play.resumes(THEO);
    assert_eq!(play.state_of(THEO), Some(EntryState::Waiting));
}

#[test]
fn a_restart_puts_nobody_over_their_time() {
    let mut play = Play::with_a_share_of(ANA);
    play.wait_secs(10);
    restart(&mut play, Millis::from_mins(60));
    assert_eq!(play.used(), Millis::from_mins(3));
    let mut over = Play::with_a_share_of(ANA);
    over.wait(Millis::from_mins(4));
    restart(&mut over, Millis::from_secs(1));
    assert_eq!(over.used(), Millis(241_000));
}

#[test]
fn phase_step_queue_roles_removals_and_lobby_are_kept() {
    let mut play = Play::in_step(StepKind::Shares);
    play.hands(&[THEO, ANA]);
    play.does(CHAIR, Action::SetLobby(true));
    play.does(
        CHAIR,
        Action::SetRole {
            person: THEO,
            role: Role::Greeter,
            on: true,
        },
    );
    let nia = play.arrive("Nia");
    play.does(CHAIR, Action::Remove(ANA));
    let (phase, step, since) = (play.room.phase(), play.room.step(), play.room.step_since());
    restart(&mut play, Millis::from_secs(1));
    assert_eq!(
        (play.room.phase(), play.room.step(), play.room.step_since()),
        (phase, step, since)
    );
    assert_eq!(play.line(), [THEO.0]);
    assert!(play.room.lobby() && play.room.is_removed(ANA));
    assert!(
        play.room
            .person(THEO)
            .is_some_and(|person| person.roles == [Role::Greeter])
    );
    assert!(matches!(
        play.room.person(nia).map(|p| p.presence),
        Some(Presence::Lobby { .. })
    ));
    play.resumes(nia);
    play.wait(Millis::from_mins(2));
    let left: Vec<_> = play.room.people().map(|person| person.id).collect();
    assert_eq!(left, [nia], "the others never returned");
}

#[test]
fn the_chair_is_awaited_for_a_moment_before_anyone_stands_in() {
    let mut play = Play::in_step(StepKind::Shares);
    restart(&mut play, Millis::from_secs(1));
    play.resumes(CO_CHAIR);
    assert_eq!(
        (play.room.chair(), play.room.unattended()),
        (Some(CHAIR), None)
    );
    let mut returned = Play {
        room: play.room.clone(),
        now: play.now,
    };
    returned.resumes(CHAIR);
    returned.wait(MINUTE);
    assert_eq!(returned.room.chair(), Some(CHAIR));
    returned.loses_line(CHAIR);
    assert_eq!(
        returned.room.chair(),
        Some(CO_CHAIR),
        "later losses are as ever"
    );
    play.wait_secs(20);
    assert_eq!(play.room.chair(), Some(CO_CHAIR));
}

#[test]
fn a_freeze_survives() {
    let mut play = Play::with_a_share_of(ANA);
    play.wait_secs(10);
    play.does(CHAIR, Action::Freeze);
    play.does(CO_CHAIR, Action::StartSharing);
    restart(&mut play, MINUTE);
    for id in [CHAIR, CO_CHAIR, ANA] {
        play.resumes(id);
    }
    play.does(CHAIR, Action::Unfreeze);
    play.does(ANA, Action::StartSharing);
    assert_eq!(
        (play.used(), play.is_heard(ANA)),
        (Millis::from_secs(10), true)
    );
}

#[test]
fn chat_is_in_no_snapshot() {
    let mut play = Play::at_the_doors();
    let ana = play.arrive("Ana");
    let text = Redacted("remember the kettle".to_owned());
    play.does(
        ana,
        Action::Chat {
            to: Audience::Everyone,
            text: text.clone(),
        },
    );
    assert!(!play.room.snapshot().0.contains("kettle"));
    restart(&mut play, MINUTE);
    assert!(play.room.messages().is_empty());
    play.resumes(ana);
    play.does(
        ana,
        Action::Chat {
            to: Audience::Everyone,
            text,
        },
    );
    assert_eq!(play.room.messages()[0].id.0, 2, "numbers go on");
}

#[test]
fn same_names_are_still_told_apart() {
    let mut play = Play::at_the_doors();
    let first = play.arrive("Mike");
    let second = play.arrive("Mike");
    restart(&mut play, MINUTE);
    play.resumes(first);
    play.resumes(second);
    play.does(second, Action::Leave);
    assert!(
        play.room
            .person(first)
            .is_some_and(|person| person.mark.is_none())
    );
    assert_eq!(name("Mike"), play.room.person(first).expect("here").name);
}

#[test]
fn unknown_and_damaged_snapshots_are_refused() {
    let play = Play::in_step(StepKind::Shares);
    let whole = play.room.snapshot().0;
    let refused = |text: &str| {
        Room::restore(&Snapshot(text.to_owned()), play.now)
            .err()
            .expect("refused")
            .to_string()
    };
    let newer = whole.replacen("\"version\":1", "\"version\":2", 1);
    assert!(matches!(
        Room::restore(&Snapshot(newer), play.now),
        Err(SnapshotError::Version(2))
    ));
    for damaged in ["", "{}", "{\"version\":1}", &whole[..whole.len() / 2]] {
        assert!(refused(damaged).contains("damaged"));
    }
    let no_such_step = whole.replacen("\"step\":8", "\"step\":80", 1);
    assert!(refused(&no_such_step).contains("a step that is not in the format"));
    let bad_name = whole.replacen("\"name\":\"Ana\"", "\"name\":\"\"", 1);
    assert!(!refused(&bad_name).contains("Ana"));
    assert_eq!(
        play.room.person(CHAIR).map(|p| p.standing),
        Some(Standing::Chair)
    );
}
