//! Old addresses of meetings and groups: whoever comes by one is led on, with all that they sent.

use super::calendars;
use super::state::App;
use crate::store::StoreError;
use axum::extract::{Request, State};
use axum::http::{StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};

/// Answers for what is found nowhere. The answer is for now, not for good: a slug can come back, and
/// browsers that remember both ways would go round in circles.
pub async fn lead_on(State(app): State<App>, request: Request, next: Next) -> Response {
    let asked = request.uri().clone();
    let response = next.run(request).await;
    if response.status() != StatusCode::NOT_FOUND {
        return response;
    }
    match address_now(&app, &asked).await {
        Ok(Some(address)) => Redirect::temporary(&address).into_response(),
        Ok(None) => response,
        Err(problem) => {
            tracing::error!(%problem, "whether an address is an old one could not be read");
            response
        }
    }
}

async fn address_now(app: &App, asked: &Uri) -> Result<Option<String>, StoreError> {
    let Some((kind, slug, rest)) = parts(asked.path()) else {
        return Ok(None);
    };
    let now = match kind {
        Kind::Meeting => app
            .store
            .meeting_by_former_slug(slug)
            .await?
            .map(|meeting| meeting.slug),
        Kind::Group => app
            .store
            .group_by_former_slug(slug)
            .await?
            .map(|group| group.slug),
    };
    let query = asked
        .query()
        .map(|query| format!("?{query}"))
        .unwrap_or_default();
    Ok(now.map(|now| format!("{}{now}{rest}{query}", kind.path())))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Meeting,
    Group,
}

impl Kind {
    /// What the addresses of its kind begin with.
    const fn path(self) -> &'static str {
        match self {
            Self::Meeting => "/meetings/",
            Self::Group => "/groups/",
        }
    }
}

/// The slug in an address, and what follows it.
fn parts(path: &str) -> Option<(Kind, &str, &str)> {
    [Kind::Meeting, Kind::Group].into_iter().find_map(|kind| {
        let whole = path.strip_prefix(kind.path())?;
        let end = whole
            .find('/')
            .or_else(|| whole.strip_suffix(calendars::ENDING).map(str::len));
        let (slug, rest) = whole.split_at(end.unwrap_or(whole.len()));
        Some((kind, slug, rest))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_slug_is_taken_out_of_every_kind_of_address() {
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
            assert_eq!(parts(path), expected, "{path}");
        }
    }
}
