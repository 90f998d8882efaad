//! Connects a script to a room: one simulated member with a socket and audio.

use super::room_copy::apply;
use super::script::{Act, Scene, Script};
use super::{AudioClient, ParticipantError, Recording, RoomSocket, SocketEvent, Transport, Voice};
use crate::base::Clock;
use crate::wire::{self, ClientMessage, CloseCode, Hello, RoomView, ServerMessage, You};
use serde_json::Value;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinSet;
use tokio::time::{interval, sleep};

/// How often a member looks at the room when nothing changes.
const LOOK_EVERY: Duration = Duration::from_millis(250);

/// The server closes a socket that is silent for 50 s.
const PING_EVERY: Duration = Duration::from_secs(20);

/// From the loss of a connection to the next one.
const RETURN_AFTER: Duration = Duration::from_secs(1);

/// A simulated member.
pub struct Member {
    /// Shown to others; it says that the member is simulated.
    pub name: String,
    /// The `Cookie` header of an account, for a member that may take the chair.
    pub cookie: Option<String>,
    /// Where this machine reaches the server's audio, when the server lists addresses for other devices only.
    pub audio_at: Option<IpAddr>,
    /// What the member says.
    pub recording: Recording,
    /// What the member does.
    pub script: Script,
}

/// Takes part in the meeting until it is over, and returns after every lost connection.
pub async fn take_part(mut member: Member, address: SocketAddr, slug: &str, clock: Arc<dyn Clock>) {
    let mut resume = None;
    loop {
        let error = attend(&mut member, &mut resume, address, slug, &*clock).await;
        tracing::debug!(%error, "a simulated member lost the connection");
        if let ParticipantError::Closed(Some(code)) = error
            && is_final(code)
        {
            return;
        }
        sleep(RETURN_AFTER).await;
    }
}

/// After these codes a client does not reconnect (PROTOCOL.md, "Close codes").
fn is_final(code: u16) -> bool {
    [CloseCode::Ended, CloseCode::Removed, CloseCode::Left]
        .iter()
        .any(|&last| last as u16 == code)
}

/// One connection, until it ends.
async fn attend(
    member: &mut Member,
    resume: &mut Option<String>,
    address: SocketAddr,
    slug: &str,
    clock: &dyn Clock,
) -> ParticipantError {
    match Visit::begin(member, resume.take(), address, slug).await {
        Err(error) => error,
        Ok(mut visit) => {
            let error = visit.go_on(member, clock).await;
            *resume = visit.you.map(|you| you.resume);
            error
        }
    }
}

/// An offer that waits for its answer.
struct Offer {
    sdp: String,
    answer: oneshot::Sender<String>,
}

/// A connection to the room and what the member knows by it.
struct Visit {
    socket: RoomSocket,
    you: Option<You>,
    room: Option<RoomView>,
    /// The number of the last delta.
    n: u32,
    audio: Audio,
}

/// The audio of a visit: connecting, connected, or failed.
struct Audio {
    connecting: JoinSet<Result<AudioClient, ParticipantError>>,
    offers: mpsc::Receiver<Offer>,
    /// Where the answer to the offer goes.
    answer: Option<oneshot::Sender<String>>,
    client: Option<AudioClient>,
    voice: Option<Voice>,
}

impl Visit {
    async fn begin(
        member: &Member,
        resume: Option<String>,
        address: SocketAddr,
        slug: &str,
    ) -> Result<Self, ParticipantError> {
        let mut socket = RoomSocket::open(address, slug, member.cookie.as_deref()).await?;
        let hello = ClientMessage::Hello(Hello {
            version: wire::VERSION,
            name: member.name.clone(),
            two_words: true,
            newcomer: false,
            newcomer_shown: false,
            resume,
        });
        socket.send_message(json(&hello)?).await?;
        Ok(Self {
            socket,
            you: None,
            room: None,
            n: 0,
            audio: Audio::connect(member.audio_at),
        })
    }

    /// Follows the room and acts, until the connection ends.
    async fn go_on(&mut self, member: &mut Member, clock: &dyn Clock) -> ParticipantError {
        let mut looks = interval(LOOK_EVERY);
        let mut pings = interval(PING_EVERY);
        loop {
            let step = tokio::select! {
                event = self.socket.next_event() => self.receive(event).await,
                Some(offer) = self.audio.offers.recv(), if self.room.is_some() => self.offer(offer).await,
                Some(connected) = self.audio.connecting.join_next() => self.audio.finish(connected),
                _ = looks.tick() => Ok(()),
                _ = pings.tick(), if self.room.is_some() => self.request(&ClientMessage::Ping).await,
            };
            if let Err(error) = step {
                return error;
            }
            if let Err(error) = self.act(member, clock).await {
                return error;
            }
        }
    }

    async fn act(
        &mut self,
        member: &mut Member,
        clock: &dyn Clock,
    ) -> Result<(), ParticipantError> {
        let (Some(you), Some(room)) = (&self.you, &self.room) else {
            return Ok(());
        };
        if you.in_lobby {
            return Ok(());
        }
        let acts = member.script.next(&Scene {
            now: clock.now(),
            me: you.id,
            room,
            can_speak: self.audio.client.is_some(),
        });
        for act in acts {
            match act {
                Act::Send(message) => self.request(&message).await?,
                Act::Speak => self.audio.speak(&member.recording),
                Act::FallSilent => self.audio.voice = None,
            }
        }
        Ok(())
    }

    async fn request(&mut self, message: &ClientMessage) -> Result<(), ParticipantError> {
        self.socket.send_message(json(message)?).await?;
        Ok(())
    }

    async fn offer(&mut self, offer: Offer) -> Result<(), ParticipantError> {
        self.audio.answer = Some(offer.answer);
        self.request(&ClientMessage::MediaOffer { sdp: offer.sdp })
            .await
    }

    async fn receive(
        &mut self,
        event: Result<SocketEvent, ParticipantError>,
    ) -> Result<(), ParticipantError> {
        let message = match event? {
            SocketEvent::Closed(code) => return Err(ParticipantError::Closed(code)),
            SocketEvent::Message(message) => message,
        };
        match message {
            ServerMessage::Welcome { n, you, room, .. } => {
                (self.n, self.you, self.room) = (n, Some(you), Some(room));
            }
            ServerMessage::Delta { n, .. } if n != self.n.wrapping_add(1) => {
                self.request(&ClientMessage::Resync).await?;
            }
            ServerMessage::MediaAnswer { sdp, .. } => self.audio.receive_answer(sdp),
            ServerMessage::MediaRefused { why, .. } => {
                return Err(ParticipantError::OfferRefused(why));
            }
            other => self.follow(other),
        }
        Ok(())
    }

    /// Changes the copy of the room.
    fn follow(&mut self, message: ServerMessage) {
        let Some(room) = &mut self.room else {
            return;
        };
        match message {
            ServerMessage::Delta { n, changes, .. } => {
                self.n = n;
                for change in changes {
                    apply(room, change);
                }
            }
            ServerMessage::More { people, .. } => room.people.extend(people),
            ServerMessage::Lobby { lobby } => room.lobby = Some(lobby),
            _ => {}
        }
    }
}

impl Audio {
    /// Begins to connect; the offer goes through the socket of the visit.
    fn connect(audio_at: Option<IpAddr>) -> Self {
        let (offer_sender, offers) = mpsc::channel(1);
        let mut connecting = JoinSet::new();
        connecting.spawn(AudioClient::connect(Transport::Udp, async move |sdp| {
            let (answer, answered) = oneshot::channel();
            let sent = offer_sender.send(Offer { sdp, answer }).await;
            sent.map_err(|_| ParticipantError::AudioEnded)?;
            let answer = answered.await.map_err(|_| ParticipantError::AudioEnded)?;
            Ok(match audio_at {
                Some(address) => with_candidates_at(address, &answer),
                None => answer,
            })
        }));
        Self {
            connecting,
            offers,
            answer: None,
            client: None,
            voice: None,
        }
    }

    fn receive_answer(&mut self, sdp: String) {
        if let Some(answer) = self.answer.take() {
            // Fails only when the connection was given up meanwhile.
            let _ = answer.send(sdp);
        }
    }

    fn finish(
        &mut self,
        connected: Result<Result<AudioClient, ParticipantError>, tokio::task::JoinError>,
    ) -> Result<(), ParticipantError> {
        self.client = Some(connected.map_err(|_| ParticipantError::AudioEnded)??);
        Ok(())
    }

    fn speak(&mut self, recording: &Recording) {
        self.voice = (self.client.as_ref()).map(|client| client.play(recording.packets()));
    }
}

fn json(message: &ClientMessage) -> Result<Value, ParticipantError> {
    serde_json::to_value(message).map_err(ParticipantError::socket)
}

/// The answer with this address in every candidate (RFC 8839, section 5.1: the address is the fifth word).
fn with_candidates_at(address: IpAddr, answer: &str) -> String {
    let address = address.to_string();
    let moved = |line: &str| {
        let mut words: Vec<_> = line.split(' ').collect();
        if line.starts_with("a=candidate:")
            && let Some(word) = words.get_mut(4)
        {
            *word = &address;
        }
        words.join(" ") + "\r\n"
    };
    answer.lines().map(moved).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn candidates_for_other_devices_are_moved_to_this_machine() {
        let answer = "v=0\r\na=candidate:1 1 udp 2130706431 192.0.2.2 3478 typ host\r\na=mid:0\r\n";
        let moved = "v=0\r\na=candidate:1 1 udp 2130706431 127.0.0.1 3478 typ host\r\na=mid:0\r\n";
        let loopback = IpAddr::from([127, 0, 0, 1]);
        assert_eq!(with_candidates_at(loopback, answer), moved);
    }
}
