//! Renders the operator's page, with what was sent by one of its forms.

use super::error::HttpError;
use super::extract::Permission;
use super::state::App;
use crate::pages::{FeedFacts, OperatorForms, OperatorPage, Visitor};
use crate::schedule::zone;
use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};

/// The page's forms, and for whom they are rendered.
pub(crate) struct OperatorView<'a> {
    pub(crate) app: &'a App,
    pub(crate) visitor: &'a Visitor,
    pub(crate) forms: OperatorForms,
}

impl<'a> OperatorView<'a> {
    /// With nothing sent yet.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn empty(app: &'a App, visitor: &'a Visitor) -> Result<Self, HttpError> {
        let forms = OperatorForms {
            embed_origins: app.store.embed_origins().await?.join("\n"),
            feed: FeedFacts {
                zone: zone::city(&app.zone),
                ..FeedFacts::default()
            },
            ..OperatorForms::default()
        };
        Ok(Self {
            app,
            visitor,
            forms,
        })
    }

    /// The page.
    ///
    /// # Errors
    /// When the store or the template fails.
    pub(crate) async fn page(&self) -> Result<Response, HttpError> {
        let (feeds, groups) = (self.app.feeds.all(), self.app.store.groups().await?);
        let frame = self.app.frame(true);
        let page = OperatorPage::new(&feeds, &groups, &self.forms, self.visitor, frame).render()?;
        Ok(Html(page).into_response())
    }

    /// The page with a form that can't be used, and its refusals.
    ///
    /// # Errors
    /// When the store or the template fails.
    pub(crate) async fn refused(&self) -> Result<Response, HttpError> {
        let page = self.page().await?;
        Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
    }

    /// For a person who is no longer signed in as an operator. The page shows nothing of the site but what
    /// they sent, and which sites may embed the schedule, as every response of `/embed` does.
    ///
    /// # Errors
    /// When the template fails.
    pub(crate) fn not_permitted(self, permission: Permission) -> Result<Response, HttpError> {
        let forms = OperatorForms {
            signed_out: true,
            ..self.forms
        };
        let frame = self.app.frame(permission.is_signed_in());
        let page = OperatorPage::new(&[], &[], &forms, self.visitor, frame).render()?;
        Ok((StatusCode::FORBIDDEN, Html(page)).into_response())
    }
}
