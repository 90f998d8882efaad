//! The Meeting Guide feed of the site, `/meetings.json`.

use super::test_site;
use crate::support::test_site::test_site_as;
use axum::http::StatusCode;
use porchlight::base::Clock;
use porchlight::config::Site;
use serde_json::{Value, json};

#[tokio::test]
async fn the_feed_lists_every_meeting_and_allows_requests_of_any_site() {
    let site = test_site().await;
    let page = site.stranger().get("/meetings.json").await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.header("content-type"), "application/json");
    assert_eq!(page.header("access-control-allow-origin"), "*");
    assert_eq!(page.header("cache-control"), "public, max-age=300");
    let feed: Value = serde_json::from_str(&page.html).expect("JSON");
    assert_eq!(
        feed,
        json!([{
            "name": "Evening Circle",
            "slug": "evening-circle",
            "day": 2,
            "time": "19:00",
            "end_time": "20:00",
            "timezone": "Etc/UTC",
            "types": ["O", "EN", "D"],
            "notes": "Come as you are.",
            "conference_url": "https://meetings.example/meetings/evening-circle",
            "conference_url_notes":
                "Opens in the browser 15 minutes before the start. No account, no app.",
            "url": "https://meetings.example/meetings/evening-circle",
            "group": "Riverside",
            "formatted_address": "Online",
            "approximate": "yes",
            "updated": "1970-01-01 00:00:00",
        }])
    );
}

#[tokio::test]
async fn an_unchanged_feed_is_not_sent_again() {
    let site = test_site().await;
    let mut reader = site.stranger();
    let etag = reader.get("/meetings.json").await.header("etag").to_owned();
    assert!(!etag.is_empty());
    reader.request_headers.push(("if-none-match", etag.leak()));
    let again = reader.get("/meetings.json").await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    assert_eq!(again.html, "");
    assert_eq!(again.header("access-control-allow-origin"), "*");
    let store = site.store();
    let group = store.groups().await.expect("the store can be read")[0].clone();
    let harbour = site.create_second_group().await.id;
    let meeting = store.meetings().await.expect("the store can be read")[0].clone();
    let room = store
        .room_settings(meeting.id)
        .await
        .expect("the store can be read");
    let second = porchlight::store::NewMeeting {
        group: harbour,
        slug: "second".into(),
        about: meeting.about,
        timetable: meeting.timetable,
        room: room.expect("the settings of its room exist"),
    };
    store
        .create_meeting(&second, site.clock.now())
        .await
        .expect("a new meeting");
    site.app().listings_changed().await;
    let changed = reader.get("/meetings.json").await;
    assert_eq!(changed.status, StatusCode::OK);
    let feed: Value = serde_json::from_str(&changed.html).expect("JSON");
    assert_eq!(feed[1]["formatted_address"], "Leeds, UK");
    assert_eq!(feed[0]["group"], group.name);
}

#[tokio::test]
async fn the_name_of_the_site_is_escaped_in_every_format() {
    let site = test_site_as(Site {
        name: Some(r#"Jo's "River" & {Meetings} \\"#.into()),
        email: Some("office@river.example".into()),
        ..Site::default()
    })
    .await;
    let mut anyone = site.stranger();
    let feed: Value = serde_json::from_str(&anyone.get("/meetings.json").await.html).expect("JSON");
    assert_eq!(feed[0]["entity"], r#"Jo's "River" & {Meetings} \\"#);
    assert_eq!(feed[0]["entity_email"], "office@river.example");
    assert_eq!(feed[0]["entity_url"], "https://meetings.example");
    let page = anyone.get("/").await.html;
    assert!(
        page.contains("Jo&#39;s &#34;River&#34; &#38; {Meetings} \\\\</title>"),
        "{page}"
    );
    assert!(
        page.contains("Jo&#39;s &#34;River&#34; &#38; {Meetings} \\\\\n"),
        "{page}"
    );
    let calendar = anyone.get("/calendar.ics").await.html;
    assert!(
        calendar.contains("X-WR-CALNAME:Jo's \"River\" & {Meetings} \\\\\\\\ meetings"),
        "{calendar}"
    );
    let sharing = anyone.get("/sharing").await.html;
    let quoted = r"&#39;Jo\&#39;s &#34;River&#34; &#38; {Meetings} \\\\&#39;";
    assert!(sharing.contains(quoted), "{sharing}");
}
