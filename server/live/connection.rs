//! One browser's socket: reads its frames, writes what its room tells.

use super::hub::{Entrance, Hub, RoomError, RoomHandle};
use super::outbox::{Inbox, Outgoing};
use super::pace::TokenBucket;
use super::task::{ConnectionId, EntryRefusal, Input};
use crate::accounts::ResumeToken;
use crate::base::{Clock, FirstName, NameRefusal};
use crate::room::{Refusal, Standing};
use crate::schedule::Meeting;
use crate::wire::{
    ClientFrame, ClientMessage, CloseCode, FrameViolation, Hello, OLDEST_VERSION, ServerMessage,
    VERSION,
};
use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, timeout, timeout_at};

/// From the opening of a socket to its `hello`: a page sends it at once.
const HELLO_WITHIN: Duration = Duration::from_secs(10);
/// Without any frame for this long the line is dead: pages ping every 20 s.
const SILENCE: Duration = Duration::from_secs(50);
/// A single frame that takes longer to hand to the kernel means that nobody reads. A `welcome` with
/// a long chat has some 100 KB, and a poor mobile line carries 5 KB a second.
const WRITE_WITHIN: Duration = Duration::from_secs(30);
/// For the closing code to arrive and to be answered: a slow line's round trip.
const FAREWELL: Duration = Duration::from_secs(5);

/// Who opened the socket, and where.
pub struct Caller {
    pub meeting: Meeting,
    pub standing: Standing,
}

/// Serves one socket to its end.
pub async fn serve(hub: Hub, clock: Arc<dyn Clock>, caller: Caller, socket: WebSocket) {
    let mut line = Line {
        socket,
        pace: TokenBucket::new(clock.now()),
        clock,
    };
    let code = match line.come_in(&hub, &caller).await {
        Ok((room, connection, inbox)) => line.stay(&room, connection, inbox).await,
        Err(ending) => ending,
    };
    if let Some(code) = code {
        line.close(code).await;
    }
}

/// How a conversation ends: with a code of ours, or because the other side is gone.
type Ending = Option<CloseCode>;

struct Line {
    socket: WebSocket,
    clock: Arc<dyn Clock>,
    pace: TokenBucket,
}

impl Line {
    /// Waits for a usable `hello` and enters the room.
    async fn come_in(
        &mut self,
        hub: &Hub,
        caller: &Caller,
    ) -> Result<(RoomHandle, ConnectionId, Inbox), Ending> {
        loop {
            let frame = timeout(HELLO_WITHIN, self.read())
                .await
                .map_err(|_| Some(CloseCode::NoHello))??;
            let ClientMessage::Hello(hello) = frame.message else {
                return Err(Some(CloseCode::NoHello));
            };
            if !(OLDEST_VERSION..=VERSION).contains(&hello.version) {
                return Err(Some(CloseCode::Version));
            }
            match self.enter(hub, caller, frame.id, &hello).await? {
                Ok(entered) => return Ok(entered),
                Err(problem) => {
                    self.write(&ServerMessage::BadName {
                        id: frame.id,
                        problem,
                    })
                    .await?
                }
            }
        }
    }

    async fn enter(
        &mut self,
        hub: &Hub,
        caller: &Caller,
        id: u32,
        hello: &Hello,
    ) -> Result<Result<(RoomHandle, ConnectionId, Inbox), NameRefusal>, Ending> {
        let room = match hub.room(&caller.meeting).await {
            Ok(room) => room,
            Err(RoomError::NotOpen { opens_at }) => {
                let now = self.clock.now().0;
                self.write(&ServerMessage::NotOpen {
                    opens_at: opens_at.0,
                    now,
                })
                .await?;
                return Err(Some(CloseCode::NotOpen));
            }
            Err(RoomError::Over | RoomError::NoDates) => {
                return self.refuse(id, Refusal::Ended).await;
            }
            Err(RoomError::Stopping) => return Err(Some(CloseCode::Restarting)),
            Err(problem) => {
                tracing::error!(meeting = %caller.meeting.slug, %problem, "a room could not be opened");
                return Err(Some(CloseCode::Restarting));
            }
        };
        let name = FirstName::parse(&hello.name);
        let entrance = Entrance {
            name: name.clone().ok(),
            newcomer: hello.newcomer,
            standing: caller.standing,
            // A token that can't be read finds no seat, like one that ran out.
            resume: hello
                .resume
                .as_deref()
                .and_then(|text| ResumeToken::parse(text).ok()),
        };
        match room.enter(entrance).await {
            Ok((connection, inbox)) => Ok(Ok((room, connection, inbox))),
            Err(Some(EntryRefusal::NameNeeded)) => {
                Ok(Err(name.err().unwrap_or(NameRefusal::Empty)))
            }
            Err(Some(EntryRefusal::Refused(reason))) => self.refuse(id, reason).await,
            // The room's task ended just now: whether it comes back, the next attempt tells.
            Err(None) => Err(Some(CloseCode::Restarting)),
        }
    }

    /// Says why this hello leads nowhere.
    async fn refuse<T>(&mut self, id: u32, reason: Refusal) -> Result<T, Ending> {
        self.write(&ServerMessage::Refused { id, reason }).await?;
        Err(Some(match reason {
            Refusal::Removed => CloseCode::Removed,
            Refusal::Full => CloseCode::Full,
            _ => CloseCode::Ended,
        }))
    }

    async fn stay(
        &mut self,
        room: &RoomHandle,
        connection: ConnectionId,
        mut inbox: Inbox,
    ) -> Ending {
        let ending = self.converse(room, connection, &mut inbox).await;
        room.send(Input::Closed(connection)).await;
        ending
    }

    async fn converse(
        &mut self,
        room: &RoomHandle,
        connection: ConnectionId,
        inbox: &mut Inbox,
    ) -> Ending {
        // Moved by frames of the client alone: what the room tells says nothing about the line.
        let mut silent = Instant::now() + SILENCE;
        loop {
            let done = tokio::select! {
                outgoing = inbox.next() => match outgoing {
                    Some(Outgoing::Text(texts)) => self.write_all(texts).await,
                    Some(Outgoing::Missed) => {
                        room.send(Input::CaughtUp(connection)).await;
                        Ok(())
                    }
                    Some(Outgoing::Close(code)) => return Some(code),
                    // The room let go of us without a word: its task failed and comes back.
                    None => return Some(CloseCode::Restarting),
                },
                frame = timeout_at(silent, self.read()) => match frame {
                    Ok(Ok(frame)) => {
                        silent = Instant::now() + SILENCE;
                        self.hear(room, connection, frame).await
                    }
                    Ok(Err(ending)) => return ending,
                    Err(_silent) => return None,
                },
            };
            if let Err(ending) = done {
                return ending;
            }
        }
    }

    async fn hear(
        &mut self,
        room: &RoomHandle,
        connection: ConnectionId,
        frame: ClientFrame,
    ) -> Result<(), Ending> {
        match frame.message {
            ClientMessage::Ping => {
                let now = self.clock.now().0;
                self.write(&ServerMessage::Pong { id: frame.id, now }).await
            }
            ClientMessage::Hello(_) => Err(Some(CloseCode::Malformed)),
            _ if room.send(Input::Frame { connection, frame }).await => Ok(()),
            // The room ended between two frames; its last word waits in the inbox.
            _ => Ok(()),
        }
    }

    /// The next frame of this protocol. Cancel-safe: a frame is read whole or not at all.
    async fn read(&mut self) -> Result<ClientFrame, Ending> {
        loop {
            let message = match self.socket.recv().await {
                Some(Ok(Message::Close(_))) | None => return Err(None),
                Some(Ok(message)) => message,
                // The library refuses what is far too large before it is read whole.
                Some(Err(problem)) if is_too_large(&problem) => {
                    return Err(Some(CloseCode::TooLarge));
                }
                Some(Err(_)) => return Err(None),
            };
            // Control frames count too: each ping is answered, which is work.
            if !self.pace.allow(self.clock.now()) {
                return Err(Some(CloseCode::TooFast));
            }
            let text = match message {
                Message::Text(text) => text,
                Message::Binary(_) => return Err(Some(CloseCode::Malformed)),
                _ => continue,
            };
            return ClientFrame::parse(&text).map_err(|problem| {
                Some(match problem {
                    FrameViolation::TooLarge => CloseCode::TooLarge,
                    FrameViolation::Malformed => CloseCode::Malformed,
                })
            });
        }
    }

    async fn write(&mut self, message: &ServerMessage) -> Result<(), Ending> {
        // As in the room's task: the wire's types always serialise.
        let text = serde_json::to_string(message).expect("wire messages serialise");
        self.write_text(Message::Text(text.into())).await
    }

    async fn write_all(&mut self, texts: Vec<Utf8Bytes>) -> Result<(), Ending> {
        for text in texts {
            self.write_text(Message::Text(text)).await?;
        }
        Ok(())
    }

    async fn write_text(&mut self, message: Message) -> Result<(), Ending> {
        match timeout(WRITE_WITHIN, self.socket.send(message)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(None),
        }
    }

    /// Says why, and reads on until the other side has heard it: an end with something unread
    /// resets the line, and the code with it.
    async fn close(&mut self, code: CloseCode) {
        let frame = CloseFrame {
            code: code as u16,
            reason: format!("{code:?}").into(),
        };
        let farewell = async {
            if self.socket.send(Message::Close(Some(frame))).await.is_ok() {
                while let Some(Ok(_)) = self.socket.recv().await {}
            }
        };
        // Whoever does not answer in time has gone without a word.
        let _ = timeout(FAREWELL, farewell).await;
    }
}

fn is_too_large(problem: &axum::Error) -> bool {
    use std::error::Error;
    let mut cause: Option<&dyn Error> = Some(problem);
    while let Some(error) = cause {
        if let Some(tokio_tungstenite::tungstenite::Error::Capacity(_)) = error.downcast_ref() {
            return true;
        }
        cause = error.source();
    }
    false
}
