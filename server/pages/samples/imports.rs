//! The page for bringing meetings in, in every state.

use super::super::import::ReadRefusal;
use super::super::import::{
    ImportForm, ImportPage, ImportPlace, ImportRefusal, ImportReport, RowOutcome,
};
use super::{NOW, page, visitor};
use crate::base::{GroupId, MeetingId};
use crate::pages::Frame;
use crate::schedule::Group;
use crate::schedule::draft::Field;
use crate::schedule::guide::{FeedError, RowError, RowErrorKind};
use crate::schedule::sheet::{Column, Difference, Outcome, Planned, Scope, plan, read};
use jiff::civil::date;

const SHEET: &str = "slug,title,repeats,days,time,zone,minutes\n\
    ,פגישת ערב & friends,weekly,mon thu,19:00,Asia/Jerusalem,60\n\
    noon,Noon,weekly,tue,12:00,london,45\n\
    odd,,weekly,someday,25:00,Mars,9999\n\
    odd,Again,weekly,fri,19:00,london,60\n";

/// Every state, by a name for its file.
pub(super) fn pages(frame: Frame<'_>) -> Vec<(&'static str, String)> {
    let rows = rows();
    let errors = [RowError {
        row: 9,
        name: "By the river".into(),
        kind: RowErrorKind::NoZone,
    }];
    let unknown = ["colour".to_owned()];
    let report = ImportReport {
        rows: &rows,
        errors: &errors,
        unknown: &unknown,
        content_hash: "00ff",
        is_outdated: true,
        now: visitor(NOW, None).now,
        applied: None,
    };
    let applied = [(2, RowOutcome::Done), (3, RowOutcome::SlugTaken)];
    let done = ImportReport {
        applied: Some(&applied),
        is_outdated: false,
        ..report
    };
    let show = |refusal, report| {
        let place = ImportPlace::Group {
            slug: "riverside",
            name: "Riverside",
        };
        let form = ImportForm {
            text: SHEET,
            refusal,
            report,
        };
        page(&ImportPage::new(place, form, frame))
    };
    let unreadable = ReadRefusal::Feed(FeedError::NotJson { line: 3, column: 7 });
    vec![
        (
            "import",
            page(&ImportPage::new(
                ImportPlace::Site,
                ImportForm::default(),
                frame,
            )),
        ),
        ("import-told", show(None, Some(report))),
        ("import-done", show(None, Some(done))),
        (
            "import-refused",
            show(Some(ImportRefusal::NotAllowed), None),
        ),
        (
            "import-unreadable",
            show(Some(ImportRefusal::Unreadable(unreadable)), None),
        ),
    ]
}

fn rows() -> Vec<Planned> {
    let group = Group {
        id: GroupId(1),
        slug: "riverside".into(),
        name: "Riverside".into(),
        place: String::new(),
        website: None,
        contributions: None,
    };
    let scope = Scope {
        meetings: &[],
        groups: &[group],
        only: Some(GroupId(1)),
        today: date(2026, 11, 25),
    };
    let mut rows = plan(&read(SHEET.as_bytes()).expect("a sheet").rows, &scope);
    // One of them is there already, and would change.
    if let Outcome::New(ready) = rows[1].outcome.clone() {
        let mut ready = ready;
        ready.existing = Some((MeetingId(3), 1));
        let different = |column, before: &str, after: &str| Difference {
            column,
            before: before.into(),
            after: after.into(),
        };
        let differences = vec![
            different(Column::Field(Field::Notes), "", "שלום. Come as you are."),
            different(Column::Field(Field::Time), "11:30", "12:00"),
        ];
        rows[1].outcome = Outcome::Changed(ready, differences);
    }
    rows
}
