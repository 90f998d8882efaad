//! The schedule as calendars that phones and desks subscribe to.

use super::cache::lists;
use super::catalogue::Catalogue;
use super::errors::Fault;
use super::state::App;
use crate::schedule::calendar::{self, Entry, Site, Words};
use aws_lc_rs::digest::{SHA256, digest};
use axum::extract::State;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use data_encoding::BASE64URL_NOPAD;
use std::collections::HashMap;

/// A quarter of an hour: many readers of one household or service ask once, and a meeting that is
/// cancelled within the hour is still seen to be.
const KEPT_FOR: HeaderValue = HeaderValue::from_static("public, max-age=900");

const CALENDAR: HeaderValue = HeaderValue::from_static("text/calendar; charset=utf-8");

/// What a meeting's address ends with when its calendar is meant: the router can't tell.
pub const ENDING: &str = ".ics";

/// `GET /calendar.ics`: every meeting that is held here.
pub async fn all(State(app): State<App>, asked: HeaderMap) -> Result<Response, Fault> {
    let meetings = app.store.meetings().await?;
    let groups: HashMap<_, _> = (app.store.groups().await?.into_iter())
        .map(|group| (group.id, group.name))
        .collect();
    let entries: Vec<_> = (meetings.iter())
        .map(|meeting| Entry {
            meeting,
            group: groups.get(&meeting.group).map_or("", String::as_str),
        })
        .collect();
    Ok(answer(&app, &entries, "meetings.ics", &asked))
}

/// `GET /meetings/{slug}.ics`.
pub async fn one(app: &App, slug: &str, asked: &HeaderMap) -> Result<Response, Fault> {
    let meeting = app.store.meeting_by_slug(slug).await?;
    let meeting = meeting.ok_or(Fault::NotFound)?;
    let group = app.store.group(meeting.group).await?;
    let entry = Entry {
        meeting: &meeting,
        group: group.as_ref().map_or("", |group| group.name.as_str()),
    };
    let name = format!("{}{ENDING}", meeting.slug);
    Ok(answer(app, &[entry], &name, asked))
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

fn answer(app: &App, entries: &[Entry<'_>], name: &str, asked: &HeaderMap) -> Response {
    let site = Site {
        url: app.public_url.as_str(),
        host: app.public_url.authority(),
    };
    let text = calendar::write(site, entries, &Spoken(&app.catalogue), app.clock.now());
    let hash = digest(&SHA256, text.as_bytes());
    // Weak: what is sent compressed is the same calendar, not the same bytes.
    let etag = format!("W/\"{}\"", BASE64URL_NOPAD.encode(&hash.as_ref()[..12]));
    let known = (asked.get(IF_NONE_MATCH)).and_then(|tags| tags.to_str().ok());
    let mut response = if known.is_some_and(|known| lists(known, &etag)) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        text.into_response()
    };
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, CALENDAR);
    headers.insert(CACHE_CONTROL, KEPT_FOR);
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    // A slug is plain ASCII, and so is a hash in this writing.
    if let Ok(file) = HeaderValue::from_str(&format!("inline; filename=\"{name}\"")) {
        headers.insert(CONTENT_DISPOSITION, file);
    }
    if let Ok(etag) = HeaderValue::from_str(&etag) {
        headers.insert(ETAG, etag);
    }
    response
}
