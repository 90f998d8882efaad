//! What comes over the wire, in order and out of order, and what may not.

use super::{code, shares};
use crate::support::client::{Client, Heard, Line, hello};
use crate::support::running::Server;
use crate::support::server::{DOORS_OPEN, STARTS};
use porchlight::base::Millis;
use porchlight::room::Refusal;
use porchlight::wire::{Change, CloseCode, MAX_FRAME, OLDEST_VERSION, ServerMessage, VERSION};
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::{Bytes, Message};

#[tokio::test]
async fn hello_is_answered_by_the_room_and_the_others_are_told() {
    let server = Server::start(DOORS_OPEN).await;
    let mut dana = Client::serve(server.address, "Dana", &server.chair().await).await;
    assert_eq!(dana.room.meeting.slug, "evening-circle");
    assert_eq!(dana.room.stage.chair, Some(dana.you.id));
    assert!(!dana.you.audio, "no audio was offered yet");
    let jo = Client::join(server.address, "Jo").await;
    assert_eq!(
        jo.room.people.len(),
        2,
        "the welcome holds the newcomer already"
    );
    dana.until(|dana| dana.person(jo.you.id).is_some()).await;
    assert_eq!(dana.n, jo.n, "and goes on where the others are");
}

#[tokio::test]
async fn the_deltas_of_a_request_come_before_its_ok() {
    let server = Server::start(STARTS).await;
    let mut dana = shares(&server).await;
    let mut jo = Client::join(server.address, "Jo").await;
    for open in [false, true] {
        // `does` follows up to the `ok` and no further, and refuses gaps.
        dana.does(json!({"type": "open_queue", "open": open})).await;
        assert_eq!(dana.room.queue.open, open);
    }
    jo.does(json!({"type": "raise_hand"})).await;
    assert!(jo.entry(jo.you.id).is_some());
    jo.does(json!({"type": "lower_hand"})).await;
    assert!(jo.entry(jo.you.id).is_none());
}

#[tokio::test]
async fn a_name_that_cannot_be_used_may_be_given_again() {
    let server = Server::start(DOORS_OPEN).await;
    let mut line = Line::open(server.address, None).await;
    let asked = line.say(hello("Jo77", None)).await;
    assert!(matches!(line.told().await, ServerMessage::BadName { id, .. } if id == asked));
    assert_eq!(Client::hello(line, "Jo", None).await.room.people.len(), 1);
}

#[tokio::test]
async fn before_the_doors_open_one_is_told_when() {
    let server = Server::start(STARTS).await;
    server.clock.turn(Millis::from_mins(6 * 24 * 60));
    let mut line = Line::open(server.address, None).await;
    line.say(hello("Jo", None)).await;
    let week = 7 * 24 * 60 * 60_000;
    match line.told().await {
        ServerMessage::NotOpen { opens_at, now } => {
            assert_eq!(opens_at, STARTS.0 + week - 15 * 60_000);
            assert_eq!(now, STARTS.0 + week - 24 * 60 * 60_000);
        }
        other => panic!("not told when: {other:?}"),
    }
    assert_eq!(line.ended().await, code(CloseCode::NotOpen));
}

/// Frames that end the line, and how. Twenty at once are what the protocol allows.
fn offences() -> Vec<(&'static str, Vec<Message>, CloseCode)> {
    let chat = |length: usize| {
        let text = "a".repeat(length);
        json!({"id": 1, "type": "chat", "to": "everyone", "text": text}).to_string()
    };
    let around = chat(0).len();
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
            text(&chat(MAX_FRAME + 1 - around)),
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
async fn an_offence_ends_the_line_with_its_code_and_leaves_the_room_as_it_was() {
    let server = Server::start(STARTS).await;
    let mut dana = shares(&server).await;
    for (what, frames, ending) in offences() {
        let mut jo = Client::join(server.address, "Jo").await;
        let id = jo.you.id;
        dana.until(|dana| dana.person(id).is_some()).await;
        let before = dana.look().await;
        for frame in frames {
            jo.line.send(frame).await;
        }
        assert_eq!(jo.line.ended().await, code(ending), "{what}");
        dana.until(|dana| dana.is_away(id)).await;
        let mut after = dana.look().await;
        let gone = after
            .people
            .iter_mut()
            .find(|person| person.id == id)
            .expect("a kept seat");
        gone.away_since = None;
        assert_eq!(after, before, "{what}: nothing but the line changed");
        server.clock.turn(Millis::from_mins(2));
        dana.look().await;
    }
}

#[tokio::test]
async fn a_line_that_does_not_begin_with_a_good_hello_ends_and_nobody_came() {
    let server = Server::start(STARTS).await;
    let mut dana = shares(&server).await;
    let before = dana.look().await;
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
        let mut line = Line::open(server.address, None).await;
        line.send(Message::text(frame.clone())).await;
        assert_eq!(line.ended().await, code(ending), "{frame}");
    }
    assert_eq!(dana.look().await, before);
}

#[tokio::test]
async fn what_is_forbidden_or_out_of_place_is_refused_and_changes_nothing() {
    let server = Server::start(DOORS_OPEN).await;
    let mut dana = Client::serve(server.address, "Dana", &server.chair().await).await;
    let mut jo = Client::join(server.address, "Jo").await;
    let dana_id = dana.you.id;
    dana.until(|dana| dana.room.people.len() == 2).await;
    let before = dana.look().await;
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
        assert_eq!(jo.ask(message.clone()).await, Err(reason), "{message}");
    }
    for (message, reason) in [
        (json!({"type": "step", "to": "next"}), Refusal::WrongPhase),
        (json!({"type": "mute", "person": 99}), Refusal::NoSuchPerson),
        (json!({"type": "unfreeze"}), Refusal::Unchanged),
    ] {
        assert_eq!(dana.ask(message.clone()).await, Err(reason), "{message}");
    }
    assert_eq!(dana.look().await, before);
}

#[tokio::test]
async fn whoever_reads_nothing_holds_nobody_back_and_catches_up_by_a_welcome() {
    /// Two thousand bytes each: together more than the system keeps for one line.
    const MESSAGES: usize = 3_000;
    const AT_ONCE: usize = 15;
    let server = Server::start(DOORS_OPEN).await;
    let mut slow = Client::hello(Line::narrow(server.address).await, "Ana", None).await;
    let mut dana = Client::serve(server.address, "Dana", &server.chair().await).await;
    let line = json!({"type": "chat", "to": "everyone", "text": "🕯".repeat(500)});
    for _ in 0..MESSAGES / AT_ONCE {
        for _ in 1..AT_ONCE {
            dana.line.say(line.clone()).await;
        }
        dana.does(line.clone()).await;
        // So that the next ones do not come too fast.
        server.clock.turn(Millis::from_secs(4));
    }
    let mut deltas = 0;
    while slow.welcomes == 1 {
        // Panics at a gap between deltas.
        if let ServerMessage::Delta { changes, .. } = slow.follow().await {
            deltas += changes
                .iter()
                .filter(|change| matches!(change, Change::Chat { .. }))
                .count();
        }
    }
    assert!(deltas < MESSAGES, "some were left out");
    let now = dana.look().await;
    slow.until(|slow| slow.n == dana.n).await;
    assert_eq!(slow.room.people, now.people);
    assert_eq!(slow.room.chat.last(), now.chat.last());
}

#[tokio::test]
async fn a_ping_tells_the_time() {
    let server = Server::start(DOORS_OPEN).await;
    let mut jo = Client::join(server.address, "Jo").await;
    let asked = jo.line.say(json!({"type": "ping"})).await;
    loop {
        match jo.line.hear().await {
            Heard::Said(ServerMessage::Pong { id, now }) => {
                assert_eq!((id, now), (asked, DOORS_OPEN.0));
                return;
            }
            Heard::Said(_) => {}
            Heard::Closed(code) => panic!("closed with {code:?}"),
        }
    }
}
