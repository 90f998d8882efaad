//! The floor and its clock.

use super::play::{ANA, CHAIR, CO_CHAIR, MINUTE, OMAR, PRIYA, Play, THEO};
use crate::base::Millis;
use crate::room::{
    Action, Audible, Direction, EntryState, Event, Refusal, Role, Standing, StepKind, Turn,
};

fn turn(play: &Play) -> Option<Turn> {
    play.room.floor().map(|floor| floor.turn)
}

#[test]
fn only_the_holder_is_heard_and_only_after_pressing() {
    let mut play = Play::with_a_share_of(ANA);
    assert_eq!(play.room.audible(), Audible::One(ANA));
    play.may_not(ANA, Action::StartSharing, Refusal::Unchanged);
    play.may_not(CHAIR, Action::StartSharing, Refusal::FloorTaken);
    play.may_not(THEO, Action::StartSharing, Refusal::NotYourTurn);
    play.may_not(ANA, Action::Unmute, Refusal::WrongPhase);
    play.may_not(THEO, Action::Done, Refusal::NotYourTurn);
    play.does(ANA, Action::Done);
    assert_eq!(
        (play.room.audible(), play.line().len()),
        (Audible::Nobody, 0)
    );
    play.may_not(ANA, Action::Done, Refusal::FloorEmpty);
}

#[test]
fn the_clock_warns_then_chimes_then_prompts_and_cuts_nobody_off() {
    let mut play = Play::with_a_share_of(ANA);
    play.wait(Millis(119_999));
    assert_eq!(play.events(), []);
    play.wait(Millis(1));
    assert_eq!(play.events(), [Event::FloorWarned]);
    play.wait(MINUTE);
    assert_eq!(play.events(), [Event::FloorOvertime]);
    play.wait_secs(30);
    assert_eq!(play.events(), [Event::ChairPrompted]);
    play.wait(Millis::from_mins(20));
    assert_eq!(play.events(), []);
    assert!(play.is_heard(ANA));
}

#[test]
fn a_late_shell_still_tells_all_three_in_order() {
    let mut play = Play::with_a_share_of(ANA);
    play.wait(Millis::from_mins(60));
    let told = [
        Event::FloorWarned,
        Event::FloorOvertime,
        Event::ChairPrompted,
    ];
    assert_eq!(play.events(), told);
}

#[test]
fn more_time_takes_back_announcements_that_came_too_early() {
    let mut play = Play::with_a_share_of(ANA);
    play.does(
        CHAIR,
        Action::SetRole {
            person: THEO,
            role: Role::Timekeeper,
            on: true,
        },
    );
    play.wait(Millis::from_mins(3));
    play.events();
    play.may_not(PRIYA, Action::Extend(MINUTE), Refusal::NotAllowed);
    play.does(THEO, Action::Extend(Millis(90_000)));
    assert_eq!(play.events(), [Event::FloorChanged]);
    play.wait_secs(30);
    assert_eq!(play.events(), [Event::FloorWarned]);
    play.wait(MINUTE);
    assert_eq!(play.events(), [Event::FloorOvertime]);
    play.does(CHAIR, Action::Extend(Millis(1_000)));
    play.may_not(CHAIR, Action::Extend(Millis(u64::MAX)), Refusal::OutOfRange);
    play.may_not(CHAIR, Action::Extend(Millis(0)), Refusal::OutOfRange);
    play.does(ANA, Action::Done);
    play.may_not(CHAIR, Action::Extend(MINUTE), Refusal::FloorEmpty);
}

#[test]
fn a_muted_holder_keeps_the_floor_while_the_clock_waits() {
    let mut play = Play::with_a_share_of(ANA);
    play.wait_secs(10);
    play.may_not(THEO, Action::Mute(ANA), Refusal::NotAllowed);
    play.does(
        CHAIR,
        Action::SetRole {
            person: THEO,
            role: Role::ChatMonitor,
            on: true,
        },
    );
    play.does(THEO, Action::Mute(ANA));
    play.may_not(CHAIR, Action::Mute(ANA), Refusal::Unchanged);
    assert!(!play.is_heard(ANA));
    assert_eq!(play.holder(), Some(ANA));
    play.wait(Millis::from_mins(30));
    assert_eq!(play.used(), Millis::from_secs(10));
    play.does(ANA, Action::StartSharing);
    assert!(play.is_heard(ANA));
    play.wait_secs(5);
    play.does(ANA, Action::MuteSelf);
    assert_eq!(play.used(), Millis::from_secs(15));
}

#[test]
fn a_lost_line_pauses_the_clock_and_a_return_waits_for_a_press() {
    let mut play = Play::with_a_share_of(ANA);
    play.wait_secs(10);
    play.loses_line(ANA);
    assert_eq!(
        (play.holder(), play.room.audible()),
        (Some(ANA), Audible::Nobody)
    );
    play.wait(MINUTE);
    play.resumes(ANA);
    assert!(!play.is_heard(ANA));
    play.does(ANA, Action::StartSharing);
    assert_eq!(
        (play.used(), play.is_heard(ANA)),
        (Millis::from_secs(10), true)
    );
    play.loses_line(ANA);
    play.wait(Millis::from_mins(2));
    assert_eq!((play.holder(), play.line().len()), (None, 0));
}

#[test]
fn the_chair_speaks_between_shares_and_makes_way_for_the_called() {
    let mut play = Play::in_step(StepKind::Shares);
    play.does(CHAIR, Action::StartSharing);
    assert_eq!(
        (turn(&play), play.room.floor().and_then(|f| f.limit)),
        (Some(Turn::Chair), None)
    );
    play.may_not(CO_CHAIR, Action::StartSharing, Refusal::NotYourTurn);
    play.may_not(CHAIR, Action::Extend(MINUTE), Refusal::OutOfRange);
    play.does(ANA, Action::RaiseHand);
    play.does(CHAIR, Action::Call(ANA));
    assert!(play.is_heard(CHAIR), "until the called person presses");
    play.does(ANA, Action::StartSharing);
    assert_eq!(play.room.audible(), Audible::One(ANA));
}

#[test]
fn thank_and_close_ends_the_share_and_calls_the_next() {
    let mut play = Play::with_a_share_of(ANA);
    play.hands(&[THEO]);
    play.may_not(CHAIR, Action::Call(THEO), Refusal::FloorTaken);
    play.may_not(
        CHAIR,
        Action::ThankAndClose { call: Some(OMAR) },
        Refusal::NotQueued,
    );
    assert_eq!(play.holder(), Some(ANA));
    play.does(CHAIR, Action::ThankAndClose { call: Some(THEO) });
    assert_eq!(play.holder(), None);
    assert!(matches!(
        play.state_of(THEO),
        Some(EntryState::Called { .. })
    ));
    play.may_not(
        CHAIR,
        Action::ThankAndClose { call: None },
        Refusal::FloorEmpty,
    );
}

#[test]
fn the_named_reader_reads_and_another_reader_takes_over() {
    let mut play = Play::in_step(StepKind::Reading);
    let step = play.room.step().expect("in session");
    play.may_not(ANA, Action::StartSharing, Refusal::NotYourTurn);
    play.does(
        CHAIR,
        Action::Assign {
            step,
            person: Some(ANA),
        },
    );
    play.does(CHAIR, Action::StartSharing);
    play.does(ANA, Action::StartSharing);
    assert_eq!(
        (turn(&play), play.is_heard(ANA)),
        (Some(Turn::Reading), true)
    );
    play.does(
        CHAIR,
        Action::Assign {
            step,
            person: Some(THEO),
        },
    );
    assert_eq!(play.holder(), None);
    play.does(THEO, Action::StartSharing);
    play.does(CHAIR, Action::Step(Direction::Next));
    assert_eq!(play.holder(), None, "the next reading has another reader");
}

#[test]
fn the_lead_speaker_has_the_steps_minutes_and_two_to_be_warned_of() {
    let mut play = Play::in_step(StepKind::Speaker);
    let step = play.room.step().expect("in session");
    play.does(
        CHAIR,
        Action::Assign {
            step,
            person: Some(ANA),
        },
    );
    play.does(ANA, Action::StartSharing);
    assert_eq!(turn(&play), Some(Turn::Speaker));
    play.events();
    play.wait(Millis::from_mins(13));
    assert_eq!(play.events(), [Event::FloorWarned]);
    play.wait(Millis::from_mins(2));
    assert_eq!(play.events(), [Event::FloorOvertime]);
}

#[test]
fn in_announcements_whoever_serves_takes_the_free_floor() {
    let mut play = Play::in_step(StepKind::Announcements);
    let treasurer = play.arrive_as("Ruth", Standing::TrustedServant);
    play.may_not(ANA, Action::StartSharing, Refusal::NotYourTurn);
    play.does(CHAIR, Action::StartSharing);
    play.may_not(treasurer, Action::StartSharing, Refusal::FloorTaken);
    play.does(CHAIR, Action::Done);
    play.does(treasurer, Action::StartSharing);
    assert_eq!(turn(&play), Some(Turn::Announcement));
    play.may_not(CO_CHAIR, Action::StartSharing, Refusal::FloorTaken);
}

#[test]
fn a_newcomers_words_are_neither_timed_nor_counted_as_a_share() {
    let mut play = Play::in_step(StepKind::Newcomers);
    play.hands(&[ANA, THEO]);
    play.does(CHAIR, Action::Call(ANA));
    play.does(ANA, Action::StartSharing);
    assert_eq!(play.room.floor().and_then(|floor| floor.limit), None);
    play.does(ANA, Action::Done);
    assert_eq!(play.room.person(ANA).map(|person| person.shared), Some(0));
    play.does(CHAIR, Action::Call(THEO));
    play.does(THEO, Action::StartSharing);
    play.does(CHAIR, Action::Step(Direction::To(8)));
    assert_eq!(
        play.holder(),
        None,
        "an introduction does not become a share"
    );
}

#[test]
fn another_step_ends_a_turn_that_does_not_fit_and_keeps_the_queue() {
    let mut play = Play::with_a_share_of(ANA);
    play.hands(&[THEO]);
    let mut burning = Play {
        room: play.room.clone(),
        now: play.now,
    };
    burning.does(CHAIR, Action::Step(Direction::Next));
    assert!(
        burning.is_heard(ANA),
        "a share goes on into the burning desire"
    );
    play.does(CHAIR, Action::Step(Direction::Back));
    assert_eq!((play.holder(), play.line()), (None, vec![4]));
}

#[test]
fn another_step_takes_a_call_back() {
    let mut play = Play::in_step(StepKind::Shares);
    play.hands(&[ANA]);
    play.does(CHAIR, Action::Call(ANA));
    play.does(CHAIR, Action::Step(Direction::Back));
    assert_eq!(play.state_of(ANA), Some(EntryState::Waiting));
}

#[test]
fn the_share_limit_counts_from_the_next_share_on() {
    let mut play = Play::with_a_share_of(ANA);
    play.may_not(
        CHAIR,
        Action::SetShareLimit(Some(Millis(1))),
        Refusal::OutOfRange,
    );
    play.does(CHAIR, Action::SetShareLimit(None));
    assert_eq!(
        play.room.floor().and_then(|f| f.limit),
        Some(Millis::from_mins(3))
    );
    play.does(ANA, Action::Done);
    play.hands(&[THEO]);
    play.does(CHAIR, Action::Call(THEO));
    play.does(THEO, Action::StartSharing);
    assert_eq!(play.room.floor().and_then(|f| f.limit), None);
    play.may_not(CHAIR, Action::SetShareLimit(None), Refusal::Unchanged);
}

#[test]
fn a_very_short_share_is_warned_of_at_its_half() {
    let mut play = Play::in_step(StepKind::Shares);
    play.does(CHAIR, Action::SetShareLimit(Some(MINUTE)));
    play.hands(&[ANA]);
    play.does(CHAIR, Action::Call(ANA));
    play.does(ANA, Action::StartSharing);
    play.events();
    play.wait_secs(29);
    assert_eq!(play.events(), []);
    play.wait_secs(1);
    assert_eq!(play.events(), [Event::FloorWarned]);
}
