//! The web: routes, pages, the socket's opening. Knows rooms and audio only through `live`.
//!
//! Promises: every page works without script; every change is asked for by our own pages; every
//! error is a page in words with a way on. May import everything but `cli`.

mod account;
mod assets;
mod authority;
mod background;
mod calendars;
mod credentials;
mod crisis;
mod date_form;
mod directory_cache;
mod error;
mod export;
mod feed;
mod form;
mod group;
mod group_form;
mod headers;
mod health;
mod import;
mod invite;
mod limits;
mod meeting;
mod meeting_form;
mod new_here;
mod operator;
mod origin;
mod page_cache;
mod redirects;
mod room;
mod schedule;
mod session;
mod sharing;
mod sign_in;
mod socket;
mod state;
mod visitor;

pub use assets::AssetPaths;
pub use directory_cache::{DirectoryCache, FRESH};
pub use limits::Limits;
pub use page_cache::PageCache;
pub use state::{App, Parts};

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use axum::serve::ListenerExt;
use std::future::Future;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpListener;
use tower::limit::GlobalConcurrencyLimitLayer;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;

/// For a page, the sending of its form included: who drips one in byte by byte holds up others.
const ANSWERED_WITHIN: Duration = Duration::from_secs(30);

/// The largest form: a name, a passphrase and a number, with room to spare.
const MAX_FORM: usize = 4 * 1024;

/// The largest form for a meeting: its two long texts, percent-encoded, with room to spare.
const MAX_MEETING_FORM: usize = 128 * 1024;

/// Pages made at once; others wait their turn, so that a crowd at the schedule leaves the rooms alone.
const REQUESTS_AT_ONCE: usize = 256;

/// Sheets held in memory at once: anybody can send one, and it comes back with the refusal.
const IMPORTS_AT_ONCE: usize = 8;

/// Answers on `listener` until `stop` is done and the requests under way are answered.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    listener: TcpListener,
    app: App,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let service = router(app).into_make_service_with_connect_info::<SocketAddr>();
    // What a room tells comes in small frames, one after another: held back until the one before
    // is acknowledged (Nagle), each would wait 40 ms for it.
    let listener = listener.tap_io(|line| {
        // Refused only by a line that is gone again.
        let _ = line.set_nodelay(true);
    });
    axum::serve(listener, service)
        .with_graceful_shutdown(stop)
        .await
}

/// A group's pages: its forms may be larger than others.
fn groups() -> Router<App> {
    Router::new()
        .route("/groups/{slug}", get(group::group))
        .route(
            "/groups/{slug}/edit",
            get(group_form::facts_form).post(group_form::save_facts),
        )
        .route(
            "/groups/{slug}/meetings/new",
            get(meeting_form::new).post(meeting_form::save_new),
        )
        .route(
            "/groups/{slug}/meetings/{meeting}/edit",
            get(meeting_form::edit).post(meeting_form::save),
        )
        .route(
            "/groups/{slug}/meetings/{meeting}/erase",
            post(meeting_form::erase),
        )
        .route(
            "/groups/{slug}/meetings/{meeting}/dates",
            get(date_form::pick_date),
        )
        .route(
            "/groups/{slug}/meetings/{meeting}/dates/{date}",
            get(date_form::date_form).post(date_form::save_date),
        )
        .layer(DefaultBodyLimit::max(MAX_MEETING_FORM))
        .layer(kept_for_going_back())
        .layer(from_fn(background::finish_after_disconnect))
}

/// A page that a browser may keep to go back to, with what was typed into it; pages are not kept
/// otherwise.
fn kept_for_going_back() -> SetResponseHeaderLayer<HeaderValue> {
    let kept = HeaderValue::from_static("private, no-cache");
    SetResponseHeaderLayer::if_not_present(CACHE_CONTROL, kept)
}

/// Where meetings are brought in: sheets are larger than any other form.
fn imports() -> Router<App> {
    Router::new()
        .route(
            "/groups/{slug}/import",
            get(import::group_form).post(import::group_import),
        )
        .route(
            "/operator/import",
            get(import::site_form).post(import::site_import),
        )
        .layer(DefaultBodyLimit::max(import::MAX_SENT))
        .layer(GlobalConcurrencyLimitLayer::new(IMPORTS_AT_ONCE))
        .layer(kept_for_going_back())
        .layer(from_fn(background::finish_after_disconnect))
}

/// The operator's pages.
fn operator() -> Router<App> {
    Router::new()
        .route("/operator", get(operator::show))
        .route(
            "/operator/feeds",
            get(operator::to_feeds).post(operator::add_feed),
        )
        .route(
            "/operator/feeds/{id}/edit",
            get(operator::to_feed).post(operator::edit_feed),
        )
        .route("/operator/feeds/{id}/ask", post(operator::ask_feed))
        .route("/operator/feeds/{id}/remove", post(operator::remove_feed))
        .route(
            "/operator/framers",
            get(operator::to_embed_origins).post(operator::save_embed_origins),
        )
        .route(
            "/operator/groups",
            get(operator::to_groups).post(operator::add_group),
        )
        .route(
            "/operator/groups/{slug}/invite",
            get(operator::to_groups).post(operator::invite),
        )
        .layer(from_fn(background::finish_after_disconnect))
}

/// Every route of the site.
pub fn router(app: App) -> Router {
    let pages = Router::new()
        .route("/", get(schedule::schedule))
        .route("/week", get(schedule::week))
        .route("/far", get(schedule::far))
        .route("/embed", get(schedule::embed))
        .route("/schedule.json", get(schedule::json))
        .route("/calendar.ics", get(calendars::all))
        .route("/new", get(new_here::new_here))
        .route("/crisis", get(crisis::crisis))
        .route("/meetings/{slug}", get(meeting::meeting))
        .route("/meetings/{slug}/join", post(meeting::join))
        .route("/meetings/{slug}/room", get(room::room))
        .merge(groups())
        .merge(imports())
        .merge(operator())
        .route(
            "/invite/{token}",
            get(invite::show).post(invite::make_account),
        )
        .route("/invite/{token}/sign-in", post(invite::sign_in))
        .route("/invite/{token}/accept", post(invite::accept))
        .route(
            "/sign-in",
            get(sign_in::sign_in_form).post(sign_in::sign_in),
        )
        .route("/sign-out", post(sign_in::sign_out))
        .route("/account", get(account::account))
        .route("/account/delete", post(account::delete))
        .route("/groups/{slug}/export.csv", get(export::group_sheet))
        .route("/groups/{slug}/export.json", get(export::group_feed))
        .route("/operator/export.csv", get(export::site_sheet))
        .route("/operator/export.json", get(export::site_feed))
        .route("/meetings.json", get(feed::meeting_guide))
        .route("/sharing", get(sharing::sharing))
        .route("/assets/{*path}", get(assets::asset))
        .route("/favicon.ico", get(assets::icon))
        // For routes alone: it sends people to the path that they asked for, and "//host" is no page.
        .route_layer(from_fn(visitor::choose))
        .fallback(error::not_found)
        .layer(from_fn_with_state(app.clone(), redirects::lead_on))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::REQUEST_TIMEOUT,
            ANSWERED_WITHIN,
        ))
        .layer(DefaultBodyLimit::max(MAX_FORM))
        .layer(CompressionLayer::new())
        .layer(GlobalConcurrencyLimitLayer::new(REQUESTS_AT_ONCE));
    Router::new()
        .route("/meetings/{slug}/socket", get(socket::open))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .merge(pages)
        .layer(from_fn(origin::same_origin))
        .layer(CatchPanicLayer::custom(error::panicked))
        .layer(from_fn_with_state(app.clone(), error::paint))
        .layer(from_fn(headers::secure))
        .with_state(app)
}
