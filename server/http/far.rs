//! The schedule for people with no meeting near them.

use super::agenda_request::{AgendaRequest, AgendaSource};
use super::content::HTML;
use super::error::HttpError;
use super::state::App;
use crate::pages::{FarPage, FarQuery};
use askama::Template;
use axum::extract::State;
use axum::http::header::ACCEPT_LANGUAGE;
use axum::response::Response;

/// `GET /far`. It suggests meetings in the languages of the visitor's browser.
pub(crate) async fn show(
    State(app): State<App>,
    request: AgendaRequest<FarQuery>,
) -> Result<Response, HttpError> {
    let languages = request.headers.get(ACCEPT_LANGUAGE);
    let languages = languages
        .and_then(|languages| languages.to_str().ok())
        .unwrap_or("");
    let render = |source: &AgendaSource<'_>| {
        let filter = request.query.filter(languages, &source.directory.options());
        let agenda = source.agenda(filter, request.query.page());
        FarPage::new(&agenda, &request.visitor, request.frame(&app)).render()
    };
    request.respond(&app, HTML, languages, render).await
}
