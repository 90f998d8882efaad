//! The schedule as calendars that calendar programs subscribe to.

use super::content::CALENDAR;
use super::error::HttpError;
use super::state::App;
use crate::catalogue::Catalogue;
use crate::paths;
use crate::schedule::calendar::{self, CalendarEntry, Site, Words};
use crate::schedule::{Group, Meeting};
use axum::extract::State;
use axum::http::header::CONTENT_DISPOSITION;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use std::sync::Arc;

/// `GET /calendar.ics`: every meeting held here.
pub(crate) async fn all_meetings(
    State(app): State<App>,
    headers: HeaderMap,
) -> Result<Response, HttpError> {
    app.refresh_listings().await;
    let hosted = app.directory.hosted();
    let path = paths::CALENDAR.to_owned();
    respond(&app, path, hosted.iter(), "meetings.ics", &headers)
}

/// `GET /meetings/{slug}.ics`.
///
/// # Errors
/// When there is no such meeting.
pub(crate) async fn one_meeting(
    app: &App,
    slug: &str,
    headers: &HeaderMap,
) -> Result<Response, HttpError> {
    app.refresh_listings().await;
    let hosted = app.directory.hosted();
    let meeting = hosted.iter().find(|(meeting, _)| meeting.slug == slug);
    let meeting = meeting.ok_or(HttpError::NotFound)?;
    let file_name = format!("{slug}{}", paths::CALENDAR_SUFFIX);
    let path = paths::meeting_calendar(slug);
    respond(app, path, std::iter::once(meeting), &file_name, headers)
}

fn respond<'a>(
    app: &App,
    path: String,
    meetings: impl Iterator<Item = &'a (Meeting, Arc<Group>)>,
    file_name: &str,
    headers: &HeaderMap,
) -> Result<Response, HttpError> {
    let mut response = app.cached_feed(path, CALENDAR, headers, || {
        let site = Site {
            url: app.public_url.as_str(),
            host: app.public_url.authority(),
        };
        let entry = |(meeting, group): &'a (Meeting, Arc<Group>)| CalendarEntry {
            meeting,
            group: &group.name,
        };
        let entries: Vec<CalendarEntry<'_>> = meetings.map(entry).collect();
        let words = CatalogueWords(&app.catalogue);
        Ok::<_, HttpError>(calendar::write(site, &entries, &words, app.clock.now()))
    })?;
    // A slug is plain ASCII.
    if let Ok(value) = HeaderValue::from_str(&format!("inline; filename=\"{file_name}\"")) {
        response.headers_mut().insert(CONTENT_DISPOSITION, value);
    }
    Ok(response)
}

/// The texts of calendars, from the catalogue.
struct CatalogueWords<'a>(&'a Catalogue);

impl Words for CatalogueWords<'_> {
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
