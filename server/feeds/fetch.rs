//! Asks one address for a feed, and believes nothing about it.

use crate::base::Millis;
use crate::schedule::guide::{self, MAX_BYTES};
use jiff::fmt::rfc2822;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::io::Read;
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

/// How often a site may send us on.
const REDIRECTS: usize = 3;

/// To find and to reach a site.
const CONNECTED_WITHIN: Duration = Duration::from_secs(10);

/// For all of it: every site that sends us on, and the answer to its last drop.
const DONE_WITHIN: Duration = Duration::from_secs(60);

/// The longest `ETag` or date that is kept to be sent back.
const MAX_TAG: usize = 256;

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FetchRequest {
    /// `https:`, or `http:` where the operator typed that.
    pub url: String,
    /// What the last good answer said of itself.
    pub etag: Option<String>,
    pub last_modified: Option<String>,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FetchResponse {
    New {
        bytes: Vec<u8>,
        etag: Option<String>,
        last_modified: Option<String>,
    },
    /// Nothing has changed since (304).
    Same,
    Failed {
        trouble: FetchError,
        /// How long the site wants to be left alone.
        patience: Option<Millis>,
    },
}

/// Why a feed could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FetchError {
    /// Not an address that can be asked.
    Address,
    /// An address inside a network.
    Private,
    /// No such name, or nobody answers there.
    Unreachable,
    /// Its certificate can't be trusted.
    Certificate,
    TooSlow,
    /// Sent on too often, or from https to http.
    Redirects,
    Status(u16),
    TooLarge,
    WebPage,
    NotJson {
        line: usize,
        column: usize,
    },
    NotAList,
    /// A feed without any meeting that is held online.
    Empty,
    /// With the other feeds it holds more meetings than are kept.
    RoomError,
}

/// Whoever can ask.
pub trait Fetch: Send + Sync + 'static {
    /// Blocks until it is done, for about a minute at most.
    fn fetch(&self, ask: &FetchRequest) -> FetchResponse;
}

/// Asks over the network.
pub struct HttpFetcher {
    agent: Agent,
    done_within: Duration,
}

impl HttpFetcher {
    /// `site` is our own address, for the log of those who are asked. `lets` says which addresses may
    /// be asked: [`super::is_public`], but for tests.
    #[must_use]
    pub fn new(site: &str, lets: fn(IpAddr) -> bool) -> Self {
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::WebPki)
            .unversioned_rustls_crypto_provider(provider)
            .build();
        let config = Config::builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            // A proxy of the environment would resolve names in our place.
            .proxy(None)
            .tls_config(tls)
            .user_agent(format!("Porchlight (+{site})"))
            .timeout_resolve(Some(CONNECTED_WITHIN))
            .timeout_connect(Some(CONNECTED_WITHIN))
            .max_response_header_size(64 * 1024)
            .max_idle_connections(0)
            .build();
        let resolver = Guarded {
            lets,
            inner: DefaultResolver::default(),
        };
        Self {
            agent: Agent::with_parts(config, DefaultConnector::default(), resolver),
            done_within: DONE_WITHIN,
        }
    }

    /// The same, with another limit for the whole of one asking.
    #[must_use]
    pub const fn done_within(mut self, limit: Duration) -> Self {
        self.done_within = limit;
        self
    }

    fn ask(&self, ask: &FetchRequest) -> Result<FetchResponse, FetchError> {
        let mut url = Url::parse(&ask.url).map_err(|_| FetchError::Address)?;
        let began = Instant::now();
        for _ in 0..=REDIRECTS {
            if !matches!(url.scheme(), "https" | "http") || !url.username().is_empty() {
                return Err(FetchError::Address);
            }
            let left = self.done_within.checked_sub(began.elapsed());
            let left = left.filter(|left| !left.is_zero());
            let response = self.once(&url, ask, left.ok_or(FetchError::TooSlow)?)?;
            let status = response.status();
            if !status.is_redirection() || status == StatusCode::NOT_MODIFIED {
                return read(response);
            }
            let to = header(&response, "location").ok_or(FetchError::Redirects)?;
            let next = url.join(&to).map_err(|_| FetchError::Redirects)?;
            if url.scheme() == "https" && next.scheme() != "https" {
                return Err(FetchError::Redirects);
            }
            url = next;
        }
        Err(FetchError::Redirects)
    }

    fn once(&self, url: &Url, ask: &FetchRequest, left: Duration) -> Result<Response, FetchError> {
        let mut request = self
            .agent
            .get(url.as_str())
            .config()
            .timeout_global(Some(left))
            .build()
            .header("accept", "application/json");
        if let Some(etag) = &ask.etag {
            request = request.header("if-none-match", etag);
        }
        if let Some(last_modified) = &ask.last_modified {
            request = request.header("if-modified-since", last_modified);
        }
        request.call().map_err(|error| trouble(&error))
    }
}

type Response = ureq::http::Response<ureq::Body>;

impl Fetch for HttpFetcher {
    fn fetch(&self, ask: &FetchRequest) -> FetchResponse {
        self.ask(ask)
            .unwrap_or_else(|trouble| FetchResponse::Failed {
                trouble,
                patience: None,
            })
    }
}

fn read(mut response: Response) -> Result<FetchResponse, FetchError> {
    let status = response.status();
    if status == StatusCode::NOT_MODIFIED {
        return Ok(FetchResponse::Same);
    }
    if status != StatusCode::OK {
        return Ok(FetchResponse::Failed {
            trouble: FetchError::Status(status.as_u16()),
            patience: patience(&response),
        });
    }
    let kept = |name| header(&response, name).filter(|tag| tag.len() <= MAX_TAG);
    let (etag, last_modified) = (kept("etag"), kept("last-modified"));
    let mut bytes = Vec::new();
    // Counted after unpacking: a small answer can unpack to a large one.
    let reader = response.body_mut().with_config().limit(u64::MAX).reader();
    let most = u64::try_from(MAX_BYTES).unwrap_or(u64::MAX);
    reader
        .take(most + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| {
            let slow = || error.kind() == std::io::ErrorKind::TimedOut;
            match error
                .get_ref()
                .and_then(|inner| inner.downcast_ref::<Error>())
            {
                Some(error) => trouble(error),
                None if slow() => FetchError::TooSlow,
                None => FetchError::Unreachable,
            }
        })?;
    if bytes.len() > MAX_BYTES {
        return Err(FetchError::TooLarge);
    }
    Ok(FetchResponse::New {
        bytes,
        etag,
        last_modified,
    })
}

/// `Retry-After`, as seconds or as a date (RFC 9110, 10.2.3). A date is taken by the site's own clock.
fn patience(response: &Response) -> Option<Millis> {
    let text = header(response, "retry-after")?;
    if let Ok(seconds) = text.trim().parse() {
        return Some(Millis::from_secs(seconds));
    }
    let date = |text: &str| rfc2822::parse(text.trim()).ok();
    let (until, now) = (date(&text)?, date(&header(response, "date")?)?);
    let span = until.timestamp().as_millisecond() - now.timestamp().as_millisecond();
    u64::try_from(span).ok().map(Millis)
}

fn header(response: &Response, name: &str) -> Option<String> {
    let value = response.headers().get(name)?.to_str().ok()?;
    Some(value.to_owned())
}

fn trouble(error: &Error) -> FetchError {
    match error {
        Error::Timeout(_) => FetchError::TooSlow,
        Error::BadUri(_) => FetchError::Address,
        Error::Tls(_) | Error::Rustls(_) => FetchError::Certificate,
        Error::Other(other) if other.is::<NotPublic>() => FetchError::Private,
        Error::Io(error) if is_certificate(error) => FetchError::Certificate,
        _ => FetchError::Unreachable,
    }
}

/// What TLS has to say comes wrapped in an error of the line.
fn is_certificate(error: &std::io::Error) -> bool {
    error
        .get_ref()
        .is_some_and(|inner| inner.is::<rustls::Error>())
}

impl From<guide::FeedError> for FetchError {
    fn from(unreadable: guide::FeedError) -> Self {
        match unreadable {
            guide::FeedError::TooLarge | guide::FeedError::TooManyRows => Self::TooLarge,
            guide::FeedError::WebPage => Self::WebPage,
            guide::FeedError::NotJson { line, column } => Self::NotJson { line, column },
            guide::FeedError::NotAList => Self::NotAList,
        }
    }
}

/// Finds the addresses of a name, and hands on none that may not be asked: what is connected to is
/// what was looked at, whatever the name stands for a moment later.
struct Guarded {
    lets: fn(IpAddr) -> bool,
    inner: DefaultResolver,
}

impl Resolver for Guarded {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let found = self.inner.resolve(uri, config, timeout)?;
        let mut allowed = self.empty();
        for address in found.iter().filter(|address| (self.lets)(address.ip())) {
            allowed.push(*address);
        }
        if allowed.is_empty() {
            return Err(Error::Other(Box::new(NotPublic)));
        }
        Ok(allowed)
    }
}

impl fmt::Debug for Guarded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Guarded").finish_non_exhaustive()
    }
}

/// Only addresses inside a network were found.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("an address inside a network")]
struct NotPublic;
