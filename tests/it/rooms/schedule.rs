//! What the schedule shows of a room: its hosts may end the meeting and close the room early.

use super::{code, start_shares};
use crate::support::browser::{Browser, Page};
use crate::support::client::Client;
use crate::support::running::Server;
use crate::support::server::{SLUG, STARTS};
use porchlight::base::Millis;
use porchlight::wire::CloseCode;
use serde_json::{Value, json};

/// The schedule as JSON: how many meetings people can join, and the state of each date.
async fn schedule(browser: &mut Browser) -> (u64, Vec<String>) {
    let page = browser.get("/schedule.json").await;
    let response: Value = serde_json::from_str(&page.html).expect("JSON");
    let meetings = response["meetings"].as_array().expect("a list");
    let states = meetings.iter().map(|meeting| meeting["state"].as_str());
    let states = states.map(|state| state.expect("a state").to_owned());
    (
        response["open"].as_u64().expect("a number"),
        states.collect(),
    )
}

fn has_join_form(page: &Page) -> bool {
    page.html.contains(&format!("/meetings/{SLUG}/join"))
}

#[tokio::test]
async fn a_meeting_that_is_ended_and_a_room_that_is_closed_change_in_the_schedule_at_once() {
    let server = Server::start(STARTS).await;
    let mut dana = start_shares(&server).await;
    server.clock.advance(Millis::from_mins(10));
    let mut jo = Client::join(server.address, "Jo").await;
    let mut browser = Browser::at(&server.site.app, "192.0.2.1:4000");
    let meeting = format!("/meetings/{SLUG}");
    assert_eq!(
        schedule(&mut browser).await,
        (1, vec!["in_progress".to_owned()])
    );
    assert!(browser.get("/").await.html.contains("Happening now"));

    dana.request_ok(json!({"type": "end_meeting"})).await;
    assert_eq!(
        schedule(&mut browser).await,
        (1, vec!["fellowship".to_owned()])
    );
    assert!(has_join_form(&browser.get(&meeting).await));

    dana.socket
        .send_message(json!({"type": "close_room"}))
        .await;
    for socket in [&mut dana.socket, &mut jo.socket] {
        assert_eq!(socket.close_code().await, code(CloseCode::Ended));
        // By now, whoever was inside may look.
        assert_eq!(schedule(&mut browser).await, (0, vec![]));
        assert!(!browser.get("/").await.html.contains("Happening now"));
        assert!(!has_join_form(&browser.get(&meeting).await));
    }
}
