//! The directory of everything listed, kept in memory and made anew when something of it changes.

use super::background::run_blocking;
use crate::base::{Clock, Entropy, Millis, Timestamp};
use crate::catalogue::Catalogue;
use crate::feeds::Subscriber;
use crate::pages::search_words;
use crate::schedule::{DIRECTORY_MAX_AGE, Directory, Group, Listing, Meeting, Origin};
use crate::store::{Store, StoreError};
use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

/// Lists that tie are shuffled anew this often: long enough to turn a few pages of one order.
const SHUFFLED_EVERY_MS: i64 = 60 * 60 * 1_000;

/// Meetings of this host, each with its group.
pub type HostedMeetings = Vec<(Meeting, Arc<Group>)>;

/// How long to wait before a store that failed is asked again.
const PATIENCE: Millis = Millis::from_secs(30);

/// What everyone reads of. Replaced as a whole, so that a reader never waits for a writer.
pub struct DirectoryCache {
    directory: RwLock<Arc<Directory>>,
    /// What the directory has of this host, as it is held: for feeds.
    held: RwLock<Arc<HostedMeetings>>,
    /// When it is to be made anew, in milliseconds of the epoch.
    due: AtomicI64,
    /// Raised by every replacement: what was made of an earlier one is out of date.
    version: AtomicU64,
    /// The origins whose pages may show the schedule inside theirs.
    embed_origins: RwLock<Arc<[String]>>,
    /// Nobody outside can foresee the order of what ties.
    secret: u64,
    /// Replacements are made one after another, so that the last one holds what is newest.
    making: tokio::sync::Mutex<()>,
}

impl DirectoryCache {
    #[must_use]
    pub fn new(entropy: &dyn Entropy) -> Self {
        let mut secret = [0; 8];
        entropy.fill(&mut secret);
        let empty = Directory::new(Vec::new(), Timestamp(0), |_| String::new());
        Self {
            directory: RwLock::new(Arc::new(empty)),
            held: RwLock::default(),
            due: AtomicI64::new(i64::MIN),
            version: AtomicU64::new(0),
            embed_origins: RwLock::default(),
            secret: u64::from_be_bytes(secret),
            making: tokio::sync::Mutex::default(),
        }
    }

    #[must_use]
    pub fn directory(&self) -> Arc<Directory> {
        // A panic while it is replaced leaves the earlier one in its place.
        Arc::clone(
            &self
                .directory
                .read()
                .unwrap_or_else(PoisonError::into_inner),
        )
    }

    /// Every meeting of this host with its group, in the order of their slugs.
    #[must_use]
    pub fn held(&self) -> Arc<HostedMeetings> {
        Arc::clone(&self.held.read().unwrap_or_else(PoisonError::into_inner))
    }

    #[must_use]
    pub fn version(&self) -> u64 {
        self.version.load(Ordering::Acquire)
    }

    #[must_use]
    pub fn embed_origins(&self) -> Arc<[String]> {
        Arc::clone(
            &self
                .embed_origins
                .read()
                .unwrap_or_else(PoisonError::into_inner),
        )
    }

    /// Whether the directory's dates run out, or were made by a clock that was ahead.
    #[must_use]
    pub fn is_due(&self, now: Timestamp) -> bool {
        let due = self.due.load(Ordering::Acquire);
        now.0 >= due || now.0 < due.saturating_sub(DIRECTORY_MAX_AGE.0.cast_signed())
    }

    /// The seed of the order of what ties.
    #[must_use]
    pub fn seed(&self, now: Timestamp) -> u64 {
        let hour = now.0.div_euclid(SHUFFLED_EVERY_MS).cast_unsigned();
        self.secret ^ hour.wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }

    /// Reads everything that is listed and replaces the directory.
    ///
    /// # Errors
    /// When the store can't be read; the earlier directory stays.
    pub async fn renew(
        &self,
        store: &Store,
        clock: &dyn Clock,
        catalogue: &Arc<Catalogue>,
        feeds: &Subscriber,
    ) -> Result<(), StoreError> {
        let _one = self.making.lock().await;
        let now = clock.now();
        // A store that fails is asked again a little later, not by every visitor.
        self.due.store((now + PATIENCE).0, Ordering::Release);
        let embed_origins = store.embed_origins().await?;
        *self
            .embed_origins
            .write()
            .unwrap_or_else(PoisonError::into_inner) = embed_origins.into();
        let held = Arc::new(held_here(store).await?);
        let directory = {
            let (held, catalogue) = (Arc::clone(&held), Arc::clone(catalogue));
            let feeds = feeds.clone();
            run_blocking(move || {
                let listings = held.iter().map(listing).chain(feeds.listings());
                Directory::new(listings.collect(), now, |listing| {
                    search_words(listing, &catalogue)
                })
            })
            .await
        };
        *self
            .directory
            .write()
            .unwrap_or_else(PoisonError::into_inner) = Arc::new(directory);
        *self.held.write().unwrap_or_else(PoisonError::into_inner) = held;
        self.due
            .store((now + DIRECTORY_MAX_AGE).0, Ordering::Release);
        self.version.fetch_add(1, Ordering::Release);
        Ok(())
    }
}

/// How often to look whether the directory's dates run out.
pub const FRESH: Duration = Duration::from_millis(DIRECTORY_MAX_AGE.0 / 2);

async fn held_here(store: &Store) -> Result<HostedMeetings, StoreError> {
    let groups: HashMap<_, _> = (store.groups().await?.into_iter())
        .map(|group| (group.id, Arc::new(group)))
        .collect();
    let with_group = |meeting: Meeting| {
        let group = groups.get(&meeting.group)?;
        Some((meeting, Arc::clone(group)))
    };
    let (meetings, damaged) = store.readable_meetings().await?;
    for problem in damaged {
        tracing::error!(%problem, "a meeting is not listed");
    }
    Ok(meetings.into_iter().filter_map(with_group).collect())
}

fn listing((meeting, group): &(Meeting, Arc<Group>)) -> Listing {
    Listing {
        group: group.name.clone(),
        about: meeting.about.clone(),
        timetable: meeting.timetable.clone(),
        origin: Origin::Hosted {
            id: meeting.id,
            slug: meeting.slug.clone(),
        },
    }
}
