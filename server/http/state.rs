//! What every handler may reach.

use super::assets::AssetPaths;
use super::catalogue::Catalogue;
use super::limits::Limits;
use super::pages::Frame;
use super::session::SignedIn;
use crate::accounts::PassphraseHasher;
use crate::base::{Clock, Entropy};
use crate::config::Crisis;
use crate::live::Hub;
use crate::store::Store;
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
    pub catalogue: Catalogue,
    pub crisis: Crisis,
    pub limits: Limits,
}

impl App {
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    /// To be called after any change of a group, a meeting or a feed: whoever looks next sees it.
    #[expect(
        clippy::unused_async,
        reason = "the listings are read from the store for each page yet"
    )]
    pub async fn listings_changed(&self) {}

    /// What every page needs to know.
    #[must_use]
    pub fn frame(&self, signed_in: &SignedIn) -> Frame<'_> {
        Frame {
            catalogue: &self.catalogue,
            stylesheet: &self.assets.pages_style,
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
