//! Minimal clients of the room: one socket for each person, and only a few messages of the protocol.

use crate::program::{Program, connect_from};
use futures_util::{SinkExt, StreamExt};
use porchlight::wire::{Change, ClientFrame, ClientMessage, Hello, ServerMessage, VERSION};
use std::io;
use std::time::{Duration, Instant};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::{Message, client::IntoClientRequest};

/// A person who has not received an event after this time is counted as missing it.
const EVENT_TIMEOUT: Duration = Duration::from_secs(10);

/// The same as in the room page. The server closes sockets that are silent for too long.
const PING_INTERVAL: Duration = Duration::from_secs(20);

/// People who join at the same time. With more, the figures would include waiting in the kernel's queue.
const CONCURRENT_JOINS: usize = 100;

pub struct Person {
    number: usize,
    resume: String,
    /// Messages to send.
    outgoing: mpsc::Sender<Message>,
    /// When each `thanked` was received.
    thanks: mpsc::Receiver<Instant>,
}

impl Person {
    pub async fn thank(&self) -> io::Result<()> {
        let frame = text(ClientMessage::Thank)?;
        self.outgoing.send(frame).await.map_err(io::Error::other)
    }

    /// Waits until this person receives the next thanks, and returns when. `None` after the timeout.
    pub async fn receive_thanks(&mut self) -> io::Result<Option<Instant>> {
        match timeout(EVENT_TIMEOUT, self.thanks.recv()).await {
            Ok(Some(at)) => Ok(Some(at)),
            Ok(None) => Err(io::Error::other("a socket closed")),
            Err(_) => Ok(None),
        }
    }
}

/// Lets this number of people join the meeting in progress.
pub async fn fill(program: &Program, people: usize) -> io::Result<Vec<Person>> {
    join_all(program, (0..people).map(|number| (number, None)).collect()).await
}

/// Lets the same people return to their seats.
pub async fn rejoin(program: &Program, room: Vec<Person>) -> io::Result<Vec<Person>> {
    let seats = room
        .into_iter()
        .map(|person| (person.number, Some(person.resume)));
    join_all(program, seats.collect()).await
}

async fn join_all(
    program: &Program,
    seats: Vec<(usize, Option<String>)>,
) -> io::Result<Vec<Person>> {
    let mut room = Vec::with_capacity(seats.len());
    for group in seats.chunks(CONCURRENT_JOINS) {
        let joins = group
            .iter()
            .map(|(number, resume)| join(program, *number, resume.clone()));
        for person in futures_util::future::join_all(joins).await {
            room.push(person?);
        }
    }
    Ok(room)
}

async fn join(program: &Program, number: usize, resume: Option<String>) -> io::Result<Person> {
    let stream = connect_from(number, program.pages).await?;
    let url = format!("ws://{}/meetings/evening-circle/socket", program.pages);
    let request = url.into_client_request().map_err(io::Error::other)?;
    let (mut socket, _) = tokio_tungstenite::client_async(request, stream)
        .await
        .map_err(io::Error::other)?;
    let hello = Hello {
        version: VERSION,
        name: name(number),
        two_words: false,
        newcomer: false,
        newcomer_shown: false,
        resume,
    };
    socket
        .send(text(ClientMessage::Hello(hello))?)
        .await
        .map_err(io::Error::other)?;
    let resume = receive_welcome(&mut socket).await?;
    let (outgoing, to_send) = mpsc::channel(4);
    let (received, thanks) = mpsc::channel(64);
    tokio::spawn(run(socket, to_send, received));
    Ok(Person {
        number,
        resume,
        outgoing,
        thanks,
    })
}

/// A different name for each of the first 8,000 people: marks for equal names would add work on the server.
fn name(number: usize) -> String {
    const LETTERS: &[u8; 20] = b"abcdefghjkopqstuvxyz";
    let letter = |place: u32| char::from(LETTERS[number / 20_usize.pow(place) % 20]);
    [letter(2), letter(1), letter(0)].iter().collect()
}

/// Reads until the welcome, and returns its resume token.
async fn receive_welcome(socket: &mut WebSocketStream<TcpStream>) -> io::Result<String> {
    while let Some(message) = socket.next().await {
        let message = message.map_err(io::Error::other)?;
        let Message::Text(text) = message else {
            continue;
        };
        if let ServerMessage::Welcome { you, .. } = serde_json::from_str(&text)? {
            return Ok(you.resume);
        }
    }
    Err(io::Error::other("closed before a welcome"))
}

/// Sends the messages of `to_send` and reports when thanks are received, until the socket closes or the person
/// is dropped.
async fn run(
    mut socket: WebSocketStream<TcpStream>,
    mut to_send: mpsc::Receiver<Message>,
    received: mpsc::Sender<Instant>,
) {
    let mut pings = tokio::time::interval(PING_INTERVAL);
    loop {
        tokio::select! {
            _ = pings.tick() => {
                let Ok(ping) = text(ClientMessage::Ping) else { return };
                if socket.send(ping).await.is_err() {
                    return;
                }
            }
            message = socket.next() => match message {
                Some(Ok(Message::Text(text))) => {
                    let at = Instant::now();
                    if is_thanks(&text) && received.send(at).await.is_err() {
                        return;
                    }
                }
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return,
            },
            message = to_send.recv() => match message {
                Some(message) => if socket.send(message).await.is_err() { return },
                None => return,
            },
        }
    }
}

fn is_thanks(text: &str) -> bool {
    text.contains("\"thanked\"")
        && matches!(
            serde_json::from_str(text),
            Ok(ServerMessage::Delta { changes, .. })
                if changes.iter().any(|change| matches!(change, Change::Thanked { .. }))
        )
}

fn text(message: ClientMessage) -> io::Result<Message> {
    let frame = ClientFrame { id: 1, message };
    Ok(Message::text(serde_json::to_string(&frame)?))
}
