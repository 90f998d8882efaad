//! One feed: its state and meetings, and how the result of a fetch changes them.

use super::fetch::{Fetch, FetchError, FetchRequest, FetchResponse};
use super::policy::FeedState;
use super::stored_listing;
use crate::base::{FeedId, Millis, Timestamp};
use crate::schedule::guide::{self, Defaults, ParsedFeed, RowError, RowErrorKind};
use crate::schedule::{Listing, Origin, zone};
use crate::store::FeedRow;

/// The language of meetings whose rows name none.
const DEFAULT_LANGUAGE: &str = "en";

/// A feed that the site is subscribed to.
#[derive(Clone, Debug)]
pub struct Feed {
    /// Its row in the store.
    pub id: FeedId,
    /// The operator's name for it.
    pub name: String,
    /// The address that it is fetched from.
    pub url: String,
    /// The IANA name of the zone for meetings whose rows name none; empty if there is none.
    pub zone: String,
    /// When it was fetched, and with what result.
    pub state: FeedState,
    /// The meetings of the last successful fetch.
    pub listings: Vec<Listing>,
    /// The invalid rows of the last response that was parsed.
    pub row_errors: Vec<RowError>,
    /// The number of rows of the last response that are duplicates or not online meetings.
    pub skipped_rows: usize,
}

/// The result of fetching and parsing a feed.
pub(super) enum FetchResult {
    Parsed {
        feed: ParsedFeed,
        etag: Option<String>,
        last_modified: Option<String>,
    },
    NotModified,
    Failed {
        error: FetchError,
        retry_after: Option<Millis>,
    },
}

impl FetchResult {
    pub(super) const fn failed(error: FetchError) -> Self {
        Self::Failed {
            error,
            retry_after: None,
        }
    }
}

/// Fetches and parses a feed. Blocks the thread. `default_zone` is an IANA name or empty.
pub(super) fn fetch_and_parse(
    fetch: &dyn Fetch,
    request: &FetchRequest,
    name: &str,
    default_zone: &str,
) -> FetchResult {
    match fetch.fetch(request) {
        FetchResponse::NotModified => FetchResult::NotModified,
        FetchResponse::Failed { error, retry_after } => FetchResult::Failed { error, retry_after },
        FetchResponse::Body {
            bytes,
            etag,
            last_modified,
        } => {
            let zone = zone::parse(default_zone);
            let defaults = Defaults {
                source: name,
                zone: zone.as_ref(),
                language: DEFAULT_LANGUAGE,
            };
            match guide::parse(&bytes, &defaults) {
                Ok(feed) => FetchResult::Parsed {
                    feed,
                    etag,
                    last_modified,
                },
                Err(error) => FetchResult::failed(error.into()),
            }
        }
    }
}

impl Feed {
    /// A feed that has not been fetched yet.
    pub(super) fn new(id: FeedId, name: &str, url: &str, zone: &str) -> Self {
        Self {
            id,
            name: name.to_owned(),
            url: url.to_owned(),
            zone: zone.to_owned(),
            state: FeedState::default(),
            listings: Vec::new(),
            row_errors: Vec::new(),
            skipped_rows: 0,
        }
    }

    /// A stored feed, as the program starts. It is fetched at once and without conditions, because the errors
    /// of its rows are not stored. After failures the retry delay still applies.
    pub(super) fn from_row(row: FeedRow) -> Self {
        let mut state: FeedState = serde_json::from_str(&row.state).unwrap_or_default();
        state.last_fetch = None;
        if state.failures == 0 {
            state.next_fetch = Timestamp::default();
        }
        Self {
            state,
            listings: stored_listing::decode(&row.listings, &row.name),
            ..Self::new(row.id, &row.name, &row.url, &row.zone)
        }
    }

    /// Whether the next request may be conditional (RFC 9110 section 13). It may not before the first fetch after
    /// the program's start, or while there are no meetings that a 304 response could confirm.
    pub(super) fn may_be_conditional(&self) -> bool {
        self.state.last_fetch.is_some() && !self.listings.is_empty()
    }

    /// The request for the next fetch.
    pub(super) fn request(&self) -> FetchRequest {
        let (mut etag, mut last_modified) = (None, None);
        if self.may_be_conditional() {
            etag.clone_from(&self.state.etag);
            last_modified.clone_from(&self.state.last_modified);
        }
        FetchRequest {
            url: self.url.clone(),
            etag,
            last_modified,
        }
    }

    /// Sets the name and the default zone. After a change of the zone the next request is not conditional,
    /// because meetings that use the default zone must be parsed again.
    pub(super) fn set_name_and_zone(&mut self, name: &str, zone: &str) {
        if self.zone != zone {
            zone.clone_into(&mut self.zone);
            self.state.etag = None;
            self.state.last_modified = None;
        }
        if self.name != name {
            name.clone_into(&mut self.name);
            for listing in &mut self.listings {
                if let Origin::Feed(origin) = &mut listing.origin {
                    name.clone_into(&mut origin.source);
                }
            }
        }
    }

    /// Whether rows can't be listed because neither they nor the feed have a zone.
    fn lacks_zone(&self) -> bool {
        (self.row_errors.iter()).any(|row| row.kind == RowErrorKind::NoZone)
    }

    /// Applies the result of a fetch. A response without meetings, or with more than `max_listings` of them, counts
    /// as a failure: the previous meetings stay until they are dropped.
    pub(super) fn apply(
        &mut self,
        result: FetchResult,
        max_listings: usize,
        now: Timestamp,
        random: u16,
    ) {
        match result {
            FetchResult::NotModified => self.state.record_success(now, random),
            FetchResult::Failed { error, retry_after } => {
                self.state.record_failure(now, error, retry_after, random);
            }
            FetchResult::Parsed {
                feed,
                etag,
                last_modified,
            } => {
                self.row_errors = feed.errors;
                self.skipped_rows = feed.skipped;
                let error = match feed.listings.len() {
                    0 if self.lacks_zone() => Some(FetchError::NoZone),
                    0 => Some(FetchError::Empty),
                    count if count > max_listings => Some(FetchError::NoCapacity),
                    _ => None,
                };
                if let Some(error) = error {
                    self.state.record_failure(now, error, None, random);
                    return;
                }
                self.listings = feed.listings;
                self.state.etag = etag;
                self.state.last_modified = last_modified;
                self.state.record_success(now, random);
            }
        }
    }
}
