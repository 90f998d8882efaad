//! The task that owns one room. What it tells, and to whom, stands in `task/telling.rs`.

mod telling;

use super::audio::RoomAudio;
use super::headcount::Headcount;
use super::outbox::{Inbox, Outbox, outbox};
use super::seats::Seats;
use super::translate::action;
use crate::accounts::ResumeToken;
use crate::base::{Clock, Entropy, FirstName, Millis, ParticipantId};
use crate::media::{MediaEvent, OfferViolation};
use crate::room::{Action, Arrival, Command, Departure, Phase, Refusal, Room, Standing};
use crate::wire::{
    Change, ClientFrame, ClientMessage, CloseCode, MeetingFacts, ServerMessage, view,
};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Notify, mpsc, oneshot};

/// One socket of this room. Never reused within a room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ConnectionId(u64);

/// Someone at the door.
pub struct Enter {
    pub name: Option<FirstName>,
    pub newcomer: bool,
    pub standing: Standing,
    pub resume: Option<ResumeToken>,
    pub reply: oneshot::Sender<Result<(ConnectionId, Inbox), EntryRefusal>>,
}

/// Why nobody came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryRefusal {
    /// No seat is kept for that token, and no usable name came with it.
    NameNeeded,
    Refused(Refusal),
}

/// What the task is told.
pub enum Input {
    Enter(Enter),
    Frame {
        connection: ConnectionId,
        frame: ClientFrame,
    },
    /// The socket wrote all it had and misses something.
    CaughtUp(ConnectionId),
    Closed(ConnectionId),
    Media(MediaEvent),
    Save(oneshot::Sender<Saved>),
    /// The server goes down: say so to everyone.
    Restarting,
}

/// What brings the room back after a crash.
pub struct Saved {
    pub snapshot: String,
    pub seats: String,
}

/// What the task needs beside the room.
pub struct RoomContext {
    pub facts: MeetingFacts,
    pub audio: RoomAudio,
    pub clock: Arc<dyn Clock>,
    pub entropy: Arc<dyn Entropy>,
    /// Rung whenever the room changed.
    pub changed: Arc<Notify>,
    /// People inside, for the schedule.
    pub headcount: Headcount,
}

/// Wakes at least this often, so that a clock that was set back can't hold a deadline up for long.
const LONGEST_NAP: Millis = Millis::from_secs(30);

pub struct RoomTask {
    room: Room,
    around: RoomContext,
    seats: Seats,
    connections: HashMap<ConnectionId, Connection>,
    last_connection: u64,
    /// Loudest first, on an open floor.
    speaking: Vec<ParticipantId>,
    /// The number of the last delta.
    n: u32,
}

struct Connection {
    person: ParticipantId,
    outbox: Outbox,
    /// Kept to repeat it in every `welcome`; its hash alone is written down.
    resume: ResumeToken,
    inside: bool,
}

impl RoomTask {
    #[must_use]
    pub fn new(room: Room, seats: Seats, around: RoomContext) -> Self {
        Self {
            room,
            around,
            seats,
            connections: HashMap::new(),
            last_connection: 0,
            speaking: Vec::new(),
            n: 0,
        }
    }

    /// Runs until the room is over or nobody can reach it any more.
    pub async fn run(mut self, mut inputs: mpsc::Receiver<Input>) {
        self.flush();
        while self.room.phase() != Phase::Ended {
            let nap = self.nap();
            tokio::select! {
                input = inputs.recv() => match input {
                    Some(input) => self.take(input),
                    None => return,
                },
                () = tokio::time::sleep(nap) => {}
            }
            self.room.handle_timeout(self.around.clock.now());
            self.flush();
        }
        self.close_all(CloseCode::Ended);
        self.around.headcount.set(0);
    }

    fn nap(&self) -> Duration {
        let now = self.around.clock.now();
        let until = self
            .room
            .poll_timeout()
            .map_or(LONGEST_NAP, |deadline| deadline.since(now));
        Duration::from_millis(until.min(LONGEST_NAP).0)
    }

    fn take(&mut self, input: Input) {
        match input {
            Input::Enter(enter) => self.enter(enter),
            Input::Frame { connection, frame } => self.frame(connection, frame),
            Input::CaughtUp(connection) => self.caught_up(connection),
            Input::Closed(connection) => self.closed(connection),
            Input::Media(event) => self.media(&event),
            Input::Save(reply) => {
                let _ = reply.send(Saved {
                    snapshot: self.room.snapshot().0,
                    seats: self.seats.to_text(),
                });
            }
            Input::Restarting => self.close_all(CloseCode::Restarting),
        }
    }

    fn enter(&mut self, enter: Enter) {
        let seat = match self.seat_for(&enter) {
            Ok(seat) => seat,
            Err(denied) => {
                let _ = enter.reply.send(Err(denied));
                return;
            }
        };
        // Everyone else is told first: the newcomer's `welcome` holds it already.
        self.flush();
        let (outbox, inbox) = outbox();
        self.last_connection += 1;
        let connection = ConnectionId(self.last_connection);
        if enter.reply.send(Ok((connection, inbox))).is_err() {
            // The socket went away while it waited: its seat is kept as for any lost line.
            self.apply(Command::ConnectionLost(seat.person)).ok();
            return;
        }
        self.close_others(seat.person);
        let resume = seat.resume;
        self.connections.insert(
            connection,
            Connection {
                person: seat.person,
                outbox,
                resume,
                inside: false,
            },
        );
        self.welcome(connection);
    }

    fn seat_for(&mut self, enter: &Enter) -> Result<Seat, EntryRefusal> {
        if let Some(resume) = &enter.resume
            && let Some(person) = self.seats.find(&resume.hash())
        {
            if self.room.is_removed(person) {
                return Err(EntryRefusal::Refused(Refusal::Removed));
            }
            if self.room.person(person).is_some() {
                // Refused when the line never dropped and another window is opened: no matter.
                self.apply(Command::ConnectionResumed(person)).ok();
                return Ok(Seat {
                    person,
                    resume: resume.clone(),
                });
            }
        }
        let person = self.arrive(enter)?;
        let resume = ResumeToken::random(&*self.around.entropy);
        self.seats.give(resume.hash(), person);
        Ok(Seat { person, resume })
    }

    fn arrive(&mut self, enter: &Enter) -> Result<ParticipantId, EntryRefusal> {
        let name = enter.name.clone().ok_or(EntryRefusal::NameNeeded)?;
        let arrival = Arrival {
            name,
            standing: enter.standing,
            newcomer: enter.newcomer,
        };
        let before = self.room.people().map(|person| person.id).max();
        self.apply(Command::Arrive(arrival))
            .map_err(EntryRefusal::Refused)?;
        // Seats are numbered in the order of arrival, so the newest is the greatest.
        let newest = self.room.people().map(|person| person.id).max();
        newest
            .filter(|id| Some(*id) > before)
            .ok_or(EntryRefusal::Refused(Refusal::Full))
    }

    fn frame(&mut self, connection: ConnectionId, frame: ClientFrame) {
        let Some(person) = self.connections.get(&connection).map(|known| known.person) else {
            return;
        };
        let id = frame.id;
        match frame.message {
            ClientMessage::MediaOffer { sdp } => self.offer(connection, person, id, &sdp),
            ClientMessage::Resync => self.welcome(connection),
            message => {
                let Some(action) = action(message) else {
                    return;
                };
                let answer = match self.act(person, action) {
                    Ok(()) => ServerMessage::Ok { id },
                    Err(reason) => ServerMessage::Refused { id, reason },
                };
                // Deltas first: a client that reads `ok` has seen what it changed.
                self.flush();
                self.tell(connection, &answer);
            }
        }
    }

    fn act(&mut self, by: ParticipantId, action: Action) -> Result<(), Refusal> {
        self.apply(Command::Act { by, action })
    }

    fn apply(&mut self, command: Command) -> Result<(), Refusal> {
        self.room.apply(self.around.clock.now(), command)
    }

    fn offer(&mut self, connection: ConnectionId, person: ParticipantId, id: u32, sdp: &str) {
        let answer = if view::is_inside(&self.room, person) {
            match self.around.audio.connect(person, sdp) {
                Ok(sdp) => ServerMessage::MediaAnswer { id, sdp },
                Err(problem) => {
                    if problem == OfferViolation::Stopped {
                        tracing::error!("the media plane has stopped");
                    }
                    ServerMessage::MediaRefused {
                        id,
                        why: problem.to_string(),
                    }
                }
            }
        } else {
            ServerMessage::Refused {
                id,
                reason: Refusal::InLobby,
            }
        };
        self.around.audio.set_audible(&self.room.audible());
        self.tell(connection, &answer);
    }

    fn caught_up(&mut self, connection: ConnectionId) {
        if let Some(known) = self.connections.get(&connection)
            && known.outbox.is_behind()
        {
            known.outbox.caught_up();
            self.welcome(connection);
        }
    }

    fn closed(&mut self, connection: ConnectionId) {
        if let Some(gone) = self.connections.remove(&connection)
            && self.room.person(gone.person).is_some()
        {
            self.apply(Command::ConnectionLost(gone.person)).ok();
        }
    }

    fn media(&mut self, event: &MediaEvent) {
        match event {
            MediaEvent::Connected(_) => {}
            MediaEvent::Disconnected(peer) => self.around.audio.forget(*peer),
            // Told late, of a floor that has closed since.
            MediaEvent::Speaking(..) if !self.room.phase().is_open_floor() => {}
            MediaEvent::Speaking(_, peers) => {
                let speaking = self.around.audio.people(peers);
                if speaking != self.speaking {
                    self.speaking.clone_from(&speaking);
                    self.broadcast(vec![Change::Speaking { people: speaking }]);
                }
            }
        }
    }

    fn close_person(&mut self, person: ParticipantId, why: Departure) {
        let code = match why {
            Departure::Left => CloseCode::Left,
            Departure::TimedOut => CloseCode::TimedOut,
            Departure::Removed => CloseCode::Removed,
            Departure::Ended => CloseCode::Ended,
        };
        self.close_where(code, |known| known.person == person);
        if why != Departure::Removed {
            let room = &self.room;
            self.seats
                .retain(|seat| room.person(seat).is_some() || room.is_removed(seat));
        }
    }

    fn close_others(&mut self, person: ParticipantId) {
        self.close_where(CloseCode::Elsewhere, |known| known.person == person);
    }

    fn close_all(&mut self, code: CloseCode) {
        self.close_where(code, |_| true);
    }

    fn close_where(&mut self, code: CloseCode, which: impl Fn(&Connection) -> bool) {
        for (_, gone) in self.connections.extract_if(|_, known| which(known)) {
            gone.outbox.close(code);
        }
    }
}

struct Seat {
    person: ParticipantId,
    resume: ResumeToken,
}
