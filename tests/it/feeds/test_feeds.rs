//! Subscriptions over a store of their own, with prepared responses and a clock that the test sets.

use super::FEED;
use crate::support::server::ManualClock;
use porchlight::base::{Clock, FeedId, SystemEntropy, Timestamp};
use porchlight::feeds::{Fetch, FetchError, FetchRequest, FetchResponse, Parts, Subscriber};
use porchlight::schedule::{FeedOrigin, Listing, Origin};
use porchlight::store::{Database, Store, StoreSettings};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use tempfile::TempDir;

/// Returns prepared responses and records the requests.
#[derive(Default)]
pub struct FakeFetch {
    responses: Mutex<VecDeque<FetchResponse>>,
    pub requests: Mutex<Vec<FetchRequest>>,
    /// The operator requests a fetch for this feed during the next request.
    pub fetch_again: Mutex<Option<(Subscriber, FeedId)>>,
}

impl Fetch for FakeFetch {
    fn fetch(&self, request: &FetchRequest) -> FetchResponse {
        self.requests
            .lock()
            .expect("no panic")
            .push(request.clone());
        if let Some((feeds, id)) = self.fetch_again.lock().expect("no panic").take() {
            feeds.fetch_now(id);
        }
        let response = self.responses.lock().expect("no panic").pop_front();
        response.expect("a prepared response")
    }
}

impl FakeFetch {
    /// Prepares the next response.
    pub fn respond(&self, response: FetchResponse) {
        self.responses.lock().expect("no panic").push_back(response);
    }
}

pub fn body(text: &str) -> FetchResponse {
    FetchResponse::Body {
        bytes: text.as_bytes().to_vec(),
        etag: Some("\"v1\"".to_owned()),
        last_modified: None,
    }
}

pub fn failed() -> FetchResponse {
    FetchResponse::Failed {
        error: FetchError::Status(500),
        retry_after: None,
    }
}

pub struct TestFeeds {
    folder: TempDir,
    pub clock: Arc<ManualClock>,
    pub fetch: Arc<FakeFetch>,
    pub feeds: Subscriber,
    pub store: Store,
}

impl TestFeeds {
    /// Without a subscription.
    pub async fn new() -> Self {
        Self::open(tempfile::tempdir().expect("a folder")).await
    }

    /// With a subscription to [`FEED`] that is fetched.
    pub async fn subscribed() -> Self {
        let site = Self::new().await;
        site.fetch.respond(body(FEED));
        site.feeds
            .add("Nord", "https://directory.example/feed", "Europe/London")
            .await
            .expect("a new address");
        assert!(
            site.feeds.fetch_next().await,
            "a new feed is fetched at once"
        );
        assert!(
            !site.feeds.fetch_next().await,
            "and then only when it is due"
        );
        site
    }

    /// Closes the store and opens it again, with the clock at the start and no prepared responses.
    pub async fn restart(self) -> Self {
        self.store.close().await;
        Self::open(self.folder).await
    }

    async fn open(folder: TempDir) -> Self {
        let url = Database::Sqlite {
            folder: folder.path().to_owned(),
        };
        let store = Store::open(&StoreSettings { url })
            .await
            .expect("the store opens");
        let clock = ManualClock::at(Timestamp(1_795_000_000_000));
        let fetch = Arc::new(FakeFetch::default());
        let feeds = Subscriber::open(Parts {
            store: store.clone(),
            clock: clock.clone() as Arc<dyn Clock>,
            entropy: Arc::new(SystemEntropy),
            fetch: fetch.clone(),
        });
        Self {
            folder,
            feeds: feeds.await.expect("the store works"),
            clock,
            fetch,
            store,
        }
    }

    /// Fetches a feed that is due; the other site sends this response.
    pub async fn fetch_with(&self, response: FetchResponse) {
        self.fetch.respond(response);
        assert!(self.feeds.fetch_next().await, "a feed is due");
    }

    /// The titles of all listed meetings, and whether each is marked as stale.
    pub fn titles(&self) -> Vec<(String, bool)> {
        let listing = |listing: Listing| {
            let origin = feed_origin(listing.origin);
            assert_eq!(origin.source, "Nord");
            (listing.about.title, origin.stale)
        };
        self.feeds.listings().into_iter().map(listing).collect()
    }

    /// The name of the feed of each listed meeting.
    pub fn sources(&self) -> Vec<String> {
        let source = |listing: Listing| feed_origin(listing.origin).source;
        self.feeds.listings().into_iter().map(source).collect()
    }
}

/// The titles of both online meetings of [`FEED`].
pub fn both(stale: bool) -> Vec<(String, bool)> {
    ["Night Shift", "Early Bus"]
        .map(|title| (title.to_owned(), stale))
        .to_vec()
}

pub fn feed_origin(origin: Origin) -> FeedOrigin {
    match origin {
        Origin::Feed(origin) => origin,
        Origin::Hosted { .. } => panic!("a hosted meeting"),
    }
}
