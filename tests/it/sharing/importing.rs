//! Imports: a preview first, then the import; no input is lost.

use super::{preview_hash, send, test_site};
use axum::http::StatusCode;
use porchlight::base::Timestamp;
use porchlight::schedule::{Access, Pattern};
use porchlight::store::Service;

const IMPORT: &str = "/groups/riverside/import";

/// Two new meetings, one changed, and one row with errors.
const SHEET: &str = "slug,title,repeats,days,places,weekday,time,zone,notes\r\n\
    ,Mañana <tranquila>,weekly,mon thu,,,19:00,Europe/Madrid,\"שלום, \"\"friends\"\"\"\r\n\
    first,First Tuesday,monthly-weekday,,first third,tue,7pm,london,\r\n\
    evening-circle,Evening Circle,weekly,tue,,,20:30,UTC,Come as you are.\r\n\
    broken,,weekly,,,,25:00,Mars,\r\n";

#[tokio::test]
async fn the_preview_lists_every_row_and_imports_nothing() {
    let site = test_site().await;
    let before = site.meetings().await;
    let mut secretary = site.secretary().await;
    let page = send(&mut secretary, IMPORT, &[("text", SHEET)]).await;
    assert_eq!(page.status, StatusCode::OK);
    let trimmed_lines: Vec<_> = page.html.lines().map(str::trim).collect();
    let html = trimmed_lines.join(" ");
    for text in [
        "2 new",
        "1 changed",
        "1 left out",
        "Import 3 meetings",
        "Row 2",
        "A new meeting.",
        "This would change:",
        "<code dir=\"ltr\" translate=\"no\">time</code>: <bdi>19:00</bdi> becomes <bdi>20:30</bdi>",
        "Every Monday and Thursday at 19:00, Madrid time, for an hour.",
        "Next: Thursday 12 March 2026.",
        "Row 5",
        "<code dir=\"ltr\" translate=\"no\">title</code>: This can’t be empty.",
        "<code dir=\"ltr\" translate=\"no\">time</code>: This can’t be understood.",
        "<code dir=\"ltr\" translate=\"no\">zone</code>: This can’t be understood.",
        "<code dir=\"ltr\" translate=\"no\">days</code>: This can’t be empty.",
        "Mañana &#60;tranquila&#62;",
    ] {
        assert!(html.contains(text), "{text} in {html}");
    }
    assert_eq!(site.meetings().await, before);
}

#[tokio::test]
async fn a_second_meeting_with_the_same_title_is_new_and_the_first_is_mentioned() {
    let site = test_site().await;
    let mut secretary = site.secretary().await;
    let sheet = "title,days,time,zone\nEvening Circle,mon,09:00,London\n";
    let page = send(&mut secretary, IMPORT, &[("text", sheet)]).await;
    for text in [
        "1 new",
        "another meeting of this name already",
        "put its slug into the row: evening-circle<",
    ] {
        assert!(page.html.contains(text), "{text} in {}", page.html);
    }
    let hash = preview_hash(&page);
    send(&mut secretary, IMPORT, &[("text", sheet), ("told", &hash)]).await;
    let slugs: Vec<String> = (site.meetings().await.into_iter())
        .map(|meeting| meeting.slug)
        .collect();
    assert_eq!(slugs, ["evening-circle", "evening-circle-2"]);
    let again = send(&mut secretary, IMPORT, &[("text", sheet)]).await;
    assert!(again.html.contains("1 unchanged"));
}

#[tokio::test]
async fn a_sheet_of_another_program_is_read_and_its_errors_are_shown() {
    let site = test_site().await;
    let mut secretary = site.secretary().await;
    let sheet = "Name,Day,Time,End Time,Timezone,Types\r\n\
        Noon,Monday,12:00:00 PM,1:30:00 PM,London,\"C, BE\"\r\n\
        Dawn,Friday,06:00:00,07:00:00,,BE\r\n\
        Dusk,Friday,18:00:00,18:01:00,London,Friendly\r\n";
    let page = send(&mut secretary, IMPORT, &[("text", sheet)]).await;
    for text in [
        "Every Monday at 12:00, London time, for 90 minutes.",
        ">zone</code>: This can’t be empty. A city",
        ">kinds</code>: Not known here: “Friendly”. Codes of the Meeting Guide",
        ">end_time</code>: A meeting lasts from 5 to 720 minutes.",
    ] {
        assert!(page.html.contains(text), "{text} in {}", page.html);
    }
    let hash = preview_hash(&page);
    send(&mut secretary, IMPORT, &[("text", sheet), ("told", &hash)]).await;
    assert_eq!(site.meetings().await[1].about.access, Access::Closed);
}

#[tokio::test]
async fn an_import_finishes_after_the_client_disconnects() {
    let site = test_site().await;
    let mut secretary = site.secretary().await;
    let mut sheet = "title,days,time,zone\n".to_owned();
    for number in 1..=200 {
        sheet.push_str(&format!("Dawn {number},mon,06:00,London\n"));
    }
    let page = send(&mut secretary, IMPORT, &[("text", &sheet)]).await;
    let hash = preview_hash(&page);
    let fields = [("text", sheet.as_str()), ("told", &hash)];
    let mut request = Box::pin(send(&mut secretary, IMPORT, &fields));
    loop {
        tokio::select! {
            _ = &mut request => panic!("the import finished before the client disconnected"),
            meetings = site.meetings() => if meetings.len() > 1 { break },
        }
    }
    drop(request);
    let all_are_listed = async {
        while !(site.stranger().get("/calendar.ics").await.html).contains("Dawn 200") {
            tokio::task::yield_now().await;
        }
    };
    let timeout = std::time::Duration::from_secs(60);
    let listed = tokio::time::timeout(timeout, all_are_listed).await;
    listed.expect("the calendar lists the imported meetings");
    assert_eq!(site.meetings().await.len(), 201);
}

#[tokio::test]
async fn a_confirmed_import_is_listed_at_once() {
    let site = test_site().await;
    let mut secretary = site.secretary().await;
    let before = site.stranger().get("/meetings.json").await;
    assert!(!before.html.contains("manana-tranquila"));
    let page = send(&mut secretary, IMPORT, &[("text", SHEET)]).await;
    let hash = preview_hash(&page);
    let imported = send(&mut secretary, IMPORT, &[("text", SHEET), ("told", &hash)]).await;
    assert_eq!(imported.status, StatusCode::OK);
    assert!(imported.html.contains("3 meetings imported") && imported.html.contains("1 left out"));
    assert!(
        !imported.html.contains("name=\"told\""),
        "there is nothing to confirm"
    );
    let meetings = site.meetings().await;
    let slugs: Vec<&str> = meetings
        .iter()
        .map(|meeting| meeting.slug.as_str())
        .collect();
    assert_eq!(slugs, ["evening-circle", "first", "manana-tranquila"]);
    assert_eq!(meetings[0].timetable.recurrence.time.hour(), 20);
    assert_eq!(
        (meetings[0].revision.number, meetings[0].about.kinds.clone()),
        (1, vec!["D".to_owned()])
    );
    assert!(matches!(
        meetings[1].timetable.recurrence.pattern,
        Pattern::MonthlyByWeekday { .. }
    ));
    assert_eq!(meetings[2].about.access, Access::Open);
    assert_eq!(meetings[2].about.notes, "שלום, \"friends\"");
    let feed = site.stranger().get("/meetings.json").await;
    assert!(feed.html.contains("manana-tranquila_mon"));
    // The same sheet again changes nothing.
    let again = send(&mut secretary, IMPORT, &[("text", SHEET)]).await;
    assert!(again.html.contains("3 unchanged") && !again.html.contains("name=\"told\""));
}

#[tokio::test]
async fn the_page_always_keeps_the_sheet() {
    let site = test_site().await;
    let text = "title,time\n\"Grüße & <b>\",19:00";
    let escaped_title = "Grüße &#38; &#60;b&#62;";
    let mut stranger = site.stranger();
    let page = send(&mut stranger, IMPORT, &[("text", text)]).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert!(page.html.contains(escaped_title) && page.html.contains("Open another tab to sign in"));
    let mut secretary = site.secretary().await;
    for fields in [
        &[("text", text)][..],
        &[("file", text), ("text", "")],
        &[("file", text), ("text", "something else"), ("told", "x")],
        &[("text", "nonsense,more\nGrüße & <b>,2")],
        &[("text", "[{\"name\": \"Grüße & <b>")],
    ] {
        let page = send(&mut secretary, IMPORT, fields).await;
        assert!(page.html.contains(escaped_title), "{fields:?}");
    }
}

#[tokio::test]
async fn a_change_after_the_preview_requires_a_new_confirmation() {
    let site = test_site().await;
    let mut secretary = site.secretary().await;
    let page = send(&mut secretary, IMPORT, &[("text", SHEET)]).await;
    let first_hash = preview_hash(&page);
    // The sheet was edited after the preview.
    let other = SHEET.replace("20:30", "21:00");
    let page = send(
        &mut secretary,
        IMPORT,
        &[("text", &other), ("told", &first_hash)],
    )
    .await;
    assert!(page.html.contains("Nothing was done."));
    assert_eq!(site.meetings().await.len(), 1);
    // Another person edited the meeting after the preview.
    let meeting = site.meetings().await.remove(0);
    let store = site.store();
    let changed = store
        .update_meeting(
            meeting.id,
            &meeting.slug,
            &meeting.about,
            &meeting.timetable,
            meeting.revision.number,
            Timestamp(5),
        )
        .await;
    changed.expect("the meeting is updated");
    let page = send(
        &mut secretary,
        IMPORT,
        &[("text", SHEET), ("told", &first_hash)],
    )
    .await;
    assert!(page.html.contains("Nothing was done."));
    assert_eq!(site.meetings().await.len(), 1);
    let second_hash = preview_hash(&page);
    let page = send(
        &mut secretary,
        IMPORT,
        &[("text", SHEET), ("told", &second_hash)],
    )
    .await;
    assert!(page.html.contains("3 meetings imported"));
}

#[tokio::test]
async fn the_pages_can_be_restored_from_the_history_of_the_browser() {
    let site = test_site().await;
    let mut secretary = site.secretary().await;
    let mut operator = site.sign_up_as(Service::Operator).await;
    for (browser, path) in [
        (&mut secretary, IMPORT),
        (&mut operator, "/operator/import"),
    ] {
        let form = browser.get(path).await;
        assert_eq!(form.header("cache-control"), "private, no-cache", "{path}");
        let preview = send(browser, path, &[("text", SHEET)]).await;
        assert_eq!(
            preview.header("cache-control"),
            "private, no-cache",
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_feed_is_imported_like_a_sheet() {
    let site = test_site().await;
    let mut secretary = site.secretary().await;
    let feed = r#"[{"name": "Quiet", "slug": "quiet", "day": 1, "time": "07:00", "timezone": "Asia/Kathmandu",
        "types": ["C", "MED"]}, {"name": "Odd", "day": 9, "time": "07:00", "timezone": "UTC"}]"#;
    let page = send(&mut secretary, IMPORT, &[("file", feed)]).await;
    assert!(
        page.html.contains("1 new") && page.html.contains("“9” is not a day"),
        "{}",
        page.html
    );
    let hash = preview_hash(&page);
    send(&mut secretary, IMPORT, &[("text", feed), ("told", &hash)]).await;
    let meetings = site.meetings().await;
    assert_eq!(meetings[1].slug, "quiet");
    assert_eq!(
        meetings[1].timetable.recurrence.zone.iana_name(),
        Some("Asia/Kathmandu")
    );
}

#[tokio::test]
async fn an_unreadable_upload_is_refused_with_the_reason() {
    let site = test_site().await;
    let mut secretary = site.secretary().await;
    let large = format!("title\n{}", "x".repeat(9 * 1024 * 1024));
    for (text, status, words) in [
        (
            "",
            StatusCode::UNPROCESSABLE_ENTITY,
            "There is nothing in it.",
        ),
        (
            "<!doctype html>",
            StatusCode::UNPROCESSABLE_ENTITY,
            "This is a web page",
        ),
        (
            "{}",
            StatusCode::UNPROCESSABLE_ENTITY,
            "not a list of meetings",
        ),
        (
            "[{",
            StatusCode::UNPROCESSABLE_ENTITY,
            "It breaks off in line 1",
        ),
        (
            "where,who\nx,y",
            StatusCode::UNPROCESSABLE_ENTITY,
            "names no column",
        ),
        (
            "title,title\nx,y",
            StatusCode::UNPROCESSABLE_ENTITY,
            "the column title twice",
        ),
        (&large, StatusCode::PAYLOAD_TOO_LARGE, "8 MiB at most"),
    ] {
        let page = send(&mut secretary, IMPORT, &[("text", text)]).await;
        assert_eq!(page.status, status, "{words}");
        assert!(
            page.html.contains(words) && page.html.contains("aria-invalid=\"true\""),
            "{words}"
        );
    }
    let broken = secretary
        .send(
            axum::http::Method::POST,
            IMPORT,
            super::FORM,
            "--xyzzy\r\nContent".into(),
        )
        .await;
    assert!(
        broken.html.contains("It didn’t arrive complete."),
        "{}",
        broken.html
    );
}

#[tokio::test]
async fn only_secretaries_and_operators_may_import() {
    let site = test_site().await;
    let harbour = site.create_second_group().await.id;
    let chair = site.sign_up_as(Service::ChairOf(site.meeting_id())).await;
    let other = site.sign_up_as(Service::SecretaryOf(harbour)).await;
    let sheet = "title,days,time,zone\nNew,mon,19:00,london\n";
    for mut browser in [chair, other] {
        assert_eq!(browser.get(IMPORT).await.status, StatusCode::FORBIDDEN);
        assert_eq!(
            browser.get("/operator/import").await.status,
            StatusCode::FORBIDDEN
        );
        for path in [IMPORT, "/operator/import"] {
            let page = send(&mut browser, path, &[("text", sheet)]).await;
            assert_eq!(page.status, StatusCode::FORBIDDEN);
            assert!(!page.html.contains("name=\"told\""));
        }
    }
    assert_eq!(
        site.stranger().get(IMPORT).await.redirect_target(),
        "/sign-in"
    );
    let mut secretary = site.secretary().await;
    assert_eq!(secretary.get(IMPORT).await.status, StatusCode::OK);
    assert_eq!(
        secretary.get("/operator/import").await.status,
        StatusCode::FORBIDDEN
    );
    secretary.request_headers = vec![("sec-fetch-site", "cross-site")];
    let page = send(&mut secretary, IMPORT, &[("text", sheet)]).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert!(page.html.contains("another site"));
}

#[tokio::test]
async fn rows_of_an_operator_name_their_group() {
    let site = test_site().await;
    let harbour = site.create_second_group().await.id;
    let mut operator = site.sign_up_as(Service::Operator).await;
    let sheet =
        "group,title,days,time,zone\nharbour,New,mon,19:00,london\nnowhere,Odd,mon,19:00,london\n";
    let path = "/operator/import";
    assert_eq!(operator.get(path).await.status, StatusCode::OK);
    let page = send(&mut operator, path, &[("text", sheet)]).await;
    assert!(page.html.contains("No group here has this slug."));
    let hash = preview_hash(&page);
    let page = send(&mut operator, path, &[("text", sheet), ("told", &hash)]).await;
    assert!(page.html.contains("1 meeting imported"));
    let meetings = site.meetings().await;
    assert_eq!(
        meetings
            .iter()
            .find(|meeting| meeting.slug == "new")
            .expect("the new meeting")
            .group,
        harbour
    );
}
