//! Account numbers and passphrases as people send them by forms.

use super::error::HttpError;
use super::limits::Attempt;
use super::state::App;
use crate::accounts::{AccountNumber, PassphraseHash, PassphraseRefusal};
use crate::base::{AccountId, Redacted};
use crate::pages::{Credentials, PassphraseHint, SignInRefusal};
use axum::http::StatusCode;
use serde::Deserialize;
use std::net::IpAddr;

/// The fields of the sign-in form.
#[derive(Deserialize)]
pub(crate) struct SignInForm {
    account: String,
    passphrase: Redacted<String>,
}

impl SignInForm {
    /// The account that these belong to, or a refusal. An unknown number and a wrong passphrase give the
    /// same refusal after the same work, so that nobody can find out which numbers exist.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn verify(
        &self,
        app: &App,
        client: IpAddr,
    ) -> Result<Result<AccountId, SignInRefusal>, HttpError> {
        let digits = AccountNumber::parse(&self.account).map(|number| number.digits());
        let digits = digits.unwrap_or_default();
        if !app
            .limits
            .allow(Attempt::Passphrase, client, &digits, app.clock.now())
        {
            return Ok(Err(SignInRefusal::Busy));
        }
        let account = if digits.is_empty() {
            None
        } else {
            app.store.account_by_number(&digits).await?
        };
        let stored = account
            .as_ref()
            .map(|account| PassphraseHash::from(account.passphrase_phc.clone()));
        let is_right = app.hasher.verify(stored, self.passphrase.0.clone()).await;
        Ok(account
            .filter(|_| is_right)
            .map(|account| account.id)
            .ok_or(SignInRefusal::Refused))
    }

    /// The form with what was typed, but not the passphrase.
    #[must_use]
    pub(crate) fn refused(&self, refusal: SignInRefusal) -> Credentials<'_> {
        Credentials {
            account: &self.account,
            refusal: Some(refusal),
        }
    }
}

/// The status of a page that shows this refusal.
#[must_use]
pub(crate) const fn status(refusal: SignInRefusal) -> StatusCode {
    match refusal {
        SignInRefusal::Refused => StatusCode::UNPROCESSABLE_ENTITY,
        SignInRefusal::Busy => StatusCode::TOO_MANY_REQUESTS,
    }
}

/// The hint that the page shows for this refusal.
#[must_use]
pub(crate) const fn passphrase_hint(refusal: PassphraseRefusal) -> PassphraseHint {
    match refusal {
        PassphraseRefusal::TooShort => PassphraseHint::TooShort,
        PassphraseRefusal::TooLong => PassphraseHint::TooLong,
        PassphraseRefusal::OneCharacter | PassphraseRefusal::TooCommon => PassphraseHint::TooSimple,
        PassphraseRefusal::AccountNumber => PassphraseHint::AccountNumber,
    }
}
