//! Dropped lines, other windows, and a server that is killed.

use super::{code, shares};
use crate::support::client::{Client, Heard, Line, hello};
use crate::support::running::Server;
use crate::support::server::{DOORS_OPEN, STARTS};
use porchlight::base::{Millis, ParticipantId};
use porchlight::room::{Refusal, Standing, Turn};
use porchlight::wire::{CloseCode, QueueEntryView, QueueStateView, QueueView, ServerMessage};
use serde_json::json;

/// Whom the room sees next, by the numbers of their arrival.
const JO: ParticipantId = ParticipantId(2);
const ANA: ParticipantId = ParticipantId(3);

/// Told to those who knock while a failed room comes back, or an ended one is erased.
const COMES_BACK: u16 = CloseCode::Restarting as u16;

#[tokio::test]
async fn a_dropped_line_keeps_seat_queue_place_and_floor() {
    let server = Server::start(STARTS).await;
    let mut dana = shares(&server).await;
    let mut jo = Client::join(server.address, "Jo").await;
    let mut ana = Client::join(server.address, "Ana").await;
    jo.does(json!({"type": "raise_hand"})).await;
    ana.does(json!({"type": "raise_hand"})).await;
    dana.does(json!({"type": "call", "person": JO})).await;
    jo.does(json!({"type": "start_sharing"})).await;
    let (jo_token, ana_token) = (jo.you.resume.clone(), ana.you.resume.clone());
    drop((jo, ana));
    dana.until(|dana| dana.is_away(JO) && dana.is_away(ANA))
        .await;
    let kept = dana.entry(ANA).expect("her place is kept");
    assert_eq!(kept.state, QueueStateView::Held);

    let mut jo = Client::resume(server.address, &jo_token).await;
    let ana = Client::resume(server.address, &ana_token).await;
    assert_eq!((jo.you.id, ana.you.id), (JO, ANA));
    assert_eq!(jo.you.resume, jo_token, "the secret stays the same");
    dana.until(|dana| !dana.is_away(JO) && !dana.is_away(ANA))
        .await;
    let floor = dana.room.floor.as_ref().expect("the floor is kept");
    assert_eq!((floor.person, floor.turn), (JO, Turn::Share));
    assert_eq!(
        floor.running_since, None,
        "nobody is heard without a press of their own"
    );
    jo.does(json!({"type": "start_sharing"})).await;
    dana.until(|dana| {
        dana.room
            .floor
            .as_ref()
            .is_some_and(|floor| floor.running_since.is_some())
    })
    .await;
    let order: Vec<_> = dana
        .room
        .queue
        .entries
        .iter()
        .map(|entry| entry.person)
        .collect();
    assert_eq!(order, [JO, ANA]);
}

#[tokio::test]
async fn a_meeting_that_gets_another_address_loses_nobody() {
    let server = Server::start(STARTS).await;
    let mut dana = shares(&server).await;
    let mut jo = Client::join(server.address, "Jo").await;
    jo.does(json!({"type": "raise_hand"})).await;
    let token = jo.you.resume.clone();
    let store = &server.site.app.store;
    let known = store.meeting(server.site.meeting).await.expect("it reads");
    let known = known.expect("it is there");
    store
        .update_meeting(
            known.id,
            "long-table",
            &known.about,
            &known.timetable,
            0,
            STARTS,
        )
        .await
        .expect("another slug");
    drop(jo);
    dana.until(|dana| dana.is_away(JO)).await;
    // The page in the browser knows only the address that it was opened by.
    let jo = Client::resume(server.address, &token).await;
    assert_eq!(jo.you.id, JO);
    dana.until(|dana| !dana.is_away(JO)).await;
    assert!(dana.entry(JO).is_some(), "the place in the queue too");
}

#[tokio::test]
async fn a_seat_that_ran_out_is_a_new_arrival() {
    let server = Server::start(STARTS).await;
    let mut dana = shares(&server).await;
    let jo = Client::join(server.address, "Jo").await;
    let token = jo.you.resume.clone();
    drop(jo);
    dana.until(|dana| dana.is_away(JO)).await;
    server.clock.turn(Millis::from_mins(2));
    dana.look().await;
    dana.until(|dana| dana.person(JO).is_none()).await;
    let back = Client::hello(Line::open(server.address, None).await, "Jo", Some(&token)).await;
    assert_eq!(back.you.id, ANA, "a number is never used twice");
    assert_ne!(back.you.resume, token);
}

#[tokio::test]
async fn another_window_of_the_same_seat_closes_the_first() {
    let server = Server::start(DOORS_OPEN).await;
    let mut first = Client::join(server.address, "Jo").await;
    let mut second = Client::resume(server.address, &first.you.resume).await;
    assert_eq!(first.line.ended().await, code(CloseCode::Elsewhere));
    second.does(json!({"type": "unmute"})).await;
    assert_eq!(second.room.people.len(), 1);
    assert!(
        !second.is_away(second.you.id),
        "the end of the first window changes nothing"
    );
}

#[tokio::test]
async fn a_killed_server_comes_back_with_everything_but_the_chat() {
    let server = Server::start(STARTS).await;
    let mut dana = shares(&server).await;
    let mut jo = Client::join(server.address, "Jo").await;
    let mut ana = Client::join(server.address, "Ana").await;
    ana.does(json!({"type": "raise_hand"})).await;
    jo.does(json!({"type": "raise_hand"})).await;
    dana.does(json!({"type": "set_queue_mode", "mode": "round_robin"}))
        .await;
    dana.does(json!({"type": "call", "person": JO})).await;
    jo.does(json!({"type": "start_sharing"})).await;
    server.clock.turn(Millis::from_secs(40));
    dana.does(json!({"type": "chat", "to": "hosts", "text": "Soon gone."}))
        .await;
    // The last change that the snapshot must hold.
    dana.does(json!({"type": "set_role", "person": ANA, "role": "timekeeper", "on": true}))
        .await;
    let before = dana.look().await;
    let tokens = [&dana, &jo, &ana].map(|client| client.you.resume.clone());
    written(&server, "timekeeper").await;

    let server = server.killed_and_restarted(Millis::from_secs(3)).await;
    for mut left in [dana, jo, ana] {
        assert_eq!(left.line.ended().await, None, "the line was cut");
    }
    let mut back = Vec::new();
    for token in &tokens {
        back.push(Client::resume(server.address, token).await);
    }
    assert_eq!(back[0].you.standing, Standing::Chair);
    let after = back[0].look().await;
    assert_eq!(after.stage, before.stage, "phase, step and chair");
    assert_eq!(after.meeting, before.meeting);
    assert_eq!(
        after.people, before.people,
        "names, roles, marks and numbers"
    );
    let order = |queue: &QueueView| {
        let entry = |entry: &QueueEntryView| (entry.person, entry.since, entry.state);
        queue.entries.iter().map(entry).collect::<Vec<_>>()
    };
    assert_eq!(order(&after.queue), order(&before.queue));
    assert_eq!(after.queue.mode, before.queue.mode);
    let (was, is) = (
        before.floor.expect("Jo shared"),
        after.floor.expect("Jo still has the floor"),
    );
    assert_eq!(
        (is.person, is.turn, is.since, is.limit),
        (was.person, was.turn, was.since, was.limit)
    );
    assert_eq!(
        (is.used, is.running_since),
        (43_000, None),
        "the clock stands until Jo presses"
    );
    assert!(after.chat.is_empty(), "the chat was in memory only");
}

/// Waits until the store holds a snapshot with this text.
async fn written(server: &Server, text: &str) {
    loop {
        let rooms = server.site.app.store.rooms().await.expect("it reads");
        if rooms.iter().any(|room| room.snapshot.0.contains(text)) {
            return;
        }
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_room_whose_task_fails_comes_back_from_its_snapshot() {
    let server = Server::start(STARTS).await;
    let mut dana = shares(&server).await;
    let mut jo = Client::join(server.address, "Jo").await;
    jo.does(json!({"type": "raise_hand"})).await;
    written(&server, "\"entries\":[{").await;
    server.entropy.fail_once();
    // The next arrival asks for a token, and gets a fault instead.
    let mut ana = Line::open(server.address, None).await;
    ana.say(hello("Ana", None)).await;
    for line in [&mut ana, &mut dana.line, &mut jo.line] {
        assert_eq!(line.ended().await, code(CloseCode::Restarting));
    }
    let jo = patiently_back(&server, &jo.you.resume).await;
    assert_eq!(jo.you.id, JO);
    assert!(jo.entry(JO).is_some(), "the hand is still up");
    assert_eq!(jo.room.stage.step, Some(1));
    assert!(jo.room.people.iter().all(|person| person.name != "Ana"));
    let dana = patiently_back(&server, &dana.you.resume).await;
    assert_eq!(dana.room.stage.chair, Some(dana.you.id));
}

/// Comes back at once, as often as it takes.
async fn patiently_back(server: &Server, token: &str) -> Client {
    loop {
        let mut line = Line::open(server.address, None).await;
        line.say(hello("Nobody", Some(token))).await;
        match line.hear().await {
            Heard::Said(ServerMessage::Welcome { n, you, room, .. }) => {
                return Client {
                    line,
                    you,
                    room,
                    n,
                    welcomes: 1,
                };
            }
            Heard::Closed(Some(COMES_BACK)) => {}
            other => panic!("neither welcome nor told to come back: {other:?}"),
        }
    }
}

#[tokio::test]
async fn a_server_that_stops_tells_everyone_and_lets_nobody_in() {
    let server = Server::start(DOORS_OPEN).await;
    let mut jo = Client::join(server.address, "Jo").await;
    server.site.app.hub.shut_down().await;
    assert_eq!(jo.line.ended().await, code(CloseCode::Restarting));
    let mut ana = Line::open(server.address, None).await;
    ana.say(hello("Ana", None)).await;
    assert_eq!(ana.ended().await, code(CloseCode::Restarting));
    let server = server.killed_and_restarted(Millis(0)).await;
    assert_eq!(
        Client::resume(server.address, &jo.you.resume).await.you.id,
        jo.you.id
    );
}

#[tokio::test]
async fn a_room_that_was_closed_stays_closed_for_that_date() {
    let server = Server::start(STARTS).await;
    let mut dana = shares(&server).await;
    let mut jo = Client::join(server.address, "Jo").await;
    dana.does(json!({"type": "end_meeting"})).await;
    dana.line.say(json!({"type": "close_room"})).await;
    for line in [&mut dana.line, &mut jo.line] {
        assert_eq!(line.ended().await, code(CloseCode::Ended));
    }
    while !server
        .site
        .app
        .store
        .rooms()
        .await
        .expect("it reads")
        .is_empty()
    {
        tokio::task::yield_now().await;
    }
    let mut late = Line::open(server.address, None).await;
    loop {
        late.say(hello("Ana", None)).await;
        match late.hear().await {
            Heard::Closed(Some(COMES_BACK)) => {
                late = Line::open(server.address, None).await;
            }
            Heard::Said(ServerMessage::Refused { reason, .. }) => {
                assert_eq!(reason, Refusal::Ended);
                break;
            }
            other => panic!("not refused: {other:?}"),
        }
    }
    assert_eq!(late.ended().await, code(CloseCode::Ended));
    // The week after, its doors open as ever.
    server.clock.turn(Millis::from_mins(7 * 24 * 60));
    Client::join(server.address, "Ana").await;
}
