//! The forms of those who look after a group: what they save, and that nothing typed is ever lost.

#[path = "support/browser.rs"]
#[expect(dead_code, reason = "shared with tests that look at cookies")]
mod browser;
#[path = "support/server.rs"]
#[expect(dead_code, reason = "shared with tests that turn the clock")]
mod server;

#[path = "editing/dates.rs"]
mod dates;
#[path = "editing/losing_nothing.rs"]
mod losing_nothing;
#[path = "editing/saving.rs"]
mod saving;

use browser::Browser;
use porchlight::accounts::InviteToken;
use porchlight::base::{Clock, Millis, SystemEntropy};
use porchlight::schedule::{Group, Meeting};
use porchlight::store::{NewGroup, Service};
use server::{DOORS_OPEN, Site, TurnedClock};
use std::sync::Arc;
use tempfile::TempDir;

const GROUP: &str = "/groups/riverside";
const NEW: &str = "/groups/riverside/meetings/new";
const EDIT: &str = "/groups/riverside/meetings/evening-circle/edit";

struct Here {
    site: Site,
    clock: Arc<TurnedClock>,
    _folder: TempDir,
}

async fn here() -> Here {
    let folder = tempfile::tempdir().expect("a folder of our own");
    let clock = TurnedClock::at(DOORS_OPEN);
    let site = Site::open(folder.path(), Arc::clone(&clock), Arc::new(SystemEntropy)).await;
    Here {
        site,
        clock,
        _folder: folder,
    }
}

impl Here {
    fn stranger(&self) -> Browser {
        Browser::at(&self.site.app, "192.0.2.1:4000")
    }

    async fn group(&self) -> Group {
        let store = &self.site.app.store;
        store
            .group_by_slug("riverside")
            .await
            .expect("it reads")
            .expect("it is there")
    }

    async fn meeting(&self) -> Meeting {
        let store = &self.site.app.store;
        store
            .meeting(self.site.meeting)
            .await
            .expect("it reads")
            .expect("it is there")
    }

    async fn another_group(&self) -> Group {
        let new = NewGroup {
            slug: "anchor".to_owned(),
            name: "Anchor".to_owned(),
            place: String::new(),
            website: None,
            contributions: None,
        };
        let store = &self.site.app.store;
        store.create_group(&new).await.expect("a group");
        store
            .group_by_slug("anchor")
            .await
            .expect("it reads")
            .expect("it is there")
    }

    /// Somebody who has an account with this service.
    async fn who(&self, service: Service) -> Browser {
        let token = InviteToken::random(&SystemEntropy);
        let later = self.clock.now() + Millis::from_mins(60);
        let store = &self.site.app.store;
        store
            .create_invite(token.hash(), service, later)
            .await
            .expect("an invite");
        let mut browser = self.stranger();
        let fields = [
            ("name", "Dana"),
            ("passphrase", "a lamp by the garden door"),
        ];
        let made = browser
            .post(&format!("/invite/{}", token.text()), &fields)
            .await;
        assert!(made.html.contains("Keep this number"), "{}", made.html);
        browser
    }

    async fn secretary(&self) -> Browser {
        self.who(Service::SecretaryOf(self.group().await.id)).await
    }
}

/// A form as a browser sends it.
type Form = Vec<(&'static str, &'static str)>;

fn filled() -> Form {
    vec![
        ("edition", "0"),
        ("title", "Sunday Long Table"),
        ("notes", "Once a month."),
        ("language", "en"),
        ("repeats", "monthly-weekday"),
        ("every", "1"),
        ("places", "first"),
        ("places", "third"),
        ("weekday", "sunday"),
        ("time", "4 pm"),
        ("minutes", "120"),
        ("zone", "New York"),
        ("from", "2026-03-01"),
        ("until", ""),
        ("doors", "15"),
        ("fellowship", "30"),
        ("kinds", "SP"),
        ("kinds", "D"),
        ("access", "closed"),
        ("other_ways", ""),
        ("slug", ""),
    ]
}

/// The same with one field otherwise.
fn with(mut form: Form, name: &'static str, value: &'static str) -> Form {
    form.retain(|(field, _)| *field != name);
    form.push((name, value));
    form
}
