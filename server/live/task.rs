//! The task that owns one room. Who gets which seat is in `task/entering.rs`; what it sends, and to whom, is in
//! `task/sending.rs`; how time passes for it is in `task/time.rs`.

mod entering;
mod sending;
mod time;

use super::audio::RoomAudio;
use super::frame_queue::{FrameReceiver, FrameSender, frame_queue};
use super::seats::Seats;
use super::status::RoomStatus;
use super::translate::action;
use crate::accounts::ResumeToken;
use crate::base::{AccountId, Clock, Entropy, FirstName, ParticipantId, StepDetector};
use crate::media::{MediaEvent, OfferViolation};
use crate::room::{Command, Departure, Phase, Refusal, Room, Standing};
use crate::wire::{
    Change, ClientFrame, ClientMessage, CloseCode, MeetingFacts, ServerMessage, view,
};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Notify, mpsc, oneshot};
use tokio::time::MissedTickBehavior;

/// One socket of this room. Never reused within a room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct ConnectionId(u64);

impl ConnectionId {
    /// For the log.
    pub(super) fn number(self) -> u64 {
        self.0
    }
}

/// What a `hello` says of a person who wants to enter.
pub(super) struct EntryRequest {
    /// `None` for an invalid name; a valid resume token is enough to return to a seat.
    pub(super) name: Option<FirstName>,
    pub(super) newcomer: bool,
    pub(super) newcomer_shown: bool,
    pub(super) standing: Standing,
    pub(super) resume: Option<ResumeToken>,
    /// A person with an account has one seat, on whatever device they are.
    pub(super) account: Option<AccountId>,
}

/// Why a person could not enter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum EntryRefusal {
    /// The token belongs to no seat, and the request has no valid name.
    NameNeeded,
    /// The room itself refused.
    Refused(Refusal),
}

/// The answer to an [`EntryRequest`].
pub(super) type EntryResult = Result<(ConnectionId, FrameReceiver), EntryRefusal>;

/// What the task receives.
pub(super) enum Input {
    Enter {
        request: EntryRequest,
        reply: oneshot::Sender<EntryResult>,
    },
    Frame {
        connection: ConnectionId,
        frame: ClientFrame,
    },
    /// The socket wrote everything that was queued and misses later frames.
    CaughtUp(ConnectionId),
    /// The socket ended.
    Closed(ConnectionId),
    Media(MediaEvent),
    Save(oneshot::Sender<SavedState>),
    /// The server restarts: close every socket with that code.
    Restarting,
}

/// What rebuilds the room after a restart.
pub(super) struct SavedState {
    pub(super) snapshot: String,
    /// See [`Seats::to_text`].
    pub(super) seats: String,
}

/// What the task needs beside the room.
pub(super) struct RoomContext {
    pub(super) facts: MeetingFacts,
    pub(super) audio: RoomAudio,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) entropy: Arc<dyn Entropy>,
    /// Notified whenever the room changed.
    pub(super) changed: Arc<Notify>,
    /// The room as the schedule shows it.
    pub(super) status: RoomStatus,
}

/// A room with people inside is saved at least this often. After a crash, the time since the last save counts as
/// time away, and a speaker does not get it counted.
const SAVE_INTERVAL: Duration = Duration::from_secs(10);

/// Owns one room, its seats and its sockets.
pub(super) struct RoomTask {
    room: Room,
    context: RoomContext,
    seats: Seats,
    connections: HashMap<ConnectionId, Connection>,
    last_connection: u64,
    /// Loudest first, on an open floor.
    speaking: Vec<ParticipantId>,
    /// The number of the last delta.
    n: u32,
    clock_steps: StepDetector,
}

struct Connection {
    person: ParticipantId,
    frames: FrameSender,
    /// Repeated in every `welcome`; only its hash is saved.
    resume: ResumeToken,
    /// Whether the person is in the room rather than in the lobby, as the client last saw it.
    is_inside: bool,
    /// Whether the person serves and sees who is a newcomer, as the client last saw it.
    sees_newcomers: bool,
}

impl RoomTask {
    #[must_use]
    pub(super) fn new(room: Room, seats: Seats, context: RoomContext) -> Self {
        Self {
            clock_steps: StepDetector::new(&*context.clock),
            room,
            context,
            seats,
            connections: HashMap::new(),
            last_connection: 0,
            speaking: Vec::new(),
            n: 0,
        }
    }

    /// Runs until the room has ended or nothing can send to it any more.
    pub(super) async fn run(mut self, mut inputs: mpsc::Receiver<Input>) {
        let mut save = tokio::time::interval(SAVE_INTERVAL);
        save.set_missed_tick_behavior(MissedTickBehavior::Delay);
        self.send_changes();
        while self.room.phase() != Phase::Ended {
            let sleep = self.sleep_duration();
            let input = tokio::select! {
                input = inputs.recv() => match input {
                    Some(input) => Some(input),
                    None => return,
                },
                () = tokio::time::sleep(sleep) => None,
                _ = save.tick() => {
                    self.save_if_occupied();
                    None
                }
            };
            // Before the input: nobody enters a room whose time is over.
            self.pass_time();
            if let Some(input) = input.filter(|_| self.room.phase() != Phase::Ended) {
                self.handle(input);
                self.pass_time();
            }
        }
        self.close_all(CloseCode::Ended);
    }

    fn handle(&mut self, input: Input) {
        match input {
            Input::Enter { request, reply } => self.enter(&request, reply),
            Input::Frame { connection, frame } => self.handle_frame(connection, frame),
            Input::CaughtUp(connection) => self.caught_up(connection),
            Input::Closed(connection) => self.remove_connection(connection),
            Input::Media(event) => self.handle_media(&event),
            Input::Save(reply) => {
                let _ = reply.send(SavedState {
                    snapshot: self.room.snapshot().0,
                    seats: self.seats.to_text(),
                });
            }
            Input::Restarting => self.close_all(CloseCode::Restarting),
        }
    }

    fn enter(&mut self, request: &EntryRequest, reply: oneshot::Sender<EntryResult>) {
        let seat = match self.find_or_create_seat(request) {
            Ok(seat) => seat,
            Err(refusal) => {
                let _ = reply.send(Err(refusal));
                return;
            }
        };
        // The others' delta goes first: the new client's `welcome` includes it already.
        self.send_changes();
        let (sender, receiver) = frame_queue();
        self.last_connection += 1;
        let connection = ConnectionId(self.last_connection);
        if reply.send(Ok((connection, receiver))).is_err() {
            // The socket ended while it waited: the seat is kept as after any lost connection.
            self.apply(Command::ConnectionLost(seat.person)).ok();
            return;
        }
        self.close_earlier_windows(seat.person);
        self.connections.insert(
            connection,
            Connection {
                person: seat.person,
                frames: sender,
                resume: seat.resume,
                is_inside: false,
                sees_newcomers: false,
            },
        );
        self.send_welcome(connection);
    }

    fn handle_frame(&mut self, connection: ConnectionId, frame: ClientFrame) {
        let Some(person) = (self.connections.get(&connection)).map(|sender| sender.person) else {
            return;
        };
        let id = frame.id;
        match frame.message {
            ClientMessage::MediaOffer { sdp } => self.answer_offer(connection, person, id, &sdp),
            ClientMessage::Resync => self.send_welcome(connection),
            message => {
                let Some(action) = action(message) else {
                    return;
                };
                let response = match self.apply(Command::Act { by: person, action }) {
                    Ok(()) => ServerMessage::Ok { id },
                    Err(reason) => ServerMessage::Refused { id, reason },
                };
                // Deltas first: a client that reads `ok` has seen what it changed.
                self.send_changes();
                self.send(connection, &response);
            }
        }
    }

    fn apply(&mut self, command: Command) -> Result<(), Refusal> {
        let now = self.read_clock();
        self.room.apply(now, command)
    }

    fn answer_offer(
        &mut self,
        connection: ConnectionId,
        person: ParticipantId,
        id: u32,
        sdp: &str,
    ) {
        let response = if view::is_inside(&self.room, person) {
            match self.context.audio.connect(person, sdp) {
                Ok(sdp) => ServerMessage::MediaAnswer { id, sdp },
                Err(violation) => {
                    if violation == OfferViolation::Stopped {
                        tracing::error!("the media plane has stopped");
                    }
                    ServerMessage::MediaRefused {
                        id,
                        why: violation.to_string(),
                    }
                }
            }
        } else {
            ServerMessage::MediaRefused {
                id,
                why: "the person waits in the lobby".to_owned(),
            }
        };
        self.context.audio.set_audible(&self.room.audible());
        self.send(connection, &response);
    }

    fn caught_up(&mut self, id: ConnectionId) {
        if let Some(connection) = self.connections.get(&id)
            && connection.frames.is_behind()
        {
            connection.frames.caught_up();
            self.send_welcome(id);
        }
    }

    fn remove_connection(&mut self, id: ConnectionId) {
        if let Some(removed) = self.connections.remove(&id)
            && self.room.person(removed.person).is_some()
        {
            self.apply(Command::ConnectionLost(removed.person)).ok();
        }
    }

    fn handle_media(&mut self, event: &MediaEvent) {
        match event {
            MediaEvent::Connected(_) => {}
            MediaEvent::Disconnected(peer) => self.context.audio.forget(*peer),
            // The event was reported before the open floor ended.
            MediaEvent::Speaking(..) if !self.room.phase().is_open_floor() => {}
            MediaEvent::Speaking(_, peers) => {
                let speaking = self.context.audio.people(peers);
                if speaking != self.speaking {
                    self.speaking.clone_from(&speaking);
                    self.broadcast(vec![Change::Speaking { people: speaking }]);
                }
            }
        }
    }

    fn close_person(&mut self, person: ParticipantId, departure: Departure) {
        let code = match departure {
            Departure::Left => CloseCode::Left,
            Departure::TimedOut => CloseCode::TimedOut,
            Departure::Removed => CloseCode::Removed,
            Departure::Ended => CloseCode::Ended,
        };
        self.close_where(code, |connection| connection.person == person);
        if departure != Departure::Removed {
            let room = &self.room;
            self.seats
                .retain(|seat| room.person(seat).is_some() || room.is_removed(seat));
        }
    }

    fn close_earlier_windows(&mut self, person: ParticipantId) {
        self.close_where(CloseCode::Elsewhere, |connection| {
            connection.person == person
        });
    }

    fn close_all(&mut self, code: CloseCode) {
        self.close_where(code, |_| true);
    }

    fn close_where(&mut self, code: CloseCode, should_close: impl Fn(&Connection) -> bool) {
        for (_, connection) in
            (self.connections).extract_if(|_, connection| should_close(connection))
        {
            connection.frames.close(code);
        }
    }
}
