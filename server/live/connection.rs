//! One browser's socket: reads its frames and writes what its room sends.

use super::frame_queue::{FrameReceiver, Outgoing};
use super::hub::{Hub, RoomError, RoomHandle};
use super::task::{ConnectionId, EntryRefusal, EntryRequest, Input};
use super::token_bucket::TokenBucket;
use crate::accounts::ResumeToken;
use crate::base::{AccountId, Clock, FirstName, NameRefusal, ReservedNames};
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
use tracing::{Instrument, Span};

/// From the opening of a socket to its `hello`: a page sends it at once.
const HELLO_TIMEOUT: Duration = Duration::from_secs(10);
/// Without any frame for this long the connection is dead: pages ping every 20 s.
const IDLE_TIMEOUT: Duration = Duration::from_secs(50);
/// A single frame that takes longer to hand to the kernel means that nobody reads. A `welcome` with
/// a long chat has some 100 KB, and a poor mobile connection carries 5 KB a second.
const WRITE_TIMEOUT: Duration = Duration::from_secs(30);
/// For the closing code to arrive and to be answered: a slow connection's round trip.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(5);

/// Which room a socket is for, and what its account may become there.
pub struct SocketContext {
    /// The meeting of the address.
    pub meeting: Meeting,
    /// From the account's services; `Visitor` without an account.
    pub standing: Standing,
    /// The account of the request. Its person has one seat in the room.
    pub account: Option<AccountId>,
    /// Names that nobody may have.
    pub reserved_names: Arc<ReservedNames>,
}

/// Serves one socket until it ends.
pub async fn serve(hub: Hub, clock: Arc<dyn Clock>, context: SocketContext, socket: WebSocket) {
    let span = tracing::debug_span!(
        "socket",
        room = tracing::field::Empty,
        connection = tracing::field::Empty
    );
    let client = ClientSocket {
        socket,
        bucket: TokenBucket::new(clock.monotonic()),
        clock,
    };
    client.serve(&hub, &context).instrument(span).await;
}

/// How a socket ends: with a closing code of ours, or `None` because the client is gone.
type Ending = Option<CloseCode>;

/// What a socket has once its person is in the room.
type Entered = (RoomHandle, ConnectionId, FrameReceiver);

struct ClientSocket {
    socket: WebSocket,
    clock: Arc<dyn Clock>,
    bucket: TokenBucket,
}

impl ClientSocket {
    async fn serve(mut self, hub: &Hub, context: &SocketContext) {
        let ending = match self.enter_room(hub, context).await {
            Ok((room, connection, frames)) => {
                Span::current()
                    .record("room", room.key().0)
                    .record("connection", connection.number());
                tracing::debug!("a socket entered the room");
                self.stay_in_room(&room, connection, frames).await
            }
            Err(ending) => ending,
        };
        tracing::debug!(code = ?ending, "a socket ended");
        if let Some(code) = ending {
            self.close(code).await;
        }
    }

    /// Waits for a usable `hello` and enters the room.
    async fn enter_room(&mut self, hub: &Hub, context: &SocketContext) -> Result<Entered, Ending> {
        loop {
            let frame = timeout(HELLO_TIMEOUT, self.read())
                .await
                .map_err(|_| Some(CloseCode::NoHello))??;
            let ClientMessage::Hello(hello) = frame.message else {
                return Err(Some(CloseCode::NoHello));
            };
            if !(OLDEST_VERSION..=VERSION).contains(&hello.version) {
                return Err(Some(CloseCode::Version));
            }
            match self.answer_hello(hub, context, frame.id, &hello).await? {
                Ok(entered) => return Ok(entered),
                Err(refusal) => {
                    self.write(&ServerMessage::BadName {
                        id: frame.id,
                        problem: refusal,
                    })
                    .await?;
                }
            }
        }
    }

    /// The inner error is a name that can't be used: the client may say hello again.
    async fn answer_hello(
        &mut self,
        hub: &Hub,
        context: &SocketContext,
        id: u32,
        hello: &Hello,
    ) -> Result<Result<Entered, NameRefusal>, Ending> {
        let room = match hub.room(&context.meeting).await {
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
            Err(error) => {
                tracing::error!(meeting = %context.meeting.id, %error, "a room could not be opened");
                return Err(Some(CloseCode::Restarting));
            }
        };
        let name = FirstName::parse_own(&hello.name, hello.two_words, &context.reserved_names);
        let request = EntryRequest {
            name: name.clone().ok(),
            newcomer: hello.newcomer,
            newcomer_shown: hello.newcomer_shown,
            standing: context.standing,
            account: context.account,
            // A token that can't be parsed finds no seat, like an expired one.
            resume: hello
                .resume
                .as_deref()
                .and_then(|text| ResumeToken::parse(text).ok()),
        };
        match room.enter(request).await {
            Ok((connection, frames)) => Ok(Ok((room, connection, frames))),
            Err(Some(EntryRefusal::NameNeeded)) => {
                Ok(Err(name.err().unwrap_or(NameRefusal::Empty)))
            }
            Err(Some(EntryRefusal::Refused(reason))) => self.refuse(id, reason).await,
            // The room's task ended just now: the client's next attempt shows whether it restarts.
            Err(None) => Err(Some(CloseCode::Restarting)),
        }
    }

    /// Writes the reason, and returns the closing code that goes with it.
    async fn refuse<T>(&mut self, id: u32, reason: Refusal) -> Result<T, Ending> {
        self.write(&ServerMessage::Refused { id, reason }).await?;
        Err(Some(match reason {
            Refusal::Removed => CloseCode::Removed,
            Refusal::Full => CloseCode::Full,
            _ => CloseCode::Ended,
        }))
    }

    async fn stay_in_room(
        &mut self,
        room: &RoomHandle,
        connection: ConnectionId,
        mut frames: FrameReceiver,
    ) -> Ending {
        let ending = self.exchange_frames(room, connection, &mut frames).await;
        room.send(Input::Closed(connection)).await;
        ending
    }

    async fn exchange_frames(
        &mut self,
        room: &RoomHandle,
        connection: ConnectionId,
        frames: &mut FrameReceiver,
    ) -> Ending {
        // Moved by the client's frames alone: what the room sends does not show that anyone reads.
        let mut idle_deadline = Instant::now() + IDLE_TIMEOUT;
        loop {
            let result = tokio::select! {
                outgoing = frames.next() => match outgoing {
                    Some(Outgoing::Text(texts)) => self.write_all(texts).await,
                    Some(Outgoing::Missed) => {
                        room.send(Input::CaughtUp(connection)).await;
                        Ok(())
                    }
                    Some(Outgoing::Close(code)) => return Some(code),
                    // The room's task panicked: it restarts.
                    None => return Some(CloseCode::Restarting),
                },
                frame = timeout_at(idle_deadline, self.read()) => match frame {
                    Ok(Ok(frame)) => {
                        idle_deadline = Instant::now() + IDLE_TIMEOUT;
                        self.handle_frame(room, connection, frame).await
                    }
                    Ok(Err(ending)) => return ending,
                    Err(_idle) => return None,
                },
            };
            if let Err(ending) = result {
                return ending;
            }
        }
    }

    async fn handle_frame(
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
            _ => {
                // Fails when the room ended between two frames; its closing code is in the queue.
                room.send(Input::Frame { connection, frame }).await;
                Ok(())
            }
        }
    }

    /// The next frame of this protocol. Cancel-safe: a frame is read whole or not at all.
    async fn read(&mut self) -> Result<ClientFrame, Ending> {
        loop {
            let message = match self.socket.recv().await {
                Some(Ok(Message::Close(_))) | None => return Err(None),
                Some(Ok(message)) => message,
                // The library refuses what is far too large before it is read whole.
                Some(Err(error)) if is_too_large(&error) => {
                    return Err(Some(CloseCode::TooLarge));
                }
                Some(Err(_)) => return Err(None),
            };
            // Control frames count too: each ping is answered, which is work.
            if !self.bucket.allow(self.clock.monotonic()) {
                return Err(Some(CloseCode::TooFast));
            }
            let text = match message {
                Message::Text(text) => text,
                Message::Binary(_) => return Err(Some(CloseCode::Malformed)),
                _ => continue,
            };
            return ClientFrame::parse(&text).map_err(|violation| {
                Some(match violation {
                    FrameViolation::TooLarge => CloseCode::TooLarge,
                    FrameViolation::Malformed => CloseCode::Malformed,
                })
            });
        }
    }

    async fn write(&mut self, message: &ServerMessage) -> Result<(), Ending> {
        // As in the room's task: the wire's types always serialise.
        let text = serde_json::to_string(message).expect("wire messages serialise");
        self.write_message(Message::Text(text.into())).await
    }

    async fn write_all(&mut self, texts: Vec<Utf8Bytes>) -> Result<(), Ending> {
        for text in texts {
            self.write_message(Message::Text(text)).await?;
        }
        Ok(())
    }

    async fn write_message(&mut self, message: Message) -> Result<(), Ending> {
        match timeout(WRITE_TIMEOUT, self.socket.send(message)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(None),
        }
    }

    /// Sends the closing code, and reads until the client has answered it: closing a socket with
    /// unread bytes resets the connection, and the code is lost.
    async fn close(&mut self, code: CloseCode) {
        let frame = CloseFrame {
            code: code as u16,
            reason: format!("{code:?}").into(),
        };
        let handshake = async {
            if self.socket.send(Message::Close(Some(frame))).await.is_ok() {
                while let Some(Ok(_)) = self.socket.recv().await {}
            }
        };
        // A client that does not answer in time is gone already.
        let _ = timeout(CLOSE_TIMEOUT, handshake).await;
    }
}

fn is_too_large(error: &axum::Error) -> bool {
    use std::error::Error;
    let mut source: Option<&dyn Error> = Some(error);
    while let Some(error) = source {
        if let Some(tokio_tungstenite::tungstenite::Error::Capacity(_)) = error.downcast_ref() {
            return true;
        }
        source = error.source();
    }
    false
}
