//! A client of the protocol as PROTOCOL.md tells a stranger to write one: it follows the room by
//! deltas and holds the server to their numbers.

use futures_util::{SinkExt, StreamExt};
use porchlight::base::ParticipantId;
use porchlight::room::Refusal;
use porchlight::wire::{
    Change, LobbyView, PersonView, QueueEntryView, RoomView, ServerMessage, You,
};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::{WebSocketStream, client_async};

/// How long anything may take before a test gives up: far more than it takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// An open socket that has said nothing yet.
pub struct Line {
    socket: WebSocketStream<TcpStream>,
    last_id: u32,
}

/// What came over a line.
#[derive(Debug)]
#[expect(
    clippy::large_enum_variant,
    reason = "one at a time, looked at at once"
)]
pub enum Heard {
    Said(ServerMessage),
    /// With this code, or without any.
    Closed(Option<u16>),
}

impl Line {
    pub async fn open(address: SocketAddr, cookie: Option<&str>) -> Self {
        Self::open_at(address, super::server::SLUG, cookie).await
    }

    /// To the room of another meeting.
    pub async fn open_at(address: SocketAddr, slug: &str, cookie: Option<&str>) -> Self {
        let tcp = TcpStream::connect(address)
            .await
            .expect("the server listens");
        Self::over(tcp, slug, cookie).await
    }

    /// A line whose other end can hold back very little that is not read.
    pub async fn narrow(address: SocketAddr) -> Self {
        let socket = TcpSocket::new_v4().expect("a socket");
        socket
            .set_recv_buffer_size(4_096)
            .expect("it is not connected yet");
        Self::over(
            socket.connect(address).await.expect("the server listens"),
            super::server::SLUG,
            None,
        )
        .await
    }

    async fn over(tcp: TcpStream, slug: &str, cookie: Option<&str>) -> Self {
        let address = tcp.peer_addr().expect("it is connected");
        let url = format!("ws://{address}/meetings/{slug}/socket");
        let mut request = url.into_client_request().expect("a request");
        if let Some(cookie) = cookie {
            request
                .headers_mut()
                .insert("cookie", HeaderValue::from_str(cookie).expect("a cookie"));
        }
        let (socket, _) = client_async(request, tcp)
            .await
            .expect("a socket is opened");
        Self { socket, last_id: 0 }
    }

    /// Sends one frame with a number of its own.
    pub async fn say(&mut self, mut message: Value) -> u32 {
        self.last_id += 1;
        message["id"] = self.last_id.into();
        self.send(Message::text(message.to_string())).await;
        self.last_id
    }

    pub async fn send(&mut self, message: Message) {
        self.socket.send(message).await.expect("the line holds");
    }

    pub async fn hear(&mut self) -> Heard {
        loop {
            let heard = timeout(PATIENCE, self.socket.next())
                .await
                .expect("the server says something");
            return match heard {
                Some(Ok(Message::Text(text))) => {
                    Heard::Said(serde_json::from_str(&text).expect("a message of the protocol"))
                }
                Some(Ok(Message::Close(frame))) => {
                    Heard::Closed(frame.map(|frame| frame.code.into()))
                }
                Some(Ok(_)) => continue,
                Some(Err(_)) | None => Heard::Closed(None),
            };
        }
    }

    /// The next message, which is no end.
    pub async fn told(&mut self) -> ServerMessage {
        match self.hear().await {
            Heard::Said(message) => message,
            Heard::Closed(code) => panic!("closed with {code:?}"),
        }
    }

    /// Reads to the end and returns its code.
    pub async fn ended(&mut self) -> Option<u16> {
        loop {
            if let Heard::Closed(code) = self.hear().await {
                return code;
            }
        }
    }
}

/// Someone in the room.
pub struct Client {
    pub line: Line,
    pub you: You,
    pub room: RoomView,
    /// Of the last delta.
    pub n: u32,
    /// Welcomes so far.
    pub welcomes: u32,
}

impl Client {
    /// Comes in as a visitor of this name.
    pub async fn join(address: SocketAddr, name: &str) -> Self {
        Self::hello(Line::open(address, None).await, name, None).await
    }

    /// Comes in with the cookie of an account.
    pub async fn serve(address: SocketAddr, name: &str, cookie: &str) -> Self {
        Self::hello(Line::open(address, Some(cookie)).await, name, None).await
    }

    /// Returns to a seat.
    pub async fn resume(address: SocketAddr, token: &str) -> Self {
        Self::hello(Line::open(address, None).await, "Nobody", Some(token)).await
    }

    pub async fn hello(mut line: Line, name: &str, resume: Option<&str>) -> Self {
        line.say(hello(name, resume)).await;
        Self::welcomed(line).await
    }

    /// Waits for the answer to a `hello`.
    pub async fn welcomed(mut line: Line) -> Self {
        match line.told().await {
            ServerMessage::Welcome { n, you, room, .. } => Self {
                line,
                you,
                room,
                n,
                welcomes: 1,
            },
            other => panic!("not welcome: {other:?}"),
        }
    }

    /// Asks something of the room; on return all that it changed has come.
    pub async fn ask(&mut self, message: Value) -> Result<(), Refusal> {
        let asked = self.line.say(message).await;
        loop {
            match self.follow().await {
                ServerMessage::Ok { id } if id == asked => return Ok(()),
                ServerMessage::Refused { id, reason } if id == asked => return Err(reason),
                _ => {}
            }
        }
    }

    /// Asks for what is sure to be granted.
    pub async fn does(&mut self, message: Value) {
        assert_eq!(self.ask(message.clone()).await, Ok(()), "{message}");
    }

    /// Reads one message and makes its changes.
    pub async fn follow(&mut self) -> ServerMessage {
        let message = self.line.told().await;
        match message.clone() {
            ServerMessage::Welcome { n, you, room, .. } => {
                (self.n, self.you, self.room) = (n, you, room);
                self.welcomes += 1;
            }
            ServerMessage::Delta { n, changes, .. } => {
                assert_eq!(n, self.n + 1, "deltas come without gaps");
                self.n = n;
                changes.into_iter().for_each(|change| self.change(change));
            }
            ServerMessage::Chat { line } => self.room.chat.push(line),
            ServerMessage::Lobby { lobby } => self.room.lobby = Some(lobby),
            _ => {}
        }
        message
    }

    /// Follows until this holds.
    pub async fn until(&mut self, holds: impl Fn(&Self) -> bool) {
        while !holds(self) {
            self.follow().await;
        }
    }

    /// The whole room afresh.
    pub async fn look(&mut self) -> RoomView {
        self.line.say(json!({"type": "resync"})).await;
        let seen = self.welcomes;
        self.until(|client| client.welcomes > seen).await;
        self.room.clone()
    }

    pub fn person(&self, id: ParticipantId) -> Option<&PersonView> {
        self.room.people.iter().find(|person| person.id == id)
    }

    pub fn entry(&self, id: ParticipantId) -> Option<&QueueEntryView> {
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

    pub fn has_read(&self, text: &str) -> bool {
        self.room.chat.iter().any(|line| line.text == text)
    }

    pub fn at_the_door(&self) -> Vec<ParticipantId> {
        let waiting = |lobby: &LobbyView| lobby.waiting.iter().map(|person| person.id).collect();
        self.room.lobby.as_ref().map(waiting).unwrap_or_default()
    }

    fn change(&mut self, change: Change) {
        let room = &mut self.room;
        match change {
            Change::Person { person } => {
                match room.people.iter_mut().find(|known| known.id == person.id) {
                    Some(known) => *known = person,
                    None => room.people.push(person),
                }
            }
            Change::Gone { id } => room.people.retain(|person| person.id != id),
            Change::Queue { queue } => room.queue = queue,
            Change::Floor { floor } => room.floor = floor,
            Change::Stage { stage } => room.stage = stage,
            Change::Speaking { people } => room.speaking = people,
            Change::Chat { line } => room.chat.push(line),
            Change::ChatDeleted { id } => room.chat.retain(|line| line.id != id),
            _ => {}
        }
    }
}

pub fn hello(name: &str, resume: Option<&str>) -> Value {
    json!({"type": "hello", "version": 1, "name": name, "newcomer": false, "resume": resume})
}
