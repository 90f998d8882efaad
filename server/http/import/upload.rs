//! The form with a sheet or a feed, in a file or in its text field.

use crate::pages::{ImportRefusal, ReadRefusal};
use crate::schedule::guide::RowError;
use crate::schedule::sheet::{self, SheetRow};
use axum::extract::Multipart;
use axum::extract::multipart::{Field, MultipartError};
use axum::http::StatusCode;

/// The form as it was sent.
#[derive(Default)]
pub(super) struct UploadForm {
    /// The text of the file if there is one, otherwise of the field.
    pub(crate) text: String,
    is_binary: bool,
    /// The content hash of the preview that is confirmed.
    pub(crate) confirmed: Option<String>,
}

/// The rows of a sheet or a feed.
pub(super) struct ParsedUpload {
    pub(crate) rows: Vec<SheetRow>,
    pub(crate) errors: Vec<RowError>,
    pub(crate) unknown_columns: Vec<String>,
}

impl UploadForm {
    pub(super) async fn read(mut form: Multipart) -> Result<Self, ImportRefusal> {
        let mut upload = Self::default();
        let mut file = Vec::new();
        while let Some(field) = form.next_field().await.map_err(|error| refusal(&error))? {
            match field.name().unwrap_or_default() {
                "file" => {
                    let bytes = field.bytes().await.map_err(|error| refusal(&error))?;
                    file = bytes.to_vec();
                }
                "text" => upload.text = text(field).await?,
                "told" => upload.confirmed = Some(text(field).await?),
                _ => {}
            }
        }
        if !file.is_empty() {
            match String::from_utf8(file) {
                Ok(text) => upload.text = text,
                Err(_) => upload.is_binary = true,
            }
        }
        Ok(upload)
    }

    pub(super) fn parse(&self) -> Result<ParsedUpload, ImportRefusal> {
        if self.is_binary {
            return Err(ImportRefusal::Unreadable(ReadRefusal::Sheet(
                sheet::SheetRefusal::NotText,
            )));
        }
        let start = self.text.trim_start_matches(['\u{feff}', ' ', '\r', '\n']);
        if start.starts_with(['[', '{', '<']) {
            let feed = sheet::read_feed(self.text.as_bytes())
                .map_err(|refusal| ImportRefusal::Unreadable(ReadRefusal::Feed(refusal)))?;
            return Ok(ParsedUpload {
                rows: feed.rows,
                errors: feed.errors,
                unknown_columns: Vec::new(),
            });
        }
        let sheet = sheet::read(self.text.as_bytes())
            .map_err(|refusal| ImportRefusal::Unreadable(ReadRefusal::Sheet(refusal)))?;
        Ok(ParsedUpload {
            rows: sheet.rows,
            errors: Vec::new(),
            unknown_columns: sheet.unknown,
        })
    }
}

async fn text(field: Field<'_>) -> Result<String, ImportRefusal> {
    let bytes = field.bytes().await.map_err(|error| refusal(&error))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn refusal(error: &MultipartError) -> ImportRefusal {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        ImportRefusal::TooLarge
    } else {
        ImportRefusal::Broken
    }
}
