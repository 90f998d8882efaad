//! The order of messages, and how frames that break the protocol are answered.

use super::{code, start_shares};
use crate::support::client::{Client, ClientSocket, SocketEvent, hello};
use crate::support::running::Server;
use crate::support::server::{DOORS_OPEN, STARTS};
use porchlight::base::Millis;
use porchlight::room::Refusal;
use porchlight::wire::{Change, CloseCode, MAX_FRAME, OLDEST_VERSION, ServerMessage, VERSION};
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::{Bytes, Message};

#[tokio::test]
async fn hello_is_answered_with_the_room_and_announced_to_the_others() {
    let server = Server::start(DOORS_OPEN).await;
    let mut dana =
        Client::join_with_account(server.address, "Dana", &server.chair_cookie().await).await;
    assert_eq!(dana.room.meeting.slug, "evening-circle");
    assert_eq!(dana.room.stage.chair, Some(dana.you.id));
    assert!(!dana.you.audio, "no audio was offered yet");
    let jo = Client::join(server.address, "Jo").await;
    assert_eq!(
        jo.room.people.len(),
        2,
        "the welcome includes the new person"
    );
    dana.read_until(|dana| dana.person(jo.you.id).is_some())
        .await;
    assert_eq!(dana.n, jo.n, "both are at the same delta");
}

#[tokio::test]
async fn the_deltas_of_a_request_come_before_its_ok() {
    let server = Server::start(STARTS).await;
    let mut dana = start_shares(&server).await;
    let mut jo = Client::join(server.address, "Jo").await;
    for open in [false, true] {
        // `request_ok` reads up to the `ok` and no further, and panics at a gap.
        dana.request_ok(json!({"type": "open_queue", "open": open}))
            .await;
        assert_eq!(dana.room.queue.open, open);
    }
    jo.request_ok(json!({"type": "raise_hand"})).await;
    assert!(jo.queue_entry(jo.you.id).is_some());
    jo.request_ok(json!({"type": "lower_hand"})).await;
    assert!(jo.queue_entry(jo.you.id).is_none());
}

#[tokio::test]
async fn after_a_refused_name_another_one_may_be_sent() {
    let server = Server::start(DOORS_OPEN).await;
    let mut socket = ClientSocket::open(server.address, None).await;
    let sent = socket.send_message(hello("Jo77", None)).await;
    assert!(matches!(socket.next_message().await, ServerMessage::BadName { id, .. } if id == sent));
    assert_eq!(
        Client::say_hello(socket, "Jo", None)
            .await
            .room
            .people
            .len(),
        1
    );
}

#[tokio::test]
async fn before_the_doors_open_the_client_learns_when_they_do() {
    let server = Server::start(STARTS).await;
    server.clock.advance(Millis::from_mins(6 * 24 * 60));
    let mut socket = ClientSocket::open(server.address, None).await;
    socket.send_message(hello("Jo", None)).await;
    let week = 7 * 24 * 60 * 60_000;
    match socket.next_message().await {
        ServerMessage::NotOpen { opens_at, now } => {
            assert_eq!(opens_at, STARTS.0 + week - 15 * 60_000);
            assert_eq!(now, STARTS.0 + week - 24 * 60 * 60_000);
        }
        other => panic!("no opening time: {other:?}"),
    }
    assert_eq!(socket.close_code().await, code(CloseCode::NotOpen));
}

/// Frames that close the socket, and the code. The protocol allows twenty messages at once.
fn violations() -> Vec<(&'static str, Vec<Message>, CloseCode)> {
    let chat = |length: usize| {
        let text = "a".repeat(length);
        json!({"id": 1, "type": "chat", "to": "everyone", "text": text}).to_string()
    };
    let overhead = chat(0).len();
    let text = |text: &str| vec![Message::text(text)];
    let ping = json!({"id": 1, "type": "ping"}).to_string();
    vec![
        (
            "unknown type",
            text(r#"{"id": 1, "type": "dance"}"#),
            CloseCode::Malformed,
        ),
        (
            "no JSON",
            text(r#"{"id": 1, "type":"#),
            CloseCode::Malformed,
        ),
        (
            "no number",
            text(r#"{"type": "raise_hand"}"#),
            CloseCode::Malformed,
        ),
        (
            "a missing field",
            text(r#"{"id": 1, "type": "call"}"#),
            CloseCode::Malformed,
        ),
        (
            "deeply nested",
            text(&"[".repeat(10_000)),
            CloseCode::Malformed,
        ),
        (
            "binary",
            vec![Message::binary(Bytes::from_static(&[1, 2, 3]))],
            CloseCode::Malformed,
        ),
        (
            "a second hello",
            vec![Message::text(with_id(hello("Jo", None)))],
            CloseCode::Malformed,
        ),
        (
            "one byte too large",
            text(&chat(MAX_FRAME + 1 - overhead)),
            CloseCode::TooLarge,
        ),
        ("far too large", text(&chat(100_000)), CloseCode::TooLarge),
        (
            "too fast",
            vec![Message::text(ping); 21],
            CloseCode::TooFast,
        ),
        (
            "too many pings",
            vec![Message::Ping(Bytes::new()); 21],
            CloseCode::TooFast,
        ),
    ]
}

fn with_id(mut message: Value) -> String {
    message["id"] = 1.into();
    message.to_string()
}

#[tokio::test]
async fn a_violation_closes_the_socket_with_its_code_and_leaves_the_room_unchanged() {
    let server = Server::start(STARTS).await;
    let mut dana = start_shares(&server).await;
    for (name, frames, ending) in violations() {
        let mut jo = Client::join(server.address, "Jo").await;
        let id = jo.you.id;
        dana.read_until(|dana| dana.person(id).is_some()).await;
        let before = dana.refresh().await;
        for frame in frames {
            jo.socket.send(frame).await;
        }
        assert_eq!(jo.socket.close_code().await, code(ending), "{name}");
        dana.read_until(|dana| dana.is_away(id)).await;
        let mut after = dana.refresh().await;
        let person = after
            .people
            .iter_mut()
            .find(|person| person.id == id)
            .expect("the seat is kept");
        person.away_since = None;
        assert_eq!(after, before, "{name}: only the connection changed");
        server.clock.advance(Millis::from_mins(2));
        dana.refresh().await;
    }
}

#[tokio::test]
async fn a_socket_without_a_valid_hello_is_closed_and_nobody_enters() {
    let server = Server::start(STARTS).await;
    let mut dana = start_shares(&server).await;
    let before = dana.refresh().await;
    let of_version = |version: u32| {
        json!({"id": 1, "type": "hello", "version": version, "name": "Jo"}).to_string()
    };
    let cases = [
        (
            json!({"id": 1, "type": "raise_hand"}).to_string(),
            CloseCode::NoHello,
        ),
        (
            json!({"id": 1, "type": "ping"}).to_string(),
            CloseCode::NoHello,
        ),
        (of_version(OLDEST_VERSION - 1), CloseCode::Version),
        (of_version(VERSION + 1), CloseCode::Version),
        ("{".to_owned(), CloseCode::Malformed),
    ];
    for (frame, ending) in cases {
        let mut socket = ClientSocket::open(server.address, None).await;
        socket.send(Message::text(frame.clone())).await;
        assert_eq!(socket.close_code().await, code(ending), "{frame}");
    }
    assert_eq!(dana.refresh().await, before);
}

#[tokio::test]
async fn a_request_that_is_not_allowed_is_refused_and_changes_nothing() {
    let server = Server::start(DOORS_OPEN).await;
    let mut dana =
        Client::join_with_account(server.address, "Dana", &server.chair_cookie().await).await;
    let mut jo = Client::join(server.address, "Jo").await;
    let dana_id = dana.you.id;
    dana.read_until(|dana| dana.room.people.len() == 2).await;
    let before = dana.refresh().await;
    for (message, reason) in [
        (json!({"type": "start_meeting"}), Refusal::NotAllowed),
        (json!({"type": "freeze"}), Refusal::NotAllowed),
        (
            json!({"type": "remove", "person": dana_id}),
            Refusal::NotAllowed,
        ),
        (json!({"type": "lower_hand"}), Refusal::NotQueued),
        (json!({"type": "take_chair"}), Refusal::ChairTaken),
        (
            json!({"type": "chat", "to": {"person": 99}, "text": "?"}),
            Refusal::NoSuchPerson,
        ),
        (
            json!({"type": "chat", "to": "everyone", "text": " "}),
            Refusal::BadMessage,
        ),
    ] {
        assert_eq!(jo.request(message.clone()).await, Err(reason), "{message}");
    }
    for (message, reason) in [
        (json!({"type": "step", "to": "next"}), Refusal::WrongPhase),
        (json!({"type": "mute", "person": 99}), Refusal::NoSuchPerson),
        (json!({"type": "unfreeze"}), Refusal::Unchanged),
    ] {
        assert_eq!(
            dana.request(message.clone()).await,
            Err(reason),
            "{message}"
        );
    }
    assert_eq!(dana.refresh().await, before);
}

#[tokio::test]
async fn a_client_that_does_not_read_delays_nobody_and_catches_up_with_a_welcome() {
    /// Two thousand bytes each: together more than the system buffers for one connection.
    const MESSAGES: usize = 3_000;
    const AT_ONCE: usize = 15;
    let server = Server::start(DOORS_OPEN).await;
    let mut slow = Client::say_hello(
        ClientSocket::open_with_small_buffer(server.address).await,
        "Ana",
        None,
    )
    .await;
    let mut dana =
        Client::join_with_account(server.address, "Dana", &server.chair_cookie().await).await;
    let chat = json!({"type": "chat", "to": "everyone", "text": "🕯".repeat(500)});
    for _ in 0..MESSAGES / AT_ONCE {
        for _ in 1..AT_ONCE {
            dana.socket.send_message(chat.clone()).await;
        }
        dana.request_ok(chat.clone()).await;
        // So that the next messages do not exceed the rate limit.
        server.clock.advance(Millis::from_secs(4));
    }
    let mut deltas = 0;
    while slow.welcomes == 1 {
        // Panics at a gap between deltas.
        if let ServerMessage::Delta { changes, .. } = slow.read_message().await {
            deltas += changes
                .iter()
                .filter(|change| matches!(change, Change::Chat { .. }))
                .count();
        }
    }
    assert!(deltas < MESSAGES, "some deltas were left out");
    let room = dana.refresh().await;
    slow.read_until(|slow| slow.n == dana.n).await;
    assert_eq!(slow.room.people, room.people);
    assert_eq!(slow.room.chat.last(), room.chat.last());
}

#[tokio::test]
async fn a_ping_is_answered_with_the_time() {
    let server = Server::start(DOORS_OPEN).await;
    let mut jo = Client::join(server.address, "Jo").await;
    let sent = jo.socket.send_message(json!({"type": "ping"})).await;
    loop {
        match jo.socket.next_event().await {
            SocketEvent::Message(ServerMessage::Pong { id, now }) => {
                assert_eq!((id, now), (sent, DOORS_OPEN.0));
                return;
            }
            SocketEvent::Message(_) => {}
            SocketEvent::Closed(code) => panic!("closed with {code:?}"),
        }
    }
}
