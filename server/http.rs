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
mod arrival;
mod assets;
mod background;
mod calendars;
mod connections;
mod content;
mod cookies;
mod cors;
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
mod forwarding;
mod group;
mod group_facts;
mod group_form;
mod head_requests;
mod headers;
mod health;
mod import;
mod ingress;
mod invite;
mod limits;
mod log_interval;
mod meeting;
mod meeting_form;
mod meeting_save;
mod new_here;
mod operator;
mod operator_view;
mod origin;
mod page_cache;
mod redirects;
mod request_body;
mod request_span;
mod room;
mod router;
mod schedule;
mod sharing;
mod sign_in;
mod sign_up;
mod site_files;
mod socket;
mod standing;
mod state;
mod transport;
mod week;

pub use assets::AssetPaths;
pub use directory_cache::{DirectoryCache, REFRESH_INTERVAL};
pub use ingress::Ingress;
pub use limits::Limits;
pub use page_cache::PageCache;
pub use router::router;
pub use state::{App, Parts};

use axum::middleware::from_fn;
use connections::{Connections, CountedListener, Peer, follow_requests};
use std::future::{Future, IntoFuture};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

/// How long requests in progress may take once the server is asked to stop.
const DRAIN_TIME: Duration = Duration::from_secs(1);

/// Serves requests on `listener`, on at most `max_connections` connections, until `stop` completes and the
/// pending requests have their responses, or one second has passed.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    listener: TcpListener,
    max_connections: usize,
    app: App,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let connections = Connections::new(max_connections);
    let listener = CountedListener::new(listener, connections.clone());
    let service = router(app)
        .layer(from_fn(follow_requests))
        .into_make_service_with_connect_info::<Peer>();
    let (stopping, stopped) = oneshot::channel();
    let server = axum::serve(listener, service).with_graceful_shutdown(async move {
        stop.await;
        // A client that has sent half a request would delay the end.
        connections.close_waiting();
        let _ = stopping.send(());
    });
    let drained = async {
        // The sender lives as long as the server, which is polled beside this.
        let _ = stopped.await;
        tokio::time::sleep(DRAIN_TIME).await;
    };
    tokio::select! {
        result = server.into_future() => result,
        () = drained => {
            tracing::warn!("some requests were still in progress; their connections are closed");
            Ok(())
        }
    }
}
