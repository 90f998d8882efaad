//! The catalogue is complete, and nothing in it is left over.

use super::*;
use crate::base::{FirstName, NameRefusal};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The identifiers of the English catalogue, in order.
fn identifiers() -> Vec<&'static str> {
    ENGLISH
        .into_iter()
        .flat_map(str::lines)
        .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
        .filter_map(|line| line.split_once(" =").map(|(id, _)| id))
        .collect()
}

fn files_under(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder of the sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files_under(&path, into);
        } else if path
            .extension()
            .is_some_and(|extension| extension == "html" || extension == "rs")
        {
            into.push(path);
        }
    }
}

/// Every quoted word of the templates and of the code behind them.
fn quoted() -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    files_under(&root.join("web/pages"), &mut files);
    files_under(&root.join("server/pages"), &mut files);
    files.push(root.join("server/http/calendars.rs"));
    files.push(root.join("server/cli/demo/members.rs"));
    files.push(root.join("server/schedule/draft/field.rs"));
    files.push(root.join("server/schedule/sheet/column.rs"));
    files
        .iter()
        .filter(|path| !path.ends_with("tests.rs"))
        .flat_map(|path| {
            let text = std::fs::read_to_string(path).expect("a source");
            text.split('"').map(str::to_owned).collect::<Vec<_>>()
        })
        .collect()
}

/// The identifiers that templates name directly.
fn named_in_templates() -> BTreeSet<String> {
    let mut files = Vec::new();
    files_under(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("web/pages"),
        &mut files,
    );
    let mut named = BTreeSet::new();
    for path in files {
        let text = std::fs::read_to_string(path).expect("a template");
        for call in ["frame.t(\"", "catalogue.get(\""] {
            for rest in text.split(call).skip(1) {
                named.extend(rest.split('"').next().map(str::to_owned));
            }
        }
    }
    named
}

#[test]
fn every_message_that_a_template_names_exists() {
    let catalogue = Catalogue::english();
    let named = named_in_templates();
    assert!(named.len() > 50, "the templates are read");
    let missing: Vec<_> = named.iter().filter(|id| !catalogue.has(id)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn every_message_is_used() {
    let quoted = quoted();
    let unused: Vec<_> = identifiers()
        .into_iter()
        // Their identifiers are derived: from a kind, a country code or the name of a day.
        .filter(|id| {
            !["kind-", "country-", "weekday-"]
                .iter()
                .any(|start| id.starts_with(start))
        })
        // The catalogue itself reads it.
        .filter(|id| *id != RESERVED_NAMES)
        .filter(|id| !quoted.contains(*id))
        // Another message contains it.
        .filter(|id| {
            !ENGLISH
                .iter()
                .any(|text| text.contains(&format!("{{ {id} }}")))
        })
        .collect();
    assert!(unused.is_empty(), "{unused:?}");
}

#[test]
fn the_words_for_roles_of_the_language_are_nobodys_name() {
    let catalogue = Catalogue::english();
    for name in [
        "Chair",
        "Host",
        "Admin",
        "Moderator",
        "Operator",
        "You",
        "ᴄʜᴀɪʀ",
    ] {
        let parsed = FirstName::parse_own(name, true, catalogue.reserved_names());
        assert_eq!(parsed, Err(NameRefusal::Reserved), "{name}");
    }
}

#[test]
fn no_identifier_occurs_twice() {
    let all = identifiers();
    assert_eq!(all.len(), all.iter().collect::<BTreeSet<_>>().len());
}

#[test]
fn every_code_of_the_meeting_guide_has_words() {
    let catalogue = Catalogue::english();
    let general = "11 12x12 A ABSI AF AL AL-AN AM AR ASL B BA BE BG BI BRK CAN CF D DA DB DD DE DR \
        EL EN FA FI FF FR G GR H HE HI HR HU IS ITA JA KA KOR L LGBTQ LIT LS LT M MED ML MT N NB \
        NDG NE NL NO OUT P POA POC POL POR PUN RUS S SEN SK SL SM SP ST SV T TC TH TL TR TUR UK W \
        X XB XT Y";
    let fellowship = "CPT BT BEG CAN CW DISC GL IP IW JFT LIT LC M MED NS QA RA SMOK SPK STEP SWG \
        TOP TRAD VAR X W Y";
    for code in general
        .split_whitespace()
        .chain(fellowship.split_whitespace())
    {
        let id = format!("kind-{}", code.to_ascii_lowercase());
        assert!(catalogue.has(&id), "{code}");
    }
}

#[test]
fn words_take_parameters_and_leave_no_marks() {
    let catalogue = Catalogue::english();
    assert_eq!(
        catalogue.text("row-left", &[("span", "35 min".into())]),
        "35 min left"
    );
    let one = catalogue.text("schedule-day-count", &[("count", 1.into())]);
    let two = catalogue.text("schedule-day-count", &[("count", 2.into())]);
    assert_eq!([one.as_str(), two.as_str()], ["1 meeting", "2 meetings"]);
    assert_eq!(catalogue.get("no-such-words"), "⟦no-such-words⟧");
}
