//! Asks the feeds that are due, one at a time, and keeps what they held.

use super::fetch::{Fetch, FetchError, FetchRequest, FetchResponse};
use super::policy::FeedState;
use super::shape;
use crate::base::{Clock, Entropy, FeedId, Millis, Timestamp};
use crate::schedule::guide::{self, Defaults, ParsedFeed, RowError};
use crate::schedule::{Listing, Origin, zone};
use crate::store::{CreateError, FeedRow, Store, StoreError};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;

/// A nap between looks at the clock, which may be set: due feeds wait no longer than this.
const NAP: Duration = Duration::from_secs(60);

/// The language of meetings that do not tell theirs.
const LANGUAGE: &str = "en";

/// Enough for every directory of a fellowship.
pub const MAX_FEEDS: usize = 20;

/// The most meetings of all feeds together: they are kept in memory, also on a small server.
pub const MAX_LISTINGS: usize = 40_000;

/// All feeds that are subscribed to; cheap to clone.
#[derive(Clone)]
pub struct Subscriber(Arc<Inner>);

/// What it stands on.
pub struct Parts {
    pub store: Store,
    pub clock: Arc<dyn Clock>,
    pub entropy: Arc<dyn Entropy>,
    pub fetch: Arc<dyn Fetch>,
}

struct Inner {
    parts: Parts,
    feeds: Mutex<BTreeMap<FeedId, Feed>>,
    /// Rung when a feed is to be asked at once.
    due: Notify,
    /// Rung when what is listed has changed.
    changed: Notify,
}

/// One feed, as the operator sees it.
#[derive(Clone, Debug)]
pub struct Feed {
    pub id: FeedId,
    pub name: String,
    pub url: String,
    pub zone: String,
    pub state: FeedState,
    /// Of the last good answer.
    pub listings: Vec<Listing>,
    /// Rows of the last good answer that could not be listed.
    pub problems: Vec<RowError>,
    /// Rows of meetings that are not held online, or that came twice.
    pub left_out: usize,
}

impl Subscriber {
    /// Reads what is subscribed to. Nothing is asked before [`Self::run`].
    ///
    /// # Errors
    /// When the store can't be read.
    pub async fn open(parts: Parts) -> Result<Self, StoreError> {
        let rows = parts.store.feeds().await?;
        let feeds = rows.into_iter().map(|row| (row.id, Feed::of(row)));
        Ok(Self(Arc::new(Inner {
            feeds: Mutex::new(feeds.collect()),
            parts,
            due: Notify::new(),
            changed: Notify::new(),
        })))
    }

    /// Asks what is due, for ever.
    pub async fn run(self) {
        loop {
            while self.ask_next().await {}
            tokio::select! {
                () = tokio::time::sleep(NAP) => {}
                () = self.0.due.notified() => {}
            }
        }
    }

    /// Waits until what is listed has changed.
    pub async fn changed(&self) {
        self.0.changed.notified().await;
    }

    /// Every meeting that the feeds hold and that can still be believed, marked where it was not
    /// confirmed lately.
    #[must_use]
    pub fn listings(&self) -> Vec<Listing> {
        let now = self.0.parts.clock.now();
        let feeds = self.feeds();
        let believed = feeds.values().filter(|feed| !feed.state.is_dropped(now));
        believed
            .flat_map(|feed| {
                let stale = feed.state.is_stale(now);
                feed.listings
                    .iter()
                    .map(move |listing| marked(listing, stale))
            })
            .collect()
    }

    /// All feeds, the first added first.
    #[must_use]
    pub fn all(&self) -> Vec<Feed> {
        self.feeds().values().cloned().collect()
    }

    /// Subscribes to a feed and asks it at once.
    ///
    /// # Errors
    /// [`CreateError::Taken`] when it is subscribed to already.
    pub async fn add(&self, name: &str, url: &str, zone: &str) -> Result<FeedId, CreateError> {
        let id = self.0.parts.store.add_feed(name, url, zone).await?;
        let feed = Feed {
            id,
            name: name.to_owned(),
            url: url.to_owned(),
            zone: zone.to_owned(),
            state: FeedState::default(),
            listings: Vec::new(),
            problems: Vec::new(),
            left_out: 0,
        };
        self.feeds().insert(id, feed);
        self.0.due.notify_one();
        Ok(id)
    }

    /// Gives a feed another name, which its meetings show at once, and another zone: then it is asked
    /// for the whole again, as the meetings without a clock of their own are by that of the feed.
    /// Whether there is such a feed.
    ///
    /// # Errors
    /// When the store fails; then it stays as it was.
    pub async fn edit(&self, id: FeedId, name: &str, zone: &str) -> Result<bool, StoreError> {
        self.0.parts.store.edit_feed(id, name, zone).await?;
        let now = self.0.parts.clock.now();
        {
            let mut feeds = self.feeds();
            let Some(feed) = feeds.get_mut(&id) else {
                return Ok(false);
            };
            if feed.zone != zone {
                feed.state.next = now;
            }
            feed.rename(name, zone);
        }
        self.0.changed.notify_one();
        self.0.due.notify_one();
        Ok(true)
    }

    /// Gives a feed up; its meetings go at once.
    ///
    /// # Errors
    /// When the store fails; then it stays.
    pub async fn remove(&self, id: FeedId) -> Result<(), StoreError> {
        self.0.parts.store.remove_feed(id).await?;
        self.feeds().remove(&id);
        self.0.changed.notify_one();
        Ok(())
    }

    /// Asks a feed without waiting for its time.
    pub fn ask_now(&self, id: FeedId) {
        if let Some(feed) = self.feeds().get_mut(&id) {
            feed.state.next = self.0.parts.clock.now();
        }
        self.0.due.notify_one();
    }

    /// Asks the feed that has been due for longest; `false` when none is.
    pub async fn ask_next(&self) -> bool {
        let now = self.0.parts.clock.now();
        let due = {
            let feeds = self.feeds();
            let due = feeds.values().filter(|feed| feed.state.is_due(now));
            due.min_by_key(|feed| feed.state.next).cloned()
        };
        match due {
            Some(feed) => {
                self.ask(feed).await;
                true
            }
            None => false,
        }
    }

    async fn ask(&self, mut feed: Feed) {
        let before = feed.clone();
        // Once after each start the whole is asked for: what is wrong with its rows is not kept.
        let known = feed.state.asked.is_some() && !feed.listings.is_empty();
        let ask = FetchRequest {
            url: feed.url.clone(),
            etag: feed.state.etag.clone().filter(|_| known),
            last_modified: feed.state.last_modified.clone().filter(|_| known),
        };
        let fetch = Arc::clone(&self.0.parts.fetch);
        let (name, zone) = (feed.name.clone(), feed.zone.clone());
        let answer = tokio::task::spawn_blocking(move || answer(&*fetch, &ask, &name, &zone)).await;
        // A reader that panicked says nothing good about what it read.
        let answer = match answer.unwrap_or(Heard::Failed(FetchError::NotAList, None)) {
            // Unchanged since nothing is no answer.
            Heard::Same if !known => Heard::Failed(FetchError::Status(304), None),
            answer => answer,
        };
        let now = self.0.parts.clock.now();
        let room = MAX_LISTINGS.saturating_sub(self.listed_but(feed.id));
        feed.hear(answer, room, now, self.chance());
        self.keep(&mut feed, before.state.next).await;
        // Also when the same meetings can be believed again: they lose their mark.
        let marks = |feed: &Feed| (feed.state.is_stale(now), feed.state.is_dropped(now));
        if feed.listings != before.listings || marks(&feed) != marks(&before) {
            self.0.changed.notify_one();
        }
    }

    /// Writes a feed down, unless it was given up meanwhile. `was_due` is when it was to be asked
    /// before: if that is another by now, somebody wants it asked once more.
    async fn keep(&self, feed: &mut Feed, was_due: Timestamp) {
        match self.feeds().get_mut(&feed.id) {
            Some(known) => {
                if known.state.next != was_due || known.zone != feed.zone {
                    feed.state.next = known.state.next;
                }
                feed.rename(&known.name, &known.zone);
                *known = feed.clone();
            }
            None => return,
        }
        let state = serde_json::to_string(&feed.state).unwrap_or_default();
        let listings = shape::write(&feed.listings);
        if let Err(problem) = self
            .0
            .parts
            .store
            .save_feed(feed.id, &state, &listings)
            .await
        {
            tracing::error!(%problem, "what a feed held could not be written down; it goes on in memory");
        }
    }

    /// How many meetings the other feeds hold.
    fn listed_but(&self, id: FeedId) -> usize {
        let feeds = self.feeds();
        let others = feeds.values().filter(|feed| feed.id != id);
        others.map(|feed| feed.listings.len()).sum()
    }

    fn chance(&self) -> u16 {
        let mut bytes = [0; 2];
        self.0.parts.entropy.fill(&mut bytes);
        u16::from_be_bytes(bytes)
    }

    fn feeds(&self) -> MutexGuard<'_, BTreeMap<FeedId, Feed>> {
        // Each change is one call: the map is whole after any panic.
        self.0.feeds.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What came of asking.
enum Heard {
    Read {
        reading: ParsedFeed,
        etag: Option<String>,
        last_modified: Option<String>,
    },
    Same,
    Failed(FetchError, Option<Millis>),
}

/// Asks and reads; blocks.
fn answer(fetch: &dyn Fetch, ask: &FetchRequest, name: &str, zone: &str) -> Heard {
    match fetch.fetch(ask) {
        FetchResponse::Same => Heard::Same,
        FetchResponse::Failed { trouble, patience } => Heard::Failed(trouble, patience),
        FetchResponse::New {
            bytes,
            etag,
            last_modified,
        } => {
            let zone = zone::parse(zone);
            let defaults = Defaults {
                source: name,
                zone: zone.as_ref(),
                language: LANGUAGE,
            };
            match guide::read(&bytes, &defaults) {
                Ok(reading) => Heard::Read {
                    reading,
                    etag,
                    last_modified,
                },
                Err(unreadable) => Heard::Failed(unreadable.into(), None),
            }
        }
    }
}

impl Feed {
    fn of(row: FeedRow) -> Self {
        let mut state: FeedState = serde_json::from_str(&row.state).unwrap_or_default();
        // Asked for the whole after each start, and at once where nothing speaks against it: what is
        // wrong with single rows is not kept. One that failed is left the time that it was given.
        state.asked = None;
        if state.failures == 0 {
            state.next = Timestamp::default();
        }
        Self {
            id: row.id,
            listings: shape::read(&row.listings, &row.name),
            name: row.name,
            url: row.url,
            zone: row.zone,
            state,
            problems: Vec::new(),
            left_out: 0,
        }
    }

    /// What was read by another clock is asked for once more, and not only if it has changed since.
    fn rename(&mut self, name: &str, zone: &str) {
        if self.zone != zone {
            zone.clone_into(&mut self.zone);
            self.state.etag = None;
            self.state.last_modified = None;
        }
        if self.name != name {
            name.clone_into(&mut self.name);
            for listing in &mut self.listings {
                if let Origin::Feed(elsewhere) = &mut listing.origin {
                    name.clone_into(&mut elsewhere.source);
                }
            }
        }
    }

    /// A feed that turns empty is taken for broken: its meetings stay until they are stale. So do those
    /// of one that grows beyond the `room` that is left for it.
    fn hear(&mut self, heard: Heard, room: usize, now: Timestamp, chance: u16) {
        match heard {
            Heard::Same => self.state.succeeded(now, chance),
            Heard::Failed(trouble, patience) => self.state.failed(now, trouble, patience, chance),
            Heard::Read {
                reading,
                etag,
                last_modified,
            } => {
                self.problems = reading.problems;
                self.left_out = reading.left_out;
                let trouble = match reading.listings.len() {
                    0 => Some(FetchError::Empty),
                    count if count > room => Some(FetchError::RoomError),
                    _ => None,
                };
                if let Some(trouble) = trouble {
                    self.state.failed(now, trouble, None, chance);
                    return;
                }
                self.listings = reading.listings;
                self.state.etag = etag;
                self.state.last_modified = last_modified;
                self.state.succeeded(now, chance);
            }
        }
    }
}

fn marked(listing: &Listing, stale: bool) -> Listing {
    let mut listing = listing.clone();
    if let Origin::Feed(elsewhere) = &mut listing.origin {
        elsewhere.stale = stale;
    }
    listing
}
