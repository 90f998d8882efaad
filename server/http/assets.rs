//! The scripts and styles that are embedded in the program, under names that change with their content.

use super::content::accepts_brotli;
use super::error::HttpError;
use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, VARY};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;
use serde::Deserialize;
use std::collections::HashMap;

/// What the build script made of `web/room` and `web/styles`.
#[derive(RustEmbed)]
#[folder = "$OUT_DIR/web"]
struct Built;

/// The addresses of scripts and styles, as paths from the site's root.
#[derive(Clone, Debug)]
pub struct AssetPaths {
    /// The stylesheet of pages.
    pub pages_style: String,
    /// The stylesheet of pages that are made to be printed.
    pub print_style: String,
    /// The optional script of pages.
    pub pages_script: String,
    /// The stylesheet of the room.
    pub room_style: String,
    /// The script of the room.
    pub room_script: String,
    /// The script that chooses between the room's script and the next one.
    pub older_start: String,
    /// The room's script for browsers that can't read it.
    pub older_script: String,
    /// Modules that the room's script imports at once; the page preloads them.
    pub room_modules: Vec<String>,
    /// The texts of the room.
    pub room_words: String,
}

#[derive(Deserialize)]
struct Chunk {
    file: String,
    #[serde(default)]
    css: Vec<String>,
    #[serde(default)]
    assets: Vec<String>,
    #[serde(default)]
    imports: Vec<String>,
}

fn read_manifest(name: &str) -> Result<HashMap<String, Chunk>, String> {
    let manifest = Built::get(name).ok_or(name)?;
    serde_json::from_slice(&manifest.data).map_err(|error| error.to_string())
}

impl AssetPaths {
    /// Reads the manifest of the build.
    ///
    /// # Errors
    /// Names what is missing: the program was built without it.
    pub fn from_manifest() -> Result<Self, String> {
        let chunks = read_manifest("manifest.json")?;
        let older = read_manifest("manifest-older.json")?;
        let older = |name: &'static str| older.get(name).ok_or(name);
        let room = chunks.get("src/main.ts").ok_or("src/main.ts")?;
        let pages = chunks
            .get("../styles/pages.css")
            .ok_or("../styles/pages.css")?;
        let print = chunks
            .get("../styles/print.css")
            .ok_or("../styles/print.css")?;
        let script = chunks
            .get("../enhance/pages.ts")
            .ok_or("../enhance/pages.ts")?;
        Ok(Self {
            pages_style: format!("/{}", pages.file),
            print_style: format!("/{}", print.file),
            pages_script: format!("/{}", script.file),
            room_style: format!("/{}", room.css.first().ok_or("the room's stylesheet")?),
            room_script: format!("/{}", room.file),
            older_start: format!("/{}", older("src/older/start.ts")?.file),
            older_script: format!("/{}", older("src/older/room.ts")?.file),
            room_modules: (room.imports.iter())
                .filter_map(|name| chunks.get(name))
                .map(|chunk| format!("/{}", chunk.file))
                .collect(),
            room_words: format!("/{}", room.assets.first().ok_or("the room's words")?),
        })
    }
}

/// `GET /assets/{*path}`: compressed with Brotli at build time, for every browser that accepts it.
pub(crate) async fn asset(Path(path): Path<String>, headers: HeaderMap) -> Response {
    let compressed = accepts_brotli(&headers)
        .then(|| Built::get(&format!("assets/{path}.br")))
        .flatten();
    let encoding = compressed.as_ref().map(|_| "br");
    let Some(file) = compressed.or_else(|| Built::get(&format!("assets/{path}"))) else {
        return HttpError::NotFound.into_response();
    };
    let mut response = file.data.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type(&path)));
    // The name contains a hash of the content, so that the response never changes.
    let forever = HeaderValue::from_static("public, max-age=31536000, immutable");
    headers.insert(CACHE_CONTROL, forever);
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(encoding) = encoding {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    response
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, extension)| extension) {
        Some("js") => "text/javascript; charset=utf-8",
        Some("json") => "application/json",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    }
}
