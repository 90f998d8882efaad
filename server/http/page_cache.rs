//! Pages as they go over the wire, kept for as long as they are true.

use super::state::App;
use crate::base::Millis;
use aws_lc_rs::digest::{SHA256, digest};
use axum::body::Bytes;
use axum::http::header::{
    ACCEPT_ENCODING, ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE,
    ETAG, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use data_encoding::BASE64URL_NOPAD;
use std::collections::HashMap;
use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};

/// Memory for pages, in bytes: some hundreds of them.
const ROOM: usize = 16 * 1024 * 1024;

/// Brotli's effort: beyond it a page takes ten times as long to save a twentieth.
const EFFORT: u32 = 5;

/// A page tells the time, so it is true until the next whole minute.
const MINUTE: Millis = Millis::from_mins(1);

/// What a page was made of; once that is another, the page is no longer true.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Made {
    minute: i64,
    board: u64,
    crowd: u64,
}

/// One page, ready to be sent.
#[derive(Debug)]
struct Page {
    made: Made,
    plain: Bytes,
    brotli: Bytes,
    etag: HeaderValue,
    kind: &'static str,
}

/// The pages that were asked for lately, by everything that they depend on.
#[derive(Default)]
pub struct PageCache {
    pages: Mutex<Pages>,
}

#[derive(Default)]
struct Pages {
    by_key: HashMap<String, Arc<Page>>,
    size: usize,
}

/// How old a feed may be: readers ask again within hours at best.
const FEED_FRESH: Millis = Millis::from_mins(5);

/// What a cached page is sent as.
pub const HTML: &str = "text/html; charset=utf-8";
pub const JSON: &str = "application/json";

impl App {
    /// The page for this key, from memory or made now. `key` holds everything that the page depends
    /// on beside the time, the listings and who is in the rooms.
    ///
    /// # Errors
    /// Those of `make`.
    pub fn cached<E>(
        &self,
        key: String,
        kind: &'static str,
        asked: &HeaderMap,
        make: impl FnOnce() -> Result<String, E>,
    ) -> Result<Response, E> {
        let made = Made {
            minute: self.clock.now().0.div_euclid(MINUTE.0.cast_signed()),
            board: self.board.version(),
            crowd: self.hub.headcount_version(),
        };
        self.cached_as(made, key, kind, asked, make)
    }

    /// The same for what others fetch: it says nothing of who is in the rooms, and everyone gets the
    /// same, for as long as a cache between may keep it.
    ///
    /// # Errors
    /// Those of `make`.
    pub fn cached_feed<E>(
        &self,
        key: String,
        kind: &'static str,
        asked: &HeaderMap,
        make: impl FnOnce() -> Result<String, E>,
    ) -> Result<Response, E> {
        let made = Made {
            minute: self.clock.now().0.div_euclid(FEED_FRESH.0.cast_signed()),
            board: self.board.version(),
            crowd: 0,
        };
        let mut response = self.cached_as(made, key, kind, asked, make)?;
        let headers = response.headers_mut();
        let kept = format!("public, max-age={}", FEED_FRESH.0 / 1_000);
        if let Ok(kept) = HeaderValue::from_str(&kept) {
            headers.insert(CACHE_CONTROL, kept);
        }
        headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
        // Public facts: pages of other sites may read them.
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        Ok(response)
    }

    fn cached_as<E>(
        &self,
        made: Made,
        key: String,
        kind: &'static str,
        asked: &HeaderMap,
        make: impl FnOnce() -> Result<String, E>,
    ) -> Result<Response, E> {
        let page = match self.cache.get(&key, made) {
            Some(page) => page,
            None => {
                let page = Arc::new(Page::new(make()?, kind, made));
                self.cache.keep(key, Arc::clone(&page));
                page
            }
        };
        Ok(page.answer(asked))
    }
}

impl PageCache {
    fn get(&self, key: &str, made: Made) -> Option<Arc<Page>> {
        let pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        let page = pages.by_key.get(key)?;
        (page.made == made).then(|| Arc::clone(page))
    }

    /// Pages that are no longer true make room first, then all others.
    fn keep(&self, key: String, page: Arc<Page>) {
        let mut pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        let pages = &mut *pages;
        if pages.size + page.size(&key) > ROOM {
            let made = page.made;
            pages.by_key.retain(|_, page| page.made == made);
            pages.size = pages.by_key.iter().map(|(key, page)| page.size(key)).sum();
        }
        if pages.size + page.size(&key) > ROOM {
            pages.by_key.clear();
            pages.size = 0;
        }
        pages.size += page.size(&key);
        let size_of_key = key.len();
        if let Some(earlier) = pages.by_key.insert(key, page) {
            pages.size -= earlier.plain.len() + earlier.brotli.len() + size_of_key;
        }
    }
}

impl Page {
    fn new(text: String, kind: &'static str, made: Made) -> Self {
        let brotli = compressed(text.as_bytes());
        let hash = digest(&SHA256, text.as_bytes());
        // Weak: what is sent compressed is the same page, not the same bytes.
        let etag = format!("W/\"{}\"", BASE64URL_NOPAD.encode(&hash.as_ref()[..12]));
        Self {
            made,
            plain: Bytes::from(text),
            brotli: Bytes::from(brotli),
            etag: HeaderValue::from_str(&etag).unwrap_or(HeaderValue::from_static("W/\"\"")),
            kind,
        }
    }

    fn size(&self, key: &str) -> usize {
        self.plain.len() + self.brotli.len() + key.len()
    }

    fn answer(&self, asked: &HeaderMap) -> Response {
        let known = asked.get(IF_NONE_MATCH).and_then(|tags| tags.to_str().ok());
        let etag = self.etag.to_str().unwrap_or_default();
        let mut response = if known.is_some_and(|known| lists(known, etag)) {
            StatusCode::NOT_MODIFIED.into_response()
        } else if takes_brotli(asked) {
            let mut response = self.brotli.clone().into_response();
            let headers = response.headers_mut();
            headers.insert(CONTENT_ENCODING, HeaderValue::from_static("br"));
            response
        } else {
            self.plain.clone().into_response()
        };
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(self.kind));
        headers.insert(ETAG, self.etag.clone());
        // Kept by the browser, and asked about each time: a page that is out of date misleads.
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
        let depends = HeaderValue::from_static("accept-encoding, accept-language, cookie");
        headers.insert(VARY, depends);
        response
    }
}

/// Whether a browser that sends this can read Brotli.
pub fn takes_brotli(headers: &HeaderMap) -> bool {
    let accepted = headers
        .get(ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok());
    accepted.is_some_and(|accepted| {
        accepted.split(',').any(|one| {
            let mut parts = one.split(';');
            parts.next().is_some_and(|name| name.trim() == "br")
                && !parts.any(|part| part.trim() == "q=0")
        })
    })
}

/// Whether an `If-None-Match` lists this tag (RFC 9110 section 13.1.2: compared weakly).
fn lists(tags: &str, etag: &str) -> bool {
    let strong = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    tags.trim() == "*" || tags.split(',').any(|tag| strong(tag) == strong(etag))
}

fn compressed(text: &[u8]) -> Vec<u8> {
    let mut into = brotli::CompressorWriter::new(Vec::new(), 4096, EFFORT, 18);
    // A vector takes everything.
    let _ = into.write_all(text);
    into.into_inner()
}
