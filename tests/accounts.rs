//! The site's pages and forms, asked through its router: invitations, signing in and out, the
//! join form, what every answer carries, and errors in words.

#[path = "support/browser.rs"]
mod browser;
#[path = "support/server.rs"]
mod server;

#[path = "accounts/answers.rs"]
mod answers;
#[path = "accounts/calendars.rs"]
mod calendars;
#[path = "accounts/invitations.rs"]
mod invitations;
#[path = "accounts/joining.rs"]
mod joining;
#[path = "accounts/signing_in.rs"]
mod signing_in;

use browser::Browser;
use porchlight::accounts::InviteToken;
use porchlight::base::{Clock, GroupId, Millis, SystemEntropy};
use porchlight::store::Service;
use server::{DOORS_OPEN, Site, TurnedClock};
use std::sync::Arc;
use tempfile::TempDir;

const SESSION: &str = "__Host-session";

/// Good enough for every test.
const PASSPHRASE: &str = "a lamp by the garden door";

/// A site and its data, which go together.
struct Here {
    site: Site,
    clock: Arc<TurnedClock>,
    _folder: TempDir,
}

async fn here() -> Here {
    let folder = tempfile::tempdir().expect("a folder of our own");
    let clock = TurnedClock::at(DOORS_OPEN);
    let entropy = Arc::new(SystemEntropy);
    let site = Site::open(folder.path(), Arc::clone(&clock), entropy).await;
    Here {
        site,
        clock,
        _folder: folder,
    }
}

impl Here {
    fn browser(&self) -> Browser {
        Browser::at(&self.site.app, "192.0.2.1:4000")
    }

    /// The group whose meeting it is.
    async fn group(&self) -> GroupId {
        let meeting = self
            .site
            .app
            .store
            .meeting(self.site.meeting)
            .await
            .expect("it reads");
        meeting.expect("it is there").group
    }

    /// The path of a fresh invitation, for an hour.
    async fn invite(&self, service: Service) -> String {
        let token = InviteToken::random(&SystemEntropy);
        let expires = self.clock.now() + Millis::from_mins(60);
        let made = self
            .site
            .app
            .store
            .create_invite(token.hash(), service, expires)
            .await;
        made.expect("a service of ours");
        format!("/invite/{}", token.text())
    }

    /// Someone who made an account as the meeting's chair, and its number.
    async fn chair(&self) -> (Browser, String) {
        let mut browser = self.browser();
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
