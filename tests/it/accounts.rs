//! Pages and forms of the site through its router: invitations, sessions, the join form, response
//! headers, error pages and calendars.

mod browsers;
mod calendars;
mod everywhere;
mod invitations;
mod joining;
mod responses;
mod signing_in;

use crate::support::browser::Browser;
use crate::support::test_site::{TestSite, test_site};
use porchlight::store::Service;

const SESSION: &str = "__Host-session";

/// Accepted by every form.
const PASSPHRASE: &str = "a lamp by the garden door";

impl TestSite {
    /// A browser signed in to a new account of a chair, and the number of the account.
    async fn chair(&self) -> (Browser, String) {
        let mut browser = self.stranger();
        let invite = self.invite(Service::ChairOf(self.site.meeting)).await;
        let page = browser
            .post(&invite, &[("name", "Dana"), ("passphrase", PASSPHRASE)])
            .await;
        let key = page
            .html
            .split_once("class=\"key\"")
            .expect("the number is shown")
            .1;
        let number = key.split(['>', '<']).nth(1).expect("the number").to_owned();
        (browser, number)
    }
}
