//! The directory of everything listed, held in memory and rebuilt when any of it changes.

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

/// How often the order of meetings that tie is shuffled, in milliseconds: seldom enough to turn a few
/// pages of one order.
const SHUFFLE_PERIOD_MS: i64 = 60 * 60 * 1_000;

/// Meetings of this host, each with its group.
pub(super) type HostedMeetings = Vec<(Meeting, Arc<Group>)>;

/// How long to wait after the store failed before it is read again.
const RETRY_DELAY: Millis = Millis::from_secs(30);

/// How often to check whether the directory's dates run out.
pub const REFRESH_INTERVAL: Duration = Duration::from_millis(DIRECTORY_MAX_AGE.0 / 2);

/// The directory that all requests read. It is replaced as a whole, so that a reader never waits for a
/// writer.
pub struct DirectoryCache {
    directory: RwLock<Arc<Directory>>,
    /// The hosted meetings of the directory, as they are stored: for feeds.
    hosted: RwLock<Arc<HostedMeetings>>,
    /// When it must be rebuilt, in milliseconds of the epoch.
    stale_at: AtomicI64,
    /// Incremented by every replacement: what was rendered from an earlier version is out of date.
    version: AtomicU64,
    /// The origins whose pages may embed the schedule.
    embed_origins: RwLock<Arc<[String]>>,
    /// Makes the order of meetings that tie unpredictable from outside.
    secret: u64,
    /// Held while the directory is rebuilt: rebuilds run one after another, so that the last one holds
    /// the newest listings.
    rebuilding: tokio::sync::Mutex<()>,
}

impl DirectoryCache {
    /// An empty directory, which is stale.
    #[must_use]
    pub fn new(entropy: &dyn Entropy) -> Self {
        let mut secret = [0; 8];
        entropy.fill(&mut secret);
        let empty = Directory::new(Vec::new(), Timestamp(0), |_| String::new());
        Self {
            directory: RwLock::new(Arc::new(empty)),
            hosted: RwLock::default(),
            stale_at: AtomicI64::new(i64::MIN),
            version: AtomicU64::new(0),
            embed_origins: RwLock::default(),
            secret: u64::from_be_bytes(secret),
            rebuilding: tokio::sync::Mutex::default(),
        }
    }

    /// The present directory.
    #[must_use]
    pub fn directory(&self) -> Arc<Directory> {
        get(&self.directory)
    }

    /// Every hosted meeting with its group, in the order of their slugs.
    #[must_use]
    pub fn hosted(&self) -> Arc<HostedMeetings> {
        get(&self.hosted)
    }

    /// How often the directory has been replaced.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.version.load(Ordering::Acquire)
    }

    /// The origins whose pages may embed the schedule.
    #[must_use]
    pub fn embed_origins(&self) -> Arc<[String]> {
        get(&self.embed_origins)
    }

    /// Whether the directory's dates run out, or were computed by a clock that was ahead.
    #[must_use]
    pub fn is_stale(&self, now: Timestamp) -> bool {
        let stale_at = self.stale_at.load(Ordering::Acquire);
        now.0 >= stale_at || now.0 < stale_at.saturating_sub(DIRECTORY_MAX_AGE.0.cast_signed())
    }

    /// The seed for the order of meetings that tie.
    #[must_use]
    pub fn seed(&self, now: Timestamp) -> u64 {
        let period = now.0.div_euclid(SHUFFLE_PERIOD_MS).cast_unsigned();
        self.secret ^ period.wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }

    /// Reads everything that is listed and replaces the directory.
    ///
    /// # Errors
    /// When the store can't be read; the earlier directory stays.
    pub async fn rebuild(
        &self,
        store: &Store,
        clock: &dyn Clock,
        catalogue: &Arc<Catalogue>,
        feeds: &Subscriber,
    ) -> Result<(), StoreError> {
        let _guard = self.rebuilding.lock().await;
        let now = clock.now();
        // A store that fails is read again a little later, not for every visitor.
        self.stale_at
            .store((now + RETRY_DELAY).0, Ordering::Release);
        set(&self.embed_origins, store.embed_origins().await?.into());
        let hosted = Arc::new(read_hosted(store).await?);
        let directory = {
            let (hosted, catalogue) = (Arc::clone(&hosted), Arc::clone(catalogue));
            let feeds = feeds.clone();
            run_blocking(move || {
                let listings = hosted.iter().map(listing).chain(feeds.listings());
                Directory::new(listings.collect(), now, |listing| {
                    search_words(listing, &catalogue)
                })
            })
            .await
        };
        set(&self.directory, Arc::new(directory));
        set(&self.hosted, hosted);
        self.stale_at
            .store((now + DIRECTORY_MAX_AGE).0, Ordering::Release);
        self.version.fetch_add(1, Ordering::Release);
        Ok(())
    }
}

/// The present value. A panic while it was replaced has left the earlier one in its place.
fn get<T: ?Sized>(lock: &RwLock<Arc<T>>) -> Arc<T> {
    Arc::clone(&lock.read().unwrap_or_else(PoisonError::into_inner))
}

fn set<T: ?Sized>(lock: &RwLock<Arc<T>>, value: Arc<T>) {
    *lock.write().unwrap_or_else(PoisonError::into_inner) = value;
}

async fn read_hosted(store: &Store) -> Result<HostedMeetings, StoreError> {
    let groups: HashMap<_, _> = (store.groups().await?.into_iter())
        .map(|group| (group.id, Arc::new(group)))
        .collect();
    let with_group = |meeting: Meeting| {
        let group = groups.get(&meeting.group)?;
        Some((meeting, Arc::clone(group)))
    };
    let (meetings, damaged) = store.readable_meetings().await?;
    for error in damaged {
        tracing::error!(%error, "a meeting can't be read, and is not listed");
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
