//! How other sites take the schedule over, for those who keep them.

use super::Frame;
use super::schedule::PARAMETERS;
use crate::schedule::sheet::Column;
use askama::Template;

/// The fields of the feed, with what each means. Their names are the format's.
const FIELDS: [(&str, &str); 15] = [
    ("name", "sharing-field-name"),
    ("slug", "sharing-field-slug"),
    ("day", "sharing-field-day"),
    ("time, end_time", "sharing-field-time"),
    ("timezone", "sharing-field-timezone"),
    ("types", "sharing-field-types"),
    ("notes", "sharing-field-notes"),
    ("group", "sharing-field-group"),
    ("conference_url", "sharing-field-conference"),
    ("conference_url_notes", "sharing-field-conference-notes"),
    ("conference_phone", "sharing-field-conference-phone"),
    ("url", "sharing-field-url"),
    ("formatted_address, approximate", "sharing-field-address"),
    ("updated", "sharing-field-updated"),
    (
        "entity, entity_url, entity_website_url, entity_email, entity_phone, entity_location",
        "sharing-field-entity",
    ),
];

/// The fields of the schedule as JSON, with what each means.
const ANSWERS: [(&str, &str); 18] = [
    ("now", "sharing-search-now"),
    ("zone", "sharing-search-zone"),
    ("open", "sharing-search-open"),
    ("found", "sharing-search-found"),
    ("next", "sharing-search-next"),
    ("meetings", "sharing-search-meetings"),
    ("title, group", "sharing-search-title-group"),
    ("state", "sharing-search-state"),
    ("starts, ends, doors_open", "sharing-search-times"),
    ("moved_from", "sharing-search-moved"),
    ("topic", "sharing-search-topic"),
    ("language", "sharing-search-spoken"),
    ("access", "sharing-search-access"),
    ("types", "sharing-search-types"),
    ("here", "sharing-search-here"),
    ("source", "sharing-search-source"),
    ("url, join", "sharing-search-links"),
    ("dial_in", "sharing-search-dial-in"),
];

/// `/sharing`.
#[derive(Template)]
#[template(path = "sharing.html")]
pub struct SharingPage<'a> {
    frame: Frame<'a>,
    /// Host and port, as readers look for them in a link.
    host: &'a str,
    /// What the site is called, as it stands between single quotes in a program.
    provider: String,
}

impl<'a> SharingPage<'a> {
    #[must_use]
    pub fn new(frame: Frame<'a>) -> Self {
        let host = (frame.site.split_once("://")).map_or(frame.site, |(_, host)| host);
        let provider = frame.t("brand").replace('\\', r"\\").replace('\'', r"\'");
        Self {
            frame,
            host,
            provider,
        }
    }

    fn fields(&self) -> Vec<(&'static str, String)> {
        FIELDS.map(|(name, id)| (name, self.frame.t(id))).into()
    }

    fn asks(&self) -> Vec<(&'static str, String)> {
        let asks = PARAMETERS.iter();
        asks.map(|ask| (ask.name, self.frame.t(ask.takes)))
            .collect()
    }

    fn answers(&self) -> Vec<(&'static str, String)> {
        ANSWERS.map(|(name, id)| (name, self.frame.t(id))).into()
    }

    fn columns(&self) -> Vec<(&'static str, String)> {
        Column::ALL
            .map(|column| (column.name(), self.frame.column(column)))
            .into()
    }
}
