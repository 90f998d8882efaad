//! A client of the protocol, written after PROTOCOL.md: it follows the room by deltas and checks that
//! their numbers have no gaps.

use porchlight::base::ParticipantId;
pub use porchlight::participant::SocketEvent;
use porchlight::participant::{RoomSocket, apply};
use porchlight::room::Refusal;
use porchlight::wire::{LobbyView, PersonView, QueueEntryView, RoomView, ServerMessage, You};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpSocket;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;

/// How long a test waits for anything: far longer than it takes on a busy machine.
const TIMEOUT: Duration = Duration::from_secs(60);

/// A socket of the room; panics when something fails or takes too long.
pub struct ClientSocket(RoomSocket);

impl ClientSocket {
    /// To the room of the test site's meeting.
    pub async fn open(address: SocketAddr, cookie: Option<&str>) -> Self {
        Self::open_for(address, super::server::SLUG, cookie).await
    }

    /// To the room of another meeting.
    pub async fn open_for(address: SocketAddr, slug: &str, cookie: Option<&str>) -> Self {
        let socket = RoomSocket::open(address, slug, cookie).await;
        Self(socket.expect("a socket is opened"))
    }

    /// A socket whose receive buffer is small, so that the server soon can't write to a client that
    /// does not read.
    pub async fn open_with_small_buffer(address: SocketAddr) -> Self {
        let socket = TcpSocket::new_v4().expect("a socket");
        socket
            .set_recv_buffer_size(4_096)
            .expect("it is not connected yet");
        let tcp = socket.connect(address).await.expect("the server listens");
        let socket = RoomSocket::open_over(tcp, super::server::SLUG, None).await;
        Self(socket.expect("a socket is opened"))
    }

    /// Sends one message, and returns the number that it got.
    pub async fn send_message(&mut self, message: Value) -> u32 {
        let sent = self.0.send_message(message).await;
        sent.expect("the socket is open")
    }

    pub async fn send(&mut self, message: Message) {
        self.0.send(message).await.expect("the socket is open");
    }

    pub async fn next_event(&mut self) -> SocketEvent {
        timeout(TIMEOUT, self.0.next_event())
            .await
            .expect("the server sends something in time")
            .expect("a message of the protocol")
    }

    /// The next message; panics when the socket is closed instead.
    pub async fn next_message(&mut self) -> ServerMessage {
        match self.next_event().await {
            SocketEvent::Message(message) => message,
            SocketEvent::Closed(code) => panic!("closed with {code:?}"),
        }
    }

    /// Reads until the socket is closed and returns the closing code.
    pub async fn close_code(&mut self) -> Option<u16> {
        loop {
            if let SocketEvent::Closed(code) = self.next_event().await {
                return code;
            }
        }
    }
}

/// Someone in the room, with the room as the deltas have made it.
pub struct Client {
    pub socket: ClientSocket,
    pub you: You,
    pub room: RoomView,
    /// The number of the last delta.
    pub n: u32,
    /// How many welcomes have come.
    pub welcomes: u32,
}

impl Client {
    /// Enters as a visitor with this name.
    pub async fn join(address: SocketAddr, name: &str) -> Self {
        Self::say_hello(ClientSocket::open(address, None).await, name, None).await
    }

    /// Enters with the cookie of an account.
    pub async fn join_with_account(address: SocketAddr, name: &str, cookie: &str) -> Self {
        Self::say_hello(ClientSocket::open(address, Some(cookie)).await, name, None).await
    }

    /// Returns to a seat.
    pub async fn resume(address: SocketAddr, token: &str) -> Self {
        Self::say_hello(
            ClientSocket::open(address, None).await,
            "Nobody",
            Some(token),
        )
        .await
    }

    /// Enters over this socket.
    pub async fn say_hello(mut socket: ClientSocket, name: &str, resume: Option<&str>) -> Self {
        socket.send_message(hello(name, resume)).await;
        Self::wait_for_welcome(socket).await
    }

    /// Waits for the welcome that answers a `hello`.
    pub async fn wait_for_welcome(mut socket: ClientSocket) -> Self {
        match socket.next_message().await {
            ServerMessage::Welcome { n, you, room, .. } => Self {
                socket,
                you,
                room,
                n,
                welcomes: 1,
            },
            other => panic!("no welcome: {other:?}"),
        }
    }

    /// Sends a request and reads up to its answer: on return, everything that it changed has been
    /// applied.
    pub async fn request(&mut self, message: Value) -> Result<(), Refusal> {
        let sent = self.socket.send_message(message).await;
        loop {
            match self.read_message().await {
                ServerMessage::Ok { id } if id == sent => return Ok(()),
                ServerMessage::Refused { id, reason } if id == sent => return Err(reason),
                _ => {}
            }
        }
    }

    /// Sends a request that must be obeyed.
    pub async fn request_ok(&mut self, message: Value) {
        assert_eq!(self.request(message.clone()).await, Ok(()), "{message}");
    }

    /// Reads one message and applies its changes.
    pub async fn read_message(&mut self) -> ServerMessage {
        let message = self.socket.next_message().await;
        match message.clone() {
            ServerMessage::Welcome { n, you, room, .. } => {
                (self.n, self.you, self.room) = (n, you, room);
                self.welcomes += 1;
            }
            ServerMessage::Delta { n, changes, .. } => {
                assert_eq!(n, self.n + 1, "a delta is missing");
                self.n = n;
                for change in changes {
                    apply(&mut self.room, change);
                }
            }
            ServerMessage::Chat { line } => self.room.chat.push(line),
            ServerMessage::Lobby { lobby } => self.room.lobby = Some(lobby),
            _ => {}
        }
        message
    }

    /// Reads messages until the condition is true.
    pub async fn read_until(&mut self, condition: impl Fn(&Self) -> bool) {
        while !condition(self) {
            self.read_message().await;
        }
    }

    /// Requests a fresh welcome and returns its room.
    pub async fn refresh(&mut self) -> RoomView {
        self.socket.send_message(json!({"type": "resync"})).await;
        let welcomes = self.welcomes;
        self.read_until(|client| client.welcomes > welcomes).await;
        self.room.clone()
    }

    pub fn person(&self, id: ParticipantId) -> Option<&PersonView> {
        self.room.people.iter().find(|person| person.id == id)
    }

    pub fn queue_entry(&self, id: ParticipantId) -> Option<&QueueEntryView> {
        self.room
            .queue
            .entries
            .iter()
            .find(|entry| entry.person == id)
    }

    pub fn is_away(&self, id: ParticipantId) -> bool {
        self.person(id)
            .is_some_and(|person| person.away_since.is_some())
    }

    pub fn has_received(&self, text: &str) -> bool {
        self.room.chat.iter().any(|line| line.text == text)
    }

    pub fn waiting_in_lobby(&self) -> Vec<ParticipantId> {
        let waiting = |lobby: &LobbyView| lobby.waiting.iter().map(|person| person.id).collect();
        self.room.lobby.as_ref().map(waiting).unwrap_or_default()
    }
}

/// A `hello` without its number.
pub fn hello(name: &str, resume: Option<&str>) -> Value {
    json!({"type": "hello", "version": 1, "name": name, "newcomer": false, "resume": resume})
}
