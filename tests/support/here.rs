//! A site of one's own, and the people who come to it.

use crate::browser::Browser;
use crate::server::{DOORS_OPEN, Site, TurnedClock};
use porchlight::accounts::InviteToken;
use porchlight::base::{Clock, Millis, SystemEntropy};
use porchlight::config;
use porchlight::schedule::{Group, Meeting};
use porchlight::store::Service;
use std::sync::Arc;
use tempfile::TempDir;

/// A site and its data, which go together.
pub struct Here {
    pub site: Site,
    pub clock: Arc<TurnedClock>,
    _folder: TempDir,
}

/// With one group, Riverside, and its meeting, whose doors are open.
pub async fn here() -> Here {
    let (folder, clock) = fresh();
    let site = Site::open(folder.path(), Arc::clone(&clock), Arc::new(SystemEntropy)).await;
    Here {
        site,
        clock,
        _folder: folder,
    }
}

/// The same, on a site that has a name.
pub async fn here_as(site: config::Site) -> Here {
    let (folder, clock) = fresh();
    let entropy = Arc::new(SystemEntropy);
    let site = Site::open_as(site, folder.path(), Arc::clone(&clock), entropy).await;
    Here {
        site,
        clock,
        _folder: folder,
    }
}

fn fresh() -> (TempDir, Arc<TurnedClock>) {
    let folder = tempfile::tempdir().expect("a folder of our own");
    (folder, TurnedClock::at(DOORS_OPEN))
}

impl Here {
    /// Somebody without an account.
    pub fn stranger(&self) -> Browser {
        Browser::at(&self.site.app, "192.0.2.1:4000")
    }

    /// Somebody who has an account with this service.
    pub async fn who(&self, service: Service) -> Browser {
        let token = InviteToken::random(&SystemEntropy);
        let later = self.clock.now() + Millis::from_mins(60);
        let store = &self.site.app.store;
        let made = store.create_invite(token.hash(), service, later).await;
        made.expect("a service of ours");
        let mut browser = self.stranger();
        let fields = [
            ("name", "Dana"),
            ("passphrase", "a lamp by the garden door"),
        ];
        let invite = format!("/invite/{}", token.text());
        let made = browser.post(&invite, &fields).await;
        assert!(made.html.contains("Keep this number"), "{}", made.html);
        browser
    }

    pub async fn group(&self) -> Group {
        let group = self.site.app.store.group_by_slug("riverside").await;
        group.expect("it reads").expect("it is there")
    }

    pub async fn meeting(&self) -> Meeting {
        let meeting = self.site.app.store.meeting(self.site.meeting).await;
        meeting.expect("it reads").expect("it is there")
    }
}
