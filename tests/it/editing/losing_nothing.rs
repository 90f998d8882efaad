//! A form that cannot be saved is shown again with all its input and with what to do.

use super::{EDIT, Form, NEW, filled_form, test_site, with};
use axum::http::StatusCode;

/// A form in which every field has a value that can be recognised.
fn recognisable_form() -> Form {
    let mut form = filled_form();
    for (field, value) in [
        ("title", "My long <b>title</b> & more"),
        ("notes", "First line\n\nالسطر الثاني"),
        ("other_ways", "Ask \"Jo\""),
        ("time", "4.15 pm"),
        ("minutes", "95"),
        ("zone", "kathmandu"),
        ("until", "2027-01-31"),
        ("do", "save"),
    ] {
        form = with(form, field, value);
    }
    form
}

fn assert_input_is_kept(html: &str) {
    for value in [
        "value=\"My long &#60;b&#62;title&#60;/b&#62; &#38; more\"",
        "First line\n\nالسطر الثاني</textarea>",
        "Ask &#34;Jo&#34;</textarea>",
        "value=\"4.15 pm\"",
        "value=\"95\"",
        "value=\"kathmandu\"",
        "value=\"2027-01-31\"",
        "value=\"first\" checked",
        "value=\"third\" checked",
        "value=\"sunday\" selected",
        "value=\"SP\" checked",
        "value=\"closed\" checked",
        "value=\"monthly-weekday\" checked",
    ] {
        assert!(html.contains(value), "{value} is lost\n{html}");
    }
}

#[tokio::test]
async fn all_errors_are_shown_beside_their_fields() {
    let site = test_site().await;
    let mut dana = site.secretary().await;
    let mut form = recognisable_form();
    form = with(form, "from", "2027-02-30");
    form = with(form, "doors", "a while");
    form = with(form, "language", "tlh");
    let page = dana.post(NEW, &form).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_input_is_kept(&page.html);
    for (field, words) in [
        ("from", "Write a date such as 2026-11-24."),
        ("doors", "Use a whole number from 0 to 120."),
        ("language", "We don’t know that one."),
    ] {
        assert!(
            page.html.contains(&format!("<a href=\"#{field}\">")),
            "{field}"
        );
        let message_id = format!("id=\"{field}-why\"");
        let beside = page.html.split(&message_id).nth(1).expect(field);
        assert!(beside[..600].contains(words), "{field}: {}", &beside[..600]);
        assert!(
            page.html
                .contains(&format!("{field}-why\" aria-invalid=\"true\"")),
            "{field}"
        );
    }
    assert_eq!(page.invalid_fields(), 3);
}

#[tokio::test]
async fn a_session_that_ended_loses_no_input() {
    let site = test_site().await;
    let mut dana = site.secretary().await;
    dana.get(EDIT).await;
    let mut other_tab = site.stranger();
    let session = dana
        .cookie_value("__Host-session")
        .expect("a session")
        .to_owned();
    other_tab.set_cookie("__Host-session", &session);
    other_tab.post("/sign-out", &[]).await;
    let page = dana.post(EDIT, &recognisable_form()).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert_input_is_kept(&page.html);
    assert!(
        page.html
            .contains("Open another tab to sign in, then press again.")
    );
    assert_eq!(site.meeting().await.revision.number, 0);
}

#[tokio::test]
async fn a_concurrent_save_is_shown_before_it_is_replaced() {
    let site = test_site().await;
    let (mut dana, mut sam) = (site.secretary().await, site.secretary().await);
    let form_of_sam = with(with(filled_form(), "do", "save"), "slug", "evening-circle");
    sam.post(EDIT, &form_of_sam).await.redirect_target();
    let form_of_dana = with(recognisable_form(), "slug", "evening-circle");
    let page = dana.post(EDIT, &form_of_dana).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert_input_is_kept(&page.html);
    assert!(
        page.html.contains("Name of the meeting: Sunday Long Table"),
        "{}",
        page.html
    );
    assert!(page.html.contains("name=\"edition\" value=\"1\""));
    assert_eq!(site.meeting().await.about.title, "Sunday Long Table");
    // The second save replaces what was shown.
    dana.post(EDIT, &with(form_of_dana, "edition", "1"))
        .await
        .redirect_target();
    let after = site.meeting().await;
    assert_eq!(after.about.title, "My long <b>title</b> & more");
    assert_eq!(after.revision.number, 2);
}

#[tokio::test]
async fn a_slug_of_another_meeting_is_refused() {
    let site = test_site().await;
    let mut dana = site.secretary().await;
    let page = dana
        .post(NEW, &with(recognisable_form(), "slug", "evening-circle"))
        .await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_input_is_kept(&page.html);
    assert!(page.html.contains("This address is already taken."));
}

#[tokio::test]
async fn the_form_of_a_deleted_meeting_keeps_its_input() {
    let site = test_site().await;
    let mut dana = site.secretary().await;
    site.store()
        .delete_meeting(site.meeting_id())
        .await
        .expect("the meeting is deleted");
    let page = dana.post(EDIT, &recognisable_form()).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert_input_is_kept(&page.html);
    assert!(page.html.contains("somebody else erased this meeting"));
}

#[tokio::test]
async fn a_failing_store_is_reported_in_words() {
    let site = test_site().await;
    let mut dana = site.secretary().await;
    let mut form = dana.get(EDIT).await;
    assert_eq!(form.status, StatusCode::OK);
    site.store().close().await;
    form = dana.post(EDIT, &recognisable_form()).await;
    assert_eq!(form.status, StatusCode::SERVICE_UNAVAILABLE);
    // The session cannot be read, so the form cannot be shown again; the browser still has it in its history.
    assert!(
        form.html.contains("We can’t save anything right now"),
        "{}",
        form.html
    );
}

#[tokio::test]
async fn invalid_input_is_refused_with_a_message() {
    let site = test_site().await;
    let mut dana = site.secretary().await;
    let long: &'static str = "x".repeat(20_000).leak();
    for (field, value) in [
        ("title", "\u{202e}evil\u{0}"),
        ("title", long),
        ("notes", long),
        ("time", "١٩:٠٠"),
        ("every", "99999999999999999999"),
        ("minutes", "-5"),
        ("kinds", "<script>"),
        ("days", "\u{0}"),
        ("zone", "../../etc/passwd"),
        ("from", "9999-99-99"),
        ("edition", "-1"),
        ("repeats", "sometimes"),
    ] {
        let page = dana
            .post(
                NEW,
                &with(with(filled_form(), "do", "preview"), field, value),
            )
            .await;
        let is_expected = [StatusCode::OK, StatusCode::UNPROCESSABLE_ENTITY].contains(&page.status);
        assert!(is_expected, "{field}: {}", page.status);
        assert!(!page.html.contains("<script>"), "{field}");
    }
    let page = dana.post(NEW, &[]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
}

/// The value of a hidden field.
fn hidden_value(html: &str, name: &str) -> String {
    let field = format!("name=\"{name}\" value=\"");
    let rest = html.split(&field).nth(1).expect("it exists");
    rest.split('"')
        .next()
        .expect("the value of the field")
        .to_owned()
}

#[tokio::test]
async fn a_concurrently_cancelled_date_stays_cancelled_and_is_no_conflict() {
    let site = test_site().await;
    let (mut dana, mut sam) = (site.secretary().await, site.secretary().await);
    let opened = dana.get(EDIT).await.html;
    let date = EDIT.replace("edit", "dates/2026-03-17");
    sam.post(&date, &[("edition", "0"), ("fate", "cancelled")])
        .await
        .redirect_target();
    let content_hash = hidden_value(&opened, "seal");
    let form = [
        ("title", "Evening Circle"),
        ("notes", "New words."),
        ("language", "en"),
        ("access", "open"),
        ("repeats", "weekly"),
        ("every", "1"),
        ("days", "tuesday"),
        ("from", "2026-01-01"),
        ("time", "19:00"),
        ("zone", "Etc/UTC"),
        ("minutes", "60"),
        ("doors", "15"),
        ("fellowship", "15"),
        ("slug", "evening-circle"),
        ("edition", "0"),
        ("seal", &content_hash),
        ("do", "save"),
    ];
    dana.post(EDIT, &form).await.redirect_target();
    let after = site.meeting().await;
    assert_eq!(after.about.notes, "New words.");
    assert_eq!(after.timetable.changes.len(), 1, "still cancelled");
    assert_eq!(after.revision.number, 2);
}

#[tokio::test]
async fn changes_of_dates_are_kept_when_the_weekday_changes() {
    let site = test_site().await;
    let mut dana = site.secretary().await;
    let date = EDIT.replace("edit", "dates/2026-03-17");
    dana.post(&date, &[("edition", "0"), ("fate", "cancelled")])
        .await
        .redirect_target();
    let weekly = |day: &'static str| {
        let form = with(with(filled_form(), "repeats", "weekly"), "days", day);
        with(with(form, "slug", "evening-circle"), "from", "2026-03-01")
    };
    let preview = dana
        .post(EDIT, &with(weekly("wednesday"), "do", "preview"))
        .await;
    let words = "There is a change for Tuesday 17 March 2026, but there is no meeting on that day";
    assert!(preview.html.contains(words), "{}", preview.html);
    let wednesdays = with(with(weekly("wednesday"), "do", "save"), "edition", "1");
    dana.post(EDIT, &wednesdays).await.redirect_target();
    let tuesdays = with(with(weekly("tuesday"), "do", "save"), "edition", "2");
    dana.post(EDIT, &tuesdays).await.redirect_target();
    assert_eq!(site.meeting().await.timetable.changes.len(), 1);
}

#[tokio::test]
async fn hidden_fields_of_other_patterns_are_not_compared() {
    let site = test_site().await;
    let (mut dana, mut sam) = (site.secretary().await, site.secretary().await);
    let weekly = with(with(filled_form(), "repeats", "weekly"), "days", "tuesday");
    let form = with(with(weekly, "do", "save"), "slug", "evening-circle");
    sam.post(EDIT, &form).await.redirect_target();
    let mine = with(with(form, "title", "Mine"), "weekday", "monday");
    let page = dana.post(EDIT, &mine).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.html.contains("Name of the meeting: Sunday Long Table"));
    assert!(!page.html.contains("Day of the week: "), "{}", page.html);
}
