//! Who may look after what: the secretaries of a group, and the operators of the site.
//!
//! For pages that are only looked at, what is missing is a [`Fault`]. A form that was sent asks
//! [`may_edit`] itself, and keeps what was typed.

use super::error::HttpError;
use super::session::SignedIn;
use super::state::App;
use crate::base::GroupId;
use crate::store::{AccountRow, Service, StoreError};

/// Whether whoever is signed in may change a group and its meetings.
///
/// # Errors
/// When the store fails.
pub async fn may_edit(app: &App, signed_in: &SignedIn, group: GroupId) -> Result<bool, StoreError> {
    match &signed_in.0 {
        Some(account) => app.store.may_manage_group(account.id, group).await,
        None => Ok(false),
    }
}

/// The account of a secretary of this group, or of an operator.
///
/// # Errors
/// To the sign-in for whoever is not signed in; a refusal for those who serve elsewhere.
pub async fn secretary_of<'a>(
    app: &App,
    signed_in: &'a SignedIn,
    group: GroupId,
) -> Result<&'a AccountRow, HttpError> {
    let account = signed_in.0.as_ref().ok_or(HttpError::SignInFirst)?;
    if app.store.may_manage_group(account.id, group).await? {
        return Ok(account);
    }
    Err(HttpError::NotAllowed)
}

/// Whether whoever is signed in is an operator.
///
/// # Errors
/// When the store fails.
pub async fn is_operator(app: &App, signed_in: &SignedIn) -> Result<bool, StoreError> {
    let Some(account) = &signed_in.0 else {
        return Ok(false);
    };
    let services = app.store.services_of(account.id).await?;
    Ok(services.contains(&Service::Operator))
}

/// The account of an operator.
///
/// # Errors
/// As [`secretary_of`].
pub async fn operator<'a>(app: &App, signed_in: &'a SignedIn) -> Result<&'a AccountRow, HttpError> {
    let account = signed_in.0.as_ref().ok_or(HttpError::SignInFirst)?;
    if is_operator(app, signed_in).await? {
        return Ok(account);
    }
    Err(HttpError::NotAllowed)
}
