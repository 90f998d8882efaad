//! Lost connections, second windows, and a server that is killed.

use super::{code, start_shares, wait_until_no_room_is_stored};
use crate::support::client::{Client, ClientSocket, SocketEvent, hello};
use crate::support::running::Server;
use crate::support::server::{DOORS_OPEN, STARTS};
use porchlight::base::{Clock, Millis, ParticipantId, Timestamp};
use porchlight::room::{Phase, Refusal, Standing, Turn};
use porchlight::wire::{CloseCode, QueueEntryView, QueueStateView, QueueView, ServerMessage};
use serde_json::json;

/// The first two visitors, numbered in the order of arrival after Dana.
const JO: ParticipantId = ParticipantId(2);
const ANA: ParticipantId = ParticipantId(3);

/// The closing code while a room is being restored, or an ended one is being deleted.
const RESTARTING: u16 = CloseCode::Restarting as u16;

#[tokio::test]
async fn a_lost_connection_keeps_the_seat_the_queue_place_and_the_floor() {
    let server = Server::start(STARTS).await;
    let mut dana = start_shares(&server).await;
    let mut jo = Client::join(server.address, "Jo").await;
    let mut ana = Client::join(server.address, "Ana").await;
    jo.request_ok(json!({"type": "raise_hand"})).await;
    ana.request_ok(json!({"type": "raise_hand"})).await;
    dana.request_ok(json!({"type": "call", "person": JO})).await;
    jo.request_ok(json!({"type": "start_sharing"})).await;
    let (jo_token, ana_token) = (jo.you.resume.clone(), ana.you.resume.clone());
    drop((jo, ana));
    dana.read_until(|dana| dana.is_away(JO) && dana.is_away(ANA))
        .await;
    let kept = dana.queue_entry(ANA).expect("her place is kept");
    assert_eq!(kept.state, QueueStateView::Held);

    let mut jo = Client::resume(server.address, &jo_token).await;
    let ana = Client::resume(server.address, &ana_token).await;
    assert_eq!((jo.you.id, ana.you.id), (JO, ANA));
    assert_eq!(jo.you.resume, jo_token, "the token stays the same");
    dana.read_until(|dana| !dana.is_away(JO) && !dana.is_away(ANA))
        .await;
    let floor = dana.room.floor.as_ref().expect("the floor is kept");
    assert_eq!((floor.person, floor.turn), (JO, Turn::Share));
    assert_eq!(
        floor.running_since, None,
        "nobody is audible before they press"
    );
    jo.request_ok(json!({"type": "start_sharing"})).await;
    dana.read_until(|dana| {
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
async fn a_meeting_that_gets_a_new_slug_loses_nobody() {
    let server = Server::start(STARTS).await;
    let mut dana = start_shares(&server).await;
    let mut jo = Client::join(server.address, "Jo").await;
    jo.request_ok(json!({"type": "raise_hand"})).await;
    let token = jo.you.resume.clone();
    let store = &server.site.app.store;
    let meeting = store
        .meeting(server.site.meeting)
        .await
        .expect("the store is readable");
    let meeting = meeting.expect("the meeting exists");
    store
        .update_meeting(
            meeting.id,
            "long-table",
            &meeting.about,
            &meeting.timetable,
            0,
            STARTS,
        )
        .await
        .expect("another slug");
    drop(jo);
    dana.read_until(|dana| dana.is_away(JO)).await;
    // The open page knows only the former address.
    let jo = Client::resume(server.address, &token).await;
    assert_eq!(jo.you.id, JO);
    dana.read_until(|dana| !dana.is_away(JO)).await;
    assert!(dana.queue_entry(JO).is_some(), "the place in the queue too");
}

#[tokio::test]
async fn a_person_whose_seat_expired_is_a_new_arrival() {
    let server = Server::start(STARTS).await;
    let mut dana = start_shares(&server).await;
    let jo = Client::join(server.address, "Jo").await;
    let token = jo.you.resume.clone();
    drop(jo);
    dana.read_until(|dana| dana.is_away(JO)).await;
    server.clock.advance(Millis::from_mins(2));
    dana.refresh().await;
    dana.read_until(|dana| dana.person(JO).is_none()).await;
    let back = Client::say_hello(
        ClientSocket::open(server.address, None).await,
        "Jo",
        Some(&token),
    )
    .await;
    assert_eq!(back.you.id, ANA, "a number is never used twice");
    assert_ne!(back.you.resume, token);
}

#[tokio::test]
async fn a_second_window_of_the_same_seat_closes_the_first() {
    let server = Server::start(DOORS_OPEN).await;
    let mut first = Client::join(server.address, "Jo").await;
    let mut second = Client::resume(server.address, &first.you.resume).await;
    assert_eq!(first.socket.close_code().await, code(CloseCode::Elsewhere));
    second.request_ok(json!({"type": "unmute"})).await;
    assert_eq!(second.room.people.len(), 1);
    assert!(
        !second.is_away(second.you.id),
        "the end of the first window changes nothing"
    );
}

#[tokio::test]
async fn a_killed_server_restores_everything_but_the_chat() {
    let server = Server::start(STARTS).await;
    let mut dana = start_shares(&server).await;
    let mut jo = Client::join(server.address, "Jo").await;
    let mut ana = Client::join(server.address, "Ana").await;
    ana.request_ok(json!({"type": "raise_hand"})).await;
    jo.request_ok(json!({"type": "raise_hand"})).await;
    dana.request_ok(json!({"type": "set_queue_mode", "mode": "round_robin"}))
        .await;
    dana.request_ok(json!({"type": "call", "person": JO})).await;
    jo.request_ok(json!({"type": "start_sharing"})).await;
    server.clock.advance(Millis::from_secs(40));
    dana.request_ok(json!({"type": "chat", "to": "hosts", "text": "Soon gone."}))
        .await;
    // The last change that the snapshot must hold.
    dana.request_ok(json!({"type": "set_role", "person": ANA, "role": "timekeeper", "on": true}))
        .await;
    let before = dana.refresh().await;
    let tokens = [&dana, &jo, &ana].map(|client| client.you.resume.clone());
    wait_for_snapshot(&server, "timekeeper").await;

    let server = server.kill_and_restart(Millis::from_secs(3)).await;
    for mut client in [dana, jo, ana] {
        assert_eq!(
            client.socket.close_code().await,
            None,
            "the connection broke"
        );
    }
    let mut back = Vec::new();
    for token in &tokens {
        back.push(Client::resume(server.address, token).await);
    }
    assert_eq!(back[0].you.standing, Standing::Chair);
    let after = back[0].refresh().await;
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
    let (floor_before, floor_after) = (
        before.floor.expect("Jo shared"),
        after.floor.expect("Jo still has the floor"),
    );
    assert_eq!(
        (
            floor_after.person,
            floor_after.turn,
            floor_after.since,
            floor_after.limit
        ),
        (
            floor_before.person,
            floor_before.turn,
            floor_before.since,
            floor_before.limit
        )
    );
    assert_eq!(
        (floor_after.used, floor_after.running_since),
        (40_000, None),
        "the clock stopped when the room was saved, until Jo presses"
    );
    assert!(after.chat.is_empty(), "the chat was in memory only");
}

#[tokio::test]
async fn a_room_of_last_week_does_not_swallow_the_meeting_of_today() {
    let server = Server::start(STARTS).await;
    let mut dana = start_shares(&server).await;
    let mut jo = Client::join(server.address, "Jo").await;
    jo.request_ok(json!({"type": "raise_hand"})).await;
    dana.refresh().await;
    let jo_token = jo.you.resume.clone();
    wait_for_snapshot(&server, "\"entries\":[{").await;

    let week = Millis::from_mins(7 * 24 * 60);
    let server = server.kill_and_restart(week).await;
    let stored = server.site.app.store.rooms().await;
    assert_eq!(stored.expect("the store is readable"), []);
    let socket = ClientSocket::open(server.address, None).await;
    let jo = Client::say_hello(socket, "Jo", Some(&jo_token)).await;
    let names: Vec<_> = jo.room.people.iter().map(|person| &person.name).collect();
    assert_eq!(names, ["Jo"], "nobody of last week is shown");
    assert_eq!(Timestamp(jo.room.meeting.starts), STARTS + week);
    assert_eq!(jo.room.stage.phase, Phase::DoorsOpen);
}

#[tokio::test]
async fn a_clock_that_is_set_costs_the_speaker_nothing() {
    let server = Server::start(STARTS).await;
    let mut dana = start_shares(&server).await;
    let mut jo = Client::join(server.address, "Jo").await;
    jo.request_ok(json!({"type": "raise_hand"})).await;
    dana.request_ok(json!({"type": "call", "person": JO})).await;
    jo.request_ok(json!({"type": "start_sharing"})).await;
    for (seconds, step) in [(3, 3_600_000), (6, -7_200_000)] {
        server.clock.advance(Millis::from_secs(3));
        server.clock.set_by(step);
        // Any request: the room notices with the next thing that happens in it.
        dana.socket.send_message(json!({"type": "resync"})).await;
        let now = server.clock.now();
        for client in [&mut dana, &mut jo] {
            client
                .read_until(|client| {
                    let floor = client.room.floor.as_ref();
                    let used = floor.and_then(|floor| {
                        let since = Timestamp(floor.running_since?);
                        Some(floor.used + now.since(since).0)
                    });
                    used == Some(seconds * 1_000)
                })
                .await;
        }
    }
}

/// Waits until a saved snapshot contains this text.
async fn wait_for_snapshot(server: &Server, text: &str) {
    loop {
        let rooms = server
            .site
            .app
            .store
            .rooms()
            .await
            .expect("the store is readable");
        if rooms.iter().any(|room| room.snapshot.0.contains(text)) {
            return;
        }
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_room_whose_task_panics_is_restored_from_its_snapshot() {
    let server = Server::start(STARTS).await;
    let mut dana = start_shares(&server).await;
    let mut jo = Client::join(server.address, "Jo").await;
    jo.request_ok(json!({"type": "raise_hand"})).await;
    wait_for_snapshot(&server, "\"entries\":[{").await;
    server.entropy.fail_once();
    // The next arrival needs a token, and the generator panics.
    let mut ana = ClientSocket::open(server.address, None).await;
    ana.send_message(hello("Ana", None)).await;
    for socket in [&mut ana, &mut dana.socket, &mut jo.socket] {
        assert_eq!(socket.close_code().await, code(CloseCode::Restarting));
    }
    let jo = resume_when_restored(&server, &jo.you.resume).await;
    assert_eq!(jo.you.id, JO);
    assert!(jo.queue_entry(JO).is_some(), "the hand is still up");
    assert_eq!(jo.room.stage.step, Some(1));
    assert!(jo.room.people.iter().all(|person| person.name != "Ana"));
    let dana = resume_when_restored(&server, &dana.you.resume).await;
    assert_eq!(dana.room.stage.chair, Some(dana.you.id));
}

/// Returns to a seat, and tries again while the room is being restored.
async fn resume_when_restored(server: &Server, token: &str) -> Client {
    loop {
        let mut socket = ClientSocket::open(server.address, None).await;
        socket.send_message(hello("Nobody", Some(token))).await;
        match socket.next_event().await {
            SocketEvent::Message(ServerMessage::Welcome { n, you, room, .. }) => {
                return Client {
                    socket,
                    you,
                    room,
                    n,
                    welcomes: 1,
                };
            }
            SocketEvent::Closed(Some(RESTARTING)) => {}
            other => panic!("neither welcome nor restarting: {other:?}"),
        }
    }
}

#[tokio::test]
async fn a_stopping_server_closes_every_socket_and_admits_nobody() {
    let server = Server::start(DOORS_OPEN).await;
    let mut jo = Client::join(server.address, "Jo").await;
    server.site.app.hub.shut_down().await;
    assert_eq!(jo.socket.close_code().await, code(CloseCode::Restarting));
    let mut ana = ClientSocket::open(server.address, None).await;
    ana.send_message(hello("Ana", None)).await;
    assert_eq!(ana.close_code().await, code(CloseCode::Restarting));
    let server = server.kill_and_restart(Millis(0)).await;
    assert_eq!(
        Client::resume(server.address, &jo.you.resume).await.you.id,
        jo.you.id
    );
}

#[tokio::test]
async fn a_room_that_was_closed_stays_closed_for_that_date() {
    let server = Server::start(STARTS).await;
    let mut dana = start_shares(&server).await;
    let mut jo = Client::join(server.address, "Jo").await;
    dana.request_ok(json!({"type": "end_meeting"})).await;
    dana.socket
        .send_message(json!({"type": "close_room"}))
        .await;
    for socket in [&mut dana.socket, &mut jo.socket] {
        assert_eq!(socket.close_code().await, code(CloseCode::Ended));
    }
    wait_until_no_room_is_stored(&server).await;
    let mut late = ClientSocket::open(server.address, None).await;
    loop {
        late.send_message(hello("Ana", None)).await;
        match late.next_event().await {
            SocketEvent::Closed(Some(RESTARTING)) => {
                late = ClientSocket::open(server.address, None).await;
            }
            SocketEvent::Message(ServerMessage::Refused { reason, .. }) => {
                assert_eq!(reason, Refusal::Ended);
                break;
            }
            other => panic!("no refusal: {other:?}"),
        }
    }
    assert_eq!(late.close_code().await, code(CloseCode::Ended));
    // A week later its doors open as usual.
    server.clock.advance(Millis::from_mins(7 * 24 * 60));
    Client::join(server.address, "Ana").await;
}

#[tokio::test]
async fn the_same_account_on_a_second_device_takes_its_own_seat_over() {
    let server = Server::start(STARTS).await;
    let cookie = server.chair_cookie().await;
    let mut dana = Client::join_with_account(server.address, "Dana", &cookie).await;
    let ana = Client::join(server.address, "Ana").await;

    let phone = Client::join_with_account(server.address, "Dana", &cookie).await;
    assert_eq!(phone.you.id, dana.you.id);
    assert_ne!(
        phone.you.resume, dana.you.resume,
        "each device has its token"
    );
    assert_eq!(
        phone.room.stage.chair,
        Some(dana.you.id),
        "she still chairs"
    );
    assert_eq!(dana.socket.close_code().await, code(CloseCode::Elsewhere));
    assert_eq!(phone.room.people.len(), 2);

    let again = Client::join(server.address, "Ana").await;
    assert_ne!(again.you.id, ana.you.id, "a name alone takes no seat");
}
