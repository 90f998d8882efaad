//! What every handler may use.

use super::assets::AssetPaths;
use super::directory_cache::DirectoryCache;
use super::ingress::Ingress;
use super::limits::Limits;
use super::page_cache::{PageCache, Validity};
use crate::accounts::PassphraseHasher;
use crate::base::{Clock, Entropy, Millis};
use crate::catalogue::Catalogue;
use crate::config::{Crisis, PublicUrl, Site};
use crate::feeds::Subscriber;
use crate::live::Hub;
use crate::pages::{Frame, HourCycle};
use crate::store::Store;
use axum::http::header::{CACHE_CONTROL, VARY};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use jiff::tz::TimeZone;
use std::ops::Deref;
use std::sync::Arc;

/// A page names times to the minute, so it is valid until the next whole minute.
const PAGE_PERIOD: Millis = Millis::from_mins(1);

/// How long a feed is valid: its readers fetch it every few hours at best.
const FEED_PERIOD: Millis = Millis::from_mins(5);

/// The state shared by all requests; cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Parts>);

/// The parts of [`App`], built once at the start.
pub struct Parts {
    /// The database.
    pub store: Store,
    /// The rooms.
    pub hub: Hub,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// The source of randomness.
    pub entropy: Arc<dyn Entropy>,
    /// Hashes and verifies passphrases.
    pub hasher: PassphraseHasher,
    /// The addresses of scripts and styles.
    pub assets: AssetPaths,
    /// All texts.
    pub catalogue: Arc<Catalogue>,
    /// The help lines.
    pub crisis: Crisis,
    /// The rate limits.
    pub limits: Limits,
    /// The site's name, and how to contact its people.
    pub site: Site,
    /// The site's address, for links that leave it.
    pub public_url: PublicUrl,
    /// The proxies in front of the site, and the address that browsers use through them.
    pub ingress: Ingress,
    /// The time zone of visitors whose own is unknown.
    pub zone: TimeZone,
    /// Every listed meeting, for search.
    pub directory: DirectoryCache,
    /// The feeds of other directories.
    pub feeds: Subscriber,
    /// Rendered pages.
    pub pages: PageCache,
}

impl App {
    /// Shares these parts.
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    /// Must be called after any change of a group, a meeting or a feed, so that the next page shows it.
    pub async fn listings_changed(&self) {
        let rebuilt = self
            .directory
            .rebuild(&self.store, &*self.clock, &self.catalogue, &self.feeds)
            .await;
        if let Err(error) = rebuilt {
            tracing::error!(%error, "the listings could not be read; the schedule stays as it was");
        }
    }

    /// Must be called before the listings are read: rebuilds the directory when its dates run out, also
    /// after the clock jumped or the machine slept.
    pub async fn refresh_listings(&self) {
        if self.directory.is_stale(self.clock.now()) {
            self.listings_changed().await;
        }
    }

    /// What every page needs to know.
    #[must_use]
    pub fn frame(&self, signed_in: bool) -> Frame<'_> {
        Frame {
            catalogue: &self.catalogue,
            stylesheet: &self.assets.pages_style,
            print_stylesheet: &self.assets.print_style,
            script: &self.assets.pages_script,
            site: self.public_url.as_str(),
            signed_in,
            hour_cycle: HourCycle::default(),
            has_crisis_lines: !self.crisis.lines().is_empty(),
        }
    }

    /// The page for this key, from the cache or rendered now. `key` holds everything that the page
    /// depends on, apart from the time, the listings and the status of the rooms.
    ///
    /// # Errors
    /// Those of `render`.
    pub(super) fn cached_page<E>(
        &self,
        key: String,
        content_type: &'static str,
        request: &HeaderMap,
        render: impl FnOnce() -> Result<String, E>,
    ) -> Result<Response, E> {
        let validity = self.validity(PAGE_PERIOD, self.hub.status_version());
        let now = self.clock.now();
        self.pages
            .respond(key, validity, content_type, request, now, render)
    }

    /// The same for files that other sites fetch. They hold no headcounts and are the same for everyone,
    /// so that shared caches may store them.
    ///
    /// # Errors
    /// Those of `render`.
    pub(super) fn cached_feed<E>(
        &self,
        key: String,
        content_type: &'static str,
        request: &HeaderMap,
        render: impl FnOnce() -> Result<String, E>,
    ) -> Result<Response, E> {
        let validity = self.validity(FEED_PERIOD, 0);
        let now = self.clock.now();
        let mut response =
            self.pages
                .respond_with_file(key, validity, content_type, request, now, render)?;
        let headers = response.headers_mut();
        let max_age = format!("public, max-age={}", FEED_PERIOD.0 / 1_000);
        if let Ok(max_age) = HeaderValue::from_str(&max_age) {
            headers.insert(CACHE_CONTROL, max_age);
        }
        headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
        Ok(response)
    }

    fn validity(&self, period: Millis, rooms: u64) -> Validity {
        Validity {
            period: self.clock.now().0.div_euclid(period.0.cast_signed()),
            directory: self.directory.version(),
            rooms,
        }
    }
}

impl Deref for App {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
    }
}
