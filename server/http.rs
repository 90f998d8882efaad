//! The web: routes, pages and the opening of a room's socket. It reaches rooms and audio only through
//! `live`.
//!
//! Promises: every page works without script; only pages of this site can change anything; every error is
//! a page in words that leads on. May import everything but `cli`.
//!
//! Its files in order, each importing only earlier ones: leaves (`content`, `cookies`, `error`, `limits`,
//! `headers`, caches), `state`, `extract`, one file of handlers per page, `router`.

mod account;
mod agenda_request;
mod assets;
mod background;
mod calendars;
mod content;
mod cookies;
mod credentials;
mod crisis;
mod date_form;
mod directory_cache;
mod embed;
mod error;
mod error_pages;
mod export;
mod extract;
mod far;
mod feed;
mod form;
mod group;
mod group_facts;
mod group_form;
mod headers;
mod health;
mod import;
mod invite;
mod limits;
mod meeting;
mod meeting_form;
mod meeting_save;
mod new_here;
mod operator;
mod operator_view;
mod origin;
mod page_cache;
mod redirects;
mod request_span;
mod room;
mod router;
mod schedule;
mod sharing;
mod sign_in;
mod sign_up;
mod socket;
mod standing;
mod state;
mod week;

pub use assets::AssetPaths;
pub use directory_cache::{DirectoryCache, REFRESH_INTERVAL};
pub use limits::Limits;
pub use page_cache::PageCache;
pub use router::router;
pub use state::{App, Parts};

use axum::serve::ListenerExt;
use std::future::Future;
use std::net::SocketAddr;
use tokio::net::TcpListener;

/// Serves requests on `listener` until `stop` completes and the pending requests have their responses.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    listener: TcpListener,
    app: App,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let service = router(app).into_make_service_with_connect_info::<SocketAddr>();
    // A room sends small frames, one after another. With Nagle's algorithm, each would wait up to 40 ms for
    // the acknowledgement of the one before.
    let listener = listener.tap_io(|connection| {
        // Fails only when the connection is closed already.
        let _ = connection.set_nodelay(true);
    });
    axum::serve(listener, service)
        .with_graceful_shutdown(stop)
        .await
}
