//! People without browsers: a socket each, and the protocol's first words.

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

/// Whoever has not heard by then is counted as not told.
const PATIENCE: Duration = Duration::from_secs(10);

/// As pages do: the server lets go of a line that is silent for long.
const PING_EVERY: Duration = Duration::from_secs(20);

/// People who come in at once: more would measure the queue of the kernel.
const AT_ONCE: usize = 100;

pub enum Seen {
    At(Instant),
    Nothing,
}

pub struct Person {
    number: usize,
    resume: String,
    say: mpsc::Sender<Message>,
    thanked: mpsc::Receiver<Instant>,
}

impl Person {
    pub async fn thank(&self) -> io::Result<()> {
        let frame = text(ClientMessage::Thank)?;
        self.say.send(frame).await.map_err(io::Error::other)
    }

    /// When the next thanks reached this person.
    pub async fn sees_thanks(&mut self) -> io::Result<Seen> {
        match timeout(PATIENCE, self.thanked.recv()).await {
            Ok(Some(at)) => Ok(Seen::At(at)),
            Ok(None) => Err(io::Error::other("a socket closed")),
            Err(_) => Ok(Seen::Nothing),
        }
    }
}

/// Seats so many people in the meeting in progress.
pub async fn fill(program: &Program, people: usize) -> io::Result<Vec<Person>> {
    enter(program, (0..people).map(|number| (number, None)).collect()).await
}

/// The same people return to their seats.
pub async fn come_back(program: &Program, room: Vec<Person>) -> io::Result<Vec<Person>> {
    let seats = room
        .into_iter()
        .map(|person| (person.number, Some(person.resume)));
    enter(program, seats.collect()).await
}

async fn enter(program: &Program, seats: Vec<(usize, Option<String>)>) -> io::Result<Vec<Person>> {
    let mut room = Vec::with_capacity(seats.len());
    for group in seats.chunks(AT_ONCE) {
        let comings = group
            .iter()
            .map(|(number, resume)| come_in(program, *number, resume.clone()));
        for person in futures_util::future::join_all(comings).await {
            room.push(person?);
        }
    }
    Ok(room)
}

async fn come_in(program: &Program, number: usize, resume: Option<String>) -> io::Result<Person> {
    let stream = connect_from(number, program.pages).await?;
    let url = format!("ws://{}/meetings/evening-circle/socket", program.pages);
    let request = url.into_client_request().map_err(io::Error::other)?;
    let (mut socket, _) = tokio_tungstenite::client_async(request, stream)
        .await
        .map_err(io::Error::other)?;
    let hello = Hello {
        version: VERSION,
        name: name(number),
        newcomer: false,
        resume,
    };
    socket
        .send(text(ClientMessage::Hello(hello))?)
        .await
        .map_err(io::Error::other)?;
    let resume = welcomed(&mut socket).await?;
    let (say, saying) = mpsc::channel(4);
    let (heard, thanked) = mpsc::channel(64);
    tokio::spawn(live(socket, saying, heard));
    Ok(Person {
        number,
        resume,
        say,
        thanked,
    })
}

/// A name of their own for the first 8,000: namesakes would be told apart, at a cost of its own.
fn name(number: usize) -> String {
    const LETTERS: &[u8; 20] = b"abcdefghjkopqstuvxyz";
    let letter = |place: u32| char::from(LETTERS[number / 20_usize.pow(place) % 20]);
    [letter(2), letter(1), letter(0)].iter().collect()
}

async fn welcomed(socket: &mut WebSocketStream<TcpStream>) -> io::Result<String> {
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

/// Says what it is given and tells when thanks come, until the socket or the person is gone.
async fn live(
    mut socket: WebSocketStream<TcpStream>,
    mut saying: mpsc::Receiver<Message>,
    heard: mpsc::Sender<Instant>,
) {
    let mut pings = tokio::time::interval(PING_EVERY);
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
                    if is_thanks(&text) && heard.send(at).await.is_err() {
                        return;
                    }
                }
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return,
            },
            say = saying.recv() => match say {
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
