//! Fetches a feed from its address. Nothing about the response is trusted.

use crate::base::Millis;
use crate::schedule::guide::{self, MAX_BYTES, OtherFormat};
use jiff::fmt::rfc2822;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::io::{ErrorKind, Read};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};
use ureq::config::Config;
use ureq::http::{StatusCode, Uri};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Error};
use url::Url;

/// How many redirects are followed.
const MAX_REDIRECTS: usize = 3;

/// For resolving a name, and again for connecting.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// For a whole fetch, with all redirects and the body of the response.
const FETCH_TIMEOUT: Duration = Duration::from_secs(60);

/// The longest `ETag` or `Last-Modified` that is stored, in bytes.
const MAX_VALIDATOR: usize = 256;

/// A request for a feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FetchRequest {
    /// Starts with `https:` or `http:`.
    pub url: String,
    /// The `ETag` of the last response, for a conditional request.
    pub etag: Option<String>,
    /// The `Last-Modified` of the last response, for a conditional request.
    pub last_modified: Option<String>,
}

/// The response to a [`FetchRequest`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FetchResponse {
    /// The content of the feed (status 200).
    Body {
        /// At most [`MAX_BYTES`].
        bytes: Vec<u8>,
        /// For the next request.
        etag: Option<String>,
        /// For the next request.
        last_modified: Option<String>,
    },
    /// The feed has not changed since the last response (status 304).
    NotModified,
    /// Anything else.
    Failed {
        /// The reason.
        error: FetchError,
        /// The delay that the site asks for (`Retry-After`).
        retry_after: Option<Millis>,
    },
}

/// Why a feed could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FetchError {
    /// Not an http or https address, or one with credentials.
    Address,
    /// An address inside a private network.
    Private,
    /// The name can't be resolved, or the connection fails.
    Unreachable,
    /// The TLS certificate is not valid.
    Certificate,
    /// The response took longer than the timeout.
    TooSlow,
    /// Too many redirects, one without a target, or one from https to http.
    Redirects,
    /// A status other than 200 and 304.
    Status(u16),
    /// More bytes or rows than are read.
    TooLarge,
    /// A web page, a calendar or something else instead of JSON.
    Other(OtherFormat),
    /// HTML, as former versions stored it.
    WebPage,
    /// The response broke off before its end.
    Incomplete,
    /// The JSON ends in the middle, although the whole response arrived.
    Truncated {
        /// The last line, from 1.
        line: usize,
    },
    /// The response is not HTTP, or it is compressed in a way that can't be read.
    NotHttp,
    /// No meeting is listed, because the rows have no time zone and neither has the feed.
    NoZone,
    /// Not JSON.
    NotJson {
        /// Of the first error, counted from 1.
        line: usize,
        /// Of the first error, counted from 1.
        column: usize,
    },
    /// JSON that is not a list of meetings.
    NotAList,
    /// A feed without online meetings.
    Empty,
    /// More meetings than the limit for all feeds together allows.
    #[serde(rename = "no_room")]
    NoCapacity,
}

/// Sends requests for feeds.
pub trait Fetch: Send + Sync + 'static {
    /// Blocks until the response is complete, for about a minute at most.
    fn fetch(&self, request: &FetchRequest) -> FetchResponse;
}

/// Sends requests over the network.
pub struct HttpFetcher {
    agent: Agent,
    timeout: Duration,
}

impl HttpFetcher {
    /// `site` is the address of this site, for the `User-Agent`. `is_allowed` decides which addresses may
    /// be connected to: it is [`super::is_public`] except in tests.
    #[must_use]
    pub fn new(site: &str, is_allowed: fn(IpAddr) -> bool) -> Self {
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::WebPki)
            .unversioned_rustls_crypto_provider(provider)
            .build();
        let config = Config::builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            // A proxy from the environment would resolve names instead of the checked resolver.
            .proxy(None)
            .tls_config(tls)
            .user_agent(format!("Porchlight (+{site})"))
            .timeout_resolve(Some(CONNECT_TIMEOUT))
            .timeout_connect(Some(CONNECT_TIMEOUT))
            .max_response_header_size(64 * 1024)
            .max_idle_connections(0)
            .build();
        let resolver = CheckedResolver {
            is_allowed,
            inner: DefaultResolver::default(),
        };
        Self {
            agent: Agent::with_parts(config, DefaultConnector::default(), resolver),
            timeout: FETCH_TIMEOUT,
        }
    }

    /// Sets another timeout for a whole fetch.
    #[must_use]
    pub const fn with_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    fn follow_redirects(&self, request: &FetchRequest) -> Result<FetchResponse, FetchError> {
        let mut url = Url::parse(&request.url).map_err(|_| FetchError::Address)?;
        let start = Instant::now();
        for _ in 0..=MAX_REDIRECTS {
            if !matches!(url.scheme(), "https" | "http") || !url.username().is_empty() {
                return Err(FetchError::Address);
            }
            let remaining = self.timeout.checked_sub(start.elapsed());
            let remaining = remaining.filter(|remaining| !remaining.is_zero());
            let response = self.send(&url, request, remaining.ok_or(FetchError::TooSlow)?)?;
            let status = response.status();
            if !status.is_redirection() || status == StatusCode::NOT_MODIFIED {
                return read(response);
            }
            let location = header(&response, "location").ok_or(FetchError::Redirects)?;
            let next = url.join(&location).map_err(|_| FetchError::Redirects)?;
            if url.scheme() == "https" && next.scheme() != "https" {
                return Err(FetchError::Redirects);
            }
            url = next;
        }
        Err(FetchError::Redirects)
    }

    fn send(
        &self,
        url: &Url,
        request: &FetchRequest,
        timeout: Duration,
    ) -> Result<Response, FetchError> {
        let mut builder = self
            .agent
            .get(url.as_str())
            .config()
            .timeout_global(Some(timeout))
            .build()
            .header("accept", "application/json");
        if let Some(etag) = &request.etag {
            builder = builder.header("if-none-match", etag);
        }
        if let Some(last_modified) = &request.last_modified {
            builder = builder.header("if-modified-since", last_modified);
        }
        builder.call().map_err(|error| fetch_error(&error))
    }
}

type Response = ureq::http::Response<ureq::Body>;

impl Fetch for HttpFetcher {
    fn fetch(&self, request: &FetchRequest) -> FetchResponse {
        let response = self.follow_redirects(request);
        response.unwrap_or_else(|error| FetchResponse::Failed {
            error,
            retry_after: None,
        })
    }
}

fn read(mut response: Response) -> Result<FetchResponse, FetchError> {
    let status = response.status();
    if status == StatusCode::NOT_MODIFIED {
        return Ok(FetchResponse::NotModified);
    }
    if status != StatusCode::OK {
        return Ok(FetchResponse::Failed {
            error: FetchError::Status(status.as_u16()),
            retry_after: retry_after(&response),
        });
    }
    let validator = |name| header(&response, name).filter(|value| value.len() <= MAX_VALIDATOR);
    let (etag, last_modified) = (validator("etag"), validator("last-modified"));
    // The limit applies to decompressed bytes: a small body can decompress to a large one.
    let reader = response.body_mut().with_config().limit(u64::MAX).reader();
    let limit = u64::try_from(MAX_BYTES).unwrap_or(u64::MAX);
    let mut bytes = Vec::new();
    let result = reader.take(limit + 1).read_to_end(&mut bytes);
    result.map_err(|error| body_error(&error))?;
    if bytes.len() > MAX_BYTES {
        return Err(FetchError::TooLarge);
    }
    Ok(FetchResponse::Body {
        bytes,
        etag,
        last_modified,
    })
}

/// `Retry-After`, in seconds or as a date (RFC 9110, 10.2.3). A date is relative to the clock of the site.
fn retry_after(response: &Response) -> Option<Millis> {
    let text = header(response, "retry-after")?;
    if let Ok(seconds) = text.trim().parse() {
        return Some(Millis::from_secs(seconds));
    }
    let parse_date = |text: &str| rfc2822::parse(text.trim()).ok();
    let until = parse_date(&text)?;
    let now = parse_date(&header(response, "date")?)?;
    let span = until.timestamp().as_millisecond() - now.timestamp().as_millisecond();
    u64::try_from(span).ok().map(Millis)
}

fn header(response: &Response, name: &str) -> Option<String> {
    let value = response.headers().get(name)?.to_str().ok()?;
    Some(value.to_owned())
}

fn body_error(error: &std::io::Error) -> FetchError {
    let inner = error.get_ref();
    match inner.and_then(|inner| inner.downcast_ref::<Error>()) {
        Some(Error::Timeout(_)) => FetchError::TooSlow,
        Some(Error::Decompress(_, error)) if error.kind() != ErrorKind::UnexpectedEof => {
            FetchError::NotHttp
        }
        None if error.kind() == ErrorKind::TimedOut => FetchError::TooSlow,
        _ => FetchError::Incomplete,
    }
}

fn fetch_error(error: &Error) -> FetchError {
    match error {
        Error::Timeout(_) => FetchError::TooSlow,
        Error::BadUri(_) => FetchError::Address,
        Error::Tls(_) | Error::Rustls(_) => FetchError::Certificate,
        Error::Other(other) if other.is::<NotPublic>() => FetchError::Private,
        Error::Io(error) if is_certificate(error) => FetchError::Certificate,
        Error::Protocol(_) | Error::Http(_) | Error::LargeResponseHeader(..) => FetchError::NotHttp,
        _ => FetchError::Unreachable,
    }
}

/// Whether an I/O error wraps an error of TLS.
fn is_certificate(error: &std::io::Error) -> bool {
    error
        .get_ref()
        .is_some_and(|inner| inner.is::<rustls::Error>())
}

impl From<guide::FeedError> for FetchError {
    fn from(error: guide::FeedError) -> Self {
        match error {
            guide::FeedError::TooLarge | guide::FeedError::TooManyRows => Self::TooLarge,
            guide::FeedError::Other(format) => Self::Other(format),
            guide::FeedError::Truncated { line } => Self::Truncated { line },
            guide::FeedError::NotJson { line, column } => Self::NotJson { line, column },
            guide::FeedError::NotAList => Self::NotAList,
        }
    }
}

/// Resolves a name and returns only addresses that are allowed. The check and the connection use the same
/// addresses, so that a second, different DNS response can't pass the check.
struct CheckedResolver {
    is_allowed: fn(IpAddr) -> bool,
    inner: DefaultResolver,
}

impl Resolver for CheckedResolver {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let addresses = self.inner.resolve(uri, config, timeout)?;
        let mut allowed = self.empty();
        for address in &addresses {
            if (self.is_allowed)(address.ip()) {
                allowed.push(*address);
            }
        }
        if allowed.is_empty() {
            return Err(Error::Other(Box::new(NotPublic)));
        }
        Ok(allowed)
    }
}

impl fmt::Debug for CheckedResolver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CheckedResolver").finish_non_exhaustive()
    }
}

/// The name resolves only to addresses inside a private network.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("an address inside a private network")]
struct NotPublic;
