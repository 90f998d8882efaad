//! Why rows of a sheet or a feed are refused, and what would be accepted.

use super::super::Frame;
use crate::schedule::draft::{FieldRefusal, MINUTES};
use crate::schedule::guide::{self, MAX_ROWS as MAX_FEED_ROWS};
use crate::schedule::sheet::{
    self, CellRefusal, CellRefusalReason, Column, DateRefusal, DateRefusalReason, MAX_ROWS,
};

const MEBIBYTE: usize = 1024 * 1024;

impl Frame<'_> {
    /// What a column accepts.
    pub(crate) fn column(&self, column: Column) -> String {
        self.t(column.help())
    }

    /// Why a cell is refused.
    pub(crate) fn cell_refusal(&self, refusal: &CellRefusal) -> String {
        match &refusal.reason {
            CellRefusalReason::Field(reason) => self.field_refusal(refusal.column, *reason),
            CellRefusalReason::DuplicateSlug(row) => {
                self.say("wrong-twice", &[("row", row.to_string().into())])
            }
            CellRefusalReason::OtherGroup => self.t("wrong-other-group"),
            CellRefusalReason::NoSuchGroup => self.t("wrong-no-such-group"),
            CellRefusalReason::NoGroup => self.t("wrong-no-group"),
            CellRefusalReason::UnknownKinds(codes) => {
                let quoted = |code: &String| self.say("quoted", &[("text", code.clone().into())]);
                let codes = self.list(codes.iter().map(quoted).collect());
                let takes = self.column(refusal.column);
                let parameters = [("codes", codes.into()), ("takes", takes.into())];
                self.say("wrong-kinds", &parameters)
            }
            CellRefusalReason::Date(reason) => self.date_refusal(reason),
            CellRefusalReason::Duration => {
                let bounds = [
                    ("least", (*MINUTES.start()).into()),
                    ("most", (*MINUTES.end()).into()),
                ];
                self.say("wrong-lasts", &bounds)
            }
        }
    }

    /// Why a single date can't be used.
    fn date_refusal(&self, refusal: &DateRefusal) -> String {
        let reason = match refusal.reason {
            DateRefusalReason::Syntax => self.expected("wrong-unread", Column::Dates),
            DateRefusalReason::NotHeld => self.t("wrong-not-held"),
            DateRefusalReason::DuplicateDate => self.t("wrong-date-twice"),
            DateRefusalReason::TooMany => self.t("wrong-dates-many"),
            DateRefusalReason::Change(refusal) => self.change_refusal(refusal),
        };
        let entry = refusal.entry.clone();
        self.say(
            "wrong-date",
            &[("entry", entry.into()), ("why", reason.into())],
        )
    }

    fn field_refusal(&self, column: Column, refusal: FieldRefusal) -> String {
        match refusal {
            FieldRefusal::Missing => self.expected("wrong-missing", column),
            FieldRefusal::Unknown | FieldRefusal::NotATime | FieldRefusal::NotADate => {
                self.expected("wrong-unread", column)
            }
            FieldRefusal::NotSlug => self.t("wrong-slug"),
            FieldRefusal::TooLong(most) => self.say("wrong-long", &[("most", most.into())]),
            FieldRefusal::OutOf(least, most) => {
                let bounds = [("least", least.into()), ("most", most.into())];
                self.say("wrong-number", &bounds)
            }
            FieldRefusal::BeforeFrom => self.t("wrong-before"),
            FieldRefusal::NeverHeld => self.t("wrong-never"),
        }
    }

    fn expected(&self, id: &str, column: Column) -> String {
        self.say(id, &[("takes", self.column(column).into())])
    }

    /// Why a row of a feed cannot be listed.
    pub(crate) fn row_error(&self, error: &guide::RowErrorKind) -> String {
        let shown = |id, value: &guide::QuotedValue| {
            self.say(id, &[("value", value.as_str().to_owned().into())])
        };
        match error {
            guide::RowErrorKind::Malformed => self.t("feed-row-malformed"),
            guide::RowErrorKind::NoName => self.t("feed-row-no-name"),
            guide::RowErrorKind::NoTime => self.t("feed-row-no-time"),
            guide::RowErrorKind::NoZone => self.t("feed-row-no-zone"),
            guide::RowErrorKind::Unreachable => self.t("feed-row-no-way"),
            guide::RowErrorKind::Day(value) => shown("feed-row-day", value),
            guide::RowErrorKind::Time(value) => shown("feed-row-time", value),
            guide::RowErrorKind::Zone(value) => shown("feed-row-zone", value),
            guide::RowErrorKind::Link(value) => shown("feed-row-link", value),
        }
    }

    /// Why a feed cannot be parsed.
    pub(crate) fn feed_error(&self, error: guide::FeedError) -> String {
        match error {
            guide::FeedError::TooLarge => self.too_large(guide::MAX_BYTES),
            guide::FeedError::Other(format) => self.t(match format {
                guide::OtherFormat::Nothing => "unread-empty",
                guide::OtherFormat::WebPage => "feed-web-page",
                guide::OtherFormat::Xml => "feed-xml",
                guide::OtherFormat::Calendar => "feed-calendar",
                guide::OtherFormat::Binary | guide::OtherFormat::Text => "unread-not-text",
            }),
            guide::FeedError::Truncated { line } => {
                self.say("feed-truncated", &[("line", line.to_string().into())])
            }
            guide::FeedError::NotJson { line, column } => {
                let place = [
                    ("line", line.to_string().into()),
                    ("column", column.to_string().into()),
                ];
                self.say("feed-not-json", &place)
            }
            guide::FeedError::NotAList => self.t("feed-not-list"),
            guide::FeedError::TooManyRows => self.counted("unread-rows", MAX_FEED_ROWS),
        }
    }

    /// Why a sheet cannot be parsed.
    pub(crate) fn sheet_refusal(&self, refusal: sheet::SheetRefusal) -> String {
        match refusal {
            sheet::SheetRefusal::Empty => self.t("unread-empty"),
            sheet::SheetRefusal::TooLarge => self.too_large(sheet::MAX_BYTES),
            sheet::SheetRefusal::NotText => self.t("unread-not-text"),
            sheet::SheetRefusal::NoColumns => self.t("unread-no-columns"),
            sheet::SheetRefusal::ColumnTwice(column) => {
                self.say("unread-column-twice", &[("column", column.name().into())])
            }
            sheet::SheetRefusal::Row(row) => {
                self.say("unread-row", &[("row", row.to_string().into())])
            }
            sheet::SheetRefusal::TooManyRows => self.counted("unread-rows", MAX_ROWS),
        }
    }

    fn too_large(&self, bytes: usize) -> String {
        self.say("unread-large", &[("most", (bytes / MEBIBYTE).into())])
    }
}
