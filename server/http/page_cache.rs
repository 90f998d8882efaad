//! Rendered pages, compressed and cached for as long as they are valid.

use super::content::accepts_brotli;
use crate::base::Timestamp;
use aws_lc_rs::digest::{SHA256, digest};
use axum::body::Bytes;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum_extra::headers::{ETag, HeaderMapExt, IfModifiedSince, IfNoneMatch, LastModified};
use data_encoding::BASE64URL_NOPAD;
use std::collections::HashMap;
use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, UNIX_EPOCH};

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
    /// Since when it has had this content.
    changed: Timestamp,
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
        now: Timestamp,
        render: impl FnOnce() -> Result<String, E>,
    ) -> Result<Response, E> {
        let page = self.page(key, validity, content_type, now, render)?;
        Ok(page.response(request, page.is_known_to(request)))
    }

    /// The same for a file that is equal for everybody, with the time since when it has had its content.
    ///
    /// # Errors
    /// Those of `render`.
    pub(super) fn respond_with_file<E>(
        &self,
        key: String,
        validity: Validity,
        content_type: &'static str,
        request: &HeaderMap,
        now: Timestamp,
        render: impl FnOnce() -> Result<String, E>,
    ) -> Result<Response, E> {
        let page = self.page(key, validity, content_type, now, render)?;
        Ok(page.file_response(request, now))
    }

    fn page<E>(
        &self,
        key: String,
        validity: Validity,
        content_type: &'static str,
        now: Timestamp,
        render: impl FnOnce() -> Result<String, E>,
    ) -> Result<Arc<Page>, E> {
        let earlier = self.get(&key);
        if let Some(page) = &earlier
            && page.validity == validity
        {
            return Ok(Arc::clone(page));
        }
        let mut page = Page::new(render()?, content_type, validity, now);
        if let Some(earlier) = earlier.filter(|earlier| earlier.etag == page.etag) {
            page.changed = earlier.changed;
        }
        let page = Arc::new(page);
        self.insert(key, Arc::clone(&page));
        Ok(page)
    }

    fn get(&self, key: &str) -> Option<Arc<Page>> {
        let pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        pages.by_key.get(key).map(Arc::clone)
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
    fn new(text: String, content_type: &'static str, validity: Validity, now: Timestamp) -> Self {
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
            changed: now,
        }
    }

    /// In bytes, with its key.
    fn size(&self, key: &str) -> usize {
        self.plain.len() + self.brotli.len() + key.len()
    }

    /// With the time of the last change, and without a body for a client that has had it since then.
    fn file_response(&self, request: &HeaderMap, now: Timestamp) -> Response {
        let seconds = self.changed.0.div_euclid(1_000).cast_unsigned();
        // Within one second it may change once more, and the time would not tell the two apart.
        if now.0.div_euclid(1_000).cast_unsigned() <= seconds {
            return self.response(request, self.is_known_to(request));
        }
        let changed = UNIX_EPOCH + Duration::from_secs(seconds);
        let is_known = match request.typed_get::<IfModifiedSince>() {
            // A tag is more exact, and takes precedence (RFC 9110 section 13.2.2).
            Some(since) if !request.contains_key(IF_NONE_MATCH) => !since.is_modified(changed),
            _ => self.is_known_to(request),
        };
        let mut response = self.response(request, is_known);
        response
            .headers_mut()
            .typed_insert(LastModified::from(changed));
        response
    }

    fn response(&self, request: &HeaderMap, is_known: bool) -> Response {
        let mut response = if is_known {
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
    use axum::http::HeaderName;
    use axum::http::header::{IF_MODIFIED_SINCE, LAST_MODIFIED};
    use std::convert::Infallible;

    fn validity(period: i64) -> Validity {
        Validity {
            period,
            directory: 0,
            rooms: 0,
        }
    }

    fn request(name: HeaderName, value: &str) -> HeaderMap {
        let value = HeaderValue::from_str(value).expect("plain ASCII");
        HeaderMap::from_iter([(name, value)])
    }

    #[test]
    fn a_client_that_knows_the_page_gets_no_body() {
        let page = Page::new("a page".to_owned(), "text/plain", validity(0), Timestamp(0));
        let weak = page.etag.to_str().unwrap_or_default().to_owned();
        let strong = weak.trim_start_matches("W/").to_owned();
        for (tags, expected) in [
            (weak.clone(), true),
            (strong, true),
            (format!("\"another\", {weak}"), true),
            ("*".to_owned(), true),
            ("\"another\"".to_owned(), false),
            ("not a tag".to_owned(), false),
        ] {
            let request = request(IF_NONE_MATCH, &tags);
            assert_eq!(page.is_known_to(&request), expected, "{tags}");
            let response = page.response(&request, expected);
            let is_sent = response.status() == StatusCode::OK;
            assert_eq!(is_sent, !expected, "{tags}");
        }
    }

    /// Requests a file whose content is `content` at this time, in the period of this number.
    fn file(
        cache: &PageCache,
        request: &HeaderMap,
        content: &str,
        period: i64,
        now: i64,
    ) -> Response {
        let render = || Ok::<_, Infallible>(content.to_owned());
        let (key, validity, now) = ("key".to_owned(), validity(period), Timestamp(now));
        let response = cache.respond_with_file(key, validity, "text/plain", request, now, render);
        response.unwrap_or_else(|never| match never {})
    }

    #[test]
    fn a_file_that_has_not_changed_since_gets_no_body() {
        let cache = PageCache::default();
        let any = HeaderMap::new();
        let fresh = file(&cache, &any, "one", 0, 1_500);
        assert!(
            !fresh.headers().contains_key(LAST_MODIFIED),
            "it may change in this second"
        );
        let modified = |response: &Response| {
            let value = response.headers().get(LAST_MODIFIED);
            value
                .and_then(|value| value.to_str().ok())
                .map(str::to_owned)
        };
        let expected = Some("Thu, 01 Jan 1970 00:00:01 GMT".to_owned());
        assert_eq!(modified(&file(&cache, &any, "one", 0, 2_000)), expected);
        // Rendered again, with the same content.
        assert_eq!(modified(&file(&cache, &any, "one", 1, 9_000)), expected);

        let status = |since: &str, content, period| {
            file(
                &cache,
                &request(IF_MODIFIED_SINCE, since),
                content,
                period,
                12_000,
            )
            .status()
        };
        assert_eq!(
            status("Thu, 01 Jan 1970 00:00:01 GMT", "one", 1),
            StatusCode::NOT_MODIFIED
        );
        assert_eq!(
            status("Thu, 01 Jan 1970 00:00:00 GMT", "one", 1),
            StatusCode::OK
        );
        assert_eq!(status("yesterday", "one", 1), StatusCode::OK);
        assert_eq!(
            status("Thu, 01 Jan 1970 00:00:01 GMT", "two", 2),
            StatusCode::OK
        );

        let mut both = request(IF_MODIFIED_SINCE, "Thu, 01 Jan 1970 01:00:00 GMT");
        both.extend(request(IF_NONE_MATCH, "\"another\""));
        assert_eq!(
            file(&cache, &both, "two", 2, 20_000).status(),
            StatusCode::OK
        );
    }
}
