//! The built web part, embedded: scripts and styles under names that change with their content.

use super::error::HttpError;
use super::page_cache::takes_brotli;
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

/// Where pages find their script and styles; paths from the site's root.
#[derive(Clone, Debug)]
pub struct AssetPaths {
    pub pages_style: String,
    pub print_style: String,
    /// Comfort for pages that work without it.
    pub pages_script: String,
    pub room_style: String,
    pub room_script: String,
    /// What the script will ask for at once; told early, it comes with it.
    pub room_modules: Vec<String>,
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
            room_modules: (room.imports.iter())
                .filter_map(|name| chunks.get(name))
                .map(|chunk| format!("/{}", chunk.file))
                .collect(),
            room_words: format!("/{}", room.assets.first().ok_or("the room's words")?),
        })
    }
}

/// What browsers show beside the name of the site; they ask for it by themselves.
const ICON: &str = include_str!("../../web/pages/icon.svg");

/// `GET /favicon.ico`: small, where a page that says it is not there would be ten times as large.
pub async fn icon() -> Response {
    let mut response = ICON.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("image/svg+xml"));
    let weeks = HeaderValue::from_static("public, max-age=1209600");
    headers.insert(CACHE_CONTROL, weeks);
    response
}

/// `GET /assets/{*path}`: as Brotli, made when the program was built, to every browser that takes it.
pub async fn asset(Path(path): Path<String>, headers: HeaderMap) -> Response {
    let twin = takes_brotli(&headers)
        .then(|| Built::get(&format!("assets/{path}.br")))
        .flatten();
    let encoding = twin.as_ref().map(|_| "br");
    let Some(file) = twin.or_else(|| Built::get(&format!("assets/{path}"))) else {
        return HttpError::NotFound.into_response();
    };
    let mut response = file.data.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type(&path)));
    // The name holds a hash of the content: it is true forever.
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
