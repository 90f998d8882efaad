//! The groups of the site, and invitations for their secretaries.

use crate::accounts::InviteToken;
use crate::base::Millis;
use crate::http::error::HttpError;
use crate::http::extract::{ListedGroup, Operator, OperatorSubmission, VisitorContext};
use crate::http::group_facts::{self, GroupFields};
use crate::http::operator_view::OperatorView;
use crate::http::state::App;
use crate::pages::{GroupFacts, GroupRefusal};
use crate::paths;
use crate::store::{CreateError, Service};
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::Form;

/// How long an invitation is valid.
const INVITE_DURATION: Millis = Millis::from_mins(7 * 24 * 60);

/// `POST /operator/groups`.
pub(crate) async fn add(
    State(app): State<App>,
    OperatorSubmission(permission): OperatorSubmission,
    VisitorContext(visitor): VisitorContext,
    Form(fields): Form<GroupFields>,
) -> Result<Response, HttpError> {
    let facts = GroupFacts::from(fields);
    let mut view = OperatorView::empty(&app, &visitor).await?;
    view.forms.group = facts.clone();
    if !permission.is_granted() {
        return view.not_permitted(permission);
    }
    let refusals = match group_facts::parse(&facts) {
        Ok(group) => match app.store.create_group(&group).await {
            Ok(_) => {
                app.listings_changed().await;
                return Ok(Redirect::to(&paths::group(&group.slug)).into_response());
            }
            Err(CreateError::Taken) => vec![GroupRefusal::Taken],
            Err(CreateError::Store(error)) => return Err(error.into()),
        },
        Err(refusals) => refusals,
    };
    view.forms.group_refusals = refusals;
    view.refused().await
}

/// `POST /operator/groups/{slug}/invite`: a link for a secretary, which is shown only this once.
pub(crate) async fn invite(
    State(app): State<App>,
    _: Operator,
    ListedGroup(group): ListedGroup,
    VisitorContext(visitor): VisitorContext,
) -> Result<Response, HttpError> {
    let token = InviteToken::random(&*app.entropy);
    let expires = app.clock.now() + INVITE_DURATION;
    let service = Service::SecretaryOf(group.id);
    app.store
        .create_invite(token.hash(), service, expires)
        .await?;
    let link = format!("{}{}", app.public_url, paths::invite(&token.text()));
    let mut view = OperatorView::empty(&app, &visitor).await?;
    view.forms.invitation = Some((link, group.name));
    view.page().await
}
