//! Small files that browsers and crawlers request by themselves: icons, the web manifest, `robots.txt`.

use super::state::App;
use crate::paths;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// What crawlers may not request: what belongs to one person or one evening. Pages of meetings are open to
/// them, so that people find a meeting by a search.
const ROBOTS: &str = "User-agent: *\n\
    Disallow: /invite/\n\
    Disallow: /account\n\
    Disallow: /sign-in\n\
    Disallow: /operator\n\
    Disallow: /meetings/*/room\n\
    Disallow: /meetings/*/socket\n\
    Disallow: /groups/*/edit\n";

/// A fortnight: an icon seldom changes, and its address does not change with it.
const MAX_AGE: &str = "public, max-age=1209600";

/// `GET /robots.txt`.
pub(crate) async fn robots() -> Response {
    file("text/plain; charset=utf-8", ROBOTS)
}

/// `GET /icon.svg`.
pub(crate) async fn icon_svg() -> Response {
    file("image/svg+xml", include_str!("../../web/pages/icon.svg"))
}

/// `GET /favicon.ico`: for browsers that know no SVG icons.
pub(crate) async fn favicon() -> Response {
    let icon: &[u8] = include_bytes!("../../web/pages/icons/favicon.ico");
    file("image/x-icon", icon)
}

/// `GET /apple-touch-icon.png`: the home screen of an iPhone.
pub(crate) async fn touch_icon() -> Response {
    let icon: &[u8] = include_bytes!("../../web/pages/icons/touch-icon.png");
    file("image/png", icon)
}

/// `GET /icon-192.png`: the home screen of an Android phone.
pub(crate) async fn icon_192() -> Response {
    let icon: &[u8] = include_bytes!("../../web/pages/icons/icon-192.png");
    file("image/png", icon)
}

/// `GET /icon-512.png`: its screen while the site starts.
pub(crate) async fn icon_512() -> Response {
    let icon: &[u8] = include_bytes!("../../web/pages/icons/icon-512.png");
    file("image/png", icon)
}

/// `GET /site.webmanifest`: the name and the icon of the site on a home screen.
pub(crate) async fn manifest(State(app): State<App>) -> Response {
    let icon = |path: &str, size: &str| json!({"src": path, "sizes": size, "type": "image/png"});
    let name = app.catalogue.get("brand");
    let manifest = json!({
        "name": name,
        "short_name": name,
        "lang": app.catalogue.language(),
        "start_url": paths::SCHEDULE,
        "display": "browser",
        "background_color": "#0c1519",
        "icons": [
            {"src": paths::ICON_SVG, "sizes": "any", "type": "image/svg+xml"},
            icon(paths::ICON_192, "192x192"),
            icon(paths::ICON_512, "512x512"),
        ],
    });
    file("application/manifest+json", manifest.to_string())
}

fn file(content_type: &'static str, content: impl IntoResponse) -> Response {
    let headers = [(CONTENT_TYPE, content_type), (CACHE_CONTROL, MAX_AGE)];
    (headers, content).into_response()
}
