//! Account numbers and passphrases as they come in by forms.

use super::error::HttpError;
use super::limits::{Attempt, caller};
use super::state::App;
use crate::accounts::{AccountNumber, PassphraseRefusal, Phc};
use crate::base::{AccountId, Redacted};
use crate::pages::{Credentials, PassphraseHint, SignInRefusal};
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::StatusCode;
use axum::http::request::Parts;
use serde::Deserialize;
use std::net::{IpAddr, SocketAddr};

/// Who sends a request, for the limits alone: never stored, never logged.
pub struct From(pub IpAddr);

impl FromRequestParts<App> for From {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, HttpError> {
        let ConnectInfo(peer) = ConnectInfo::<SocketAddr>::from_request_parts(parts, &())
            .await
            .map_err(|_| HttpError::BadForm)?;
        Ok(Self(caller(peer, &parts.headers)))
    }
}

/// The sign-in form.
#[derive(Deserialize)]
pub struct SentCredentials {
    pub account: String,
    passphrase: Redacted<String>,
}

impl SentCredentials {
    /// The account that these open.
    ///
    /// # Errors
    /// One refusal for an unknown number and a wrong passphrase, after the same work.
    pub async fn open(
        &self,
        app: &App,
        from: IpAddr,
    ) -> Result<Result<AccountId, SignInRefusal>, HttpError> {
        if !app.limits.allow(Attempt::Passphrase, from, app.clock.now()) {
            return Ok(Err(SignInRefusal::Busy));
        }
        let account = match AccountNumber::parse(&self.account) {
            Ok(number) => app.store.account_by_number(&number.digits()).await?,
            Err(_) => None,
        };
        let kept = account
            .as_ref()
            .map(|account| Phc::from(account.passphrase_phc.clone()));
        let opens = app.hasher.verify(kept, self.passphrase.0.clone()).await;
        Ok(account
            .filter(|_| opens)
            .map(|account| account.id)
            .ok_or(SignInRefusal::Refused))
    }

    /// The form again, with what was typed but the passphrase.
    #[must_use]
    pub fn again(&self, problem: SignInRefusal) -> Credentials<'_> {
        Credentials {
            account: &self.account,
            refusal: Some(problem),
        }
    }
}

/// The status of a page with this on it.
#[must_use]
pub const fn status(problem: SignInRefusal) -> StatusCode {
    match problem {
        SignInRefusal::Refused => StatusCode::UNPROCESSABLE_ENTITY,
        SignInRefusal::Busy => StatusCode::TOO_MANY_REQUESTS,
    }
}

/// In the words of the page.
#[must_use]
pub const fn trouble(problem: PassphraseRefusal) -> PassphraseHint {
    match problem {
        PassphraseRefusal::TooShort => PassphraseHint::TooShort,
        PassphraseRefusal::TooLong => PassphraseHint::TooLong,
        PassphraseRefusal::OneCharacter | PassphraseRefusal::TooCommon => PassphraseHint::TooSimple,
        PassphraseRefusal::AccountNumber => PassphraseHint::AccountNumber,
    }
}
