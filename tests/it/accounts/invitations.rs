//! Invitations, which can be used once.

use super::{PASSPHRASE, SESSION, test_site};
use crate::support::server::SLUG;
use axum::http::StatusCode;
use porchlight::base::Millis;
use porchlight::store::Service;

#[tokio::test]
async fn an_invitation_is_used_by_creating_an_account_and_not_by_opening_it() {
    let site = test_site().await;
    let invite = site.invite(Service::ChairOf(site.meeting_id())).await;
    let mut browser = site.stranger();
    for _ in 0..3 {
        let page = browser.get(&invite).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.html.contains("Evening Circle"), "it names the meeting");
    }
    let fields = [("name", "Dana"), ("passphrase", PASSPHRASE)];
    let created = browser.post(&invite, &fields).await;
    assert_eq!(created.status, StatusCode::OK);
    assert!(!created.html.contains(PASSPHRASE));
    let account = browser.get("/account").await;
    assert!(account.html.contains("Dana") && account.html.contains(SLUG));

    let mut other = site.stranger();
    assert_eq!(other.get(&invite).await.status, StatusCode::GONE);
    assert_eq!(other.post(&invite, &fields).await.status, StatusCode::GONE);
    assert_eq!(other.cookie_value(SESSION), None);
    assert_eq!(
        browser.post(&format!("{invite}/accept"), &[]).await.status,
        StatusCode::GONE
    );
}

#[tokio::test]
async fn two_simultaneous_uses_of_an_invitation_create_one_account() {
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
async fn an_invitation_expires() {
    let site = test_site().await;
    let invite = site.invite(Service::ChairOf(site.meeting_id())).await;
    site.clock.advance(Millis::from_mins(60));
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
async fn a_refused_form_keeps_the_name_and_never_the_passphrase() {
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
        assert!(!page.html.contains("<b>"), "input is escaped");
        let escaped_name = name
            .replace('<', "&#60;")
            .replace('>', "&#62;")
            .replace('"', "&#34;");
        assert!(
            page.html.contains(&format!("value=\"{escaped_name}\"")),
            "{name} is kept"
        );
    }
    assert_eq!(browser.cookie_value(SESSION), None);
    assert_eq!(
        browser.get(&invite).await.status,
        StatusCode::OK,
        "the invitation is unused"
    );
}

#[tokio::test]
async fn an_existing_account_can_accept_an_invitation() {
    let site = test_site().await;
    let (mut signed_in, number) = site.chair().await;
    let invite = site
        .invite(Service::SecretaryOf(site.group().await.id))
        .await;
    let page = signed_in.post(&format!("{invite}/accept"), &[]).await;
    assert_eq!(page.redirect_target(), "/account");
    assert!(signed_in.get("/account").await.html.contains("Riverside"));

    let invite = site
        .invite(Service::SecretaryOf(site.group().await.id))
        .await;
    let mut other = site.stranger();
    let path = format!("{invite}/sign-in");
    let wrong = other
        .post(&path, &[("account", &number), ("passphrase", "no")])
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        other.get(&invite).await.status,
        StatusCode::OK,
        "the invitation is unused"
    );
    let right = other
        .post(&path, &[("account", &number), ("passphrase", PASSPHRASE)])
        .await;
    assert_eq!(right.redirect_target(), "/account");
    assert_eq!(other.get(&invite).await.status, StatusCode::GONE);
}
