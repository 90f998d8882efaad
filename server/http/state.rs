//! What every handler may reach.

use super::assets::AssetPaths;
use super::directory_cache::DirectoryCache;
use super::limits::Limits;
use super::page_cache::PageCache;
use super::session::SignedIn;
use crate::accounts::PassphraseHasher;
use crate::base::{Clock, Entropy};
use crate::catalogue::Catalogue;
use crate::config::{Crisis, PublicUrl, Site};
use crate::feeds::Subscriber;
use crate::live::Hub;
use crate::pages::Frame;
use crate::store::Store;
use jiff::tz::TimeZone;
use std::ops::Deref;
use std::sync::Arc;

/// Shared by all requests; cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Parts>);

/// The parts, made once at the start.
pub struct Parts {
    pub store: Store,
    pub hub: Hub,
    pub clock: Arc<dyn Clock>,
    pub entropy: Arc<dyn Entropy>,
    pub hasher: PassphraseHasher,
    pub assets: AssetPaths,
    pub catalogue: Arc<Catalogue>,
    pub crisis: Crisis,
    pub limits: Limits,
    /// What it is called, and how its people are reached.
    pub site: Site,
    /// The site's address, for links that leave it.
    pub public_url: PublicUrl,
    /// The clock for visitors who have not told theirs.
    pub zone: TimeZone,
    pub board: DirectoryCache,
    pub feeds: Subscriber,
    pub cache: PageCache,
}

impl App {
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    /// To be called after any change of a group, a meeting or a feed: whoever looks next sees it.
    pub async fn listings_changed(&self) {
        let renewed = self
            .board
            .renew(&self.store, &*self.clock, &self.catalogue, &self.feeds)
            .await;
        if let Err(problem) = renewed {
            tracing::error!(%problem, "the listings could not be read; the schedule stays as it was");
        }
    }

    /// Before anything is read of the listings: makes them anew when their dates run out, also when
    /// the clock jumped or the iso_instant slept.
    pub async fn fresh_listings(&self) {
        if self.board.is_due(self.clock.now()) {
            self.listings_changed().await;
        }
    }

    /// What every page needs to know.
    #[must_use]
    pub fn frame(&self, signed_in: &SignedIn) -> Frame<'_> {
        Frame {
            catalogue: &self.catalogue,
            stylesheet: &self.assets.pages_style,
            print_stylesheet: &self.assets.print_style,
            script: &self.assets.pages_script,
            site: self.public_url.as_str(),
            signed_in: signed_in.0.is_some(),
        }
    }
}

impl Deref for App {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
    }
}
