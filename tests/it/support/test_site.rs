//! A site for one test, and the people who visit it.

use super::browser::Browser;
use super::server::{DOORS_OPEN, Site, TurnedClock};
use porchlight::accounts::InviteToken;
use porchlight::base::{Clock, MeetingId, Millis, SystemEntropy};
use porchlight::config;
use porchlight::http::App;
use porchlight::schedule::{Group, Meeting};
use porchlight::store::{NewGroup, Service, Store};
use std::sync::Arc;
use tempfile::TempDir;

/// A running site with its data folder, which is deleted with it.
pub struct TestSite {
    pub site: Site,
    pub clock: Arc<TurnedClock>,
    _folder: TempDir,
}

/// A site with one group, Riverside, and its meeting, whose doors are open.
pub async fn test_site() -> TestSite {
    let (folder, clock) = fresh();
    let site = Site::open(folder.path(), Arc::clone(&clock), Arc::new(SystemEntropy)).await;
    TestSite {
        site,
        clock,
        _folder: folder,
    }
}

/// The same, on a site that has a name.
pub async fn test_site_as(site: config::Site) -> TestSite {
    let (folder, clock) = fresh();
    let entropy = Arc::new(SystemEntropy);
    let site = Site::open_as(site, folder.path(), Arc::clone(&clock), entropy).await;
    TestSite {
        site,
        clock,
        _folder: folder,
    }
}

fn fresh() -> (TempDir, Arc<TurnedClock>) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    (folder, TurnedClock::at(DOORS_OPEN))
}

impl TestSite {
    /// The state of the site's handlers.
    pub fn app(&self) -> &App {
        &self.site.app
    }

    /// The site's database.
    pub fn store(&self) -> &Store {
        &self.site.app.store
    }

    /// The identifier of the group's meeting.
    pub const fn meeting_id(&self) -> MeetingId {
        self.site.meeting
    }

    /// Somebody without an account.
    pub fn stranger(&self) -> Browser {
        Browser::at(&self.site.app, "192.0.2.1:4000")
    }

    /// The path of a new invitation, which is valid for an hour.
    pub async fn invite(&self, service: Service) -> String {
        let token = InviteToken::random(&SystemEntropy);
        let expires = self.clock.now() + Millis::from_mins(60);
        let store = &self.site.app.store;
        let created = store.create_invite(token.hash(), service, expires).await;
        created.expect("the service exists");
        format!("/invite/{}", token.text())
    }

    /// Somebody who has an account with this service.
    pub async fn who(&self, service: Service) -> Browser {
        let mut browser = self.stranger();
        let fields = [
            ("name", "Dana"),
            ("passphrase", "a lamp by the garden door"),
        ];
        let invite = self.invite(service).await;
        let made = browser.post(&invite, &fields).await;
        assert!(made.html.contains("Keep this number"), "{}", made.html);
        browser
    }

    /// A secretary of the group Riverside.
    pub async fn secretary(&self) -> Browser {
        self.who(Service::SecretaryOf(self.group().await.id)).await
    }

    /// A second group, Harbour.
    pub async fn another_group(&self) -> Group {
        let new = NewGroup {
            slug: "harbour".to_owned(),
            name: "Harbour".to_owned(),
            place: "Leeds, UK".to_owned(),
            website: None,
            contributions: None,
        };
        let store = &self.site.app.store;
        store.create_group(&new).await.expect("a new slug");
        let group = store.group_by_slug("harbour").await;
        group
            .expect("the store can be read")
            .expect("it was created")
    }

    pub async fn group(&self) -> Group {
        let group = self.site.app.store.group_by_slug("riverside").await;
        group.expect("the store can be read").expect("it exists")
    }

    pub async fn meeting(&self) -> Meeting {
        let meeting = self.site.app.store.meeting(self.site.meeting).await;
        meeting.expect("the store can be read").expect("it exists")
    }
}
