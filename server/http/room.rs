//! The page of a meeting's room.

use super::error::HttpError;
use super::meeting::found;
use super::session::{KnownVisitor, SignedIn, Visitor};
use super::socket::standing;
use super::state::App;
use super::visitor::VisitorContext;
use crate::pages::{RoomAssets, RoomCrisis, RoomEntry, RoomPage};
use crate::room::Standing;
use crate::schedule::zone;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Redirect, Response};

/// `GET /meetings/{slug}/room`: without a name, back to the door.
pub async fn room(
    State(app): State<App>,
    Path(slug): Path<String>,
    VisitorContext(looking): VisitorContext,
    KnownVisitor(known): KnownVisitor,
    signed_in: SignedIn,
) -> Result<Response, HttpError> {
    let meeting = found(&app, &slug).await?;
    // Whoever serves here comes in under the name of their account.
    let serves = standing(&app, signed_in.0.as_ref(), &meeting).await? != Standing::Visitor;
    let visitor = match signed_in.0.filter(|_| serves) {
        Some(account) => Some(Visitor {
            name: account.name,
            newcomer: false,
        }),
        None => known,
    };
    let Some(visitor) = visitor else {
        return Ok(Redirect::to(&format!("/meetings/{slug}")).into_response());
    };
    let own = zone::country(&looking.zone).unwrap_or_default();
    let crisis = app.crisis.lines_for(own).next();
    let crisis = crisis.or_else(|| app.crisis.lines().first());
    let page = RoomPage::new(
        RoomEntry {
            slug: &slug,
            title: &meeting.about.title,
            name: visitor.name.as_str(),
            newcomer: visitor.newcomer,
        },
        RoomAssets {
            script: &app.assets.room_script,
            modules: &app.assets.room_modules,
            words: &app.assets.room_words,
            stylesheets: std::slice::from_ref(&app.assets.room_style),
        },
        RoomCrisis {
            name: crisis.map_or("", |line| &line.name),
            phone: crisis.and_then(|line| line.phone.as_deref()).unwrap_or(""),
            // There is always a way to help: without a line, the page that says where to look.
            url: crisis
                .and_then(|line| line.url.as_deref())
                .unwrap_or("/crisis"),
        },
        &app.catalogue,
    );
    Ok(Html(page.render()?).into_response())
}
