//! The lobby, and people who were removed or have left.

use super::code;
use crate::support::client::{Client, ClientSocket, hello};
use crate::support::running::Server;
use crate::support::server::DOORS_OPEN;
use porchlight::room::Refusal;
use porchlight::wire::{CloseCode, ServerMessage};
use serde_json::json;

#[tokio::test]
async fn a_person_in_the_lobby_sees_nothing_of_the_room_until_admitted() {
    let server = Server::start(DOORS_OPEN).await;
    let mut dana =
        Client::join_with_account(server.address, "Dana", &server.chair_cookie().await).await;
    dana.request_ok(json!({"type": "set_lobby", "on": true}))
        .await;
    let mut socket = ClientSocket::open(server.address, None).await;
    socket.send_message(hello("Nia", None)).await;
    let welcome = socket.next_message().await;
    let ServerMessage::Welcome { n, you, room, .. } = welcome else {
        panic!("the first message is not a welcome")
    };
    let room_json = serde_json::to_string(&room).expect("it serialises");
    assert!(
        you.in_lobby && room.people.is_empty() && !room_json.contains("Dana"),
        "{room_json}"
    );
    let mut nia = Client {
        socket,
        you,
        room,
        n,
        welcomes: 1,
    };
    let id = nia.you.id;
    dana.read_until(|dana| dana.waiting_in_lobby() == [id])
        .await;
    assert!(
        dana.person(id).is_none(),
        "Nia is in the lobby, not in the room"
    );
    dana.request_ok(json!({"type": "chat", "to": "everyone", "text": "For those inside."}))
        .await;
    assert_eq!(
        nia.request(json!({"type": "unmute"})).await,
        Err(Refusal::InLobby)
    );
    let offer = json!({"type": "media_offer", "sdp": "v=0"});
    let sent = nia.socket.send_message(offer).await;
    let response = nia.read_message().await;
    assert!(matches!(response, ServerMessage::MediaRefused { id, .. } if id == sent));
    assert!(
        nia.room.chat.is_empty() && nia.n == n,
        "no delta reaches the lobby"
    );

    dana.request_ok(json!({"type": "admit", "person": id}))
        .await;
    nia.read_until(|nia| !nia.you.in_lobby).await;
    assert_eq!(nia.room.people.len(), 2);
    assert!(dana.waiting_in_lobby().is_empty());
    dana.request_ok(json!({"type": "hold_in_lobby", "person": id}))
        .await;
    nia.read_until(|nia| nia.you.in_lobby).await;
    assert!(nia.room.people.is_empty() && nia.room.chat.is_empty());
}

#[tokio::test]
async fn only_people_who_may_admit_see_the_lobby() {
    let server = Server::start(DOORS_OPEN).await;
    let mut dana =
        Client::join_with_account(server.address, "Dana", &server.chair_cookie().await).await;
    let mut jo = Client::join(server.address, "Jo").await;
    let mut greeter = Client::join(server.address, "Ana").await;
    let person = greeter.you.id;
    dana.request_ok(json!({"type": "set_role", "person": person, "role": "greeter", "on": true}))
        .await;
    dana.request_ok(json!({"type": "set_lobby", "on": true}))
        .await;
    let nia = Client::join(server.address, "Nia").await;
    greeter
        .read_until(|greeter| greeter.waiting_in_lobby() == [nia.you.id])
        .await;
    let room = jo.refresh().await;
    assert!(room.lobby.is_none());
    assert!(
        !serde_json::to_string(&room)
            .expect("it serialises")
            .contains("Nia")
    );
}

#[tokio::test]
async fn a_removed_person_cannot_return_with_their_token() {
    let server = Server::start(DOORS_OPEN).await;
    let mut dana =
        Client::join_with_account(server.address, "Dana", &server.chair_cookie().await).await;
    let mut jo = Client::join(server.address, "Jo").await;
    let id = jo.you.id;
    dana.request_ok(json!({"type": "remove", "person": id}))
        .await;
    assert!(dana.person(id).is_none());
    assert_eq!(jo.socket.close_code().await, code(CloseCode::Removed));
    for _ in 0..2 {
        let mut socket = ClientSocket::open(server.address, None).await;
        let request_id = socket.send_message(hello("Jo", Some(&jo.you.resume))).await;
        let expected = ServerMessage::Refused {
            id: request_id,
            reason: Refusal::Removed,
        };
        assert_eq!(socket.next_message().await, expected);
        assert_eq!(socket.close_code().await, code(CloseCode::Removed));
    }
}

#[tokio::test]
async fn a_person_who_left_cannot_resume_with_their_token() {
    let server = Server::start(DOORS_OPEN).await;
    let mut dana =
        Client::join_with_account(server.address, "Dana", &server.chair_cookie().await).await;
    let mut jo = Client::join(server.address, "Jo").await;
    let (id, token) = (jo.you.id, jo.you.resume.clone());
    jo.socket.send_message(json!({"type": "leave"})).await;
    assert_eq!(jo.socket.close_code().await, code(CloseCode::Left));
    dana.read_until(|dana| dana.room.people.len() == 2).await;
    dana.read_until(|dana| dana.person(id).is_none()).await;
    let rejoined = Client::say_hello(
        ClientSocket::open(server.address, None).await,
        "Jo",
        Some(&token),
    )
    .await;
    assert_ne!(rejoined.you.id, id, "they join as a new person");
}
