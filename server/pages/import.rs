//! Meetings that are brought in many at a time: first what it would do, then what was done.

mod cell;

use super::Frame;
use crate::base::Timestamp;
use crate::schedule::guide::{self, RowError};
use crate::schedule::sheet::{self, Outcome, Planned};
use crate::schedule::{Timetable, zone};
use askama::Template;
use cell::ChangeView;

const MEBIBYTE: usize = 1024 * 1024;

/// Whose meetings they are.
#[derive(Clone, Copy, Debug)]
pub enum ImportPlace<'a> {
    Group { slug: &'a str, name: &'a str },
    Site,
}

/// The form as it was sent, and what came of it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Imported<'a> {
    pub text: &'a str,
    pub trouble: Option<ImportRefusal>,
    pub report: Option<ImportReport<'a>>,
}

/// Why nothing is told of what was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportRefusal {
    TooLarge,
    /// It did not arrive whole.
    Broken,
    /// Nobody is signed in, or somebody who serves elsewhere.
    NotAllowed,
    Unreadable(ReadRefusal),
}

/// Why it can't be read, by its format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadRefusal {
    Sheet(sheet::SheetRefusal),
    Feed(guide::FeedError),
}

/// What a sheet would do, or did.
#[derive(Clone, Copy, Debug)]
pub struct ImportReport<'a> {
    pub rows: &'a [Planned],
    /// Rows of a feed that could not be understood at all.
    pub problems: &'a [RowError],
    /// Columns that mean nothing here.
    pub unknown: &'a [String],
    /// Comes back when it is to be done.
    pub seal: &'a str,
    /// Something was different when it was to be done, so nothing was.
    pub told_anew: bool,
    /// Meetings that are over are told from it.
    pub now: Timestamp,
    /// What came of each row that was to be done, once it is done; in the order of the rows.
    pub applied: Option<&'a [(usize, Applied)]>,
}

/// What came of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applied {
    Done,
    /// Another meeting took the slug meanwhile.
    Taken,
    /// Somebody changed the meeting meanwhile.
    Newer,
    /// The meeting was deleted meanwhile.
    Gone,
    /// Our own fault.
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
    trouble: Option<String>,
    report: Option<ReportView<'a>>,
    export_lead: String,
}

struct ReportView<'a> {
    summary: String,
    notes: Vec<String>,
    items: Vec<Item<'a>>,
    /// Between what was and what is.
    becomes: String,
    /// The button that does it, when there is something to do.
    go: Option<String>,
    seal: &'a str,
    done: bool,
}

/// One row of the report.
struct Item<'a> {
    number: usize,
    row: String,
    title: &'a str,
    what: String,
    /// Of a new meeting: when it is held, and the next date.
    held: Option<(String, String)>,
    changes: Vec<ChangeView>,
    /// A meeting of the same name is there.
    namesake: Option<String>,
    wrong: Vec<(&'static str, String)>,
    refused: bool,
}

impl<'a> ImportPage<'a> {
    #[must_use]
    pub fn new(place: ImportPlace<'a>, form: Imported<'a>, frame: Frame<'a>) -> Self {
        let (base, of) = match place {
            ImportPlace::Group { slug, name } => (
                format!("/groups/{slug}"),
                frame.say("import-of-group", &[("group", name.to_owned().into())]),
            ),
            ImportPlace::Site => ("/operator".to_owned(), frame.t("import-of-site")),
        };
        Self {
            base,
            of,
            text: form.text,
            trouble: form.trouble.map(|trouble| words(trouble, frame)),
            export_lead: export_lead(frame),
            report: form.report.map(|report| ReportView::new(report, frame)),
            frame,
        }
    }

    fn warns(&self) -> bool {
        let refused = |report: &ReportView<'_>| report.items.iter().any(|item| item.refused);
        self.trouble.is_some() || self.report.as_ref().is_some_and(refused)
    }
}

fn export_lead(frame: Frame<'_>) -> String {
    let most = [
        ("rows", sheet::MAX_ROWS.into()),
        ("most", (sheet::MAX_BYTES / MEBIBYTE).into()),
    ];
    frame.say("export-lead", &most)
}

fn words(trouble: ImportRefusal, frame: Frame<'_>) -> String {
    match trouble {
        ImportRefusal::TooLarge => frame.sheet_problem(sheet::SheetRefusal::TooLarge),
        ImportRefusal::Broken => frame.t("import-broken"),
        ImportRefusal::NotAllowed => frame.t("import-not-allowed"),
        ImportRefusal::Unreadable(ReadRefusal::Sheet(problem)) => frame.sheet_problem(problem),
        ImportRefusal::Unreadable(ReadRefusal::Feed(problem)) => frame.feed_problem(problem),
    }
}

impl<'a> ReportView<'a> {
    fn new(report: ImportReport<'a>, frame: Frame<'_>) -> Self {
        let mut items: Vec<Item<'a>> = (report.rows.iter())
            .filter_map(|row| Item::of_row(row, &report, frame))
            .chain(
                report
                    .problems
                    .iter()
                    .map(|row| Item::of_problem(row, frame)),
            )
            .collect();
        items.sort_by_key(|item| item.number);
        let ready = counted(report.rows, |outcome| {
            matches!(outcome, Outcome::New(_) | Outcome::Changed(..))
        });
        let done = report.applied.is_some();
        let mut notes = Vec::new();
        if report.told_anew {
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
            seal: report.seal,
            done,
        }
    }
}

/// "2 new, 1 changed and 3 left out", as far as there are any.
fn summary(report: ImportReport<'_>, frame: Frame<'_>) -> String {
    let of = |is: fn(&Outcome) -> bool| counted(report.rows, is);
    let same = of(|outcome| matches!(outcome, Outcome::Same));
    let refused = of(|outcome| matches!(outcome, Outcome::Refused(_))) + report.problems.len();
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
                .filter(|(_, done)| *done == Applied::Done)
                .count();
            vec![
                ("import-count-done", done),
                ("import-count-same", same),
                ("import-count-refused", refused + applied.len() - done),
            ]
        }
    };
    let told: Vec<String> = (counts.into_iter())
        .filter(|(_, count)| *count > 0)
        .map(|(id, count)| frame.counted(id, count))
        .collect();
    if told.is_empty() {
        return frame.t("import-nothing");
    }
    frame.list(told)
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
            wrong: Vec::new(),
            refused: false,
        }
    }

    /// `None` for what stays as it is: the summary counts it.
    fn of_row(row: &'a Planned, report: &ImportReport<'_>, frame: Frame<'_>) -> Option<Self> {
        let came = report.applied.and_then(|applied| {
            let at = applied.binary_search_by_key(&row.number, |(number, _)| *number);
            at.ok().map(|at| applied[at].1)
        });
        let mut item = Self::new(row.number, &row.title, frame);
        item.refused = came.is_some_and(|came| came != Applied::Done);
        item.what = match (&row.outcome, came) {
            (Outcome::Same, _) => return None,
            (
                _,
                Some(came @ (Applied::Taken | Applied::Newer | Applied::Gone | Applied::Failed)),
            ) => frame.t(not_done(came)),
            (Outcome::New(ready), came) => {
                item.held = Some(held(&ready.timetable, report.now, frame));
                if came.is_none() {
                    item.namesake = (row.namesake.as_deref()).map(|slug| namesake(slug, frame));
                }
                frame.t(if came.is_some() {
                    "import-new-done"
                } else {
                    "import-new"
                })
            }
            (Outcome::Changed(_, differences), came) => {
                item.changes = (differences.iter())
                    .map(|difference| ChangeView::new(difference, frame))
                    .collect();
                frame.t(if came.is_some() {
                    "import-changed-done"
                } else {
                    "import-changed"
                })
            }
            (Outcome::Refused(wrong), _) => {
                item.refused = true;
                item.wrong = (wrong.iter())
                    .map(|wrong| (wrong.column.name(), frame.wrong(wrong)))
                    .collect();
                frame.t("import-refused")
            }
        };
        Some(item)
    }

    fn of_problem(row: &'a RowError, frame: Frame<'_>) -> Self {
        Self {
            what: frame.row_problem(&row.kind),
            refused: true,
            ..Self::new(row.row, &row.name, frame)
        }
    }
}

/// By the meeting's own clock: its people know it by that.
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

const fn not_done(came: Applied) -> &'static str {
    match came {
        Applied::Taken => "import-taken",
        Applied::Newer => "import-newer",
        Applied::Gone => "import-gone",
        Applied::Failed | Applied::Done => "import-failed",
    }
}
