//! Who may change what: the secretaries of a group, and the operators of the site.

use super::session::CurrentAccount;
use crate::base::GroupId;
use crate::http::error::HttpError;
use crate::http::state::App;
use crate::store::{Service, StoreError};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;

/// Whether the person who sent a form may do what it requests.
///
/// It is a value and not an error, so that a person who was signed out while typing gets back what they
/// typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Permission {
    Granted,
    Denied { is_signed_in: bool },
}

impl Permission {
    pub(crate) const fn is_granted(self) -> bool {
        matches!(self, Self::Granted)
    }

    pub(crate) const fn is_signed_in(self) -> bool {
        match self {
            Self::Granted => true,
            Self::Denied { is_signed_in } => is_signed_in,
        }
    }

    /// For pages that are only read.
    ///
    /// # Errors
    /// A redirect to the sign-in for a person who is not signed in; a refusal for other accounts.
    pub(crate) const fn require(self) -> Result<(), HttpError> {
        match self {
            Self::Granted => Ok(()),
            Self::Denied { is_signed_in: true } => Err(HttpError::NotAllowed),
            Self::Denied {
                is_signed_in: false,
            } => Err(HttpError::SignInFirst),
        }
    }

    /// To change a group and its meetings.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn to_edit(
        app: &App,
        account: &CurrentAccount,
        group: GroupId,
    ) -> Result<Self, StoreError> {
        Ok(match &account.0 {
            Some(account) => Self::of_account(app.store.may_manage_group(account.id, group).await?),
            None => Self::NOBODY,
        })
    }

    /// To change the site.
    ///
    /// # Errors
    /// When the store fails.
    async fn to_operate(app: &App, account: &CurrentAccount) -> Result<Self, StoreError> {
        Ok(match &account.0 {
            Some(account) => {
                let services = app.store.services_of(account.id).await?;
                Self::of_account(services.contains(&Service::Operator))
            }
            None => Self::NOBODY,
        })
    }

    const NOBODY: Self = Self::Denied {
        is_signed_in: false,
    };

    const fn of_account(is_granted: bool) -> Self {
        if is_granted {
            Self::Granted
        } else {
            Self::Denied { is_signed_in: true }
        }
    }
}

/// The request comes from an operator of the site, who is signed in.
pub(crate) struct Operator;

impl FromRequestParts<App> for Operator {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, HttpError> {
        let OperatorSubmission(permission) =
            OperatorSubmission::from_request_parts(parts, app).await?;
        permission.require()?;
        Ok(Self)
    }
}

/// For a form of the operator's page that was sent.
pub(crate) struct OperatorSubmission(pub(crate) Permission);

impl FromRequestParts<App> for OperatorSubmission {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, HttpError> {
        let account = CurrentAccount::from_request_parts(parts, app).await?;
        Ok(Self(Permission::to_operate(app, &account).await?))
    }
}
