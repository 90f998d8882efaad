//! The role that an account has in a meeting's room.

use super::state::App;
use crate::room::Standing;
use crate::schedule::Meeting;
use crate::store::{AccountRow, ServiceKind, StoreError};

/// The standing of this account, or of a person without one.
///
/// # Errors
/// When the store fails.
pub(crate) async fn standing(
    app: &App,
    account: Option<&AccountRow>,
    meeting: &Meeting,
) -> Result<Standing, StoreError> {
    let Some(account) = account else {
        return Ok(Standing::Visitor);
    };
    Ok(match app.store.service_in(account.id, meeting.id).await? {
        Some(ServiceKind::Chair) => Standing::Chair,
        Some(ServiceKind::Secretary) => Standing::TrustedServant,
        None => Standing::Visitor,
    })
}
