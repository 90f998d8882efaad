//! Calendars, requested as by a phone that subscribes to them.

use super::test_site;
use crate::support::server::SLUG;
use axum::http::StatusCode;
use porchlight::base::Millis;

#[tokio::test]
async fn a_meeting_and_the_whole_schedule_have_calendars() {
    let site = test_site().await;
    let mut reader = site.stranger();
    for (path, file) in [
        ("/calendar.ics".to_owned(), "meetings.ics".to_owned()),
        (format!("/meetings/{SLUG}.ics"), format!("{SLUG}.ics")),
    ] {
        let response = reader.get(&path).await;
        assert_eq!(response.status, StatusCode::OK, "{path}");
        for (header, value) in [
            ("content-type", "text/calendar; charset=utf-8"),
            ("cache-control", "public, max-age=300"),
            (
                "content-disposition",
                &format!("inline; filename=\"{file}\""),
            ),
        ] {
            assert_eq!(response.header(header), value, "{path}");
        }
        let uid = format!("UID:meeting-{}@meetings.example\r\n", site.meeting_id());
        let text = response.html.replace("\r\n ", "");
        for line in [
            uid.as_str(),
            "NAME:Porchlight meetings\r\n",
            "SUMMARY:Evening Circle\r\n",
            "CATEGORIES:Discussion\r\n",
            "URL:https://meetings.example/meetings/evening-circle\r\n",
            "DTSTART;TZID=Etc/UTC:20000104T190000\r\n",
            "RRULE:FREQ=WEEKLY;INTERVAL=1;WKST=MO;BYDAY=TU\r\n",
            "DESCRIPTION:Hosted by Riverside\\n\\nCome as you are.\\n\\nTo join\\, and for what is new: \
             https://meetings.example/meetings/evening-circle\r\n",
            "DESCRIPTION:Evening Circle starts in 15 minutes\r\n",
        ] {
            assert!(text.contains(line), "{path} lacks {line}: {text}");
        }
        assert!(!text.contains('⟦'), "words are missing: {text}");
    }
}

#[tokio::test]
async fn an_unchanged_calendar_is_not_sent_again() {
    let site = test_site().await;
    let mut reader = site.stranger();
    let first = reader.get("/calendar.ics").await;
    let etag: &'static str = Box::leak(first.header("etag").to_owned().into_boxed_str());
    reader.request_headers.push(("if-none-match", etag));
    site.clock.advance(Millis::from_mins(24 * 60));
    let again = reader.get("/calendar.ics").await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    assert!(again.html.is_empty());
    assert_eq!(again.header("etag"), etag);
    // A calendar lists clock changes of irregular zones for the coming years; in UTC there are none.
    reader.request_headers.pop();
    reader
        .request_headers
        .push(("if-none-match", "\"another\""));
    let other = reader.get("/calendar.ics").await;
    assert_eq!((other.status, other.html), (StatusCode::OK, first.html));
}

#[tokio::test]
async fn a_calendar_of_an_unknown_meeting_is_an_error_page() {
    let site = test_site().await;
    for path in [
        "/meetings/none.ics",
        "/meetings/.ics",
        "/meetings/evening-circle.ics.ics",
    ] {
        let response = site.stranger().get(path).await;
        assert_eq!(response.status, StatusCode::NOT_FOUND, "{path}");
        assert!(response.header("content-type").starts_with("text/html"));
    }
}
