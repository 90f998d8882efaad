//! Redirects from addresses that are nearly right: former ones of meetings and groups, and those with a slash
//! too many at the end.

use super::error::HttpError;
use super::state::App;
use crate::paths::CALENDAR_SUFFIX;
use crate::store::StoreError;
use axum::extract::{Request, State};
use axum::http::{StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};

/// Middleware: where nothing was found under a former slug, redirects to the same page under the present
/// one. The redirect is temporary: a slug can be taken back, and browsers that remember both directions
/// would loop. It keeps the method and the body, so that a form that was sent is not lost.
pub(crate) async fn former_slug(State(app): State<App>, request: Request, next: Next) -> Response {
    let requested = request.uri().clone();
    let response = next.run(request).await;
    if response.status() != StatusCode::NOT_FOUND {
        return response;
    }
    match present_address(&app, &requested).await {
        Ok(Some(address)) => Redirect::temporary(&address).into_response(),
        Ok(None) => response,
        Err(error) => {
            tracing::error!(%error, "former slugs could not be read");
            response
        }
    }
}

async fn present_address(app: &App, requested: &Uri) -> Result<Option<String>, StoreError> {
    let Some((kind, former, rest)) = split(requested.path()) else {
        return Ok(None);
    };
    let slug = match kind {
        Kind::Meeting => app
            .store
            .meeting_by_former_slug(former)
            .await?
            .map(|meeting| meeting.slug),
        Kind::Group => app
            .store
            .group_by_former_slug(former)
            .await?
            .map(|group| group.slug),
    };
    let query = requested
        .query()
        .map(|query| format!("?{query}"))
        .unwrap_or_default();
    Ok(slug.map(|slug| format!("{}{slug}{rest}{query}", kind.prefix())))
}

/// For an address that no route matches: without the slash at its end, it may be a page.
pub(crate) async fn without_trailing_slash(uri: Uri) -> Result<Redirect, HttpError> {
    let path = trimmed(uri.path()).ok_or(HttpError::NotFound)?;
    let query = uri.query().map(|query| format!("?{query}"));
    Ok(Redirect::permanent(&format!(
        "{path}{}",
        query.unwrap_or_default()
    )))
}

/// The path without slashes at its end, if it had any. Browsers take `//host` and `/\host` for another site.
fn trimmed(path: &str) -> Option<&str> {
    let trimmed = path.trim_end_matches('/');
    let leads_away = trimmed.len() < 2 || trimmed[1..].starts_with(['/', '\\']);
    (trimmed.len() < path.len() && !leads_away).then_some(trimmed)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Meeting,
    Group,
}

impl Kind {
    /// What the addresses of its kind begin with.
    const fn prefix(self) -> &'static str {
        match self {
            Self::Meeting => "/meetings/",
            Self::Group => "/groups/",
        }
    }
}

/// The slug in an address, and what follows it.
fn split(path: &str) -> Option<(Kind, &str, &str)> {
    [Kind::Meeting, Kind::Group].into_iter().find_map(|kind| {
        let tail = path.strip_prefix(kind.prefix())?;
        let end = tail
            .find('/')
            .or_else(|| tail.strip_suffix(CALENDAR_SUFFIX).map(str::len));
        let (slug, rest) = tail.split_at(end.unwrap_or(tail.len()));
        Some((kind, slug, rest))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slash_at_the_end_leads_to_the_page_and_never_to_another_site() {
        for (path, expected) in [
            ("/week/", Some("/week")),
            ("/week//", Some("/week")),
            ("/meetings/noon/room/", Some("/meetings/noon/room")),
            ("/week", None),
            ("/", None),
            ("//", None),
            ("//them.example/", None),
            ("/\\them.example/", None),
            ("*", None),
        ] {
            assert_eq!(trimmed(path), expected, "{path}");
        }
    }

    #[test]
    fn the_slug_is_split_from_every_kind_of_address() {
        for (path, expected) in [
            ("/meetings/evening", Some((Kind::Meeting, "evening", ""))),
            (
                "/meetings/evening.ics",
                Some((Kind::Meeting, "evening", ".ics")),
            ),
            (
                "/meetings/evening/room",
                Some((Kind::Meeting, "evening", "/room")),
            ),
            ("/groups/river/edit", Some((Kind::Group, "river", "/edit"))),
            ("/meetings.json", None),
            ("/new", None),
        ] {
            assert_eq!(split(path), expected, "{path}");
        }
    }
}
