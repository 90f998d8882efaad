//! The import of many meetings at once: first a preview of what it would do, then what was done.

mod cell;

use super::Frame;
use crate::base::Timestamp;
use crate::paths;
use crate::schedule::guide::{self, RowError};
use crate::schedule::sheet::{self, Outcome, Planned};
use crate::schedule::{Timetable, zone};
use askama::Template;
use cell::ChangeView;

const MEBIBYTE: usize = 1024 * 1024;

/// Which meetings are imported.
#[derive(Clone, Copy, Debug)]
pub enum ImportPlace<'a> {
    /// Those of one group.
    Group {
        /// The group's slug.
        slug: &'a str,
        /// The group's name.
        name: &'a str,
    },
    /// Those of any group of the site.
    Site,
}

/// The import form as it was sent, with its result.
#[derive(Clone, Copy, Debug, Default)]
pub struct ImportForm<'a> {
    /// The text that was pasted.
    pub text: &'a str,
    /// Why there is no report.
    pub refusal: Option<ImportRefusal>,
    /// The preview or the result, row by row.
    pub report: Option<ImportReport<'a>>,
}

/// Why an upload has no report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportRefusal {
    /// More bytes than accepted.
    TooLarge,
    /// The upload is incomplete.
    Broken,
    /// The visitor is not signed in, or does not serve this group.
    NotAllowed,
    /// The content cannot be parsed.
    Unreadable(ReadRefusal),
}

/// Why an upload cannot be parsed, by its format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadRefusal {
    /// A CSV or TSV sheet.
    Sheet(sheet::SheetRefusal),
    /// A Meeting Guide feed in JSON.
    Feed(guide::FeedError),
}

/// What an import would do, or did.
#[derive(Clone, Copy, Debug)]
pub struct ImportReport<'a> {
    /// The rows with what each would change.
    pub rows: &'a [Planned],
    /// Rows of a feed that could not be parsed.
    pub errors: &'a [RowError],
    /// Columns that are ignored.
    pub unknown: &'a [String],
    /// Hash of the previewed changes; the confirmation sends it back.
    pub content_hash: &'a str,
    /// The changes differ from those that were previewed and confirmed, so none was applied.
    pub is_outdated: bool,
    /// Tells which meetings are over.
    pub now: Timestamp,
    /// The outcome of each row by its number, in the order of the rows; `None` for a preview.
    pub applied: Option<&'a [(usize, RowOutcome)]>,
}

/// The outcome of an imported row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowOutcome {
    /// The meeting was created or changed.
    Done,
    /// Another meeting has taken the slug since the preview.
    SlugTaken,
    /// The meeting was changed since the preview.
    Newer,
    /// The meeting was deleted since the preview.
    Deleted,
    /// The store failed.
    Failed,
}

/// `/groups/{slug}/import` and `/operator/import`. Posts to itself.
#[derive(Template)]
#[template(path = "import.html")]
pub struct ImportPage<'a> {
    frame: Frame<'a>,
    /// The path above `/import` and the exports.
    base: String,
    of: String,
    text: &'a str,
    error: Option<String>,
    report: Option<ReportView<'a>>,
    export_lead: String,
}

struct ReportView<'a> {
    summary: String,
    notes: Vec<String>,
    items: Vec<Item<'a>>,
    /// The word between the value before and the value after.
    becomes: String,
    /// The label of the button that applies the changes, if there are any.
    go: Option<String>,
    content_hash: &'a str,
    done: bool,
}

/// One row of the report.
struct Item<'a> {
    number: usize,
    row: String,
    title: &'a str,
    what: String,
    /// When a new meeting is held, and its next date.
    held: Option<(String, String)>,
    changes: Vec<ChangeView>,
    /// Says that a meeting with the same title exists.
    namesake: Option<String>,
    refusals: Vec<(&'static str, String)>,
    refused: bool,
}

impl<'a> ImportPage<'a> {
    /// The page with the form as it was sent, or empty.
    #[must_use]
    pub fn new(place: ImportPlace<'a>, form: ImportForm<'a>, frame: Frame<'a>) -> Self {
        let (base, of) = match place {
            ImportPlace::Group { slug, name } => (
                paths::group(slug),
                frame.say("import-of-group", &[("group", name.to_owned().into())]),
            ),
            ImportPlace::Site => (paths::OPERATOR.to_owned(), frame.t("import-of-site")),
        };
        Self {
            base,
            of,
            text: form.text,
            error: form.refusal.map(|refusal| refusal_text(refusal, frame)),
            export_lead: export_lead(frame),
            report: form.report.map(|report| ReportView::new(report, frame)),
            frame,
        }
    }

    fn warns(&self) -> bool {
        let refused = |report: &ReportView<'_>| report.items.iter().any(|item| item.refused);
        self.error.is_some() || self.report.as_ref().is_some_and(refused)
    }
}

fn export_lead(frame: Frame<'_>) -> String {
    let most = [
        ("rows", sheet::MAX_ROWS.into()),
        ("most", (sheet::MAX_BYTES / MEBIBYTE).into()),
    ];
    frame.say("export-lead", &most)
}

fn refusal_text(refusal: ImportRefusal, frame: Frame<'_>) -> String {
    match refusal {
        ImportRefusal::TooLarge => frame.sheet_refusal(sheet::SheetRefusal::TooLarge),
        ImportRefusal::Broken => frame.t("import-broken"),
        ImportRefusal::NotAllowed => frame.t("import-not-allowed"),
        ImportRefusal::Unreadable(ReadRefusal::Sheet(refusal)) => frame.sheet_refusal(refusal),
        ImportRefusal::Unreadable(ReadRefusal::Feed(error)) => frame.feed_error(error),
    }
}

impl<'a> ReportView<'a> {
    fn new(report: ImportReport<'a>, frame: Frame<'_>) -> Self {
        let mut items: Vec<Item<'a>> = (report.rows.iter())
            .filter_map(|row| Item::of_row(row, &report, frame))
            .chain(report.errors.iter().map(|row| Item::of_error(row, frame)))
            .collect();
        items.sort_by_key(|item| item.number);
        let ready = counted(report.rows, |outcome| {
            matches!(outcome, Outcome::New(_) | Outcome::Changed(..))
        });
        let done = report.applied.is_some();
        let mut notes = Vec::new();
        if report.is_outdated {
            notes.push(frame.t("import-told-anew"));
        }
        if !report.unknown.is_empty() {
            let columns = report.unknown.join(", ");
            notes.push(frame.say("import-unknown", &[("columns", columns.into())]));
        }
        Self {
            summary: summary(report, frame),
            notes,
            items,
            becomes: frame.t(if done {
                "import-became"
            } else {
                "import-becomes"
            }),
            go: (ready > 0 && !done).then(|| frame.counted("import-go", ready)),
            content_hash: report.content_hash,
            done,
        }
    }
}

/// "2 new, 1 changed and 3 left out"; counts of zero are omitted.
fn summary(report: ImportReport<'_>, frame: Frame<'_>) -> String {
    let of = |is: fn(&Outcome) -> bool| counted(report.rows, is);
    let same = of(|outcome| matches!(outcome, Outcome::Same));
    let refused = of(|outcome| matches!(outcome, Outcome::Refused(_))) + report.errors.len();
    let counts = match report.applied {
        None => vec![
            (
                "import-count-new",
                of(|outcome| matches!(outcome, Outcome::New(_))),
            ),
            (
                "import-count-changed",
                of(|outcome| matches!(outcome, Outcome::Changed(..))),
            ),
            ("import-count-same", same),
            ("import-count-refused", refused),
        ],
        Some(applied) => {
            let done = (applied.iter())
                .filter(|(_, done)| *done == RowOutcome::Done)
                .count();
            vec![
                ("import-count-done", done),
                ("import-count-same", same),
                ("import-count-refused", refused + applied.len() - done),
            ]
        }
    };
    let parts: Vec<String> = (counts.into_iter())
        .filter(|(_, count)| *count > 0)
        .map(|(id, count)| frame.counted(id, count))
        .collect();
    if parts.is_empty() {
        return frame.t("import-nothing");
    }
    frame.list(parts)
}

fn counted(rows: &[Planned], is: impl Fn(&Outcome) -> bool) -> usize {
    rows.iter().filter(|row| is(&row.outcome)).count()
}

impl<'a> Item<'a> {
    fn new(number: usize, title: &'a str, frame: Frame<'_>) -> Self {
        Self {
            number,
            row: frame.say("import-row", &[("row", number.to_string().into())]),
            title,
            what: String::new(),
            held: None,
            changes: Vec::new(),
            namesake: None,
            refusals: Vec::new(),
            refused: false,
        }
    }

    /// `None` for a row that changes nothing: only the summary counts it.
    fn of_row(row: &'a Planned, report: &ImportReport<'_>, frame: Frame<'_>) -> Option<Self> {
        let outcome = report.applied.and_then(|applied| {
            let at = applied.binary_search_by_key(&row.number, |(number, _)| *number);
            at.ok().map(|at| applied[at].1)
        });
        let mut item = Self::new(row.number, &row.title, frame);
        item.refused = outcome.is_some_and(|outcome| outcome != RowOutcome::Done);
        item.what = match (&row.outcome, outcome) {
            (Outcome::Same, _) => return None,
            (
                _,
                Some(
                    outcome @ (RowOutcome::SlugTaken
                    | RowOutcome::Newer
                    | RowOutcome::Deleted
                    | RowOutcome::Failed),
                ),
            ) => frame.t(failure_message(outcome)),
            (Outcome::New(ready), outcome) => {
                item.held = Some(held(&ready.timetable, report.now, frame));
                if outcome.is_none() {
                    item.namesake = (row.namesake.as_deref()).map(|slug| namesake(slug, frame));
                }
                frame.t(if outcome.is_some() {
                    "import-new-done"
                } else {
                    "import-new"
                })
            }
            (Outcome::Changed(_, differences), outcome) => {
                item.changes = (differences.iter())
                    .map(|difference| ChangeView::new(difference, frame))
                    .collect();
                frame.t(if outcome.is_some() {
                    "import-changed-done"
                } else {
                    "import-changed"
                })
            }
            (Outcome::Refused(refusals), _) => {
                item.refused = true;
                item.refusals = (refusals.iter())
                    .map(|refusal| (refusal.column.name(), frame.cell_refusal(refusal)))
                    .collect();
                frame.t("import-refused")
            }
        };
        Some(item)
    }

    fn of_error(row: &'a RowError, frame: Frame<'_>) -> Self {
        Self {
            what: frame.row_error(&row.kind),
            refused: true,
            ..Self::new(row.row, &row.name, frame)
        }
    }
}

/// In the meeting's own zone, by which its members know it.
fn held(timetable: &Timetable, now: Timestamp, frame: Frame<'_>) -> (String, String) {
    let zone = &timetable.recurrence.zone;
    let words = frame.recurrence(&timetable.recurrence, zone::local_time(zone, now).date());
    let next = timetable.current_or_next(now).map_or_else(
        || frame.t("group-over"),
        |next| {
            let date = frame.date_of_year(zone::local_time(zone, next.starts).date());
            frame.say("import-next", &[("date", date.into())])
        },
    );
    (words, next)
}

fn namesake(slug: &str, frame: Frame<'_>) -> String {
    frame.say("import-namesake", &[("slug", slug.to_owned().into())])
}

const fn failure_message(outcome: RowOutcome) -> &'static str {
    match outcome {
        RowOutcome::SlugTaken => "import-taken",
        RowOutcome::Newer => "import-newer",
        RowOutcome::Deleted => "import-gone",
        RowOutcome::Failed | RowOutcome::Done => "import-failed",
    }
}
