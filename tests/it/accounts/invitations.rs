//! Links that work once.

use super::{PASSPHRASE, SESSION, test_site};
use crate::support::server::SLUG;
use axum::http::StatusCode;
use porchlight::base::Millis;
use porchlight::store::Service;

#[tokio::test]
async fn a_look_does_not_use_a_link_up_and_an_account_does() {
    let site = test_site().await;
    let invite = site.invite(Service::ChairOf(site.meeting_id())).await;
    let mut browser = site.stranger();
    for _ in 0..3 {
        let page = browser.get(&invite).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(
            page.html.contains("Evening Circle"),
            "it says what it gives"
        );
    }
    let fields = [("name", "Dana"), ("passphrase", PASSPHRASE)];
    let made = browser.post(&invite, &fields).await;
    assert_eq!(made.status, StatusCode::OK);
    assert!(!made.html.contains(PASSPHRASE));
    let account = browser.get("/account").await;
    assert!(account.html.contains("Dana") && account.html.contains(SLUG));

    let mut other = site.stranger();
    assert_eq!(other.get(&invite).await.status, StatusCode::GONE);
    assert_eq!(other.post(&invite, &fields).await.status, StatusCode::GONE);
    assert_eq!(other.holds(SESSION), None);
    assert_eq!(
        browser.post(&format!("{invite}/accept"), &[]).await.status,
        StatusCode::GONE
    );
}

#[tokio::test]
async fn two_who_open_a_link_at_once_make_one_account() {
    let site = test_site().await;
    let invite = site
        .invite(Service::SecretaryOf(site.group().await.id))
        .await;
    let (mut one, mut other) = (site.stranger(), site.stranger());
    let fields = [("name", "Dana"), ("passphrase", PASSPHRASE)];
    let (one, other) = tokio::join!(one.post(&invite, &fields), other.post(&invite, &fields));
    let mut both = [one.status, other.status];
    both.sort_unstable();
    assert_eq!(both, [StatusCode::OK, StatusCode::GONE]);
}

#[tokio::test]
async fn a_link_runs_out() {
    let site = test_site().await;
    let invite = site.invite(Service::ChairOf(site.meeting_id())).await;
    site.clock.turn(Millis::from_mins(60));
    assert_eq!(site.stranger().get(&invite).await.status, StatusCode::GONE);
    for unknown in ["/invite/x", "/invite/%0A", "/invite/%F0%9F%95%AF"] {
        assert_eq!(
            site.stranger().get(unknown).await.status,
            StatusCode::GONE,
            "{unknown}"
        );
        let accepted = site
            .stranger()
            .post(&format!("{unknown}/accept"), &[])
            .await;
        assert_eq!(accepted.status, StatusCode::GONE, "{unknown}");
    }
}

#[tokio::test]
async fn a_bad_name_or_a_weak_passphrase_is_refused_with_what_was_typed_but_the_passphrase() {
    let site = test_site().await;
    let invite = site.invite(Service::ChairOf(site.meeting_id())).await;
    let mut browser = site.stranger();
    for (name, passphrase) in [
        ("Dana77", PASSPHRASE),
        ("Dana", "short"),
        ("Dana", "aaaaaaaaaaaaaaaaaaaa"),
        ("<b>Dana\"", PASSPHRASE),
    ] {
        let page = browser
            .post(&invite, &[("name", name), ("passphrase", passphrase)])
            .await;
        assert_eq!(
            page.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{name}, {passphrase}"
        );
        assert!(page.html.contains("aria-invalid=\"true\""));
        assert!(
            !page.html.contains(passphrase),
            "a passphrase is never shown again"
        );
        assert!(!page.html.contains("<b>"), "what was typed is text");
        let kept = name
            .replace('<', "&#60;")
            .replace('>', "&#62;")
            .replace('"', "&#34;");
        assert!(
            page.html.contains(&format!("value=\"{kept}\"")),
            "{name} is kept"
        );
    }
    assert_eq!(browser.holds(SESSION), None);
    assert_eq!(
        browser.get(&invite).await.status,
        StatusCode::OK,
        "the link is unused"
    );
}

#[tokio::test]
async fn an_account_that_exists_takes_a_service_on() {
    let site = test_site().await;
    let (mut signed_in, number) = site.chair().await;
    let invite = site
        .invite(Service::SecretaryOf(site.group().await.id))
        .await;
    let page = signed_in.post(&format!("{invite}/accept"), &[]).await;
    assert_eq!(page.leads_to(), "/account");
    assert!(signed_in.get("/account").await.html.contains("Riverside"));

    let invite = site
        .invite(Service::SecretaryOf(site.group().await.id))
        .await;
    let mut elsewhere = site.stranger();
    let path = format!("{invite}/sign-in");
    let wrong = elsewhere
        .post(&path, &[("account", &number), ("passphrase", "no")])
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        elsewhere.get(&invite).await.status,
        StatusCode::OK,
        "the link is unused"
    );
    let right = elsewhere
        .post(&path, &[("account", &number), ("passphrase", PASSPHRASE)])
        .await;
    assert_eq!(right.leads_to(), "/account");
    assert_eq!(elsewhere.get(&invite).await.status, StatusCode::GONE);
}
