//! Phases: opening, starting, ending, and ending by time.

use super::scenario::{ANA, CHAIR, CO_CHAIR, DOORS_OPEN, MINUTE, Scenario, THEO, plan, step_index};
use crate::base::{Millis, ParticipantId, Timestamp};
use crate::room::{
    Action, ChatPolicy, Command, Departure, Direction, Event, Phase, RESUME_TIMEOUT, Refusal, Room,
    Standing, Step, StepKind, default_format,
};

#[test]
fn doors_open_by_themselves() {
    let before = DOORS_OPEN - Millis(1);
    let mut scenario = Scenario {
        room: Room::new(plan(), before),
        now: before,
    };
    assert_eq!(
        scenario.try_arrive("Ana", Standing::Chair, false),
        Err(Refusal::DoorsClosed)
    );
    assert_eq!(scenario.room.poll_timeout(), Some(DOORS_OPEN));
    scenario.advance(Millis(1));
    assert_eq!(scenario.room.phase(), Phase::DoorsOpen);
    assert_eq!(
        scenario.take_events(),
        [Event::StageChanged, Event::AudibleChanged]
    );
    assert_eq!(scenario.arrive("Ana"), ParticipantId(1));
}

#[test]
fn only_the_chair_starts_the_meeting_and_not_after_its_planned_end() {
    let mut scenario = Scenario::with_doors_open();
    let chair = scenario.arrive_as("Dana", Standing::Chair);
    let member = scenario.arrive("Ana");
    scenario.expect_refusal(member, Action::StartMeeting, Refusal::NotAllowed);
    let mut late = Scenario {
        room: scenario.room.clone(),
        now: plan().ends + Millis(1),
    };
    late.expect_refusal(chair, Action::StartMeeting, Refusal::WrongPhase);
    scenario.now = plan().ends;
    scenario.act(chair, Action::StartMeeting);
    assert_eq!(
        (scenario.room.phase(), scenario.room.step()),
        (Phase::InSession, Some(0))
    );
    scenario.expect_refusal(chair, Action::StartMeeting, Refusal::WrongPhase);
}

#[test]
fn starting_closes_every_open_microphone() {
    let mut scenario = Scenario::with_doors_open();
    let chair = scenario.arrive_as("Dana", Standing::Chair);
    let member = scenario.arrive("Ana");
    scenario.act(member, Action::Unmute);
    assert!(scenario.is_audible(member));
    scenario.act(chair, Action::StartMeeting);
    assert!(!scenario.is_audible(member));
    scenario.act(chair, Action::EndMeeting);
    assert!(!scenario.is_audible(member), "fellowship begins in silence");
    scenario.expect_refusal(chair, Action::EndMeeting, Refusal::WrongPhase);
}

#[test]
fn fellowship_lasts_as_long_as_planned_however_late_the_meeting_ended() {
    let mut scenario = Scenario::in_step(StepKind::Shares);
    scenario.expect_refusal(CHAIR, Action::CloseRoom, Refusal::WrongPhase);
    scenario.now = plan().doors_close + MINUTE;
    scenario.act(CHAIR, Action::EndMeeting);
    let end = scenario.now;
    scenario.advance(RESUME_TIMEOUT);
    assert_eq!(
        scenario.room.poll_timeout(),
        Some(end + Millis::from_mins(15))
    );
    let mut early = Scenario::in_step(StepKind::Shares);
    early.act(CHAIR, Action::EndMeeting);
    early.advance(RESUME_TIMEOUT);
    assert_eq!(early.room.poll_timeout(), Some(plan().doors_close));
    early.expect_refusal(ANA, Action::CloseRoom, Refusal::NotAllowed);
    early.act(CHAIR, Action::CloseRoom);
    assert_eq!(early.room.phase(), Phase::Ended);
}

#[test]
fn the_end_sends_everyone_away_and_erases_the_chat() {
    let mut scenario = Scenario::in_step(StepKind::Announcements);
    let to = crate::room::Audience::Everyone;
    let text = crate::base::Redacted("See you.".to_owned());
    scenario.act(CHAIR, Action::Chat { to, text });
    scenario.act(CHAIR, Action::EndMeeting);
    scenario.take_events();
    scenario.act(CHAIR, Action::CloseRoom);
    assert!(scenario.room.messages().is_empty());
    assert_eq!(scenario.room.people().count(), 0);
    assert!(
        scenario
            .take_events()
            .contains(&Event::Departed(ANA, Departure::Ended))
    );
    scenario.expect_refusal(ANA, Action::RaiseHand, Refusal::Ended);
    assert_eq!(
        scenario.try_arrive("Ana", Standing::Chair, false),
        Err(Refusal::Ended)
    );
    assert_eq!(
        scenario
            .room
            .apply(scenario.now, Command::ConnectionResumed(ANA)),
        Err(Refusal::Ended)
    );
    assert_eq!(scenario.room.poll_timeout(), None);
}

#[test]
fn a_meeting_that_nobody_starts_ends_when_the_doors_close() {
    let mut scenario = Scenario::with_doors_open();
    scenario.arrive("Ana");
    assert_eq!(scenario.room.poll_timeout(), Some(plan().doors_close));
    scenario.now = plan().doors_close;
    scenario.advance(Millis(0));
    assert_eq!(scenario.room.phase(), Phase::Ended);
}

#[test]
fn time_never_ends_a_session_with_a_chair() {
    let mut scenario = Scenario::in_step(StepKind::Shares);
    scenario.advance(Millis::from_mins(60 * 24));
    assert_eq!(scenario.room.phase(), Phase::InSession);
}

#[test]
fn an_empty_session_ends_when_the_doors_close() {
    let mut scenario = Scenario::in_step(StepKind::Shares);
    let everyone: Vec<_> = scenario.room.people().map(|person| person.id).collect();
    for id in everyone {
        scenario.act(id, Action::Leave);
    }
    scenario.advance(MINUTE);
    assert_eq!(
        scenario.room.phase(),
        Phase::InSession,
        "someone may come back"
    );
    assert_eq!(scenario.room.poll_timeout(), Some(plan().doors_close));
}

#[test]
fn a_session_without_a_chair_ends_a_while_after_the_doors_close() {
    let mut scenario = Scenario::in_step(StepKind::Shares);
    scenario.now = plan().doors_close;
    scenario.act(CO_CHAIR, Action::Leave);
    scenario.act(CHAIR, Action::Leave);
    assert_eq!(scenario.room.unattended_since(), Some(scenario.now));
    scenario.advance(Millis(15 * 60_000 - 1));
    assert_eq!(scenario.room.phase(), Phase::InSession);
    scenario.advance(Millis(1));
    assert_eq!(scenario.room.phase(), Phase::Ended);
}

#[test]
fn steps_go_forward_back_and_to_any_index_of_the_format() {
    let mut scenario = Scenario::in_step(StepKind::Quiet);
    scenario.expect_refusal(CHAIR, Action::Step(Direction::Back), Refusal::NoSuchStep);
    scenario.expect_refusal(ANA, Action::Step(Direction::Next), Refusal::NotAllowed);
    scenario.act(CO_CHAIR, Action::Step(Direction::Next));
    assert_eq!(scenario.room.step(), Some(1));
    scenario.act(CHAIR, Action::Step(Direction::To(10)));
    assert_eq!(scenario.room.chat_policy(), ChatPolicy::Closed);
    for beyond in [
        Direction::Next,
        Direction::To(11),
        Direction::To(usize::MAX),
    ] {
        scenario.expect_refusal(CHAIR, Action::Step(beyond), Refusal::NoSuchStep);
    }
    scenario.expect_refusal(CHAIR, Action::Step(Direction::To(10)), Refusal::Unchanged);
    scenario.act(CHAIR, Action::Step(Direction::Back));
    assert_eq!(scenario.room.step(), Some(9));
}

#[test]
fn readers_are_assigned_per_step_and_unassigned_when_they_leave() {
    let mut scenario = Scenario::in_step(StepKind::Quiet);
    let reading = step_index(StepKind::Reading);
    scenario.act(
        CHAIR,
        Action::Assign {
            step: reading,
            person: Some(ANA),
        },
    );
    assert_eq!(scenario.room.assigned(reading), Some(ANA));
    let again = Action::Assign {
        step: reading,
        person: Some(ANA),
    };
    scenario.expect_refusal(CHAIR, again, Refusal::Unchanged);
    let beyond = Action::Assign {
        step: 11,
        person: Some(THEO),
    };
    scenario.expect_refusal(CHAIR, beyond, Refusal::NoSuchStep);
    scenario.act(ANA, Action::Leave);
    assert_eq!(scenario.room.assigned(reading), None);
}

#[test]
fn a_format_without_steps_cannot_be_started() {
    let mut empty = plan();
    empty.format.steps.clear();
    let mut scenario = Scenario {
        room: Room::new(empty, DOORS_OPEN),
        now: DOORS_OPEN,
    };
    let chair = scenario.arrive_as("Dana", Standing::Chair);
    scenario.expect_refusal(chair, Action::StartMeeting, Refusal::NoSuchStep);
}

#[test]
fn a_room_created_late_catches_up() {
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

#[test]
fn a_reader_may_decline_and_the_others_see_it_until_somebody_else_reads() {
    let mut scenario = Scenario::in_step(StepKind::Reading);
    let step = step_index(StepKind::Reading);
    let assign = |person| Action::Assign { step, person };
    scenario.act(CHAIR, assign(Some(ANA)));
    scenario.expect_refusal(THEO, Action::DeclineStep(step), Refusal::NotYourTurn);
    scenario.act(ANA, Action::StartSharing);
    scenario.act(ANA, Action::DeclineStep(step));
    assert_eq!(scenario.room.assigned(step), None);
    assert_eq!(scenario.room.declined(step), Some(ANA));
    assert_eq!(scenario.floor_holder(), None, "the reading ends");
    scenario.expect_refusal(ANA, Action::DeclineStep(step), Refusal::NotYourTurn);
    scenario.act(CHAIR, assign(Some(THEO)));
    assert_eq!(scenario.room.declined(step), None);
}
