//! How other sites use the schedule, for the people who run them.

use super::Frame;
use super::schedule::PARAMETERS;
use crate::schedule::sheet::Column;
use askama::Template;

/// The fields of the feed and the messages that explain them. The names are those of the Meeting Guide.
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

/// The fields of the schedule as JSON and the messages that explain them.
const RESPONSE_FIELDS: [(&str, &str); 18] = [
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
    /// Host and port, by which readers recognise a link.
    host: &'a str,
    /// The name of the site, escaped for a string in single quotes.
    provider: String,
}

impl<'a> SharingPage<'a> {
    /// The page.
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

    fn parameters(&self) -> Vec<(&'static str, String)> {
        let parameters = PARAMETERS.iter();
        parameters
            .map(|parameter| (parameter.name, self.frame.t(parameter.takes)))
            .collect()
    }

    fn response_fields(&self) -> Vec<(&'static str, String)> {
        RESPONSE_FIELDS
            .map(|(name, id)| (name, self.frame.t(id)))
            .into()
    }

    fn columns(&self) -> Vec<(&'static str, String)> {
        Column::ALL
            .map(|column| (column.name(), self.frame.column(column)))
            .into()
    }
}
