//! Rendered pages, compressed and cached for as long as they are valid.

use super::content::accepts_brotli;
use aws_lc_rs::digest::{SHA256, digest};
use axum::body::Bytes;
use axum::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, VARY};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum_extra::headers::{ETag, HeaderMapExt, IfNoneMatch};
use data_encoding::BASE64URL_NOPAD;
use std::collections::HashMap;
use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};

/// Memory for pages, in bytes: some hundreds of them.
const CAPACITY: usize = 16 * 1024 * 1024;

/// Brotli's quality: beyond it, a page takes ten times as long to save a twentieth.
const QUALITY: u32 = 5;

/// Brotli's window, as a power of two: pages are smaller.
const WINDOW_BITS: u32 = 18;

/// What a page was rendered from. A page is valid while this is still the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Validity {
    /// The number of the period of time, since the epoch.
    pub(crate) period: i64,
    /// The version of the directory.
    pub(crate) directory: u64,
    /// The version of the status of all rooms.
    pub(crate) rooms: u64,
}

/// One page, ready to be sent.
#[derive(Debug)]
struct Page {
    validity: Validity,
    plain: Bytes,
    brotli: Bytes,
    etag: HeaderValue,
    content_type: &'static str,
}

/// The pages of late requests, by everything that they depend on.
#[derive(Default)]
pub struct PageCache {
    pages: Mutex<Pages>,
}

#[derive(Default)]
struct Pages {
    by_key: HashMap<String, Arc<Page>>,
    /// Bytes of all pages and their keys.
    size: usize,
}

impl PageCache {
    /// The response for this key, from the cache or rendered now.
    ///
    /// # Errors
    /// Those of `render`.
    pub(super) fn respond<E>(
        &self,
        key: String,
        validity: Validity,
        content_type: &'static str,
        request: &HeaderMap,
        render: impl FnOnce() -> Result<String, E>,
    ) -> Result<Response, E> {
        let page = match self.get(&key, validity) {
            Some(page) => page,
            None => {
                let page = Arc::new(Page::new(render()?, content_type, validity));
                self.insert(key, Arc::clone(&page));
                page
            }
        };
        Ok(page.response(request))
    }

    fn get(&self, key: &str, validity: Validity) -> Option<Arc<Page>> {
        let pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        let page = pages.by_key.get(key)?;
        (page.validity == validity).then(|| Arc::clone(page))
    }

    /// When the cache is full, pages that are no longer valid are dropped first, then all others.
    fn insert(&self, key: String, page: Arc<Page>) {
        let mut pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        let pages = &mut *pages;
        if pages.size + page.size(&key) > CAPACITY {
            let validity = page.validity;
            pages.by_key.retain(|_, page| page.validity == validity);
            pages.size = pages.by_key.iter().map(|(key, page)| page.size(key)).sum();
        }
        if pages.size + page.size(&key) > CAPACITY {
            pages.by_key.clear();
            pages.size = 0;
        }
        pages.size += page.size(&key);
        let key_size = key.len();
        if let Some(replaced) = pages.by_key.insert(key, page) {
            pages.size -= replaced.plain.len() + replaced.brotli.len() + key_size;
        }
    }
}

impl Page {
    fn new(text: String, content_type: &'static str, validity: Validity) -> Self {
        let brotli = compress(text.as_bytes());
        let hash = digest(&SHA256, text.as_bytes());
        // Weak: the compressed response is the same page, but not the same bytes.
        let etag = format!("W/\"{}\"", BASE64URL_NOPAD.encode(&hash.as_ref()[..12]));
        Self {
            validity,
            plain: Bytes::from(text),
            brotli: Bytes::from(brotli),
            etag: HeaderValue::from_str(&etag).unwrap_or(HeaderValue::from_static("W/\"\"")),
            content_type,
        }
    }

    /// In bytes, with its key.
    fn size(&self, key: &str) -> usize {
        self.plain.len() + self.brotli.len() + key.len()
    }

    fn response(&self, request: &HeaderMap) -> Response {
        let mut response = if self.is_known_to(request) {
            StatusCode::NOT_MODIFIED.into_response()
        } else if accepts_brotli(request) {
            let mut response = self.brotli.clone().into_response();
            let headers = response.headers_mut();
            headers.insert(CONTENT_ENCODING, HeaderValue::from_static("br"));
            response
        } else {
            self.plain.clone().into_response()
        };
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(self.content_type));
        headers.insert(ETAG, self.etag.clone());
        // The browser stores it and revalidates each time: a page that is out of date misleads.
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
        let vary = HeaderValue::from_static("accept-encoding, accept-language, cookie");
        headers.insert(VARY, vary);
        response
    }

    /// Whether the client has this page already (RFC 9110 section 13.1.2: tags are compared weakly).
    fn is_known_to(&self, request: &HeaderMap) -> bool {
        let etag = self.etag.to_str().ok().and_then(|etag| etag.parse().ok());
        match (request.typed_get::<IfNoneMatch>(), etag) {
            (Some(known), Some(etag)) => !known.precondition_passes(&etag as &ETag),
            _ => false,
        }
    }
}

fn compress(text: &[u8]) -> Vec<u8> {
    let mut writer = brotli::CompressorWriter::new(Vec::new(), 4096, QUALITY, WINDOW_BITS);
    // Writing to a vector cannot fail.
    let _ = writer.write_all(text);
    writer.into_inner()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::header::IF_NONE_MATCH;

    #[test]
    fn a_client_that_knows_the_page_gets_no_body() {
        let validity = Validity {
            period: 0,
            directory: 0,
            rooms: 0,
        };
        let page = Page::new("a page".to_owned(), "text/plain", validity);
        let weak = page.etag.to_str().unwrap_or_default().to_owned();
        let strong = weak.trim_start_matches("W/").to_owned();
        for (tags, expected) in [
            (weak.clone(), StatusCode::NOT_MODIFIED),
            (strong, StatusCode::NOT_MODIFIED),
            (format!("\"another\", {weak}"), StatusCode::NOT_MODIFIED),
            ("*".to_owned(), StatusCode::NOT_MODIFIED),
            ("\"another\"".to_owned(), StatusCode::OK),
            ("not a tag".to_owned(), StatusCode::OK),
        ] {
            let mut request = HeaderMap::new();
            let value = HeaderValue::from_str(&tags).expect("plain ASCII");
            request.insert(IF_NONE_MATCH, value);
            assert_eq!(page.response(&request).status(), expected, "{tags}");
        }
    }
}
