//! A search of the schedule, as all its pages share it: the query, what the response depends on, and the
//! cache.

use super::error::HttpError;
use super::extract::{CurrentAccount, VisitorContext};
use super::state::App;
use crate::base::MeetingId;
use crate::pages::{Frame, Visitor};
use crate::schedule::{Agenda, AgendaQuery, Directory, Filter, LiveRoom, PageRequest};
use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Uri};
use axum::response::{IntoResponse, Response};
use serde::de::DeserializeOwned;
use std::collections::HashMap;
use std::sync::Arc;

/// A search of the schedule, with everything that its response depends on.
pub(crate) struct AgendaRequest<Q> {
    pub(crate) query: Q,
    pub(crate) visitor: Visitor,
    pub(crate) headers: HeaderMap,
    signed_in: bool,
    uri: Uri,
}

impl<Q: DeserializeOwned + Send> FromRequestParts<App> for AgendaRequest<Q> {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let visitor = match VisitorContext::from_request_parts(parts, app).await {
            Ok(VisitorContext(visitor)) => visitor,
            Err(never) => match never {},
        };
        let query = Query::<Q>::try_from_uri(&parts.uri);
        let account = CurrentAccount::from_request_parts(parts, app).await;
        Ok(Self {
            query: query.map_err(IntoResponse::into_response)?.0,
            visitor,
            signed_in: account.map_err(IntoResponse::into_response)?.is_signed_in(),
            uri: parts.uri.clone(),
            headers: parts.headers.clone(),
        })
    }
}

impl<Q> AgendaRequest<Q> {
    /// The response, from the cache or rendered now. `extra_key` is what it depends on beside the address,
    /// the visitor's zone and whether they are signed in.
    ///
    /// # Errors
    /// When rendering fails.
    pub(crate) async fn respond<E>(
        &self,
        app: &App,
        content_type: &'static str,
        extra_key: &str,
        render: impl FnOnce(&AgendaSource<'_>) -> Result<String, E>,
    ) -> Result<Response, HttpError>
    where
        HttpError: From<E>,
    {
        app.refresh_listings().await;
        let key = format!(
            "{} {} {} {} {} {:?} {extra_key}",
            self.uri.path_and_query().map_or("/", |path| path.as_str()),
            self.visitor.zone.iana_name().unwrap_or_default(),
            u8::from(self.visitor.carried().is_some()),
            u8::from(self.visitor.is_guessed()),
            u8::from(self.signed_in),
            self.visitor.hour_cycle,
        );
        let response = app.cached_page(key, content_type, &self.headers, || {
            render(&AgendaSource::new(app, &self.visitor))
        })?;
        Ok(response)
    }

    /// What the page needs to know.
    pub(crate) fn frame<'a>(&self, app: &'a App) -> Frame<'a> {
        app.frame(self.signed_in)
    }
}

/// What one agenda is made from. It does not change while the page is rendered.
pub(crate) struct AgendaSource<'a> {
    app: &'a App,
    visitor: &'a Visitor,
    pub(crate) directory: Arc<Directory>,
    rooms: HashMap<MeetingId, LiveRoom>,
}

impl<'a> AgendaSource<'a> {
    fn new(app: &'a App, visitor: &'a Visitor) -> Self {
        Self {
            app,
            visitor,
            directory: app.directory.directory(),
            rooms: app.hub.live_rooms(),
        }
    }

    /// The meetings of this filter, on this page of the list.
    pub(crate) fn agenda(&self, filter: Filter, page: PageRequest) -> Agenda<'_> {
        let now = self.visitor.now;
        let query = AgendaQuery {
            filter,
            now,
            zone: &self.visitor.zone,
            seed: self.app.directory.seed(now),
            rooms: &self.rooms,
            page,
        };
        Agenda::new(&self.directory, query)
    }
}
