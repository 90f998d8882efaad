//! The lobby, and those who were shown out.

use super::code;
use crate::support::client::{Client, Line, hello};
use crate::support::running::Server;
use crate::support::server::DOORS_OPEN;
use porchlight::room::Refusal;
use porchlight::wire::{CloseCode, ServerMessage};
use serde_json::json;

#[tokio::test]
async fn at_the_door_one_learns_nothing_of_the_inside_until_admitted() {
    let server = Server::start(DOORS_OPEN).await;
    let mut dana = Client::serve(server.address, "Dana", &server.chair().await).await;
    dana.does(json!({"type": "set_lobby", "on": true})).await;
    let mut line = Line::open(server.address, None).await;
    line.say(hello("Nia", None)).await;
    let welcome = line.told().await;
    let ServerMessage::Welcome { n, you, room, .. } = welcome else {
        panic!("not welcome")
    };
    let told = serde_json::to_string(&room).expect("it serialises");
    assert!(
        you.in_lobby && room.people.is_empty() && !told.contains("Dana"),
        "{told}"
    );
    let mut nia = Client {
        line,
        you,
        room,
        n,
        welcomes: 1,
    };
    let id = nia.you.id;
    dana.until(|dana| dana.at_the_door() == [id]).await;
    assert!(dana.person(id).is_none(), "not in the circle yet");
    dana.does(json!({"type": "chat", "to": "everyone", "text": "For those inside."}))
        .await;
    assert_eq!(
        nia.ask(json!({"type": "unmute"})).await,
        Err(Refusal::InLobby)
    );
    let offer = json!({"type": "media_offer", "sdp": "v=0"});
    assert_eq!(nia.ask(offer).await, Err(Refusal::InLobby));
    assert!(
        nia.room.chat.is_empty() && nia.n == n,
        "no delta reaches the door"
    );

    dana.does(json!({"type": "admit", "person": id})).await;
    nia.until(|nia| !nia.you.in_lobby).await;
    assert_eq!(nia.room.people.len(), 2);
    assert!(dana.at_the_door().is_empty());
    dana.does(json!({"type": "hold_in_lobby", "person": id}))
        .await;
    nia.until(|nia| nia.you.in_lobby).await;
    assert!(nia.room.people.is_empty() && nia.room.chat.is_empty());
}

#[tokio::test]
async fn only_those_who_may_admit_see_who_waits() {
    let server = Server::start(DOORS_OPEN).await;
    let mut dana = Client::serve(server.address, "Dana", &server.chair().await).await;
    let mut jo = Client::join(server.address, "Jo").await;
    let mut greeter = Client::join(server.address, "Ana").await;
    let person = greeter.you.id;
    dana.does(json!({"type": "set_role", "person": person, "role": "greeter", "on": true}))
        .await;
    dana.does(json!({"type": "set_lobby", "on": true})).await;
    let nia = Client::join(server.address, "Nia").await;
    greeter
        .until(|greeter| greeter.at_the_door() == [nia.you.id])
        .await;
    let seen = jo.look().await;
    assert!(seen.lobby.is_none());
    assert!(
        !serde_json::to_string(&seen)
            .expect("it serialises")
            .contains("Nia")
    );
}

#[tokio::test]
async fn a_removed_person_stays_out_with_any_token_of_theirs() {
    let server = Server::start(DOORS_OPEN).await;
    let mut dana = Client::serve(server.address, "Dana", &server.chair().await).await;
    let mut jo = Client::join(server.address, "Jo").await;
    let id = jo.you.id;
    dana.does(json!({"type": "remove", "person": id})).await;
    assert!(dana.person(id).is_none());
    assert_eq!(jo.line.ended().await, code(CloseCode::Removed));
    for _ in 0..2 {
        let mut again = Line::open(server.address, None).await;
        let asked = again.say(hello("Jo", Some(&jo.you.resume))).await;
        let refused = ServerMessage::Refused {
            id: asked,
            reason: Refusal::Removed,
        };
        assert_eq!(again.told().await, refused);
        assert_eq!(again.ended().await, code(CloseCode::Removed));
    }
}

#[tokio::test]
async fn whoever_leaves_is_gone_and_their_token_with_them() {
    let server = Server::start(DOORS_OPEN).await;
    let mut dana = Client::serve(server.address, "Dana", &server.chair().await).await;
    let mut jo = Client::join(server.address, "Jo").await;
    let (id, token) = (jo.you.id, jo.you.resume.clone());
    jo.line.say(json!({"type": "leave"})).await;
    assert_eq!(jo.line.ended().await, code(CloseCode::Left));
    dana.until(|dana| dana.room.people.len() == 2).await;
    dana.until(|dana| dana.person(id).is_none()).await;
    let back = Client::hello(Line::open(server.address, None).await, "Jo", Some(&token)).await;
    assert_ne!(back.you.id, id);
}
