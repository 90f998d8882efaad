//! The feed of every meeting held here, for other directories.

use super::content::JSON;
use super::error::HttpError;
use super::state::App;
use crate::paths;
use crate::schedule::guide::{Entity, Site, write};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

/// `GET /meetings.json`: every meeting held here, as a Meeting Guide feed.
pub(crate) async fn show(
    State(app): State<App>,
    headers: HeaderMap,
) -> Result<Response, HttpError> {
    app.refresh_listings().await;
    app.cached_feed(paths::FEED.to_owned(), JSON, &headers, || {
        let hosted = app.directory.hosted();
        let meetings = hosted.iter().map(|(meeting, group)| (meeting, &**group));
        let site = Site {
            url: app.public_url.as_str(),
            entity: entity(&app),
        };
        let words = app.frame(false);
        let entries = write(meetings, &site, &words, app.clock.now());
        serde_json::to_string(&entries).map_err(HttpError::Feed)
    })
}

/// The service body that publishes the feed; `None` on a site without a name.
fn entity(app: &App) -> Option<Entity> {
    let site = &app.site;
    let address = app.public_url.as_str().to_owned();
    site.name.clone().map(|name| Entity {
        name,
        url: address.clone(),
        website: address,
        email: site.email.clone(),
        phone: site.phone.clone(),
        location: site.location.clone(),
    })
}
