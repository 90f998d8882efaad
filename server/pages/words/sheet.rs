//! What is wrong with the rows of a sheet or a feed, and what would be right.

use super::super::Frame;
use crate::schedule::draft::{MINUTES, Problem};
use crate::schedule::guide::{self, MAX_ROWS as MAX_FEED_ROWS};
use crate::schedule::sheet::{self, Column, DateProblem, DateWhy, MAX_ROWS, Why, Wrong};

const MEBIBYTE: usize = 1024 * 1024;

impl Frame<'_> {
    /// What a column takes.
    pub(crate) fn column(&self, column: Column) -> String {
        self.t(match column {
            Column::Slug => "sheet-slug",
            Column::Group => "sheet-group",
            Column::Title => "sheet-title",
            Column::Notes => "sheet-notes",
            Column::Kinds => "sheet-kinds",
            Column::Language => "sheet-language",
            Column::Access => "sheet-access",
            Column::Repeats => "sheet-repeats",
            Column::Every => "sheet-every",
            Column::Days => "sheet-days",
            Column::Places => "sheet-places",
            Column::Weekday => "sheet-weekday",
            Column::DayOfMonth => "sheet-day-of-month",
            Column::From => "sheet-from",
            Column::Until => "sheet-until",
            Column::Time => "sheet-time",
            Column::Zone => "sheet-zone",
            Column::Minutes => "sheet-minutes",
            Column::Doors => "sheet-doors",
            Column::Fellowship => "sheet-fellowship",
            Column::OtherWays => "sheet-other-ways",
            Column::Dates => "sheet-dates",
            Column::EndTime => "sheet-end-time",
        })
    }

    /// Why a cell is refused.
    pub(crate) fn wrong(&self, wrong: &Wrong) -> String {
        match &wrong.why {
            Why::Typed(problem) => self.typed(wrong.column, *problem),
            Why::Twice(row) => self.say("wrong-twice", &[("row", row.to_string().into())]),
            Why::OtherGroup => self.t("wrong-other-group"),
            Why::NoSuchGroup => self.t("wrong-no-such-group"),
            Why::NoGroup => self.t("wrong-no-group"),
            Why::UnknownKinds(codes) => {
                let quoted = |code: &String| self.say("quoted", &[("text", code.clone().into())]);
                let codes = self.list(codes.iter().map(quoted).collect());
                let takes = self.column(wrong.column);
                let parameters = [("codes", codes.into()), ("takes", takes.into())];
                self.say("wrong-kinds", &parameters)
            }
            Why::Date(problem) => self.date_wrong(problem),
            Why::Lasts => {
                let bounds = [
                    ("least", (*MINUTES.start()).into()),
                    ("most", (*MINUTES.end()).into()),
                ];
                self.say("wrong-lasts", &bounds)
            }
        }
    }

    /// Why a single date can't be used.
    fn date_wrong(&self, problem: &DateProblem) -> String {
        let why = match problem.why {
            DateWhy::Form => self.expected("wrong-unread", Column::Dates),
            DateWhy::NotHeld => self.t("wrong-not-held"),
            DateWhy::Twice => self.t("wrong-date-twice"),
            DateWhy::TooMany => self.t("wrong-dates-many"),
            DateWhy::Change(problem) => self.change_problem(problem),
        };
        let entry = problem.entry.clone();
        self.say(
            "wrong-date",
            &[("entry", entry.into()), ("why", why.into())],
        )
    }

    fn typed(&self, column: Column, problem: Problem) -> String {
        match problem {
            Problem::Missing => self.expected("wrong-missing", column),
            Problem::Unknown | Problem::NotATime | Problem::NotADate => {
                self.expected("wrong-unread", column)
            }
            Problem::NotSlug => self.t("wrong-slug"),
            Problem::TooLong(most) => self.say("wrong-long", &[("most", most.into())]),
            Problem::OutOf(least, most) => {
                let bounds = [("least", least.into()), ("most", most.into())];
                self.say("wrong-number", &bounds)
            }
            Problem::BeforeFrom => self.t("wrong-before"),
            Problem::NeverHeld => self.t("wrong-never"),
        }
    }

    fn expected(&self, id: &str, column: Column) -> String {
        self.say(id, &[("takes", self.column(column).into())])
    }

    /// Why a row of somebody's feed can't be listed.
    pub(crate) fn row_problem(&self, problem: &guide::Problem) -> String {
        let shown =
            |id, value: &guide::Shown| self.say(id, &[("value", value.as_str().to_owned().into())]);
        match problem {
            guide::Problem::Malformed => self.t("feed-row-malformed"),
            guide::Problem::NoName => self.t("feed-row-no-name"),
            guide::Problem::NoTime => self.t("feed-row-no-time"),
            guide::Problem::NoZone => self.t("feed-row-no-zone"),
            guide::Problem::NoWay => self.t("feed-row-no-way"),
            guide::Problem::Day(value) => shown("feed-row-day", value),
            guide::Problem::Time(value) => shown("feed-row-time", value),
            guide::Problem::Zone(value) => shown("feed-row-zone", value),
            guide::Problem::Link(value) => shown("feed-row-link", value),
        }
    }

    /// Why nothing of a feed can be read.
    pub(crate) fn feed_problem(&self, problem: guide::Unreadable) -> String {
        match problem {
            guide::Unreadable::TooLarge => self.too_large(guide::MAX_BYTES),
            guide::Unreadable::WebPage => self.t("feed-web-page"),
            guide::Unreadable::NotJson { line, column } => {
                let place = [
                    ("line", line.to_string().into()),
                    ("column", column.to_string().into()),
                ];
                self.say("feed-not-json", &place)
            }
            guide::Unreadable::NotAList => self.t("feed-not-list"),
            guide::Unreadable::TooManyRows => self.counted("unread-rows", MAX_FEED_ROWS),
        }
    }

    /// Why nothing of a sheet can be read.
    pub(crate) fn sheet_problem(&self, problem: sheet::Unreadable) -> String {
        match problem {
            sheet::Unreadable::Empty => self.t("unread-empty"),
            sheet::Unreadable::TooLarge => self.too_large(sheet::MAX_BYTES),
            sheet::Unreadable::NotText => self.t("unread-not-text"),
            sheet::Unreadable::NoColumns => self.t("unread-no-columns"),
            sheet::Unreadable::ColumnTwice(column) => {
                self.say("unread-column-twice", &[("column", column.name().into())])
            }
            sheet::Unreadable::Row(row) => {
                self.say("unread-row", &[("row", row.to_string().into())])
            }
            sheet::Unreadable::TooManyRows => self.counted("unread-rows", MAX_ROWS),
        }
    }

    fn too_large(&self, bytes: usize) -> String {
        self.say("unread-large", &[("most", (bytes / MEBIBYTE).into())])
    }
}
