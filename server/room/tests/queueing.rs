//! The share queue.

use super::play::{ANA, CHAIR, CO_CHAIR, OMAR, PRIYA, Play, THEO};
use crate::base::Millis;
use crate::room::{
    Action, Direction, EntryState, Event, HeldBecause, QueueMode, Refusal, Standing, StepKind,
};

fn held(play: &Play, id: crate::base::ParticipantId) -> Option<HeldBecause> {
    match play.state_of(id) {
        Some(EntryState::Held { because, .. }) => Some(because),
        _ => None,
    }
}

#[test]
fn hands_are_called_in_the_order_in_which_they_went_up() {
    let mut play = Play::in_step(StepKind::Shares);
    play.hands(&[THEO, ANA]);
    assert_eq!(play.line(), [4, 3]);
    play.may_not(ANA, Action::RaiseHand, Refusal::AlreadyQueued);
    play.does(THEO, Action::LowerHand);
    play.may_not(THEO, Action::LowerHand, Refusal::NotQueued);
    assert_eq!(play.line(), [3]);
}

#[test]
fn a_hand_raised_before_the_meeting_is_kept_for_it() {
    let mut play = Play::at_the_doors();
    let chair = play.arrive_as("Dana", Standing::Chair);
    let ana = play.arrive("Ana");
    play.does(ana, Action::RaiseHand);
    play.may_not(chair, Action::Call(ana), Refusal::WrongPhase);
    play.does(chair, Action::StartMeeting);
    assert_eq!(play.line(), [ana.0]);
    play.may_not(chair, Action::Call(ana), Refusal::WrongPhase);
    play.does(chair, Action::EndMeeting);
    assert!(play.line().is_empty());
    play.may_not(ana, Action::RaiseHand, Refusal::WrongPhase);
}

#[test]
fn a_call_waits_fifteen_seconds_for_the_persons_own_press() {
    let mut play = Play::in_step(StepKind::Shares);
    play.hands(&[ANA, THEO]);
    play.may_not(ANA, Action::StartSharing, Refusal::NotYourTurn);
    play.does(CHAIR, Action::Call(ANA));
    assert!(!play.is_heard(ANA), "a call opens no microphone");
    play.may_not(THEO, Action::StartSharing, Refusal::NotYourTurn);
    play.wait(Millis(14_999));
    assert!(matches!(
        play.state_of(ANA),
        Some(EntryState::Called { .. })
    ));
    play.events();
    play.wait(Millis(1));
    assert_eq!(play.events(), [Event::NoAnswer(ANA), Event::QueueChanged]);
    assert_eq!(held(&play, ANA), Some(HeldBecause::NoAnswer));
    assert_eq!(play.line(), [3, 4], "next in line");
    play.may_not(ANA, Action::StartSharing, Refusal::NotYourTurn);
    play.does(CHAIR, Action::Call(ANA));
    play.does(ANA, Action::StartSharing);
    assert!(play.is_heard(ANA));
}

#[test]
fn someone_who_missed_the_call_says_so_by_raising_a_hand() {
    let mut play = Play::in_step(StepKind::Shares);
    play.hands(&[ANA, THEO]);
    play.does(CHAIR, Action::Call(ANA));
    play.wait_secs(15);
    play.does(ANA, Action::RaiseHand);
    assert_eq!(play.state_of(ANA), Some(EntryState::Waiting));
    assert_eq!(play.line(), [3, 4]);
}

#[test]
fn calling_another_puts_the_first_back_next_in_line() {
    let mut play = Play::in_step(StepKind::Shares);
    play.hands(&[ANA, THEO, PRIYA]);
    play.does(CHAIR, Action::Call(ANA));
    play.may_not(CHAIR, Action::Call(ANA), Refusal::Unchanged);
    play.does(CHAIR, Action::Call(PRIYA));
    assert_eq!(play.line(), [5, 3, 4]);
    assert_eq!(play.state_of(ANA), Some(EntryState::Waiting));
    play.may_not(CHAIR, Action::Call(OMAR), Refusal::NotQueued);
}

#[test]
fn pass_gives_up_the_place_and_later_moves_it_one_down() {
    let mut play = Play::in_step(StepKind::Shares);
    play.hands(&[ANA, THEO, PRIYA]);
    play.may_not(ANA, Action::Later, Refusal::NotYourTurn);
    play.does(CHAIR, Action::Call(ANA));
    play.does(ANA, Action::Later);
    assert_eq!(
        (play.line(), play.state_of(ANA)),
        (vec![4, 3, 5], Some(EntryState::Waiting))
    );
    play.does(CHAIR, Action::Call(THEO));
    play.does(THEO, Action::Pass);
    assert_eq!(play.line(), [3, 5]);
}

#[test]
fn a_lost_line_keeps_the_place() {
    let mut play = Play::in_step(StepKind::Shares);
    play.hands(&[ANA, THEO]);
    play.does(CHAIR, Action::Call(ANA));
    play.loses_line(ANA);
    assert_eq!(held(&play, ANA), Some(HeldBecause::LostConnection));
    play.may_not(CHAIR, Action::Call(ANA), Refusal::Away);
    play.may_not(CHAIR, Action::Release(ANA), Refusal::Away);
    play.wait_secs(119);
    play.resumes(ANA);
    assert_eq!(
        (play.line(), play.state_of(ANA)),
        (vec![3, 4], Some(EntryState::Waiting))
    );
    play.loses_line(ANA);
    play.wait_secs(120);
    assert_eq!(play.line(), [4]);
}

#[test]
fn the_chair_holds_releases_skips_and_moves() {
    let mut play = Play::in_step(StepKind::Shares);
    play.hands(&[ANA, THEO, PRIYA]);
    play.may_not(ANA, Action::Skip(THEO), Refusal::NotAllowed);
    play.does(CO_CHAIR, Action::Hold(ANA));
    play.may_not(CHAIR, Action::Hold(ANA), Refusal::Unchanged);
    play.loses_line(ANA);
    assert_eq!(held(&play, ANA), Some(HeldBecause::Chair));
    play.does(CHAIR, Action::Release(ANA));
    assert_eq!(held(&play, ANA), Some(HeldBecause::LostConnection));
    play.resumes(ANA);
    play.may_not(CHAIR, Action::Release(ANA), Refusal::Unchanged);
    play.does(
        CHAIR,
        Action::Move {
            person: PRIYA,
            place: 0,
        },
    );
    assert_eq!(play.line(), [5, 3, 4]);
    play.may_not(
        CHAIR,
        Action::Move {
            person: PRIYA,
            place: 0,
        },
        Refusal::Unchanged,
    );
    play.may_not(
        CHAIR,
        Action::Move {
            person: PRIYA,
            place: 3,
        },
        Refusal::OutOfRange,
    );
    play.may_not(
        CHAIR,
        Action::Move {
            person: PRIYA,
            place: usize::MAX,
        },
        Refusal::OutOfRange,
    );
    play.does(CHAIR, Action::Skip(ANA));
    assert_eq!(play.line(), [5, 4]);
}

#[test]
fn a_closed_queue_takes_no_hands() {
    let mut play = Play::in_step(StepKind::Shares);
    play.does(CHAIR, Action::OpenQueue(false));
    play.may_not(ANA, Action::RaiseHand, Refusal::QueueClosed);
    play.may_not(CHAIR, Action::OpenQueue(false), Refusal::Unchanged);
    assert!(!play.room.queue_open());
}

#[test]
fn a_burning_desire_comes_first_even_when_the_queue_is_closed() {
    let mut play = Play::in_step(StepKind::Shares);
    play.hands(&[ANA, THEO]);
    play.does(CHAIR, Action::OpenQueue(false));
    play.does(CHAIR, Action::Step(Direction::Next));
    play.hands(&[OMAR]);
    assert_eq!(play.line(), [6, 3, 4]);
    play.hands(&[THEO]);
    assert_eq!(play.line(), [4, 6, 3], "a waiting hand becomes one of them");
    play.may_not(THEO, Action::RaiseHand, Refusal::AlreadyQueued);
    play.does(CHAIR, Action::Step(Direction::Back));
    assert_eq!(
        play.line(),
        [3, 4, 6],
        "and waits like others when the step is over"
    );
}

#[test]
fn each_shares_once_until_all_have() {
    let mut play = Play::in_step(StepKind::Shares);
    play.hands(&[ANA]);
    play.shares(ANA);
    play.hands(&[ANA, THEO]);
    assert_eq!(play.line(), [4, 3]);
    assert_eq!(play.room.person(ANA).map(|person| person.shared), Some(1));
}

#[test]
fn fewer_shares_come_first_when_the_mode_says_so() {
    let mut play = Play::in_step(StepKind::Shares);
    for person in [ANA, ANA, THEO] {
        play.hands(&[person]);
        play.shares(person);
    }
    play.hands(&[ANA, THEO]);
    assert_eq!(play.line(), [3, 4], "both have shared");
    play.does(CHAIR, Action::SetQueueMode(QueueMode::NotYetShared));
    assert_eq!(play.line(), [4, 3]);
    play.hands(&[PRIYA]);
    assert_eq!(play.line(), [5, 4, 3]);
    play.does(CHAIR, Action::SetQueueMode(QueueMode::ChairPicks));
    assert_eq!(play.line(), [3, 4, 5], "as the hands went up");
}

#[test]
fn newcomers_come_first_until_they_have_shared() {
    let mut play = Play::in_step(StepKind::Shares);
    play.does(CHAIR, Action::SetQueueMode(QueueMode::NewcomersFirst));
    let newcomer = play
        .try_arrive("Newt", Standing::Visitor, true)
        .expect("open");
    play.hands(&[ANA, newcomer]);
    assert_eq!(play.line(), [newcomer.0, 3]);
    play.shares(newcomer);
    play.hands(&[newcomer]);
    assert_eq!(play.line(), [3, newcomer.0]);
}

#[test]
fn a_round_robin_goes_round_the_circle_from_the_last_speaker() {
    let mut play = Play::in_step(StepKind::Shares);
    play.does(CHAIR, Action::SetQueueMode(QueueMode::RoundRobin));
    play.hands(&[OMAR, THEO]);
    assert_eq!(play.line(), [4, 6]);
    play.shares(THEO);
    play.hands(&[ANA, PRIYA]);
    assert_eq!(play.line(), [5, 6, 3]);
}

#[test]
fn the_speaker_tags_the_next_who_is_called_when_the_share_is_over() {
    let mut play = Play::in_step(StepKind::Shares);
    play.hands(&[ANA, THEO, PRIYA]);
    play.does(CHAIR, Action::Call(ANA));
    play.does(ANA, Action::StartSharing);
    play.may_not(ANA, Action::Tag(PRIYA), Refusal::WrongPhase);
    play.does(CHAIR, Action::SetQueueMode(QueueMode::Tag));
    play.may_not(THEO, Action::Tag(PRIYA), Refusal::NotYourTurn);
    play.may_not(ANA, Action::Tag(OMAR), Refusal::NotQueued);
    play.does(ANA, Action::Tag(PRIYA));
    assert_eq!(play.line(), [3, 5, 4]);
    play.does(ANA, Action::Done);
    assert!(matches!(
        play.state_of(PRIYA),
        Some(EntryState::Called { .. })
    ));
}

#[test]
fn moves_by_the_chair_stand_against_the_mode() {
    let mut play = Play::in_step(StepKind::Shares);
    play.hands(&[ANA]);
    play.shares(ANA);
    play.hands(&[THEO, ANA]);
    play.does(
        CHAIR,
        Action::Move {
            person: ANA,
            place: 0,
        },
    );
    play.hands(&[PRIYA]);
    assert_eq!(play.line(), [3, 4, 5]);
}
