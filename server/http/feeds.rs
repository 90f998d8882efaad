//! What other sites take from here, in the formats that they read.

use super::cache::JSON;
use super::errors::Fault;
use super::session::SignedIn;
use super::state::App;
use crate::schedule::guide::{Site, write};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

/// `GET /meetings.json`: every meeting held here, as a Meeting Guide feed.
pub async fn meeting_guide(State(app): State<App>, headers: HeaderMap) -> Result<Response, Fault> {
    app.fresh_listings().await;
    app.cached_feed("/meetings.json".to_owned(), JSON, &headers, || {
        let held = app.board.held();
        let meetings = held.iter().map(|(meeting, group)| (meeting, &**group));
        let site = Site {
            address: app.public_url.as_str(),
            entity: None,
        };
        let words = app.frame(&SignedIn(None));
        let entries = write(meetings, &site, &words, app.clock.now());
        serde_json::to_string(&entries).map_err(Fault::Feed)
    })
}
