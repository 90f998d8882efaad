//! What other sites take from here, and what a group brings along: feeds, import and export, asked
//! through the router.

#[path = "support/browser.rs"]
mod browser;
#[path = "support/server.rs"]
mod server;

#[path = "sharing/feed.rs"]
mod feed;

use browser::Browser;
use porchlight::base::SystemEntropy;
use server::{DOORS_OPEN, Site, TurnedClock};
use std::sync::Arc;
use tempfile::TempDir;

/// A site and its data, which go together.
struct Here {
    site: Site,
    clock: Arc<TurnedClock>,
    _folder: TempDir,
}

async fn here() -> Here {
    let folder = tempfile::tempdir().expect("a folder of our own");
    let clock = TurnedClock::at(DOORS_OPEN);
    let entropy = Arc::new(SystemEntropy);
    let site = Site::open(folder.path(), Arc::clone(&clock), entropy).await;
    Here {
        site,
        clock,
        _folder: folder,
    }
}

impl Here {
    fn browser(&self) -> Browser {
        Browser::at(&self.site.app, "192.0.2.1:4000")
    }
}
