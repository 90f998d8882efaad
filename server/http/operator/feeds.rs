//! The feeds of other directories that the site subscribes to.

use crate::base::FeedId;
use crate::feeds::{self, MAX_FEEDS};
use crate::http::error::HttpError;
use crate::http::extract::{Operator, OperatorSubmission, VisitorContext};
use crate::http::operator_view::OperatorView;
use crate::http::state::App;
use crate::pages::{FeedEdit, FeedFacts, FeedRefusal};
use crate::paths;
use crate::schedule::zone;
use crate::store::CreateError;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::Form;
use serde::Deserialize;

/// The longest name of a feed, in characters: it is shown beside each of its meetings.
const MAX_NAME: usize = 60;

/// The form for a new feed.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub(crate) struct NewFeedForm {
    feed_name: String,
    feed_url: String,
    feed_zone: String,
}

/// `POST /operator/feeds`.
pub(crate) async fn add(
    State(app): State<App>,
    OperatorSubmission(permission): OperatorSubmission,
    VisitorContext(visitor): VisitorContext,
    Form(form): Form<NewFeedForm>,
) -> Result<Response, HttpError> {
    let facts = FeedFacts {
        name: form.feed_name,
        url: form.feed_url,
        zone: form.feed_zone,
    };
    let mut view = OperatorView::empty(&app, &visitor).await?;
    view.forms.feed = facts.clone();
    if !permission.is_granted() {
        return view.not_permitted(permission);
    }
    let refusals = match parse(&app, &facts) {
        Ok(feed) => match app.feeds.add(&feed.name, &feed.url, &feed.zone).await {
            Ok(_) => return Ok(Redirect::to(paths::OPERATOR_FEEDS_PART).into_response()),
            Err(CreateError::Taken) => vec![FeedRefusal::Taken],
            Err(CreateError::Store(error)) => return Err(error.into()),
        },
        Err(refusals) => refusals,
    };
    view.forms.feed_refusals = refusals;
    view.refused().await
}

/// The form for a feed's name and time zone.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct FeedForm {
    name: String,
    zone: String,
}

/// `POST /operator/feeds/{id}/edit`.
pub(crate) async fn edit(
    State(app): State<App>,
    Path(id): Path<i64>,
    OperatorSubmission(permission): OperatorSubmission,
    VisitorContext(visitor): VisitorContext,
    Form(form): Form<FeedForm>,
) -> Result<Response, HttpError> {
    let facts = FeedFacts {
        name: form.name,
        zone: form.zone,
        ..FeedFacts::default()
    };
    let parsed = name_and_zone(&facts);
    let mut view = OperatorView::empty(&app, &visitor).await?;
    view.forms.edited = Some(FeedEdit {
        id,
        facts,
        refusals: parsed.as_ref().err().cloned().unwrap_or_default(),
    });
    if !permission.is_granted() {
        return view.not_permitted(permission);
    }
    let Ok((name, zone)) = parsed else {
        return view.refused().await;
    };
    if !app.feeds.edit(FeedId(id), &name, &zone).await? {
        return Err(HttpError::NotFound);
    }
    app.listings_changed().await;
    Ok(Redirect::to(&paths::operator_feed_part(id)).into_response())
}

/// `POST /operator/feeds/{id}/ask`: fetches the feed at once.
pub(crate) async fn fetch(State(app): State<App>, Path(id): Path<i64>, _: Operator) -> Redirect {
    app.feeds.fetch_now(FeedId(id));
    Redirect::to(paths::OPERATOR_FEEDS_PART)
}

/// The form that removes a feed.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct RemoveForm {
    confirm: String,
}

/// `POST /operator/feeds/{id}/remove`.
pub(crate) async fn remove(
    State(app): State<App>,
    Path(id): Path<i64>,
    _: Operator,
    Form(form): Form<RemoveForm>,
) -> Result<Redirect, HttpError> {
    if form.confirm != "yes" {
        return Ok(Redirect::to(&paths::operator_feed_part(id)));
    }
    app.feeds.remove(FeedId(id)).await?;
    app.listings_changed().await;
    Ok(Redirect::to(paths::OPERATOR_FEEDS_PART))
}

struct NewFeed {
    name: String,
    url: String,
    zone: String,
}

fn parse(app: &App, facts: &FeedFacts) -> Result<NewFeed, Vec<FeedRefusal>> {
    let url = facts.url.trim();
    let (name_and_zone, mut refusals) = match name_and_zone(facts) {
        Ok(parsed) => (Some(parsed), Vec::new()),
        Err(refusals) => (None, refusals),
    };
    if let Err(refusal) = feeds::check(url) {
        refusals.push(FeedRefusal::Address(refusal));
    }
    if app.feeds.all().len() >= MAX_FEEDS {
        refusals.push(FeedRefusal::TooMany);
    }
    match name_and_zone {
        Some((name, zone)) if refusals.is_empty() => Ok(NewFeed {
            name,
            url: url.to_owned(),
            zone,
        }),
        _ => Err(refusals),
    }
}

fn name_and_zone(facts: &FeedFacts) -> Result<(String, String), Vec<FeedRefusal>> {
    let name = facts.name.trim();
    let is_name =
        !name.is_empty() && name.chars().count() <= MAX_NAME && !name.chars().any(char::is_control);
    match zone_name(&facts.zone) {
        Some(zone) if is_name => Ok((name.to_owned(), zone)),
        zone => {
            let no_name = (!is_name).then_some(FeedRefusal::NoName);
            let no_zone = zone.is_none().then_some(FeedRefusal::Zone);
            Err(no_name.into_iter().chain(no_zone).collect())
        }
    }
}

/// The IANA name of a zone as typed; empty when nothing was typed. `None` if the zone is unknown.
fn zone_name(typed: &str) -> Option<String> {
    if typed.trim().is_empty() {
        return Some(String::new());
    }
    zone::parse(typed)?.iana_name().map(str::to_owned)
}
