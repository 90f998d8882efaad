//! Sessions: how they begin and end, and their cookie.

use super::{PASSPHRASE, SESSION, test_site};
use crate::support::browser::Browser;
use axum::http::StatusCode;
use porchlight::accounts::AccountNumber;
use porchlight::base::{Millis, SystemEntropy};

/// How many times one client may try to sign in within ten minutes.
const MAX_ATTEMPTS: usize = 20;

#[tokio::test]
async fn a_wrong_passphrase_and_an_unknown_number_get_the_same_page() {
    let site = test_site().await;
    let (_, number) = site.chair().await;
    let unknown = AccountNumber::random(&SystemEntropy).to_string();
    let mut pages = Vec::new();
    for account in [number.as_str(), &unknown, "1"] {
        let mut browser = site.stranger();
        let page = browser
            .post("/sign-in", &[("account", account), ("passphrase", "wrong")])
            .await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(browser.cookie_value(SESSION), None);
        assert!(page.html.contains(&format!("value=\"{account}\"")));
        pages.push(page.html.replace(&format!("value=\"{account}\""), "value"));
    }
    assert_eq!(pages[0], pages[1]);
    assert_eq!(pages[0], pages[2]);
}

#[tokio::test]
async fn the_session_cookie_is_limited_to_the_host_and_hidden_from_scripts() {
    let site = test_site().await;
    let (_, number) = site.chair().await;
    let mut browser = site.stranger();
    let fields = [("account", number.as_str()), ("passphrase", PASSPHRASE)];
    let page = browser.post("/sign-in", &fields).await;
    assert_eq!(page.redirect_target(), "/account");
    let cookie = page.cookie(SESSION).expect("a session");
    for flag in [
        "Secure",
        "HttpOnly",
        "SameSite=Lax",
        "Path=/",
        "Max-Age=2592000",
    ] {
        assert!(
            cookie.split("; ").any(|part| part == flag),
            "{cookie} lacks {flag}"
        );
    }
    assert!(!cookie.contains("Domain"));
    assert_eq!(browser.get("/sign-in").await.redirect_target(), "/account");
}

#[tokio::test]
async fn signing_out_ends_the_session_on_the_server() {
    let site = test_site().await;
    let (mut browser, _) = site.chair().await;
    let session = browser.cookie_value(SESSION).expect("signed in").to_owned();
    let page = browser.post("/sign-out", &[]).await;
    assert_eq!(page.redirect_target(), "/");
    let removal = page.cookie(SESSION).expect("the cookie is removed");
    for flag in ["Secure", "Path=/", "Max-Age=0"] {
        // A browser ignores a `__Host-` cookie without these attributes, even one that removes it.
        assert!(
            removal.split("; ").any(|part| part == flag),
            "{removal} lacks {flag}"
        );
    }
    assert_eq!(browser.cookie_value(SESSION), None);
    browser.set_cookie(SESSION, &session);
    assert_eq!(browser.get("/account").await.redirect_target(), "/sign-in");
}

#[tokio::test]
async fn signing_in_again_ends_the_former_session() {
    let site = test_site().await;
    let (mut browser, number) = site.chair().await;
    let former = browser.cookie_value(SESSION).expect("signed in").to_owned();
    browser
        .post(
            "/sign-in",
            &[("account", &number), ("passphrase", PASSPHRASE)],
        )
        .await;
    assert_ne!(browser.cookie_value(SESSION), Some(former.as_str()));
    browser.set_cookie(SESSION, &former);
    assert_eq!(browser.get("/account").await.redirect_target(), "/sign-in");
}

#[tokio::test]
async fn a_session_expires_after_thirty_days() {
    let site = test_site().await;
    let (mut browser, _) = site.chair().await;
    site.clock.advance(Millis::from_mins(30 * 24 * 60 - 1));
    assert_eq!(browser.get("/account").await.status, StatusCode::OK);
    site.clock.advance(Millis::from_mins(1));
    assert_eq!(browser.get("/account").await.redirect_target(), "/sign-in");
}

#[tokio::test]
async fn deleting_an_account_deletes_its_sessions_and_services() {
    let site = test_site().await;
    let (mut browser, number) = site.chair().await;
    let session = browser.cookie_value(SESSION).expect("signed in").to_owned();
    let unconfirmed = browser.post("/account/delete", &[]).await;
    assert_eq!(unconfirmed.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(browser.get("/account").await.status, StatusCode::OK);
    let digits = AccountNumber::parse(&number)
        .expect("a valid number")
        .digits();
    let account = site
        .store()
        .account_by_number(&digits)
        .await
        .expect("the store can be read");
    let account = account.expect("it exists").id;

    assert_eq!(
        browser
            .post("/account/delete", &[("confirm", "yes")])
            .await
            .redirect_target(),
        "/"
    );
    assert_eq!(browser.cookie_value(SESSION), None);
    let store = site.store();
    assert!(
        store
            .account_by_number(&digits)
            .await
            .expect("the store can be read")
            .is_none()
    );
    assert!(
        store
            .services_of(account)
            .await
            .expect("the store can be read")
            .is_empty()
    );
    browser.set_cookie(SESSION, &session);
    assert_eq!(browser.get("/account").await.redirect_target(), "/sign-in");
    let again = browser
        .post(
            "/sign-in",
            &[("account", &number), ("passphrase", PASSPHRASE)],
        )
        .await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn too_many_failed_sign_ins_block_only_one_client() {
    let site = test_site().await;
    let (_, number) = site.chair().await;
    let mut guesser = Browser::at(site.app(), "198.51.100.7:4000");
    for _ in 0..MAX_ATTEMPTS {
        let page = guesser
            .post("/sign-in", &[("account", &number), ("passphrase", "guess")])
            .await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let credentials = [("account", number.as_str()), ("passphrase", PASSPHRASE)];
    // Another port is the same client. Even the right passphrase is refused now.
    let mut guesser = Browser::at(site.app(), "198.51.100.7:4001");
    assert_eq!(
        guesser.post("/sign-in", &credentials).await.status,
        StatusCode::TOO_MANY_REQUESTS
    );
    assert_eq!(guesser.cookie_value(SESSION), None);
    assert_eq!(
        site.stranger()
            .post("/sign-in", &credentials)
            .await
            .redirect_target(),
        "/account"
    );
    site.clock.advance(Millis::from_mins(11));
    assert_eq!(
        guesser
            .post("/sign-in", &credentials)
            .await
            .redirect_target(),
        "/account"
    );
}
