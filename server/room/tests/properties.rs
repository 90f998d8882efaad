//! Properties that hold for every sequence of operations on a room.

use super::operations::{LogEntry, Operation, initial_room, operation_sequences};
use super::scenario::DOORS_OPEN;
use super::words::{audible_people, led_floor};
use crate::base::{ClockStep, ParticipantId, Timestamp};
use crate::room::{
    self, Action, Audible, ChatMessage, ChatPolicy, Command, EntryState, Event, Floor, Person,
    Phase, QueueMode, Room,
};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// Milliseconds. Ten minutes, so that whole phases pass within one sequence.
const MAX_ADVANCE: i64 = 600_000;

/// What a receiver of events can read from the room, besides people and messages.
#[derive(Clone, Debug, PartialEq)]
struct Stage {
    phase: Phase,
    step: Option<usize>,
    step_since: Timestamp,
    /// The reader of each step, and who declined it.
    assigned: Vec<[Option<ParticipantId>; 2]>,
    resumable_until: Option<Timestamp>,
    chair: Option<ParticipantId>,
    unattended: Option<Timestamp>,
    frozen: Option<(ParticipantId, Timestamp)>,
    chat: ChatPolicy,
    lobby: bool,
}

type Queue = (
    Vec<room::QueueEntry>,
    bool,
    QueueMode,
    Option<crate::base::Millis>,
    Option<ParticipantId>,
);

/// A copy of the room that is updated by events only.
#[derive(Clone, Debug, PartialEq)]
struct Replica {
    people: BTreeMap<ParticipantId, Person>,
    queue: Queue,
    floor: Option<Floor>,
    stage: Stage,
    audible: Audible,
    messages: Vec<ChatMessage>,
}

fn queue_of(room: &Room) -> Queue {
    (
        room.queue().to_vec(),
        room.is_queue_open(),
        room.queue_mode(),
        room.share_limit(),
        room.picker(),
    )
}

fn stage_of(room: &Room) -> Stage {
    Stage {
        phase: room.phase(),
        step: room.step(),
        step_since: room.step_since(),
        assigned: (0..room.plan().format.steps.len())
            .map(|step| [room.assigned(step), room.declined(step)])
            .collect(),
        resumable_until: room.resumable_until(),
        chair: room.chair(),
        unattended: room.unattended_since(),
        frozen: room.frozen(),
        chat: room.chat_policy(),
        lobby: room.is_lobby_on(),
    }
}

impl Replica {
    fn of(room: &Room) -> Self {
        Self {
            people: room
                .people()
                .map(|person| (person.id, person.clone()))
                .collect(),
            queue: queue_of(room),
            floor: room.floor().cloned(),
            stage: stage_of(room),
            audible: room.audible(),
            messages: room.messages().to_vec(),
        }
    }

    fn apply_event(&mut self, room: &Room, event: &Event) {
        match event {
            Event::Joined(id) | Event::PersonChanged(id) => {
                if let Some(person) = room.person(*id) {
                    self.people.insert(*id, person.clone());
                }
            }
            Event::Departed(id, _) => drop(self.people.remove(id)),
            Event::QueueChanged => self.queue = queue_of(room),
            Event::FloorChanged => self.floor = room.floor().cloned(),
            Event::StageChanged => {
                self.stage = stage_of(room);
                if self.stage.phase == Phase::Ended {
                    self.messages.clear();
                }
            }
            Event::AudibleChanged => self.audible = room.audible(),
            Event::ChatPosted(message) => {
                self.messages.push(message.clone());
                if self.messages.len() > room.messages().len() {
                    self.messages.remove(0);
                }
            }
            Event::ChatDeleted(id) => self.messages.retain(|message| message.id != *id),
            Event::FloorWarned
            | Event::FloorOvertime
            | Event::ChairPrompted
            | Event::NoAnswer(_)
            | Event::Thanked(_) => {}
        }
    }
}

/// Runs one sequence on a room and checks the properties after each operation.
struct PropertyRun {
    room: Room,
    now: Timestamp,
    replica: Replica,
    log: Vec<LogEntry>,
}

impl PropertyRun {
    fn new() -> Self {
        let mut room = initial_room();
        while room.poll_event().is_some() {}
        Self {
            replica: Replica::of(&room),
            room,
            now: DOORS_OPEN,
            log: Vec::new(),
        }
    }

    fn execute(&mut self, operation: &Operation) -> Result<(), TestCaseError> {
        match operation {
            Operation::Advance(span) => self.advance(*span)?,
            Operation::Restart { all_return } => {
                self.restart()?;
                let people: Vec<_> = self.room.people().map(|person| person.id).collect();
                for id in people.into_iter().filter(|_| *all_return) {
                    self.apply(Command::ConnectionResumed(id))?;
                }
            }
            Operation::SetClock(step) => self.set_clock(ClockStep(*step))?,
            other => {
                let command = other
                    .command(&self.room)
                    .expect("every other operation is a command");
                self.apply(command)?;
            }
        }
        prop_assert_eq!(self.room.state.broken_invariant(), None);
        self.check_clock()?;
        self.sync_replica()
    }

    /// Advances in two parts. The replay does not, so it shows that promptness makes no difference.
    fn advance(&mut self, span: i64) -> Result<(), TestCaseError> {
        for part in [span / 2, span - span / 2] {
            let heard = audible_people(&self.room);
            self.now = Timestamp(self.now.0 + part);
            self.room.handle_timeout(self.now);
            let due = self.room.poll_timeout();
            prop_assert!(
                due.is_none_or(|due| due > self.now),
                "a deadline is in the past: {:?}",
                due
            );
            prop_assert!(
                audible_people(&self.room).is_subset(&heard),
                "time opened a microphone"
            );
        }
        Ok(())
    }

    fn apply(&mut self, command: Command) -> Result<(), TestCaseError> {
        self.log.push(LogEntry::Command(self.now, command.clone()));
        self.room.handle_timeout(self.now);
        self.sync_replica()?;
        let before = self.room.clone();
        let result = self.room.apply(self.now, command.clone());
        if let Err(refusal) = result {
            prop_assert_eq!(
                self.room.snapshot(),
                before.snapshot(),
                "{:?} changed it",
                refusal
            );
            prop_assert_eq!(self.room.messages(), before.messages());
            prop_assert_eq!(
                self.room.poll_event(),
                None,
                "a refused command produced an event"
            );
        }
        self.check_microphones(&before, &command)?;
        self.check_queue(&before, &command)
    }

    /// A person who becomes audible has just pressed for it themselves.
    fn check_microphones(&self, before: &Room, command: &Command) -> Result<(), TestCaseError> {
        let pressed = match command {
            Command::Act {
                by,
                action: Action::StartSharing | Action::Unmute | Action::SayWord,
            } => Some(*by),
            _ => None,
        };
        let newly: Vec<_> = audible_people(&self.room)
            .difference(&audible_people(before))
            .copied()
            .collect();
        prop_assert!(
            newly.iter().all(|id| Some(*id) == pressed),
            "{:?} opened {:?}",
            command,
            newly
        );
        if self.room.phase() == Phase::InSession || self.room.frozen().is_some() {
            led_floor(&self.room)?;
        }
        Ok(())
    }

    /// The clock of a turn runs exactly while its holder alone is heard.
    fn check_clock(&self) -> Result<(), TestCaseError> {
        let clock_runs = self
            .room
            .floor()
            .is_some_and(|floor| floor.running_since.is_some());
        let holder = self.room.floor().map(|floor| floor.person);
        let holder_is_heard =
            matches!(self.room.audible(), Audible::One(one) if Some(one) == holder);
        prop_assert_eq!(clock_runs, holder_is_heard);
        Ok(())
    }

    /// Nobody who waits loses their place except by their own wish, by the chair, or by leaving.
    fn check_queue(&self, before: &Room, command: &Command) -> Result<(), TestCaseError> {
        if self.room.phase() != before.phase() {
            return Ok(());
        }
        for entry in before
            .queue()
            .iter()
            .filter(|e| e.state != EntryState::Speaking)
        {
            let id = entry.person;
            let wished = match command {
                Command::Act {
                    action: Action::Skip(person),
                    ..
                } => *person == id,
                Command::Act {
                    by,
                    action: Action::Pass | Action::LowerHand,
                } => *by == id,
                _ => false,
            };
            let inside = self.room.state.admitted(id).is_some();
            let queued = self.room.queue().iter().any(|entry| entry.person == id);
            prop_assert!(
                queued || wished || !inside,
                "{:?} lost {} from the queue",
                command,
                id
            );
        }
        Ok(())
    }

    fn restart(&mut self) -> Result<(), TestCaseError> {
        self.log.push(LogEntry::Restart(self.now));
        self.room.handle_timeout(self.now);
        let before = self.room.clone();
        self.room = restarted(&before, self.now);
        let again = restarted(&self.room, self.now);
        prop_assert_eq!(self.room.snapshot(), again.snapshot());
        let line = |room: &Room| room.queue().iter().map(|e| e.person).collect::<Vec<_>>();
        prop_assert_eq!(line(&self.room), line(&before));
        let stage = |room: &Room| Stage {
            assigned: Vec::new(),
            ..stage_of(room)
        };
        prop_assert_eq!(stage(&self.room), stage(&before));
        let floor = |room: &Room| room.floor().map(|f| (f.person, f.turn, f.since, f.limit));
        prop_assert_eq!(floor(&self.room), floor(&before));
        prop_assert!(
            audible_people(&self.room).is_empty(),
            "a restart opened a microphone"
        );
        self.replica = Replica::of(&self.room);
        Ok(())
    }

    /// The time that the speaker has used stays as it was.
    fn set_clock(&mut self, step: ClockStep) -> Result<(), TestCaseError> {
        self.room.handle_timeout(self.now);
        self.sync_replica()?;
        let used = |room: &Room, now| room.state.floor.as_ref().map(|timed| timed.used(now));
        let before = used(&self.room, self.now);
        self.now = self.now + step;
        self.log.push(LogEntry::SetClock(self.now, step));
        self.room.clock_was_set(self.now, step);
        prop_assert_eq!(used(&self.room, self.now), before);
        self.replica = Replica::of(&self.room);
        // The planned times have not moved: the doors may be due.
        self.room.handle_timeout(self.now);
        Ok(())
    }

    fn sync_replica(&mut self) -> Result<(), TestCaseError> {
        while let Some(event) = self.room.poll_event() {
            self.replica.apply_event(&self.room, &event);
        }
        prop_assert_eq!(
            &self.replica,
            &Replica::of(&self.room),
            "an event was missing"
        );
        Ok(())
    }

    /// Runs the logged commands at the same times, and nothing else.
    fn replay(&self) -> Room {
        let mut room = initial_room();
        for entry in &self.log {
            match entry {
                LogEntry::Command(now, command) => drop(room.apply(*now, command.clone())),
                LogEntry::SetClock(now, step) => room.clock_was_set(*now, *step),
                LogEntry::Restart(now) => {
                    room.handle_timeout(*now);
                    room = restarted(&room, *now);
                }
            }
        }
        room.handle_timeout(self.now);
        room
    }
}

fn restarted(room: &Room, now: Timestamp) -> Room {
    Room::restore(&room.snapshot(), now, now).expect("a room's own snapshot restores")
}

proptest! {
    #![proptest_config(config(160))]

    #[test]
    fn a_room_keeps_its_guarantees(operations in operation_sequences(0..MAX_ADVANCE)) {
        let mut run = PropertyRun::new();
        for operation in &operations {
            run.execute(operation)?;
        }
        prop_assert_eq!(run.replay().snapshot(), run.room.snapshot());
    }
}

proptest! {
    #![proptest_config(config(48))]

    #[test]
    fn a_clock_that_is_set_back_breaks_no_guarantee(operations in operation_sequences(-MAX_ADVANCE..MAX_ADVANCE)) {
        let mut run = PropertyRun::new();
        for operation in &operations {
            run.execute(operation)?;
        }
    }
}

/// As many sequences as a debug build runs in a few seconds. A failing one is printed, not saved.
fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}
