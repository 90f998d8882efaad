//! Creates the account of a person who was invited.

use super::state::App;
use crate::accounts::{AccountNumber, InviteToken, Passphrase};
use crate::base::{AccountId, FirstName, Redacted};
use crate::store::{NewAccount, SignUpError, StoreError};

/// Milliseconds of a day: an account stores the day on which it was created, not the moment.
const DAY_MS: i64 = 86_400_000;

/// Creates the account and uses up the invitation; `None` when the invitation is no longer valid.
///
/// # Errors
/// When the store fails.
pub(crate) async fn sign_up(
    app: &App,
    token: &str,
    number: &AccountNumber,
    name: FirstName,
    passphrase: Passphrase,
) -> Result<Option<AccountId>, StoreError> {
    let Ok(token) = InviteToken::parse(token) else {
        return Ok(None);
    };
    let now = app.clock.now();
    let entropy = app.entropy.clone();
    let account = NewAccount {
        number: Redacted(number.digits()),
        name,
        passphrase_phc: app.hasher.hash(passphrase, entropy).await.into(),
        created_day: now.0.div_euclid(DAY_MS),
    };
    let created = app
        .store
        .use_invite_with_new_account(token.hash(), &account, now)
        .await;
    match created {
        Ok((account, _)) => Ok(Some(account)),
        Err(SignUpError::NotFound) => Ok(None),
        // The account number is used already, which happens once in 10^15. The invitation is still valid,
        // and the person can try again.
        Err(SignUpError::Taken) => Err(StoreError::TakenOver),
        Err(SignUpError::Store(error)) => Err(error),
    }
}
