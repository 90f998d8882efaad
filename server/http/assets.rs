//! The built web part, embedded: scripts and styles under names that change with their content.

use super::errors::Fault;
use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;
use serde::Deserialize;
use std::collections::HashMap;

/// What the build script made of `web/room` and `web/styles`.
#[derive(RustEmbed)]
#[folder = "$OUT_DIR/web"]
struct Built;

/// Where pages find their script and styles; paths from the site's root.
#[derive(Clone, Debug)]
pub struct AssetPaths {
    pub pages_style: String,
    pub room_style: String,
    pub room_script: String,
}

#[derive(Deserialize)]
struct Chunk {
    file: String,
    #[serde(default)]
    css: Vec<String>,
}

impl AssetPaths {
    /// Reads the build's own list.
    ///
    /// # Errors
    /// Names what is missing: the program was then built wrongly.
    pub fn from_manifest() -> Result<Self, String> {
        let manifest = Built::get("manifest.json").ok_or("manifest.json")?;
        let chunks: HashMap<String, Chunk> =
            serde_json::from_slice(&manifest.data).map_err(|problem| problem.to_string())?;
        let room = chunks.get("src/main.ts").ok_or("src/main.ts")?;
        let pages = chunks.get("../styles/pages.css").ok_or("../styles/pages.css")?;
        Ok(Self {
            pages_style: format!("/{}", pages.file),
            room_style: format!("/{}", room.css.first().ok_or("the room's stylesheet")?),
            room_script: format!("/{}", room.file),
        })
    }
}

/// `GET /assets/{*path}`.
pub async fn asset(Path(path): Path<String>) -> Response {
    let Some(file) = Built::get(&format!("assets/{path}")) else {
        return Fault::NotFound.into_response();
    };
    let headers = [
        (CONTENT_TYPE, content_type(&path)),
        // The name holds a hash of the content: it is true forever.
        (CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    (headers, file.data).into_response()
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, extension)| extension) {
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    }
}
