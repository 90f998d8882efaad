//! Saves the rows of a confirmed preview.

use crate::base::Timestamp;
use crate::http::state::App;
use crate::pages::RowOutcome;
use crate::schedule::sheet::{Outcome, Planned, Ready};
use crate::store::{CreateError, EditError, NewMeeting, RoomSettings, StoreError};

/// Saves each row by itself, and returns its number with the result.
pub(super) async fn apply(app: &App, rows: &[Planned]) -> Vec<(usize, RowOutcome)> {
    let now = app.clock.now();
    let mut applied = Vec::new();
    for row in rows {
        let result = match &row.outcome {
            Outcome::New(ready) => create(app, ready, now).await,
            Outcome::Changed(ready, _) => update(app, ready, now).await,
            Outcome::Same | Outcome::Refused(_) => continue,
        };
        applied.push((row.number, result));
    }
    app.listings_changed().await;
    applied
}

async fn create(app: &App, ready: &Ready, now: Timestamp) -> RowOutcome {
    let meeting = NewMeeting {
        group: ready.group,
        slug: ready.slug.clone(),
        about: ready.about.clone(),
        timetable: ready.timetable.clone(),
        room: RoomSettings::usual(),
    };
    match app.store.create_meeting(&meeting, now).await {
        Ok(_) => RowOutcome::Done,
        Err(CreateError::Taken) => RowOutcome::SlugTaken,
        Err(CreateError::Store(error)) => failed(&error),
    }
}

async fn update(app: &App, ready: &Ready, now: Timestamp) -> RowOutcome {
    let Some((id, revision)) = ready.existing else {
        return RowOutcome::Deleted;
    };
    let updated = app
        .store
        .update_meeting(
            id,
            &ready.slug,
            &ready.about,
            &ready.timetable,
            revision,
            now,
        )
        .await;
    match updated {
        Ok(_) => RowOutcome::Done,
        Err(EditError::Conflict) => RowOutcome::Newer,
        Err(EditError::Deleted) => RowOutcome::Deleted,
        Err(EditError::Taken) => RowOutcome::SlugTaken,
        Err(EditError::Store(error)) => failed(&error),
    }
}

/// The error is logged here; the other rows are still saved, and the page names the row that was not.
fn failed(error: &StoreError) -> RowOutcome {
    tracing::error!(%error, "a row of a sheet could not be saved");
    RowOutcome::Failed
}
