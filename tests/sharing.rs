//! What other sites take from here, and what a group brings along: feeds, import and export, asked
//! through the router.

#[expect(dead_code, reason = "shared with tests that look at cookies")]
#[path = "support/browser.rs"]
mod browser;
#[expect(dead_code, reason = "shared with tests that turn the clock")]
#[path = "support/server.rs"]
mod server;

#[path = "sharing/exporting.rs"]
mod exporting;
#[path = "sharing/feed.rs"]
mod feed;
#[path = "sharing/importing.rs"]
mod importing;

use axum::http::Method;
use browser::Browser;
use browser::Page;
use porchlight::accounts::InviteToken;
use porchlight::base::{Clock, GroupId, Millis, SystemEntropy};
use porchlight::schedule::Meeting;
use porchlight::store::{NewGroup, Service};
use server::{DOORS_OPEN, Site, TurnedClock};
use std::sync::Arc;
use tempfile::TempDir;

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

const FORM: &str = "multipart/form-data; boundary=xyzzy";

/// A form with these fields; `file` is sent as a file.
async fn send(browser: &mut Browser, path: &str, fields: &[(&str, &str)]) -> Page {
    let mut body = String::new();
    for (name, value) in fields {
        let file = if *name == "file" {
            "; filename=\"sheet.csv\""
        } else {
            ""
        };
        body.push_str(&format!(
            "--xyzzy\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{value}\r\n"
        ));
    }
    body.push_str("--xyzzy--\r\n");
    browser.send(Method::POST, path, FORM, body).await
}

/// What the button sends that does what the page tells.
fn told(page: &Page) -> String {
    let (_, rest) = page
        .html
        .split_once("name=\"told\" value=\"")
        .expect("the button is there");
    rest.split('"').next().expect("its value").to_owned()
}

impl Here {
    async fn meetings(&self) -> Vec<Meeting> {
        self.site.app.store.meetings().await.expect("it reads")
    }

    async fn riverside(&self) -> GroupId {
        let group = self.site.app.store.group_by_slug("riverside").await;
        group.expect("it reads").expect("it is there").id
    }

    async fn another_group(&self) -> GroupId {
        let group = NewGroup {
            slug: "harbour".into(),
            name: "Harbour".into(),
            place: "Leeds, UK".into(),
            website: None,
            contributions: None,
        };
        self.site
            .app
            .store
            .create_group(&group)
            .await
            .expect("a new group")
    }

    /// Someone who made an account with this service.
    async fn serving(&self, service: Service) -> Browser {
        let token = InviteToken::random(&SystemEntropy);
        let expires = self.clock.now() + Millis::from_mins(60);
        let made = self
            .site
            .app
            .store
            .create_invite(token.hash(), service, expires)
            .await;
        made.expect("a service of ours");
        let mut browser = self.browser();
        let invite = format!("/invite/{}", token.text());
        let fields = [
            ("name", "Dana"),
            ("passphrase", "a lamp by the garden door"),
        ];
        assert!(
            browser
                .post(&invite, &fields)
                .await
                .html
                .contains("class=\"key\"")
        );
        browser
    }

    async fn secretary(&self) -> Browser {
        self.serving(Service::SecretaryOf(self.riverside().await))
            .await
    }

    fn browser(&self) -> Browser {
        Browser::at(&self.site.app, "192.0.2.1:4000")
    }
}
