//! The schedule as calendars that phones and desks subscribe to.

use super::error::HttpError;
use super::state::App;
use crate::catalogue::Catalogue;
use crate::schedule::calendar::{self, CalendarEntry, Site, Words};
use crate::schedule::{Group, Meeting};
use axum::extract::State;
use axum::http::header::CONTENT_DISPOSITION;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use std::sync::Arc;

const CALENDAR: &str = "text/calendar; charset=utf-8";

/// What a meeting's address ends with when its calendar is meant: the router can't tell.
pub const ENDING: &str = ".ics";

/// `GET /calendar.ics`: every meeting that is held here.
pub async fn all(State(app): State<App>, asked: HeaderMap) -> Result<Response, HttpError> {
    app.fresh_listings().await;
    let held = app.board.held();
    answer(&app, "/calendar.ics", held.iter(), "meetings.ics", &asked)
}

/// `GET /meetings/{slug}.ics`.
pub async fn one(app: &App, slug: &str, asked: &HeaderMap) -> Result<Response, HttpError> {
    app.fresh_listings().await;
    let held = app.board.held();
    let meant = held.iter().find(|(meeting, _)| meeting.slug == slug);
    let meant = meant.ok_or(HttpError::NotFound)?;
    let name = format!("{slug}{ENDING}");
    answer(
        app,
        &format!("/meetings/{name}"),
        std::iter::once(meant),
        &name,
        asked,
    )
}

/// The words of calendars, from the catalogue.
struct Spoken<'a>(&'a Catalogue);

impl Words for Spoken<'_> {
    fn calendar_name(&self) -> String {
        self.0.get("calendar-name")
    }

    fn topic(&self, topic: &str) -> String {
        self.0.text("calendar-topic", &[("topic", topic.into())])
    }

    fn speaker(&self, name: &str) -> String {
        self.0.text("calendar-speaker", &[("name", name.into())])
    }

    fn chair(&self, name: &str) -> String {
        self.0.text("calendar-chair", &[("name", name.into())])
    }

    fn held_by(&self, group: &str) -> String {
        self.0.text("calendar-group", &[("group", group.into())])
    }

    fn page(&self, address: &str) -> String {
        let address = address.into();
        self.0.text("calendar-page", &[("address", address)])
    }

    fn starts_soon(&self, title: &str) -> String {
        self.0.text("calendar-soon", &[("title", title.into())])
    }

    fn kind(&self, code: &str) -> Option<String> {
        self.0.kind(code).map(str::to_owned)
    }
}

fn answer<'a>(
    app: &App,
    key: &str,
    meetings: impl Iterator<Item = &'a (Meeting, Arc<Group>)>,
    name: &str,
    asked: &HeaderMap,
) -> Result<Response, HttpError> {
    let mut response = app.cached_feed(key.to_owned(), CALENDAR, asked, || {
        let site = Site {
            url: app.public_url.as_str(),
            host: app.public_url.authority(),
        };
        let entry = |(meeting, group): &'a (Meeting, Arc<Group>)| CalendarEntry {
            meeting,
            group: &group.name,
        };
        let entries: Vec<CalendarEntry<'_>> = meetings.map(entry).collect();
        let text = calendar::write(site, &entries, &Spoken(&app.catalogue), app.clock.now());
        Ok::<_, HttpError>(text)
    })?;
    // A slug is plain ASCII.
    if let Ok(file) = HeaderValue::from_str(&format!("inline; filename=\"{name}\"")) {
        response.headers_mut().insert(CONTENT_DISPOSITION, file);
    }
    Ok(response)
}
