//! Phases: opening, starting, ending, and ends that nobody brings about.

use super::play::{ANA, CHAIR, CO_CHAIR, DOORS_OPEN, MINUTE, Play, THEO, plan, step_of};
use crate::base::{Millis, ParticipantId, Timestamp};
use crate::room::{
    Action, ChatPolicy, Command, Departure, Direction, Event, Phase, Refusal, Room, Standing, Step,
    StepKind, default_format,
};

#[test]
fn doors_open_by_themselves() {
    let before = DOORS_OPEN - Millis(1);
    let mut play = Play {
        room: Room::new(plan(), before),
        now: before,
    };
    assert_eq!(
        play.try_arrive("Ana", Standing::Chair, false),
        Err(Refusal::DoorsClosed)
    );
    assert_eq!(play.room.poll_timeout(), Some(DOORS_OPEN));
    play.wait(Millis(1));
    assert_eq!(play.room.phase(), Phase::DoorsOpen);
    assert_eq!(play.events(), [Event::StageChanged, Event::AudibleChanged]);
    assert_eq!(play.arrive("Ana"), ParticipantId(1));
}

#[test]
fn a_meeting_is_started_by_its_chair_alone_and_not_after_its_end() {
    let mut play = Play::at_the_doors();
    let chair = play.arrive_as("Dana", Standing::Chair);
    let member = play.arrive("Ana");
    play.may_not(member, Action::StartMeeting, Refusal::NotAllowed);
    let mut late = Play {
        room: play.room.clone(),
        now: plan().ends + Millis(1),
    };
    late.may_not(chair, Action::StartMeeting, Refusal::WrongPhase);
    play.now = plan().ends;
    play.does(chair, Action::StartMeeting);
    assert_eq!(
        (play.room.phase(), play.room.step()),
        (Phase::InSession, Some(0))
    );
    play.may_not(chair, Action::StartMeeting, Refusal::WrongPhase);
}

#[test]
fn starting_closes_every_open_microphone() {
    let mut play = Play::at_the_doors();
    let chair = play.arrive_as("Dana", Standing::Chair);
    let member = play.arrive("Ana");
    play.does(member, Action::Unmute);
    assert!(play.is_heard(member));
    play.does(chair, Action::StartMeeting);
    assert!(!play.is_heard(member));
    play.does(chair, Action::EndMeeting);
    assert!(!play.is_heard(member), "fellowship begins in silence");
    play.may_not(chair, Action::EndMeeting, Refusal::WrongPhase);
}

#[test]
fn fellowship_lasts_as_long_as_planned_however_late_the_meeting_ended() {
    let mut play = Play::in_step(StepKind::Shares);
    play.may_not(CHAIR, Action::CloseRoom, Refusal::WrongPhase);
    play.now = plan().doors_close + MINUTE;
    play.does(CHAIR, Action::EndMeeting);
    assert_eq!(
        play.room.poll_timeout(),
        Some(play.now + Millis::from_mins(15))
    );
    let mut early = Play::in_step(StepKind::Shares);
    early.does(CHAIR, Action::EndMeeting);
    assert_eq!(early.room.poll_timeout(), Some(plan().doors_close));
    early.may_not(ANA, Action::CloseRoom, Refusal::NotAllowed);
    early.does(CHAIR, Action::CloseRoom);
    assert_eq!(early.room.phase(), Phase::Ended);
}

#[test]
fn the_end_sends_everyone_off_and_erases_chat() {
    let mut play = Play::in_step(StepKind::Announcements);
    let to = crate::room::Audience::Everyone;
    let text = crate::base::Redacted("See you.".to_owned());
    play.does(CHAIR, Action::Chat { to, text });
    play.does(CHAIR, Action::EndMeeting);
    play.events();
    play.does(CHAIR, Action::CloseRoom);
    assert!(play.room.messages().is_empty());
    assert_eq!(play.room.people().count(), 0);
    assert!(
        play.events()
            .contains(&Event::Departed(ANA, Departure::Ended))
    );
    play.may_not(ANA, Action::RaiseHand, Refusal::Ended);
    assert_eq!(
        play.try_arrive("Ana", Standing::Chair, false),
        Err(Refusal::Ended)
    );
    assert_eq!(
        play.room.apply(play.now, Command::LineResumed(ANA)),
        Err(Refusal::Ended)
    );
    assert_eq!(play.room.poll_timeout(), None);
}

#[test]
fn a_meeting_that_nobody_starts_ends_when_the_doors_close() {
    let mut play = Play::at_the_doors();
    play.arrive("Ana");
    assert_eq!(play.room.poll_timeout(), Some(plan().doors_close));
    play.now = plan().doors_close;
    play.wait(Millis(0));
    assert_eq!(play.room.phase(), Phase::Ended);
}

#[test]
fn time_never_ends_a_session_that_is_led() {
    let mut play = Play::in_step(StepKind::Shares);
    play.wait(Millis::from_mins(60 * 24));
    assert_eq!(play.room.phase(), Phase::InSession);
}

#[test]
fn an_empty_session_ends_when_the_doors_close() {
    let mut play = Play::in_step(StepKind::Shares);
    let everyone: Vec<_> = play.room.people().map(|person| person.id).collect();
    for id in everyone {
        play.does(id, Action::Leave);
    }
    play.wait(MINUTE);
    assert_eq!(play.room.phase(), Phase::InSession, "someone may come back");
    assert_eq!(play.room.poll_timeout(), Some(plan().doors_close));
}

#[test]
fn a_session_without_a_chair_is_given_up_a_while_after_the_doors_close() {
    let mut play = Play::in_step(StepKind::Shares);
    play.now = plan().doors_close;
    play.does(CO_CHAIR, Action::Leave);
    play.does(CHAIR, Action::Leave);
    assert_eq!(play.room.unattended(), Some(play.now));
    play.wait(Millis(15 * 60_000 - 1));
    assert_eq!(play.room.phase(), Phase::InSession);
    play.wait(Millis(1));
    assert_eq!(play.room.phase(), Phase::Ended);
}

#[test]
fn steps_go_forth_back_and_anywhere_but_not_beyond() {
    let mut play = Play::in_step(StepKind::Quiet);
    play.may_not(CHAIR, Action::Step(Direction::Back), Refusal::NoSuchStep);
    play.may_not(ANA, Action::Step(Direction::Next), Refusal::NotAllowed);
    play.does(CO_CHAIR, Action::Step(Direction::Next));
    assert_eq!(play.room.step(), Some(1));
    play.does(CHAIR, Action::Step(Direction::To(10)));
    assert_eq!(play.room.chat_policy(), ChatPolicy::Closed);
    for beyond in [
        Direction::Next,
        Direction::To(11),
        Direction::To(usize::MAX),
    ] {
        play.may_not(CHAIR, Action::Step(beyond), Refusal::NoSuchStep);
    }
    play.may_not(CHAIR, Action::Step(Direction::To(10)), Refusal::Unchanged);
    play.does(CHAIR, Action::Step(Direction::Back));
    assert_eq!(play.room.step(), Some(9));
}

#[test]
fn readers_are_named_per_step_and_forgotten_when_they_go() {
    let mut play = Play::in_step(StepKind::Quiet);
    let reading = step_of(StepKind::Reading);
    play.does(
        CHAIR,
        Action::Assign {
            step: reading,
            person: Some(ANA),
        },
    );
    assert_eq!(play.room.assigned(reading), Some(ANA));
    let again = Action::Assign {
        step: reading,
        person: Some(ANA),
    };
    play.may_not(CHAIR, again, Refusal::Unchanged);
    let beyond = Action::Assign {
        step: 11,
        person: Some(THEO),
    };
    play.may_not(CHAIR, beyond, Refusal::NoSuchStep);
    play.does(ANA, Action::Leave);
    assert_eq!(play.room.assigned(reading), None);
}

#[test]
fn a_plan_without_steps_can_not_be_started() {
    let mut empty = plan();
    empty.format.steps.clear();
    let mut play = Play {
        room: Room::new(empty, DOORS_OPEN),
        now: DOORS_OPEN,
    };
    let chair = play.arrive_as("Dana", Standing::Chair);
    play.may_not(chair, Action::StartMeeting, Refusal::NoSuchStep);
}

#[test]
fn a_room_made_late_catches_up() {
    let room = Room::new(plan(), Timestamp(DOORS_OPEN.0 + 1));
    assert_eq!(room.phase(), Phase::DoorsOpen);
    assert_eq!(room.step_since(), DOORS_OPEN);
    assert_eq!(Room::new(plan(), plan().doors_close).phase(), Phase::Ended);
}

#[test]
fn the_default_format_fills_an_hour_and_follows_the_policies() {
    let steps = default_format().steps;
    assert_eq!(
        steps
            .iter()
            .filter_map(|step| step.minutes)
            .map(u32::from)
            .sum::<u32>(),
        60
    );
    for step in steps {
        assert_eq!((step.microphones, step.chat), Step::policies(step.kind));
        assert!(!step.title.is_empty() && !step.text.is_empty());
    }
}
