//! Every route of the site, with the layers around it.

use super::state::App;
use super::{
    account, arrival, assets, background, calendars, connections, cors, crisis, date_form, embed,
    error_pages, export, extract, far, feed, group, group_form, head_requests, headers, health,
    import, invite, meeting, meeting_form, new_here, operator, origin, redirects, request_body,
    request_span, room, schedule, sharing, sign_in, site_files, socket, week,
};
use crate::paths;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;
use tower::limit::GlobalConcurrencyLimitLayer;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;

/// The longest time for the response to a request that has arrived.
const HANDLER_TIMEOUT: Duration = Duration::from_secs(30);

/// The largest form, in bytes: a name, a passphrase and a number, with room to spare.
const MAX_FORM: usize = 4 * 1024;

/// The largest form for a meeting, in bytes: its two long texts, percent-encoded, with room to spare.
const MAX_MEETING_FORM: usize = 128 * 1024;

/// Pages rendered at once; other requests wait, so that a crowd at the schedule does not disturb the
/// rooms.
const MAX_REQUESTS: usize = 256;

/// Sheets held in memory at once: anybody can send one, and it comes back with the refusal.
const MAX_IMPORTS: usize = 8;

/// The whole site.
pub fn router(app: App) -> Router {
    let places = Arc::new(Semaphore::new(MAX_REQUESTS));
    let small = public()
        .merge(site_files())
        .merge(accounts())
        .merge(exports())
        .merge(operator());
    let pages = with_limits(small, MAX_FORM, &places)
        .merge(with_limits(groups(), MAX_MEETING_FORM, &places))
        // Outside the limits: each sheet is in memory from its first byte on.
        .merge(
            with_limits(imports(), import::MAX_FORM, &places)
                .layer(GlobalConcurrencyLimitLayer::new(MAX_IMPORTS)),
        )
        // On routes only: it redirects to the requested path, and "//host" is no page of this site.
        .route_layer(from_fn(extract::remember_chosen_zone))
        .fallback(redirects::without_trailing_slash)
        .layer(from_fn_with_state(app.clone(), redirects::former_slug))
        .layer(CompressionLayer::new())
        .layer(from_fn(head_requests::respond_as_to_get))
        .layer(from_fn(connections::keep_reserve));
    Router::new()
        .route(paths::MEETING_SOCKET, get(socket::open))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .merge(pages)
        .layer(from_fn(cors::share_public_data))
        .layer(from_fn_with_state(app.clone(), origin::require_same_origin))
        .layer(CatchPanicLayer::custom(error_pages::panicked))
        .layer(from_fn_with_state(app.clone(), error_pages::render_errors))
        .layer(from_fn_with_state(app.clone(), arrival::locate_client))
        .layer(from_fn(headers::add_security_headers))
        .layer(from_fn(request_span::with_request_span))
        .with_state(app)
}

/// These routes, for forms of at most `largest` bytes. A form is read whole before it takes one of the
/// `places`, so that clients which send theirs byte by byte hold up nobody.
fn with_limits(routes: Router<App>, largest: usize, places: &Arc<Semaphore>) -> Router<App> {
    routes
        .layer(DefaultBodyLimit::max(largest))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            HANDLER_TIMEOUT,
        ))
        .layer(GlobalConcurrencyLimitLayer::with_semaphore(Arc::clone(
            places,
        )))
        .layer(from_fn_with_state(largest, request_body::receive))
}

/// Pages and files for everybody.
fn public() -> Router<App> {
    Router::new()
        .route(paths::SCHEDULE, get(schedule::show))
        .route("/week", get(week::show))
        .route("/far", get(far::show))
        .route("/embed", get(embed::show))
        .route(paths::SCHEDULE_JSON, get(schedule::json))
        .route(paths::CALENDAR, get(calendars::all_meetings))
        .route(paths::FEED, get(feed::show))
        .route("/sharing", get(sharing::show))
        .route("/new", get(new_here::show))
        .route(paths::CRISIS, get(crisis::show))
        .route(paths::MEETING, get(meeting::show))
        .route(paths::MEETING_JOIN, post(meeting::join))
        .route(paths::MEETING_ROOM, get(room::show))
        .route("/assets/{*path}", get(assets::asset))
}

/// Files that browsers and crawlers request by themselves.
fn site_files() -> Router<App> {
    Router::new()
        .route("/robots.txt", get(site_files::robots))
        .route(paths::MANIFEST, get(site_files::manifest))
        .route(paths::ICON_SVG, get(site_files::icon_svg))
        .route(paths::FAVICON, get(site_files::favicon))
        .route(paths::TOUCH_ICON, get(site_files::touch_icon))
        .route(
            "/apple-touch-icon-precomposed.png",
            get(site_files::touch_icon),
        )
        .route(paths::ICON_192, get(site_files::icon_192))
        .route(paths::ICON_512, get(site_files::icon_512))
}

/// Accounts and invitations.
fn accounts() -> Router<App> {
    Router::new()
        .route(
            paths::INVITE,
            get(invite::show).post(invite::create_account),
        )
        .route(paths::INVITE_SIGN_IN, post(invite::sign_in))
        .route(paths::INVITE_ACCEPT, post(invite::accept))
        .route(paths::SIGN_IN, get(sign_in::show).post(sign_in::sign_in))
        .route("/sign-out", post(sign_in::sign_out))
        .route(paths::ACCOUNT, get(account::show))
        .route("/account/delete", post(account::delete))
}

/// A group's pages and its forms, which may be larger than others.
fn groups() -> Router<App> {
    Router::new()
        .route(paths::GROUP, get(group::show))
        .route(
            paths::GROUP_EDIT,
            get(group_form::show).post(group_form::save),
        )
        .route(
            paths::MEETING_NEW,
            get(meeting_form::show_new).post(meeting_form::save_new),
        )
        .route(
            paths::MEETING_EDIT,
            get(meeting_form::show).post(meeting_form::save),
        )
        .route(paths::MEETING_DELETE, post(meeting_form::delete))
        .route(paths::MEETING_DATES, get(date_form::pick_date))
        .route(
            paths::MEETING_DATE,
            get(date_form::show).post(date_form::save),
        )
        .layer(stored_for_going_back())
        .layer(from_fn(background::finish_after_disconnect))
}

/// Imports: sheets are larger than any other form.
fn imports() -> Router<App> {
    Router::new()
        .route(
            paths::GROUP_IMPORT,
            get(import::show_group).post(import::import_group),
        )
        .route(
            paths::OPERATOR_IMPORT,
            get(import::show_site).post(import::import_site),
        )
        .layer(stored_for_going_back())
        .layer(from_fn(background::finish_after_disconnect))
}

fn exports() -> Router<App> {
    Router::new()
        .route(paths::GROUP_SHEET, get(export::group_sheet))
        .route(paths::GROUP_FEED, get(export::group_feed))
        .route(paths::OPERATOR_SHEET, get(export::site_sheet))
        .route(paths::OPERATOR_FEED, get(export::site_feed))
}

/// The operator's page and its forms.
fn operator() -> Router<App> {
    Router::new()
        .route(paths::OPERATOR, get(operator::show))
        .route(
            paths::FEEDS,
            get(operator::to_feeds).post(operator::add_feed),
        )
        .route(
            paths::FEED_EDIT,
            get(operator::to_feed).post(operator::edit_feed),
        )
        .route(paths::FEED_FETCH, post(operator::fetch_feed))
        .route(paths::FEED_REMOVE, post(operator::remove_feed))
        .route(
            paths::EMBED_ORIGINS,
            get(operator::to_embed_origins).post(operator::save_embed_origins),
        )
        .route(
            paths::GROUPS,
            get(operator::to_groups).post(operator::add_group),
        )
        .route(
            paths::GROUP_INVITE,
            get(operator::to_groups).post(operator::invite_secretary),
        )
        .layer(from_fn(background::finish_after_disconnect))
}

/// Lets the browser store a page with a form, so that going back restores what was typed. Other pages are
/// not stored.
fn stored_for_going_back() -> SetResponseHeaderLayer<HeaderValue> {
    let value = HeaderValue::from_static("private, no-cache");
    SetResponseHeaderLayer::if_not_present(CACHE_CONTROL, value)
}
