//! What people see while changes can't be stored, and what happens by itself afterwards.

use super::databases::{direct_connection, sqlite, tamper};
use crate::support::client::Client;
use crate::support::running::Server;
use crate::support::server::{DOORS_OPEN, STARTS};
use crate::support::test_site::test_site;
use axum::http::StatusCode;
use porchlight::base::Millis;
use porchlight::store::Service;
use serde_json::json;
use sqlx::Executor;

const STORAGE_FAILS: &str = "We can’t save anything right now";

#[tokio::test]
async fn on_a_locked_database_every_form_says_that_nothing_was_saved() {
    let site = test_site().await;
    let mut dana = site.sign_up_as(Service::Operator).await;
    let mut other = direct_connection(&sqlite(site.folder().to_owned())).await;
    other.execute("BEGIN IMMEDIATE").await.expect("a lock");
    let invite = "/operator/groups/riverside/invite";
    let feed = [
        ("feed-name", "Nord"),
        ("feed-url", "https://directory.example/feed"),
    ];
    let forms: [(&str, &[(&str, &str)]); 5] = [
        ("/operator/groups", &[("name", "Lantern Street")]),
        ("/operator/feeds", &feed),
        ("/operator/framers", &[("framers", "https://a.example")]),
        (invite, &[]),
        ("/account/delete", &[("confirm", "yes")]),
    ];
    for (path, fields) in forms {
        let page = dana.post(path, fields).await;
        assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE, "{path}");
        assert!(page.html.contains(STORAGE_FAILS), "{path}: {}", page.html);
    }
    let ready = site.stranger().get("/readyz").await;
    assert_eq!(ready.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(ready.html.contains("locked"), "{}", ready.html);
    other.execute("ROLLBACK").await.expect("no lock");
    site.clock.advance(Millis::from_secs(30));
    let ready = site.stranger().get("/readyz").await;
    assert_eq!(
        (ready.status, ready.html.as_str()),
        (StatusCode::OK, "ready\n")
    );
    let made = dana.post(forms[0].0, forms[0].1).await;
    assert_eq!(made.redirect_target(), "/groups/lantern-street");
    assert_eq!(
        dana.get("/groups/lantern-street").await.status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn a_sign_in_on_a_locked_database_is_answered_in_words() {
    let site = test_site().await;
    let invite = site.invite(Service::Operator).await;
    let mut dana = site.stranger();
    let passphrase = "a lamp by the garden door";
    let created = dana
        .post(&invite, &[("name", "Dana"), ("passphrase", passphrase)])
        .await;
    let key = created
        .html
        .split_once("class=\"key\"")
        .expect("a number")
        .1;
    let number = key.split(['>', '<']).nth(1).expect("the number");
    let mut other = direct_connection(&sqlite(site.folder().to_owned())).await;
    other.execute("BEGIN IMMEDIATE").await.expect("a lock");
    let fields = [("account", number), ("passphrase", passphrase)];
    let page = site.stranger().post("/sign-in", &fields).await;
    assert_eq!(
        page.status,
        StatusCode::SERVICE_UNAVAILABLE,
        "{}",
        page.html
    );
    assert!(page.html.contains(STORAGE_FAILS), "{}", page.html);
    other.execute("ROLLBACK").await.expect("no lock");
    let page = site.stranger().post("/sign-in", &fields).await;
    assert_eq!(page.redirect_target(), "/account");
}

#[tokio::test]
async fn a_room_that_could_not_be_saved_is_saved_later_without_another_change() {
    let server = Server::start(DOORS_OPEN).await;
    let settings = sqlite(server.folder().to_owned());
    for event in ["INSERT", "UPDATE"] {
        let trigger = format!(
            "CREATE TRIGGER no_{event} BEFORE {event} ON rooms BEGIN SELECT RAISE(FAIL, 'no'); END"
        );
        tamper(&settings, &trigger).await;
    }
    let store = &server.site.app.store;
    let jo = Client::join(server.address, "Jo").await;
    let mut now = DOORS_OPEN;
    while store.ready(now).await.is_ok() {
        // Each call asks the database anew.
        now = now + Millis::from_secs(2);
    }
    assert!(store.rooms().await.unwrap().is_empty());
    tamper(&settings, "DROP TRIGGER no_INSERT; DROP TRIGGER no_UPDATE").await;
    while store.rooms().await.unwrap().is_empty() {
        tokio::task::yield_now().await;
    }
    let saved = &store.rooms().await.unwrap()[0];
    assert!(saved.snapshot.0.contains("Jo"), "{}", saved.snapshot.0);
    drop(jo);
}

#[tokio::test]
async fn an_ended_room_that_could_not_be_deleted_is_deleted_later() {
    let server = Server::start(STARTS).await;
    let settings = sqlite(server.folder().to_owned());
    let store = &server.site.app.store;
    let mut jo = Client::join(server.address, "Jo").await;
    while store.rooms().await.unwrap().is_empty() {
        tokio::task::yield_now().await;
    }
    let trigger = "CREATE TRIGGER no BEFORE DELETE ON rooms BEGIN SELECT RAISE(FAIL, 'no'); END";
    tamper(&settings, trigger).await;
    server.clock.advance(Millis::from_mins(3 * 60));
    jo.socket.send_message(json!({"type": "resync"})).await;
    jo.socket.close_code().await;
    let mut now = DOORS_OPEN;
    while store.ready(now).await.is_ok() {
        now = now + Millis::from_secs(2);
    }
    assert_eq!(store.rooms().await.unwrap().len(), 1);
    tamper(&settings, "DROP TRIGGER no").await;
    while !store.rooms().await.unwrap().is_empty() {
        tokio::task::yield_now().await;
    }
}
