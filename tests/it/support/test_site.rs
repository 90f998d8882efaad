//! A site for one test, and the people who visit it.

use super::browser::Browser;
use super::server::{DOORS_OPEN, ManualClock, Site, SiteSettings};
use porchlight::accounts::InviteToken;
use porchlight::base::{Clock, MeetingId, Millis, SystemEntropy};
use porchlight::config;
use porchlight::http::{App, Ingress};
use porchlight::schedule::{Group, Meeting};
use porchlight::store::{NewGroup, Service, Store};
use std::path::Path;
use std::sync::Arc;
use tempfile::TempDir;

/// A running site with its data folder, which is deleted with it.
pub struct TestSite {
    pub site: Site,
    pub clock: Arc<ManualClock>,
    folder: TempDir,
}

/// A site with one group, Riverside, and its meeting, whose doors are open.
pub async fn test_site() -> TestSite {
    test_site_with(SiteSettings::default()).await
}

/// The same, for a site with this name and these contacts.
pub async fn test_site_as(site: config::Site) -> TestSite {
    test_site_with(SiteSettings {
        site,
        ..SiteSettings::default()
    })
    .await
}

/// The same, for a site behind proxies.
pub async fn test_site_behind(ingress: Ingress) -> TestSite {
    test_site_with(SiteSettings {
        ingress,
        ..SiteSettings::default()
    })
    .await
}

async fn test_site_with(settings: SiteSettings) -> TestSite {
    let (folder, clock) = fresh();
    let entropy = Arc::new(SystemEntropy);
    let site = Site::open_as(settings, folder.path(), Arc::clone(&clock), entropy).await;
    TestSite {
        site,
        clock,
        folder,
    }
}

fn fresh() -> (TempDir, Arc<ManualClock>) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    (folder, ManualClock::at(DOORS_OPEN))
}

impl TestSite {
    /// The state of the site's handlers.
    pub fn app(&self) -> &App {
        &self.site.app
    }

    /// Its data folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The site's database.
    pub fn store(&self) -> &Store {
        &self.site.app.store
    }

    /// The identifier of the group's meeting.
    pub const fn meeting_id(&self) -> MeetingId {
        self.site.meeting
    }

    /// A browser without an account or cookies.
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

    /// A browser signed in to a new account with this service.
    pub async fn sign_up_as(&self, service: Service) -> Browser {
        let mut browser = self.stranger();
        let fields = [
            ("name", "Dana"),
            ("passphrase", "a lamp by the garden door"),
        ];
        let invite = self.invite(service).await;
        let created = browser.post(&invite, &fields).await;
        assert!(
            created.html.contains("Keep this number"),
            "{}",
            created.html
        );
        browser
    }

    /// A secretary of the group Riverside.
    pub async fn secretary(&self) -> Browser {
        self.sign_up_as(Service::SecretaryOf(self.group().await.id))
            .await
    }

    /// Creates a second group, Harbour.
    pub async fn create_second_group(&self) -> Group {
        let group = NewGroup {
            slug: "harbour".to_owned(),
            name: "Harbour".to_owned(),
            place: "Leeds, UK".to_owned(),
            website: None,
            contributions: None,
        };
        let store = &self.site.app.store;
        store.create_group(&group).await.expect("a new slug");
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
