//! Who sees that a person is new: those who serve, unless the newcomer wants everyone to see it.

use crate::support::client::{Client, ClientSocket, hello};
use crate::support::running::Server;
use crate::support::server::DOORS_OPEN;
use porchlight::base::ParticipantId;
use serde_json::json;

/// Enters as a newcomer whom everyone may see as one, or only those who serve.
async fn join_as_newcomer(server: &Server, name: &str, shown: bool) -> Client {
    let mut socket = ClientSocket::open(server.address, None).await;
    let mut hello = hello(name, None);
    hello["newcomer"] = true.into();
    hello["newcomer_shown"] = shown.into();
    socket.send_message(hello).await;
    Client::wait_for_welcome(socket).await
}

fn sees_newcomer(reader: &Client, id: ParticipantId) -> bool {
    reader.person(id).is_some_and(|person| person.newcomer)
}

#[tokio::test]
async fn only_those_who_serve_see_a_newcomer() {
    let server = Server::start(DOORS_OPEN).await;
    let mut dana =
        Client::join_with_account(server.address, "Dana", &server.chair_cookie().await).await;
    let mut theo = Client::join(server.address, "Theo").await;
    let nia = join_as_newcomer(&server, "Nia", false).await;
    // By a delta, and by a welcome.
    for reader in [&mut dana, &mut theo] {
        reader
            .read_until(|reader| reader.person(nia.you.id).is_some())
            .await;
    }
    assert!(sees_newcomer(&dana, nia.you.id));
    assert!(!sees_newcomer(&theo, nia.you.id));
    let late = Client::join(server.address, "Lee").await;
    assert!(!sees_newcomer(&late, nia.you.id));
    assert_eq!(dana.n, theo.n, "both count the same deltas");
}

#[tokio::test]
async fn a_newcomer_may_let_everyone_see_it() {
    let server = Server::start(DOORS_OPEN).await;
    let mut theo = Client::join(server.address, "Theo").await;
    let nia = join_as_newcomer(&server, "Nia", true).await;
    theo.read_until(|theo| theo.person(nia.you.id).is_some())
        .await;
    assert!(sees_newcomer(&theo, nia.you.id));
}

#[tokio::test]
async fn a_greeter_sees_newcomers_while_they_serve_and_no_longer() {
    let server = Server::start(DOORS_OPEN).await;
    let mut dana =
        Client::join_with_account(server.address, "Dana", &server.chair_cookie().await).await;
    let mut theo = Client::join(server.address, "Theo").await;
    let nia = join_as_newcomer(&server, "Nia", false).await;
    for on in [true, false] {
        let role = json!({"type": "set_role", "person": theo.you.id, "role": "greeter", "on": on});
        dana.request_ok(role).await;
        let id = nia.you.id;
        theo.read_until(|theo| theo.person(id).is_some() && sees_newcomer(theo, id) == on)
            .await;
    }
}
