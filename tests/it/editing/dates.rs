//! The form for a single date: cancelled, moved, with a topic or a speaker.

use super::test_site;
use axum::http::StatusCode;
use jiff::civil::date;
use porchlight::schedule::DateStatus;

const DATE: &str = "/groups/riverside/meetings/evening-circle/dates/2026-03-17";

#[tokio::test]
async fn a_date_can_be_cancelled_and_restored() {
    let site = test_site().await;
    let mut dana = site.secretary().await;
    let form = dana.get(DATE).await;
    assert!(form.html.contains("Planned for 19:00"), "{}", form.html);
    let saved = dana
        .post(DATE, &[("edition", "0"), ("fate", "cancelled")])
        .await;
    assert_eq!(
        saved.redirect_target(),
        "/groups/riverside/meetings/evening-circle/edit?done=saved#single"
    );
    let mut anyone = site.stranger();
    let page = anyone.get("/meetings/evening-circle").await;
    assert!(
        page.html
            .contains("Tuesday 17 March at 19:00 is cancelled."),
        "{}",
        page.html
    );
    let restored = dana
        .post(DATE, &[("edition", "1"), ("fate", "planned")])
        .await;
    restored.redirect_target();
    assert!(site.meeting().await.timetable.changes.is_empty());
    assert!(
        !anyone
            .get("/meetings/evening-circle")
            .await
            .html
            .contains("is cancelled.")
    );
}

#[tokio::test]
async fn a_moved_date_shows_its_topic_and_speaker() {
    let site = test_site().await;
    let mut dana = site.secretary().await;
    let form = [
        ("edition", "0"),
        ("fate", "moved"),
        ("date", "2026-03-16"),
        ("time", "8 pm"),
        ("topic", "Patience"),
        ("speaker", "Ana"),
        ("chair", "Sam"),
    ];
    dana.post(DATE, &form).await.redirect_target();
    let changes = site.meeting().await.timetable.changes;
    assert_eq!(changes.len(), 1);
    assert_eq!(
        changes[0].status,
        DateStatus::Moved(date(2026, 3, 16).at(20, 0, 0, 0))
    );
    let mut anyone = site.stranger();
    let page = anyone.get("/?day=monday").await;
    for words in [
        "Moved from Tuesday 17 March at 19:00",
        "Topic: Patience",
        "Ana speaks",
        "Sam chairs",
    ] {
        assert!(page.html.contains(words), "{words}\n{}", page.html);
    }
    let again = dana.get(DATE).await;
    assert!(
        again.html.contains("value=\"moved\" checked") && again.html.contains("value=\"20:00\"")
    );
}

#[tokio::test]
async fn the_form_keeps_its_input_after_errors_and_without_a_session() {
    let site = test_site().await;
    let mut dana = site.secretary().await;
    let form = [
        ("edition", "0"),
        ("fate", "moved"),
        ("date", "2026-03-24"),
        ("time", "19:00"),
        ("topic", "Kept"),
        ("speaker", "Ana Smith 99"),
    ];
    let page = dana.post(DATE, &form).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        page.html.contains("The meeting has another date then."),
        "{}",
        page.html
    );
    assert!(page.html.contains("Leave out the digits"));
    assert!(page.html.contains("value=\"Kept\"") && page.html.contains("value=\"Ana Smith 99\""));
    let mut stranger = site.stranger();
    let page = stranger.post(DATE, &form).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert!(page.html.contains("value=\"Kept\""));
    assert!(site.meeting().await.timetable.changes.is_empty());
}

#[tokio::test]
async fn a_concurrent_change_of_the_date_is_shown_before_it_is_replaced() {
    let site = test_site().await;
    let mut dana = site.secretary().await;
    dana.post(DATE, &[("edition", "0"), ("fate", "cancelled")])
        .await
        .redirect_target();
    let page = dana
        .post(
            DATE,
            &[("edition", "0"), ("fate", "planned"), ("topic", "Mine")],
        )
        .await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(
        page.html.contains("value=\"Mine\"") && page.html.contains("name=\"edition\" value=\"1\"")
    );
    assert!(
        page.html.contains("This date: Is cancelled"),
        "{}",
        page.html
    );
    assert!(page.html.contains("Topic: (nothing)"), "{}", page.html);
}

#[tokio::test]
async fn a_concurrent_change_of_another_date_is_no_conflict() {
    let site = test_site().await;
    let (mut dana, mut sam) = (site.secretary().await, site.secretary().await);
    let opened = dana.get(DATE).await.html;
    let field = "name=\"seal\" value=\"";
    let content_hash = opened.split(field).nth(1).expect("it exists");
    let content_hash = content_hash
        .split('"')
        .next()
        .expect("the value of the field");
    let week_after = DATE.replace("-17", "-24");
    sam.post(&week_after, &[("edition", "0"), ("fate", "cancelled")])
        .await
        .redirect_target();
    let form = [
        ("edition", "0"),
        ("seal", content_hash),
        ("fate", "cancelled"),
    ];
    dana.post(DATE, &form).await.redirect_target();
    assert_eq!(site.meeting().await.timetable.changes.len(), 2);
}

#[tokio::test]
async fn every_date_of_the_meeting_can_be_searched() {
    let site = test_site().await;
    let mut dana = site.secretary().await;
    let dates = "/groups/riverside/meetings/evening-circle/dates";
    let response = dana.get(&format!("{dates}?date=2027-12-28")).await;
    assert_eq!(response.redirect_target(), format!("{dates}/2027-12-28"));
    for (date, value) in [
        ("2027-12-29", "2027-12-29"),
        ("", ""),
        ("%22soon", "%22soon"),
    ] {
        let response = dana.get(&format!("{dates}?date={date}")).await;
        let edit = dates.replace("dates", "edit");
        assert_eq!(
            response.redirect_target(),
            format!("{edit}?no-date={value}#single")
        );
    }
    let page = dana
        .get("/groups/riverside/meetings/evening-circle/edit?no-date=2027-12-29")
        .await;
    assert!(page.html.contains("There is no meeting on that day."));
    assert!(page.html.contains("value=\"2027-12-29\""));
}

#[tokio::test]
async fn a_date_that_the_meeting_does_not_have_is_not_found() {
    let site = test_site().await;
    let mut dana = site.secretary().await;
    for date in ["2026-03-18", "soon", "2026-13-45"] {
        let page = dana.get(&DATE.replace("2026-03-17", date)).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{date}");
    }
}
