//! Fetches the feeds that are due, one at a time, and stores their meetings.

use super::feed::{Feed, FetchResult, fetch_and_parse};
use super::fetch::{Fetch, FetchError};
use super::stored_listing;
use crate::base::{Clock, Entropy, FeedId, Outage, OutageChange, Timestamp};
use crate::schedule::{Listing, Origin};
use crate::store::{CreateError, Store, StoreError};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;

/// How often the clock is read. The system's clock may be set, so that a feed is due earlier than expected.
const POLL_INTERVAL: Duration = Duration::from_secs(60);

/// Enough for every directory of a fellowship.
pub const MAX_FEEDS: usize = 20;

/// The maximum number of meetings of all feeds together. They are held in memory, also on a small server.
pub const MAX_LISTINGS: usize = 40_000;

/// All feeds that the site is subscribed to; cheap to clone.
#[derive(Clone)]
pub struct Subscriber(Arc<Inner>);

/// What a [`Subscriber`] depends on.
pub struct Parts {
    /// Where feeds are stored.
    pub store: Store,
    /// The current time.
    pub clock: Arc<dyn Clock>,
    /// Randomness for retry delays.
    pub entropy: Arc<dyn Entropy>,
    /// Sends the requests.
    pub fetch: Arc<dyn Fetch>,
}

struct Inner {
    parts: Parts,
    feeds: Mutex<BTreeMap<FeedId, Feed>>,
    save_outage: Mutex<Outage>,
    /// Notified when a feed may be due.
    due: Notify,
    /// Notified when [`Subscriber::listings`] has changed.
    changed: Notify,
}

impl Subscriber {
    /// Reads the feeds from the store. Nothing is fetched before [`Self::run`].
    ///
    /// # Errors
    /// When the store can't be read.
    pub async fn open(parts: Parts) -> Result<Self, StoreError> {
        let rows = parts.store.feeds().await?;
        let feeds = rows.into_iter().map(|row| (row.id, Feed::from_row(row)));
        Ok(Self(Arc::new(Inner {
            feeds: Mutex::new(feeds.collect()),
            parts,
            save_outage: Mutex::default(),
            due: Notify::new(),
            changed: Notify::new(),
        })))
    }

    /// Fetches feeds whenever they are due; does not return.
    pub async fn run(self) {
        loop {
            while self.fetch_next().await {}
            tokio::select! {
                () = tokio::time::sleep(POLL_INTERVAL) => {}
                () = self.0.due.notified() => {}
            }
        }
    }

    /// Waits until [`Self::listings`] has changed.
    pub async fn changed(&self) {
        self.0.changed.notified().await;
    }

    /// The meetings of all feeds, without those that are dropped. Meetings of a feed that was not fetched
    /// successfully for some days are marked as stale.
    #[must_use]
    pub fn listings(&self) -> Vec<Listing> {
        let now = self.now();
        let feeds = self.feeds();
        let shown = feeds.values().filter(|feed| !feed.state.is_dropped(now));
        shown
            .flat_map(|feed| {
                let stale = feed.state.is_stale(now);
                let listings = feed.listings.iter();
                listings.map(move |listing| with_staleness(listing, stale))
            })
            .collect()
    }

    /// All feeds in the order of their subscription.
    #[must_use]
    pub fn all(&self) -> Vec<Feed> {
        self.feeds().values().cloned().collect()
    }

    /// Subscribes to a feed and fetches it as soon as possible. `zone` is empty when its rows have their own.
    ///
    /// # Errors
    /// [`CreateError::Taken`] when the site is subscribed to this address already.
    pub async fn add(&self, name: &str, url: &str, zone: &str) -> Result<FeedId, CreateError> {
        let id = self.0.parts.store.add_feed(name, url, zone).await?;
        self.feeds().insert(id, Feed::new(id, name, url, zone));
        self.0.due.notify_one();
        Ok(id)
    }

    /// Changes the name of a feed, which its meetings show at once, and its default zone. With another
    /// zone the feed is fetched again. Returns whether there is such a feed.
    ///
    /// # Errors
    /// When the store fails; the feed is not changed then.
    pub async fn edit(&self, id: FeedId, name: &str, zone: &str) -> Result<bool, StoreError> {
        self.0.parts.store.edit_feed(id, name, zone).await?;
        let now = self.now();
        {
            let mut feeds = self.feeds();
            let Some(feed) = feeds.get_mut(&id) else {
                return Ok(false);
            };
            if feed.zone != zone {
                feed.state.next_fetch = now;
            }
            feed.set_name_and_zone(name, zone);
        }
        self.0.changed.notify_one();
        self.0.due.notify_one();
        Ok(true)
    }

    /// Unsubscribes from a feed; its meetings disappear at once.
    ///
    /// # Errors
    /// When the store fails; the feed stays then.
    pub async fn remove(&self, id: FeedId) -> Result<(), StoreError> {
        self.0.parts.store.remove_feed(id).await?;
        self.feeds().remove(&id);
        self.0.changed.notify_one();
        Ok(())
    }

    /// Fetches a feed as soon as possible.
    pub fn fetch_now(&self, id: FeedId) {
        if let Some(feed) = self.feeds().get_mut(&id) {
            feed.state.next_fetch = self.now();
        }
        self.0.due.notify_one();
    }

    /// Fetches the feed that has been due for longest; false when none is due.
    pub async fn fetch_next(&self) -> bool {
        let now = self.now();
        let feed = {
            let feeds = self.feeds();
            let due = feeds.values().filter(|feed| feed.state.is_due(now));
            due.min_by_key(|feed| feed.state.next_fetch).cloned()
        };
        match feed {
            Some(feed) => {
                self.fetch(feed).await;
                true
            }
            None => false,
        }
    }

    async fn fetch(&self, mut feed: Feed) {
        let before = feed.clone();
        let result = self.fetch_result(&before).await;
        let now = self.now();
        let max_listings = MAX_LISTINGS.saturating_sub(self.listings_of_others(feed.id));
        let was_modified = !matches!(result, FetchResult::NotModified);
        feed.apply(result, max_listings, now, self.random());
        log_outcome(&feed, was_modified);
        self.save(&mut feed, before.state.next_fetch).await;
        // The same meetings have changed as well when they are no longer stale or dropped.
        let marks = |feed: &Feed| (feed.state.is_stale(now), feed.state.is_dropped(now));
        if feed.listings != before.listings || marks(&feed) != marks(&before) {
            self.0.changed.notify_one();
        }
    }

    async fn fetch_result(&self, feed: &Feed) -> FetchResult {
        let fetch = Arc::clone(&self.0.parts.fetch);
        let request = feed.request();
        let (name, zone) = (feed.name.clone(), feed.zone.clone());
        let result =
            tokio::task::spawn_blocking(move || fetch_and_parse(&*fetch, &request, &name, &zone));
        match result.await {
            Ok(FetchResult::NotModified) if !feed.may_be_conditional() => {
                FetchResult::failed(FetchError::Status(304))
            }
            Ok(result) => result,
            // The parser panicked.
            Err(_) => FetchResult::failed(FetchError::NotAList),
        }
    }

    /// Saves a feed after a fetch, unless it was removed during the fetch. `next_fetch_before` is its time
    /// of the next fetch from before: if that was changed meanwhile, the feed has to be fetched once more.
    async fn save(&self, feed: &mut Feed, next_fetch_before: Timestamp) {
        match self.feeds().get_mut(&feed.id) {
            Some(current) => {
                if current.state.next_fetch != next_fetch_before || current.zone != feed.zone {
                    feed.state.next_fetch = current.state.next_fetch;
                }
                feed.set_name_and_zone(&current.name, &current.zone);
                *current = feed.clone();
            }
            None => return,
        }
        let state = serde_json::to_string(&feed.state).unwrap_or_default();
        let listings = stored_listing::encode(&feed.listings);
        let store = &self.0.parts.store;
        let result = store.save_feed(feed.id, &state, &listings).await;
        self.log_save(feed.id, &result);
    }

    fn log_save(&self, id: FeedId, result: &Result<(), StoreError>) {
        let outage = self.0.save_outage.lock();
        let mut outage = outage.unwrap_or_else(PoisonError::into_inner);
        match outage.record(self.now(), result.is_ok()) {
            Some(OutageChange::Began) => {
                let error = result.as_ref().err().map(tracing::field::display);
                tracing::error!(
                    feed = %id,
                    error,
                    "feeds can't be saved; their meetings stay listed until a restart"
                );
            }
            Some(OutageChange::Ended { lasted }) => {
                tracing::info!(seconds = lasted.0 / 1_000, "feeds can be saved again");
            }
            None => {}
        }
    }

    /// The number of meetings of all other feeds.
    fn listings_of_others(&self, id: FeedId) -> usize {
        let feeds = self.feeds();
        let others = feeds.values().filter(|feed| feed.id != id);
        others.map(|feed| feed.listings.len()).sum()
    }

    fn now(&self) -> Timestamp {
        self.0.parts.clock.now()
    }

    fn random(&self) -> u16 {
        let mut bytes = [0; 2];
        self.0.parts.entropy.fill(&mut bytes);
        u16::from_be_bytes(bytes)
    }

    fn feeds(&self) -> MutexGuard<'_, BTreeMap<FeedId, Feed>> {
        // Each change is a single call, so that a panic can't leave the map half changed.
        self.0.feeds.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Names the feed by its number: its address may have a secret in its query.
fn log_outcome(feed: &Feed, was_modified: bool) {
    let listings = feed.listings.len();
    match &feed.state.error {
        Some(error) => tracing::warn!(
            feed = %feed.id,
            ?error,
            failures = feed.state.failures,
            listings,
            "feed could not be fetched"
        ),
        None if was_modified => tracing::info!(
            feed = %feed.id,
            listings,
            row_errors = feed.row_errors.len(),
            "feed fetched"
        ),
        None => tracing::info!(feed = %feed.id, listings, "feed not modified"),
    }
}

fn with_staleness(listing: &Listing, stale: bool) -> Listing {
    let mut listing = listing.clone();
    if let Origin::Feed(origin) = &mut listing.origin {
        origin.stale = stale;
    }
    listing
}
