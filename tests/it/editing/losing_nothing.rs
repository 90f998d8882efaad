//! Whatever goes wrong, a form comes back as it was sent, with what to do.

use super::{EDIT, Form, NEW, filled, test_site, with};
use axum::http::StatusCode;

/// A form that shows in every field that it was typed by someone.
fn typed() -> Form {
    let mut form = filled();
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

fn is_all_there(html: &str) {
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
        assert!(html.contains(value), "lost: {value}\n{html}");
    }
}

#[tokio::test]
async fn mistakes_are_told_beside_their_fields_and_all_at_once() {
    let here = test_site().await;
    let mut dana = here.secretary().await;
    let mut form = typed();
    form = with(form, "from", "2027-02-30");
    form = with(form, "doors", "a while");
    form = with(form, "language", "tlh");
    let page = dana.post(NEW, &form).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    is_all_there(&page.html);
    for (field, words) in [
        ("from", "Write a date such as 2026-11-24."),
        ("doors", "Use a whole number from 0 to 120."),
        ("language", "We don’t know that one."),
    ] {
        assert!(
            page.html.contains(&format!("<a href=\"#{field}\">")),
            "{field}"
        );
        let why = format!("id=\"{field}-why\"");
        let beside = page.html.split(&why).nth(1).expect(field);
        assert!(beside[..600].contains(words), "{field}: {}", &beside[..600]);
        assert!(
            page.html
                .contains(&format!("{field}-why\" aria-invalid=\"true\"")),
            "{field}"
        );
    }
    assert_eq!(page.html.matches("aria-invalid=\"true\"").count(), 3);
}

#[tokio::test]
async fn a_session_that_ended_meanwhile_loses_nothing() {
    let here = test_site().await;
    let mut dana = here.secretary().await;
    dana.get(EDIT).await;
    let mut other_tab = here.stranger();
    let session = dana.holds("__Host-session").expect("a session").to_owned();
    other_tab.put("__Host-session", &session);
    other_tab.post("/sign-out", &[]).await;
    let page = dana.post(EDIT, &typed()).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    is_all_there(&page.html);
    assert!(
        page.html
            .contains("Sign in in another tab, then press again.")
    );
    assert_eq!(here.meeting().await.revision.number, 0);
}

#[tokio::test]
async fn what_somebody_else_saved_meanwhile_is_not_overwritten_unseen() {
    let here = test_site().await;
    let (mut dana, mut sam) = (here.secretary().await, here.secretary().await);
    let sams = with(with(filled(), "do", "save"), "slug", "evening-circle");
    sam.post(EDIT, &sams).await.leads_to();
    let danas = with(typed(), "slug", "evening-circle");
    let page = dana.post(EDIT, &danas).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    is_all_there(&page.html);
    assert!(
        page.html.contains("Name of the meeting: Sunday Long Table"),
        "{}",
        page.html
    );
    assert!(page.html.contains("name=\"edition\" value=\"1\""));
    assert_eq!(here.meeting().await.about.title, "Sunday Long Table");
    // Pressed once more, having seen it.
    dana.post(EDIT, &with(danas, "edition", "1"))
        .await
        .leads_to();
    let after = here.meeting().await;
    assert_eq!(after.about.title, "My long <b>title</b> & more");
    assert_eq!(after.revision.number, 2);
}

#[tokio::test]
async fn an_address_that_another_meeting_has_is_told() {
    let here = test_site().await;
    let mut dana = here.secretary().await;
    let page = dana
        .post(NEW, &with(typed(), "slug", "evening-circle"))
        .await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    is_all_there(&page.html);
    assert!(page.html.contains("Another one has this address."));
}

#[tokio::test]
async fn a_meeting_that_was_erased_meanwhile_can_still_be_read_off_the_form() {
    let here = test_site().await;
    let mut dana = here.secretary().await;
    here.site
        .app
        .store
        .delete_meeting(here.site.meeting)
        .await
        .expect("erased");
    let page = dana.post(EDIT, &typed()).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    is_all_there(&page.html);
    assert!(page.html.contains("somebody else erased this meeting"));
}

#[tokio::test]
async fn a_store_that_fails_is_told_as_our_own_fault() {
    let here = test_site().await;
    let mut dana = here.secretary().await;
    let mut form = dana.get(EDIT).await;
    assert_eq!(form.status, StatusCode::OK);
    here.site.app.store.close().await;
    form = dana.post(EDIT, &typed()).await;
    assert_eq!(form.status, StatusCode::INTERNAL_SERVER_ERROR);
    // Who sends it can't be known then; the browser still has the form behind the page.
    assert!(
        form.html.contains("It is our fault, not yours"),
        "{}",
        form.html
    );
}

#[tokio::test]
async fn rubbish_is_refused_in_words_or_read_for_what_it_is() {
    let here = test_site().await;
    let mut dana = here.secretary().await;
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
            .post(NEW, &with(with(filled(), "do", "preview"), field, value))
            .await;
        let fine = [StatusCode::OK, StatusCode::UNPROCESSABLE_ENTITY].contains(&page.status);
        assert!(fine, "{field}: {}", page.status);
        assert!(!page.html.contains("<script>"), "{field}");
    }
    let page = dana.post(NEW, &[]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
}

/// The value of a hidden field.
fn hidden(html: &str, name: &str) -> String {
    let field = format!("name=\"{name}\" value=\"");
    let rest = html.split(&field).nth(1).expect("it is there");
    rest.split('"').next().expect("its value").to_owned()
}

#[tokio::test]
async fn a_date_that_somebody_cancels_meanwhile_stays_cancelled_and_is_in_nobodys_way() {
    let here = test_site().await;
    let (mut dana, mut sam) = (here.secretary().await, here.secretary().await);
    let opened = dana.get(EDIT).await.html;
    let date = EDIT.replace("edit", "dates/2026-03-17");
    sam.post(&date, &[("edition", "0"), ("fate", "cancelled")])
        .await
        .leads_to();
    let seal = hidden(&opened, "seal");
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
        ("seal", &seal),
        ("do", "save"),
    ];
    dana.post(EDIT, &form).await.leads_to();
    let after = here.meeting().await;
    assert_eq!(after.about.notes, "New words.");
    assert_eq!(after.timetable.changes.len(), 1, "still cancelled");
    assert_eq!(after.revision.number, 2);
}

#[tokio::test]
async fn dates_outlive_a_change_of_the_day() {
    let here = test_site().await;
    let mut dana = here.secretary().await;
    let date = EDIT.replace("edit", "dates/2026-03-17");
    dana.post(&date, &[("edition", "0"), ("fate", "cancelled")])
        .await
        .leads_to();
    let weekly = |day: &'static str| {
        let form = with(with(filled(), "repeats", "weekly"), "days", day);
        with(with(form, "slug", "evening-circle"), "from", "2026-03-01")
    };
    let shown = dana
        .post(EDIT, &with(weekly("wednesday"), "do", "preview"))
        .await;
    let words = "Something is noted for Tuesday 17 March 2026, but there is no meeting on that day";
    assert!(shown.html.contains(words), "{}", shown.html);
    let wednesdays = with(with(weekly("wednesday"), "do", "save"), "edition", "1");
    dana.post(EDIT, &wednesdays).await.leads_to();
    let tuesdays = with(with(weekly("tuesday"), "do", "save"), "edition", "2");
    dana.post(EDIT, &tuesdays).await.leads_to();
    assert_eq!(here.meeting().await.timetable.changes.len(), 1);
}

#[tokio::test]
async fn only_what_counts_is_compared() {
    let here = test_site().await;
    let (mut dana, mut sam) = (here.secretary().await, here.secretary().await);
    let weekly = with(with(filled(), "repeats", "weekly"), "days", "tuesday");
    let form = with(with(weekly, "do", "save"), "slug", "evening-circle");
    sam.post(EDIT, &form).await.leads_to();
    let mine = with(with(form, "title", "Mine"), "weekday", "monday");
    let page = dana.post(EDIT, &mine).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.html.contains("Name of the meeting: Sunday Long Table"));
    assert!(!page.html.contains("Day of the week: "), "{}", page.html);
}
