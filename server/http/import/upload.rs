//! A sheet or a feed as it was sent, in a file or in the field of the form.

use crate::pages::{ImportRefusal, ReadRefusal};
use crate::schedule::guide::RowError;
use crate::schedule::sheet::{self, SheetRow};
use axum::extract::Multipart;
use axum::extract::multipart::{Field, MultipartError};
use axum::http::StatusCode;

/// The form as it was sent.
#[derive(Default)]
pub(super) struct Sent {
    /// Of the file, if there is one, else of the field.
    pub text: String,
    not_text: bool,
    /// The seal of what was told, when it is to be done.
    pub confirmed: Option<String>,
}

/// What was read, from either format.
pub(super) struct Lines {
    pub lines: Vec<SheetRow>,
    pub problems: Vec<RowError>,
    pub unknown: Vec<String>,
}

impl Sent {
    pub async fn read(mut form: Multipart) -> Result<Self, ImportRefusal> {
        let mut sent = Self::default();
        let mut file = Vec::new();
        while let Some(field) = form.next_field().await.map_err(|problem| lost(&problem))? {
            match field.name().unwrap_or_default() {
                "file" => {
                    file = field
                        .bytes()
                        .await
                        .map_err(|problem| lost(&problem))?
                        .to_vec()
                }
                "text" => sent.text = text(field).await?,
                "told" => sent.confirmed = Some(text(field).await?),
                _ => {}
            }
        }
        if !file.is_empty() {
            match String::from_utf8(file) {
                Ok(text) => sent.text = text,
                Err(_) => sent.not_text = true,
            }
        }
        Ok(sent)
    }

    pub fn lines(&self) -> Result<Lines, ImportRefusal> {
        if self.not_text {
            return Err(ImportRefusal::Unreadable(ReadRefusal::Sheet(
                sheet::SheetRefusal::NotText,
            )));
        }
        let start = self.text.trim_start_matches(['\u{feff}', ' ', '\r', '\n']);
        if start.starts_with(['[', '{', '<']) {
            let feed = sheet::read_feed(self.text.as_bytes())
                .map_err(|problem| ImportRefusal::Unreadable(ReadRefusal::Feed(problem)))?;
            return Ok(Lines {
                lines: feed.rows,
                problems: feed.errors,
                unknown: Vec::new(),
            });
        }
        let sheet = sheet::read(self.text.as_bytes())
            .map_err(|problem| ImportRefusal::Unreadable(ReadRefusal::Sheet(problem)))?;
        Ok(Lines {
            lines: sheet.rows,
            problems: Vec::new(),
            unknown: sheet.unknown,
        })
    }
}

async fn text(field: Field<'_>) -> Result<String, ImportRefusal> {
    let bytes = field.bytes().await.map_err(|problem| lost(&problem))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn lost(problem: &MultipartError) -> ImportRefusal {
    if problem.status() == StatusCode::PAYLOAD_TOO_LARGE {
        ImportRefusal::TooLarge
    } else {
        ImportRefusal::Broken
    }
}
