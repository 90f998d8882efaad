//! The operator's page and its forms. Whatever can't be obeyed comes back as it was sent.

use super::authority::{is_operator, operator};
use super::error::HttpError;
use super::form::{Fields, Sent};
use super::group::found;
use super::session::SignedIn;
use super::state::App;
use super::visitor::VisitorContext;
use crate::accounts::InviteToken;
use crate::base::{FeedId, Millis};
use crate::config::PublicUrl;
use crate::feeds::{self, MAX_FEEDS};
use crate::pages::Visitor;
use crate::pages::{
    FeedEdit, FeedFacts, FeedRefusal, GroupFacts, GroupRefusal, OperatorForms, OperatorPage,
};
use crate::schedule::zone;
use crate::store::{CreateError, Service};
use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};

/// The longest name of a feed, in characters: it stands beside each of its meetings.
const MAX_NAME: usize = 60;

/// The most sites that may show the schedule: their names go along with each answer.
const MAX_FRAMERS: usize = 50;

/// Where the parts of the page are.
const FEEDS: &str = "/operator#feeds";
const EMBED_ORIGINS: &str = "/operator#framers-title";
const GROUPS: &str = "/operator#groups";

/// How long a secretary's invitation lasts.
const INVITATION_LASTS: Millis = Millis::from_mins(7 * 24 * 60);

/// `GET /operator`.
pub async fn show(
    State(app): State<App>,
    VisitorContext(visitor): VisitorContext,
    signed_in: SignedIn,
) -> Result<Response, HttpError> {
    operator(&app, &signed_in).await?;
    let forms = blank(&app).await?;
    page(&app, forms, &visitor, &signed_in, StatusCode::OK).await
}

/// `POST /operator/feeds`.
pub async fn add_feed(
    State(app): State<App>,
    VisitorContext(visitor): VisitorContext,
    signed_in: SignedIn,
    Form(sent): Sent,
) -> Result<Response, HttpError> {
    let fields = Fields(sent);
    let facts = FeedFacts {
        name: fields.one("feed-name"),
        url: fields.one("feed-url"),
        zone: fields.one("feed-zone"),
    };
    let mut forms = OperatorForms {
        feed: facts.clone(),
        ..blank(&app).await?
    };
    if !is_operator(&app, &signed_in).await? {
        return signed_out(&app, forms, &visitor, &signed_in).await;
    }
    let (name, url, zone) = match read_feed(&app, &facts) {
        Ok(read) => read,
        Err(problems) => {
            forms.feed_refusals = problems;
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return page(&app, forms, &visitor, &signed_in, status).await;
        }
    };
    match app.feeds.add(&name, &url, &zone).await {
        Ok(_) => Ok(Redirect::to(FEEDS).into_response()),
        Err(CreateError::Taken) => {
            forms.feed_refusals = vec![FeedRefusal::Taken];
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            page(&app, forms, &visitor, &signed_in, status).await
        }
        Err(CreateError::Store(problem)) => Err(problem.into()),
    }
}

/// `POST /operator/feeds/{id}/edit`: its name and its zone.
pub async fn edit_feed(
    State(app): State<App>,
    Path(id): Path<i64>,
    VisitorContext(visitor): VisitorContext,
    signed_in: SignedIn,
    Form(sent): Sent,
) -> Result<Response, HttpError> {
    let fields = Fields(sent);
    let facts = FeedFacts {
        name: fields.one("name"),
        zone: fields.one("zone"),
        ..FeedFacts::default()
    };
    let read = name_and_zone(&facts);
    let problems = read.as_ref().err().cloned().unwrap_or_default();
    let forms = OperatorForms {
        edited: Some(FeedEdit {
            id,
            facts,
            refusals: problems,
        }),
        ..blank(&app).await?
    };
    if !is_operator(&app, &signed_in).await? {
        return signed_out(&app, forms, &visitor, &signed_in).await;
    }
    let Ok((name, zone)) = read else {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return page(&app, forms, &visitor, &signed_in, status).await;
    };
    if !app.feeds.edit(FeedId(id), &name, &zone).await? {
        return Err(HttpError::NotFound);
    }
    app.listings_changed().await;
    Ok(Redirect::to(&feed_place(id)).into_response())
}

/// Where the page tells of a feed.
fn feed_place(id: i64) -> String {
    format!("/operator#feed-{id}")
}

/// `POST /operator/feeds/{id}/ask`.
pub async fn ask_feed(
    State(app): State<App>,
    Path(id): Path<i64>,
    signed_in: SignedIn,
) -> Result<Response, HttpError> {
    operator(&app, &signed_in).await?;
    app.feeds.fetch_now(FeedId(id));
    Ok(Redirect::to(FEEDS).into_response())
}

/// `POST /operator/feeds/{id}/remove`.
pub async fn remove_feed(
    State(app): State<App>,
    Path(id): Path<i64>,
    signed_in: SignedIn,
    Form(sent): Sent,
) -> Result<Response, HttpError> {
    operator(&app, &signed_in).await?;
    if Fields(sent).one("confirm") != "yes" {
        return Ok(Redirect::to(&feed_place(id)).into_response());
    }
    app.feeds.remove(FeedId(id)).await?;
    app.listings_changed().await;
    Ok(Redirect::to(FEEDS).into_response())
}

/// `POST /operator/framers`.
pub async fn save_embed_origins(
    State(app): State<App>,
    VisitorContext(visitor): VisitorContext,
    signed_in: SignedIn,
    Form(sent): Sent,
) -> Result<Response, HttpError> {
    let typed = Fields(sent).one("framers");
    let mut forms = OperatorForms {
        embed_origins: typed.clone(),
        ..blank(&app).await?
    };
    if !is_operator(&app, &signed_in).await? {
        return signed_out(&app, forms, &visitor, &signed_in).await;
    }
    let lines = typed.lines().map(str::trim).filter(|line| !line.is_empty());
    let (origins, bad): (Vec<_>, Vec<_>) = lines
        .map(|line| origin(line).ok_or_else(|| line.to_owned()))
        .partition(Result::is_ok);
    let origins: Vec<String> = origins.into_iter().flatten().collect();
    let mut bad: Vec<String> = bad.into_iter().filter_map(Result::err).collect();
    if origins.len() > MAX_FRAMERS {
        bad.extend(origins.iter().skip(MAX_FRAMERS).cloned());
    }
    if !bad.is_empty() {
        forms.invalid_embed_origins = bad;
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return page(&app, forms, &visitor, &signed_in, status).await;
    }
    app.store.set_embed_origins(&origins).await?;
    app.listings_changed().await;
    Ok(Redirect::to(EMBED_ORIGINS).into_response())
}

/// `POST /operator/groups`.
pub async fn add_group(
    State(app): State<App>,
    VisitorContext(visitor): VisitorContext,
    signed_in: SignedIn,
    Form(sent): Sent,
) -> Result<Response, HttpError> {
    let facts = GroupFacts::of(&Fields(sent));
    let mut forms = OperatorForms {
        group: facts.clone(),
        ..blank(&app).await?
    };
    if !is_operator(&app, &signed_in).await? {
        return signed_out(&app, forms, &visitor, &signed_in).await;
    }
    let problems = match facts.read() {
        Ok(new) => match app.store.create_group(&new).await {
            Ok(_) => {
                app.listings_changed().await;
                let place = format!("/groups/{}", new.slug);
                return Ok(Redirect::to(&place).into_response());
            }
            Err(CreateError::Taken) => vec![GroupRefusal::Taken],
            Err(CreateError::Store(problem)) => return Err(problem.into()),
        },
        Err(problems) => problems,
    };
    forms.group_refusals = problems;
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    page(&app, forms, &visitor, &signed_in, status).await
}

/// `POST /operator/groups/{slug}/invite`: a link for a secretary, shown this once.
pub async fn invite(
    State(app): State<App>,
    Path(slug): Path<String>,
    VisitorContext(visitor): VisitorContext,
    signed_in: SignedIn,
) -> Result<Response, HttpError> {
    operator(&app, &signed_in).await?;
    let group = found(&app, &slug).await?;
    let token = InviteToken::random(&*app.entropy);
    let expires = app.clock.now() + INVITATION_LASTS;
    app.store
        .create_invite(token.hash(), Service::SecretaryOf(group.id), expires)
        .await?;
    let link = format!("{}/invite/{}", app.public_url, token.text());
    let forms = OperatorForms {
        invitation: Some((link, group.name)),
        ..blank(&app).await?
    };
    page(&app, forms, &visitor, &signed_in, StatusCode::OK).await
}

/// `GET /operator/feeds`: a form that came back with its mistakes stands at its own address, and who
/// loads that again is led to where it is. So with those below.
pub async fn to_feeds() -> Redirect {
    Redirect::to(FEEDS)
}

/// `GET /operator/feeds/{id}/edit`.
pub async fn to_feed(Path(id): Path<i64>) -> Redirect {
    Redirect::to(&feed_place(id))
}

/// `GET /operator/framers`.
pub async fn to_embed_origins() -> Redirect {
    Redirect::to(EMBED_ORIGINS)
}

/// `GET /operator/groups`, and of an invitation, which is shown only once.
pub async fn to_groups() -> Redirect {
    Redirect::to(GROUPS)
}

/// The page with nothing typed yet.
async fn blank(app: &App) -> Result<OperatorForms, HttpError> {
    Ok(OperatorForms {
        embed_origins: app.store.embed_origins().await?.join("\n"),
        feed: FeedFacts {
            zone: zone::city(&app.zone),
            ..FeedFacts::default()
        },
        ..OperatorForms::default()
    })
}

async fn signed_out(
    app: &App,
    forms: OperatorForms,
    visitor: &Visitor,
    signed_in: &SignedIn,
) -> Result<Response, HttpError> {
    // A stranger learns nothing of what is looked after here but what they sent, and which sites may show
    // the schedule, as every answer of /embed tells.
    let forms = OperatorForms {
        signed_out: true,
        ..forms
    };
    let page = OperatorPage::new(&[], &[], &forms, visitor, app.frame(signed_in)).render()?;
    Ok((StatusCode::FORBIDDEN, Html(page)).into_response())
}

async fn page(
    app: &App,
    forms: OperatorForms,
    visitor: &Visitor,
    signed_in: &SignedIn,
    status: StatusCode,
) -> Result<Response, HttpError> {
    let (feeds, groups) = (app.feeds.all(), app.store.groups().await?);
    let frame = app.frame(signed_in);
    let page = OperatorPage::new(&feeds, &groups, &forms, visitor, frame).render()?;
    Ok((status, Html(page)).into_response())
}

fn read_feed(app: &App, facts: &FeedFacts) -> Result<(String, String, String), Vec<FeedRefusal>> {
    let url = facts.url.trim();
    let (read, mut problems) = match name_and_zone(facts) {
        Ok(read) => (Some(read), Vec::new()),
        Err(problems) => (None, problems),
    };
    if let Err(problem) = feeds::check(url) {
        problems.push(FeedRefusal::Address(problem));
    }
    if app.feeds.all().len() >= MAX_FEEDS {
        problems.push(FeedRefusal::TooMany);
    }
    match read {
        Some((name, zone)) if problems.is_empty() => Ok((name, url.to_owned(), zone)),
        _ => Err(problems),
    }
}

fn name_and_zone(facts: &FeedFacts) -> Result<(String, String), Vec<FeedRefusal>> {
    let name = facts.name.trim();
    let is_name =
        !name.is_empty() && name.chars().count() <= MAX_NAME && !name.chars().any(char::is_control);
    let zone = zone::parse(&facts.zone);
    let zone = zone.as_ref().and_then(|zone| zone.iana_name());
    match zone {
        Some(zone) if is_name => Ok((name.to_owned(), zone.to_owned())),
        zone => {
            let unnamed = (!is_name).then_some(FeedRefusal::NoName);
            let unknown = zone.is_none().then_some(FeedRefusal::Zone);
            Err(unnamed.into_iter().chain(unknown).collect())
        }
    }
}

/// An origin as a content policy spells it.
fn origin(line: &str) -> Option<String> {
    let origin: PublicUrl = line.parse().ok()?;
    // Only what a host can be: nothing that would mean more in a policy.
    let plain = origin.authority().bytes().all(|byte| {
        byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b':' | b'[' | b']')
    });
    plain.then(|| origin.as_str().to_owned())
}
