//! Meetings as files that can be imported again.

use super::content::{CSV, JSON};
use super::error::HttpError;
use super::extract::{EditableGroup, Operator};
use super::state::App;
use crate::base::Millis;
use crate::schedule::guide::{self, Site, Words, can_express};
use crate::schedule::sheet::{self, SheetRow};
use crate::schedule::{Group, Meeting, Recurrence};
use crate::store::StoreError;
use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use jiff::civil::{Date, DateTime};
use std::collections::HashMap;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Format {
    /// Everything that the schedule shows.
    Sheet,
    /// What a Meeting Guide feed can express: weekly meetings.
    Feed,
}

/// `GET /groups/{slug}/export.csv`.
pub(crate) async fn group_sheet(
    State(app): State<App>,
    EditableGroup(group): EditableGroup,
) -> Result<Response, HttpError> {
    file(&app, Some(&group), Format::Sheet).await
}

/// `GET /groups/{slug}/export.json`.
pub(crate) async fn group_feed(
    State(app): State<App>,
    EditableGroup(group): EditableGroup,
) -> Result<Response, HttpError> {
    file(&app, Some(&group), Format::Feed).await
}

/// `GET /operator/export.csv`.
pub(crate) async fn site_sheet(State(app): State<App>, _: Operator) -> Result<Response, HttpError> {
    file(&app, None, Format::Sheet).await
}

/// `GET /operator/export.json`.
pub(crate) async fn site_feed(State(app): State<App>, _: Operator) -> Result<Response, HttpError> {
    file(&app, None, Format::Feed).await
}

async fn file(app: &App, group: Option<&Group>, format: Format) -> Result<Response, HttpError> {
    let meetings = meetings(app, group).await?;
    let (text, content_type, extension) = match format {
        Format::Sheet => {
            let rows: Vec<SheetRow> = (meetings.iter())
                .map(|(meeting, group)| SheetRow::of(meeting, &group.slug))
                .collect();
            (sheet::write(&rows), CSV, "csv")
        }
        Format::Feed => {
            let weekly = (meetings.iter())
                .filter(|(meeting, _)| can_express(&meeting.timetable.recurrence.pattern))
                .map(|(meeting, group)| (meeting, group));
            let site = Site {
                url: app.public_url.as_str(),
                entity: None,
            };
            let entries = guide::write(weekly, &site, &NoWords, app.clock.now());
            let text = serde_json::to_string_pretty(&entries).map_err(HttpError::Feed)?;
            (text, JSON, "json")
        }
    };
    let name = group.map_or("meetings", |group| &group.slug);
    let disposition = format!("attachment; filename=\"{name}.{extension}\"");
    let mut response = text.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    if let Ok(disposition) = HeaderValue::from_str(&disposition) {
        headers.insert(CONTENT_DISPOSITION, disposition);
    }
    Ok(response)
}

/// The meetings of this group, or of all, each with its group.
async fn meetings(app: &App, group: Option<&Group>) -> Result<Vec<(Meeting, Group)>, StoreError> {
    let (meetings, _) = app.store.readable_meetings().await?;
    let groups: HashMap<_, _> = (app.store.groups().await?.into_iter())
        .map(|group| (group.id, group))
        .collect();
    Ok((meetings.into_iter())
        .filter(|meeting| group.is_none_or(|group| group.id == meeting.group))
        .filter_map(|meeting| {
            let group = groups.get(&meeting.group)?.clone();
            Some((meeting, group))
        })
        .collect())
}

/// Adds no texts of the site to what groups wrote, so that an import restores it unchanged.
struct NoWords;

impl Words for NoWords {
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
