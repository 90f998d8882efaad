//! A subscribed feed on the operator's page: its state, and what is wrong with it.

use super::feed_form::{EditView, FeedEdit};
use crate::feeds::{Feed, FeedState, FetchError, MAX_LISTINGS};
use crate::pages::{Frame, Visitor};
use crate::schedule::guide::{OtherFormat, RowErrorKind};
use crate::schedule::zone;
use fluent_bundle::FluentValue;

/// How many invalid rows of a feed are listed; the rest is counted.
const ROWS: usize = 100;

/// A subscribed feed.
pub(super) struct FeedView<'a> {
    pub(super) id: i64,
    pub(super) edit: EditView,
    pub(super) name: &'a str,
    pub(super) url: &'a str,
    pub(super) state: String,
    pub(super) error: Option<String>,
    pub(super) next: String,
    pub(super) rows_title: String,
    pub(super) rows: Vec<String>,
}

impl<'a> FeedView<'a> {
    pub(super) fn new(
        feed: &'a Feed,
        edited: Option<&FeedEdit>,
        visitor: &Visitor,
        frame: Frame<'_>,
    ) -> Self {
        let state = &feed.state;
        let counts = [
            ("meetings", feed.listings.len().into()),
            ("left-out", feed.skipped_rows.into()),
        ];
        let id = match state.last_success {
            None if state.error.is_some() => "operator-feed-nothing",
            None => "operator-feed-never",
            Some(_) if state.is_dropped(visitor.now) => "operator-feed-dropped",
            Some(_) if state.is_stale(visitor.now) => "operator-feed-stale",
            Some(_) => "operator-feed-good",
        };
        Self {
            id: feed.id.0,
            edit: EditView::of(feed, edited, frame),
            name: &feed.name,
            url: &feed.url,
            state: frame.say(id, &counts),
            error: state
                .error
                .map(|error| error_text(feed, error, visitor, frame)),
            next: next(state, visitor, frame),
            rows_title: frame.counted("operator-feed-rows", feed.row_errors.len()),
            rows: rows(feed, frame),
        }
    }
}

/// Why rows of the feed are not listed.
fn rows(feed: &Feed, frame: Frame<'_>) -> Vec<String> {
    let listed = feed.row_errors.iter().take(ROWS);
    let mut rows: Vec<String> = listed
        .map(|row| {
            let parameters = [
                ("row", row.row.into()),
                ("name", row.name.as_str().into()),
                ("what", row_text(&row.kind, frame).into()),
            ];
            frame.say("operator-feed-row", &parameters)
        })
        .collect();
    if feed.row_errors.len() > ROWS {
        rows.push(frame.counted("operator-feed-more-rows", feed.row_errors.len() - ROWS));
    }
    rows
}

/// What is wrong with a row. A missing zone can be mended here.
fn row_text(kind: &RowErrorKind, frame: Frame<'_>) -> String {
    match kind {
        RowErrorKind::NoZone => frame.t("operator-feed-row-no-zone"),
        _ => frame.row_error(kind),
    }
}

/// What is wrong with a feed, and whether its former meetings stay listed.
fn error_text(feed: &Feed, error: FetchError, visitor: &Visitor, frame: Frame<'_>) -> String {
    let text = frame.fetch_error(error);
    let is_doubtful = matches!(
        error,
        FetchError::Empty | FetchError::NoCapacity | FetchError::NoZone
    );
    let stays = !feed.listings.is_empty() && !feed.state.is_dropped(visitor.now);
    if is_doubtful && stays {
        return format!("{text} {}", frame.t("operator-feed-stays"));
    }
    text
}

fn next(state: &FeedState, visitor: &Visitor, frame: Frame<'_>) -> String {
    if state.is_due(visitor.now) {
        return frame.t("operator-feed-now");
    }
    let local = visitor.clock(state.next_fetch);
    let parameters = [
        ("date", frame.date(local.date()).into()),
        ("time", frame.clock(local).into()),
        ("city", zone::city(&visitor.zone).into()),
    ];
    // A feed at a private address is not fetched: only its host name is resolved again.
    let id = match state.error {
        Some(FetchError::Private) => "operator-feed-looked-up",
        _ => "operator-feed-next",
    };
    frame.say(id, &parameters)
}

impl Frame<'_> {
    /// What is wrong with a feed, and what to do.
    fn fetch_error(&self, error: FetchError) -> String {
        match error {
            FetchError::Address => self.t("feed-trouble-address"),
            FetchError::Private => self.t("feed-trouble-private"),
            FetchError::Unreachable => self.t("feed-trouble-unreachable"),
            FetchError::Certificate => self.t("feed-trouble-certificate"),
            FetchError::TooSlow => self.t("feed-trouble-slow"),
            FetchError::Redirects => self.t("feed-trouble-redirects"),
            FetchError::Status(code) => self.say("feed-trouble-status", &[("code", code.into())]),
            FetchError::TooLarge => self.t("feed-trouble-large"),
            FetchError::WebPage => self.other_format(OtherFormat::WebPage),
            FetchError::Other(format) => self.other_format(format),
            FetchError::Incomplete => self.t("feed-trouble-broken-off"),
            FetchError::Truncated { line } => {
                self.say("feed-trouble-truncated", &[("line", line.into())])
            }
            FetchError::NotHttp => self.t("feed-trouble-not-http"),
            FetchError::NoZone => self.t("feed-trouble-zone"),
            FetchError::NotJson { line, column } => self.say(
                "feed-trouble-json",
                &[("line", line.into()), ("column", column.into())],
            ),
            FetchError::NotAList => self.t("feed-trouble-list"),
            FetchError::Empty => self.t("feed-trouble-empty"),
            FetchError::NoCapacity => self.say(
                "feed-trouble-room",
                &[("most", FluentValue::from(MAX_LISTINGS))],
            ),
        }
    }
    /// What was sent instead of JSON, and what to do.
    fn other_format(&self, format: OtherFormat) -> String {
        self.t(match format {
            OtherFormat::Nothing => "feed-trouble-nothing",
            OtherFormat::WebPage => "feed-trouble-page",
            OtherFormat::Xml => "feed-trouble-xml",
            OtherFormat::Calendar => "feed-trouble-calendar",
            OtherFormat::Binary => "feed-trouble-binary",
            OtherFormat::Text => "feed-trouble-text",
        })
    }
}
