//! The site's pages and forms, asked through its router: invitations, signing in and out, the
//! join form, what every answer carries, and errors in words.

mod answers;
mod calendars;
mod invitations;
mod joining;
mod signing_in;

use crate::support::browser::Browser;
use crate::support::test_site::{TestSite, test_site};
use porchlight::store::Service;

const SESSION: &str = "__Host-session";

/// Good enough for every test.
const PASSPHRASE: &str = "a lamp by the garden door";

impl TestSite {
    /// Someone who made an account as the meeting's chair, and its number.
    async fn chair(&self) -> (Browser, String) {
        let mut browser = self.stranger();
        let invite = self.invite(Service::ChairOf(self.site.meeting)).await;
        let made = browser
            .post(&invite, &[("name", "Dana"), ("passphrase", PASSPHRASE)])
            .await;
        let key = made
            .html
            .split_once("class=\"key\"")
            .expect("the number is shown")
            .1;
        let number = key.split(['>', '<']).nth(1).expect("text").to_owned();
        (browser, number)
    }
}
