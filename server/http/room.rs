//! The page of a meeting's room.

use super::error::HttpError;
use super::extract::{CurrentAccount, Guest, ListedMeeting, RememberedGuest, VisitorContext};
use super::standing::standing;
use super::state::App;
use crate::pages::{RoomAssets, RoomCrisis, RoomEntry, RoomPage};
use crate::paths;
use crate::room::Standing;
use crate::schedule::zone;
use askama::Template;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use jiff::tz::TimeZone;

/// `GET /meetings/{slug}/room`. A person without a name is redirected to the join form.
pub(crate) async fn show(
    State(app): State<App>,
    ListedMeeting(meeting): ListedMeeting,
    VisitorContext(visitor): VisitorContext,
    RememberedGuest(guest): RememberedGuest,
    CurrentAccount(account): CurrentAccount,
) -> Result<Response, HttpError> {
    // Trusted servants of the meeting join under the name of their account.
    let serves = standing(&app, account.as_ref(), &meeting).await? != Standing::Visitor;
    let person = match account.filter(|_| serves) {
        Some(account) => Some(Guest {
            name: account.name,
            newcomer: false,
            newcomer_shown: false,
        }),
        None => guest,
    };
    let Some(person) = person else {
        return Ok(Redirect::to(&paths::meeting(&meeting.slug)).into_response());
    };
    let page = RoomPage::new(
        RoomEntry {
            slug: &meeting.slug,
            title: &meeting.about.title,
            name: person.name.as_str(),
            newcomer: person.newcomer,
            newcomer_shown: person.newcomer_shown,
        },
        RoomAssets {
            script: &app.assets.room_script,
            older_start: &app.assets.older_start,
            older_script: &app.assets.older_script,
            modules: &app.assets.room_modules,
            words: &app.assets.room_words,
            stylesheets: std::slice::from_ref(&app.assets.room_style),
        },
        help_line(&app, &visitor.zone),
        &app.catalogue,
    );
    Ok(Html(page.render()?).into_response())
}

/// A help line of the country of this zone, otherwise the first one.
fn help_line<'a>(app: &'a App, zone: &TimeZone) -> RoomCrisis<'a> {
    let country = zone::country(zone).unwrap_or_default();
    let line = app.crisis.lines_for(country).next();
    let line = line.or_else(|| app.crisis.lines().first());
    RoomCrisis {
        name: line.map_or("", |line| &line.name),
        phone: line.and_then(|line| line.phone.as_deref()).unwrap_or(""),
        // Without any line, the page that says where to look for one.
        url: line
            .and_then(|line| line.url.as_deref())
            .unwrap_or(paths::CRISIS),
    }
}
