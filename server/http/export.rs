//! What there is of meetings, as files that can be read in again.

use super::authority::{operator, secretary_of};
use super::error::HttpError;
use super::group::found;
use super::import::held;
use super::session::SignedIn;
use super::state::App;
use crate::base::Millis;
use crate::schedule::guide::{self, Site, Words, can_express};
use crate::schedule::sheet::{self, SheetRow};
use crate::schedule::{Group, Recurrence};
use axum::extract::{Path, State};
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use jiff::civil::{Date, DateTime};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Format {
    /// Everything that the schedule tells.
    Sheet,
    /// What the Meeting Guide can say: weekly meetings.
    Feed,
}

/// `GET /groups/{slug}/export.csv`.
pub async fn group_sheet(
    app: State<App>,
    slug: Path<String>,
    who: SignedIn,
) -> Result<Response, HttpError> {
    of_group(&app, &slug, &who, Format::Sheet).await
}

/// `GET /groups/{slug}/export.json`.
pub async fn group_feed(
    app: State<App>,
    slug: Path<String>,
    who: SignedIn,
) -> Result<Response, HttpError> {
    of_group(&app, &slug, &who, Format::Feed).await
}

/// `GET /operator/export.csv`.
pub async fn site_sheet(State(app): State<App>, who: SignedIn) -> Result<Response, HttpError> {
    operator(&app, &who).await?;
    file(&app, None, Format::Sheet).await
}

/// `GET /operator/export.json`.
pub async fn site_feed(State(app): State<App>, who: SignedIn) -> Result<Response, HttpError> {
    operator(&app, &who).await?;
    file(&app, None, Format::Feed).await
}

async fn of_group(
    app: &App,
    slug: &str,
    who: &SignedIn,
    format: Format,
) -> Result<Response, HttpError> {
    let group = found(app, slug).await?;
    secretary_of(app, who, group.id).await?;
    file(app, Some(&group), format).await
}

async fn file(app: &App, group: Option<&Group>, format: Format) -> Result<Response, HttpError> {
    let held = held(app, group).await?;
    let (text, kind, ending) = match format {
        Format::Sheet => {
            let lines: Vec<SheetRow> = (held.iter())
                .map(|(meeting, group)| SheetRow::of(meeting, &group.slug))
                .collect();
            (sheet::write(&lines), "text/csv; charset=utf-8", "csv")
        }
        Format::Feed => {
            let weekly = (held.iter())
                .filter(|(meeting, _)| can_express(&meeting.timetable.recurrence.pattern))
                .map(|(meeting, group)| (meeting, group));
            let site = Site {
                url: app.public_url.as_str(),
                entity: None,
            };
            let entries = guide::write(weekly, &site, &Nothing, app.clock.now());
            let text = serde_json::to_string_pretty(&entries).map_err(HttpError::Feed)?;
            (text, "application/json", "json")
        }
    };
    let name = group.map_or("meetings", |group| &group.slug);
    let disposition = format!("attachment; filename=\"{name}.{ending}\"");
    let mut response = text.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    if let Ok(disposition) = HeaderValue::from_str(&disposition) {
        headers.insert(CONTENT_DISPOSITION, disposition);
    }
    Ok(response)
}

/// Adds no words of ours to what groups wrote, so that it is read in again as it was.
struct Nothing;

impl Words for Nothing {
    fn country(&self, code: &str) -> String {
        code.to_owned()
    }
    fn no_location(&self) -> String {
        String::new()
    }
    fn pattern(&self, _: &Recurrence, _: Date) -> String {
        String::new()
    }
    fn season(&self, _: &Recurrence, _: Date) -> Option<String> {
        None
    }
    fn cancelled(&self, _: Date) -> String {
        String::new()
    }
    fn moved(&self, _: Date, _: DateTime) -> String {
        String::new()
    }
    fn kinds(&self, _: &[&str]) -> String {
        String::new()
    }
    fn how_to_join(&self, _: Millis) -> String {
        String::new()
    }
}
