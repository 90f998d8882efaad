//! Importing many meetings at once, from a sheet or a feed.
//!
//! A sheet is first previewed row by row, and imported when that preview is confirmed. What was sent comes
//! back with every response.

mod apply;
mod upload;

use super::background::run_blocking;
use super::error::HttpError;
use super::extract::{EditableGroup, GroupSubmission, Operator, OperatorSubmission, Permission};
use super::state::App;
use crate::pages::{ImportForm, ImportPage, ImportPlace, ImportRefusal, ImportReport};
use crate::schedule::guide::RowError;
use crate::schedule::sheet::{self, Planned, Scope, plan};
use crate::schedule::{Group, zone};
use crate::store::StoreError;
use apply::apply;
use askama::Template;
use aws_lc_rs::digest::{Context, SHA256};
use axum::extract::{Multipart, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use data_encoding::HEXLOWER;
use std::io::Write;
use std::sync::Arc;
use upload::UploadForm;

/// The largest form, in bytes: a sheet, and room for the other fields.
pub(crate) const MAX_FORM: usize = sheet::MAX_BYTES + 64 * 1024;

/// `GET /groups/{slug}/import`.
pub(crate) async fn show_group(
    State(app): State<App>,
    EditableGroup(group): EditableGroup,
) -> Result<Response, HttpError> {
    ImportView::new(StatusCode::OK, "").page(&app, true, Some(&group))
}

/// `GET /operator/import`.
pub(crate) async fn show_site(State(app): State<App>, _: Operator) -> Result<Response, HttpError> {
    ImportView::new(StatusCode::OK, "").page(&app, true, None)
}

/// `POST /groups/{slug}/import`.
pub(crate) async fn import_group(
    State(app): State<App>,
    GroupSubmission { group, permission }: GroupSubmission,
    form: Multipart,
) -> Result<Response, HttpError> {
    import(&app, Some(&group), permission, form).await
}

/// `POST /operator/import`.
pub(crate) async fn import_site(
    State(app): State<App>,
    OperatorSubmission(permission): OperatorSubmission,
    form: Multipart,
) -> Result<Response, HttpError> {
    import(&app, None, permission, form).await
}

async fn import(
    app: &App,
    group: Option<&Group>,
    permission: Permission,
    form: Multipart,
) -> Result<Response, HttpError> {
    let signed_in = permission.is_signed_in();
    let form = match UploadForm::read(form).await {
        Ok(form) => form,
        Err(refusal) => {
            let status = if refusal == ImportRefusal::TooLarge {
                StatusCode::PAYLOAD_TOO_LARGE
            } else {
                StatusCode::BAD_REQUEST
            };
            return ImportView::refused(status, "", refusal).page(app, signed_in, group);
        }
    };
    if !permission.is_granted() {
        // The sheet stays on the page: a person who was signed out meanwhile can sign in in another tab.
        let view =
            ImportView::refused(StatusCode::FORBIDDEN, &form.text, ImportRefusal::NotAllowed);
        return view.page(app, signed_in, group);
    }
    let (form, preview) = preview(app, group, form).await?;
    match preview {
        Ok(preview) => confirm(app, group, form, preview).await,
        Err(refusal) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            ImportView::refused(status, &form.text, refusal).page(app, signed_in, group)
        }
    }
}

/// Imports what the preview shows, if the form confirms that preview; then shows the report.
async fn confirm(
    app: &App,
    group: Option<&Group>,
    form: UploadForm,
    preview: Preview,
) -> Result<Response, HttpError> {
    // Only what was previewed is imported. When the sheet was edited on the page, or another person changed
    // the meetings meanwhile, the new preview must be confirmed first.
    let is_confirmed = (form.confirmed.as_deref()).map(|hash| hash == preview.content_hash);
    let applied = match is_confirmed {
        Some(true) => Some(apply(app, &preview.rows).await),
        _ => None,
    };
    let (app, group) = (app.clone(), group.cloned());
    run_blocking(move || {
        let report = ImportReport {
            rows: &preview.rows,
            errors: &preview.errors,
            unknown: &preview.unknown_columns,
            content_hash: &preview.content_hash,
            is_outdated: is_confirmed == Some(false),
            now: app.clock.now(),
            applied: applied.as_deref(),
        };
        let view = ImportView {
            report: Some(report),
            ..ImportView::new(StatusCode::OK, &form.text)
        };
        view.page(&app, true, group.as_ref())
    })
    .await
}

/// One response: the form, and above it a report or a refusal.
struct ImportView<'a> {
    status: StatusCode,
    text: &'a str,
    refusal: Option<ImportRefusal>,
    report: Option<ImportReport<'a>>,
}

impl<'a> ImportView<'a> {
    const fn new(status: StatusCode, text: &'a str) -> Self {
        Self {
            status,
            text,
            refusal: None,
            report: None,
        }
    }

    const fn refused(status: StatusCode, text: &'a str, refusal: ImportRefusal) -> Self {
        Self {
            status,
            text,
            refusal: Some(refusal),
            report: None,
        }
    }

    fn page(
        self,
        app: &App,
        signed_in: bool,
        group: Option<&Group>,
    ) -> Result<Response, HttpError> {
        let place = group.map_or(ImportPlace::Site, |group| ImportPlace::Group {
            slug: &group.slug,
            name: &group.name,
        });
        let form = ImportForm {
            text: self.text,
            refusal: self.refusal,
            report: self.report,
        };
        let page = ImportPage::new(place, form, app.frame(signed_in)).render()?;
        Ok((self.status, Html(page)).into_response())
    }
}

/// What importing a sheet would do.
struct Preview {
    rows: Arc<[Planned]>,
    errors: Vec<RowError>,
    unknown_columns: Vec<String>,
    /// Identifies this plan: the form sends it back to confirm it.
    content_hash: String,
}

/// Returns the form too, for the page.
async fn preview(
    app: &App,
    group: Option<&Group>,
    form: UploadForm,
) -> Result<(UploadForm, Result<Preview, ImportRefusal>), StoreError> {
    // A damaged meeting is reported where the listings are read; its slug stays reserved in the store.
    let (meetings, _) = app.store.readable_meetings().await?;
    let groups = app.store.groups().await?;
    let only = group.map(|group| group.id);
    let today = zone::local_time(&app.zone, app.clock.now()).date();
    let preview = move || {
        let preview = form.parse().map(|parsed| {
            let scope = Scope {
                meetings: &meetings,
                groups: &groups,
                only,
                today,
            };
            let rows = plan(&parsed.rows, &scope);
            Preview {
                content_hash: content_hash(&rows),
                rows: rows.into(),
                errors: parsed.errors,
                unknown_columns: parsed.unknown_columns,
            }
        });
        (form, preview)
    };
    Ok(run_blocking(preview).await)
}

/// Differs for every plan, also when it was made from another revision of a meeting.
fn content_hash(rows: &[Planned]) -> String {
    let mut hash = HashWriter(Context::new(&SHA256));
    serde_json::to_writer(&mut hash, rows).expect("texts and numbers can be written as JSON");
    HEXLOWER.encode(&hash.0.finish().as_ref()[..16])
}

/// Hashes what is written to it, so that thousands of rows are never held as one text.
struct HashWriter(Context);

impl Write for HashWriter {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
