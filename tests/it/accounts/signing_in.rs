//! Sessions: who gets one, what its cookie is like, and how it ends.

use super::{PASSPHRASE, SESSION, test_site};
use crate::support::browser::Browser;
use axum::http::StatusCode;
use porchlight::accounts::AccountNumber;
use porchlight::base::{Millis, SystemEntropy};

/// How many tries one caller has in ten minutes.
const TRIES: usize = 20;

#[tokio::test]
async fn a_wrong_passphrase_and_an_unknown_number_look_alike() {
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
        assert_eq!(browser.holds(SESSION), None);
        assert!(page.html.contains(&format!("value=\"{account}\"")));
        pages.push(page.html.replace(&format!("value=\"{account}\""), "value"));
    }
    assert_eq!(pages[0], pages[1]);
    assert_eq!(pages[0], pages[2]);
}

#[tokio::test]
async fn the_session_cookie_is_bound_to_this_host_and_hidden_from_scripts() {
    let site = test_site().await;
    let (_, number) = site.chair().await;
    let mut browser = site.stranger();
    let fields = [("account", number.as_str()), ("passphrase", PASSPHRASE)];
    let page = browser.post("/sign-in", &fields).await;
    assert_eq!(page.leads_to(), "/account");
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
    assert_eq!(browser.get("/sign-in").await.leads_to(), "/account");
}

#[tokio::test]
async fn signing_out_ends_the_session_on_the_server_too() {
    let site = test_site().await;
    let (mut browser, _) = site.chair().await;
    let session = browser.holds(SESSION).expect("signed in").to_owned();
    let page = browser.post("/sign-out", &[]).await;
    assert_eq!(page.leads_to(), "/");
    let removal = page.cookie(SESSION).expect("the cookie is taken back");
    for flag in ["Secure", "Path=/", "Max-Age=0"] {
        // A browser ignores a `__Host-` cookie without these, also one that removes it.
        assert!(
            removal.split("; ").any(|part| part == flag),
            "{removal} lacks {flag}"
        );
    }
    assert_eq!(browser.holds(SESSION), None);
    browser.put(SESSION, &session);
    assert_eq!(browser.get("/account").await.leads_to(), "/sign-in");
}

#[tokio::test]
async fn signing_in_again_ends_the_session_before() {
    let site = test_site().await;
    let (mut browser, number) = site.chair().await;
    let before = browser.holds(SESSION).expect("signed in").to_owned();
    browser
        .post(
            "/sign-in",
            &[("account", &number), ("passphrase", PASSPHRASE)],
        )
        .await;
    assert_ne!(browser.holds(SESSION), Some(before.as_str()));
    browser.put(SESSION, &before);
    assert_eq!(browser.get("/account").await.leads_to(), "/sign-in");
}

#[tokio::test]
async fn a_session_runs_out_after_a_month() {
    let site = test_site().await;
    let (mut browser, _) = site.chair().await;
    site.clock.turn(Millis::from_mins(30 * 24 * 60 - 1));
    assert_eq!(browser.get("/account").await.status, StatusCode::OK);
    site.clock.turn(Millis::from_mins(1));
    assert_eq!(browser.get("/account").await.leads_to(), "/sign-in");
}

#[tokio::test]
async fn deleting_an_account_takes_everything_of_it_away() {
    let site = test_site().await;
    let (mut browser, number) = site.chair().await;
    let session = browser.holds(SESSION).expect("signed in").to_owned();
    let unconfirmed = browser.post("/account/delete", &[]).await;
    assert_eq!(unconfirmed.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(browser.get("/account").await.status, StatusCode::OK);
    let digits = AccountNumber::parse(&number).expect("its number").digits();
    let account = site
        .store()
        .account_by_number(&digits)
        .await
        .expect("it reads");
    let account = account.expect("it is there").id;

    assert_eq!(
        browser
            .post("/account/delete", &[("confirm", "yes")])
            .await
            .leads_to(),
        "/"
    );
    assert_eq!(browser.holds(SESSION), None);
    let store = site.store();
    assert!(
        store
            .account_by_number(&digits)
            .await
            .expect("it reads")
            .is_none()
    );
    assert!(
        store
            .services_of(account)
            .await
            .expect("it reads")
            .is_empty()
    );
    browser.put(SESSION, &session);
    assert_eq!(browser.get("/account").await.leads_to(), "/sign-in");
    let again = browser
        .post(
            "/sign-in",
            &[("account", &number), ("passphrase", PASSPHRASE)],
        )
        .await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn too_many_tries_stop_one_caller_and_nobody_else() {
    let site = test_site().await;
    let (_, number) = site.chair().await;
    let mut guesser = Browser::at(site.app(), "198.51.100.7:4000");
    for _ in 0..TRIES {
        let page = guesser
            .post("/sign-in", &[("account", &number), ("passphrase", "guess")])
            .await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let right = [("account", number.as_str()), ("passphrase", PASSPHRASE)];
    // Another port is the same caller, and even the right passphrase has to wait now.
    let mut guesser = Browser::at(site.app(), "198.51.100.7:4001");
    assert_eq!(
        guesser.post("/sign-in", &right).await.status,
        StatusCode::TOO_MANY_REQUESTS
    );
    assert_eq!(guesser.holds(SESSION), None);
    assert_eq!(
        site.stranger().post("/sign-in", &right).await.leads_to(),
        "/account"
    );
    site.clock.turn(Millis::from_mins(11));
    assert_eq!(
        guesser.post("/sign-in", &right).await.leads_to(),
        "/account"
    );
}
