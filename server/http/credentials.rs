//! Account numbers and passphrases as they come in by forms.

use super::errors::Fault;
use super::limits::{Attempt, caller};
use super::state::App;
use crate::accounts::{AccountNumber, PassphraseProblem, Phc};
use crate::base::{AccountId, Redacted};
use crate::pages::{Credentials, PassphraseTrouble, SignInProblem};
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::StatusCode;
use axum::http::request::Parts;
use serde::Deserialize;
use std::net::{IpAddr, SocketAddr};

/// Who sends a request, for the limits alone: never stored, never logged.
pub struct From(pub IpAddr);

impl FromRequestParts<App> for From {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Fault> {
        let ConnectInfo(peer) = ConnectInfo::<SocketAddr>::from_request_parts(parts, &())
            .await
            .map_err(|_| Fault::BadForm)?;
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
    ) -> Result<Result<AccountId, SignInProblem>, Fault> {
        if !app.limits.allow(Attempt::Passphrase, from, app.clock.now()) {
            return Ok(Err(SignInProblem::Busy));
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
            .ok_or(SignInProblem::Refused))
    }

    /// The form again, with what was typed but the passphrase.
    #[must_use]
    pub fn again(&self, problem: SignInProblem) -> Credentials<'_> {
        Credentials {
            account: &self.account,
            problem: Some(problem),
        }
    }
}

/// The status of a page with this on it.
#[must_use]
pub const fn status(problem: SignInProblem) -> StatusCode {
    match problem {
        SignInProblem::Refused => StatusCode::UNPROCESSABLE_ENTITY,
        SignInProblem::Busy => StatusCode::TOO_MANY_REQUESTS,
    }
}

/// In the words of the page.
#[must_use]
pub const fn trouble(problem: PassphraseProblem) -> PassphraseTrouble {
    match problem {
        PassphraseProblem::TooShort => PassphraseTrouble::TooShort,
        PassphraseProblem::TooLong => PassphraseTrouble::TooLong,
        PassphraseProblem::OneCharacter | PassphraseProblem::TooCommon => {
            PassphraseTrouble::TooSimple
        }
        PassphraseProblem::AccountNumber => PassphraseTrouble::AccountNumber,
    }
}
