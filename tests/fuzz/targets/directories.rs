use porchlight::base::GroupId;
use porchlight::schedule::guide::{Defaults, parse};
use porchlight::schedule::{Origin, contact_links, kinds, sheet, web_link};

/// Every listing of any feed can be displayed: it has a name and a time, its links are web addresses, and
/// its texts have no control characters.
pub fn guide(bytes: &[u8]) {
    let zone = jiff::tz::TimeZone::UTC;
    let defaults = Defaults {
        source: "fuzz",
        zone: Some(&zone),
        language: "en",
    };
    let Ok(feed) = parse(bytes, &defaults) else {
        return;
    };
    for listing in &feed.listings {
        let about = &listing.about;
        assert!((1..=255).contains(&about.title.chars().count()));
        for text in [&about.title, &about.notes, &about.other_ways, &listing.group] {
            assert!(!text.contains(|c: char| c.is_control() && c != '\n'));
        }
        assert!(about.kinds.iter().all(|kind| kinds::known(kind) == Some(kind)));
        assert!(listing.timetable.recurrence.minutes > 0);
        assert!(listing.timetable.recurrence.zone.iana_name().is_some());
        let Origin::Feed(origin) = &listing.origin else {
            panic!("a listing of a feed is not hosted here");
        };
        let links: Vec<&String> = origin.join.iter().chain(&origin.page).collect();
        match &origin.dial_in {
            Some(number) => assert!(links.is_empty() && is_number(&contact_links::dial_string(number))),
            None => assert!(!links.is_empty()),
        }
        for address in links {
            assert_eq!(web_link::parse(address).as_ref(), Some(address));
        }
    }
    for error in &feed.errors {
        assert!(error.row > 0);
    }
}

/// Splitting any text loses nothing, and every link and number in it is valid.
pub fn contact_links(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut joined = String::new();
    for piece in contact_links::split(&text) {
        joined.push_str(match piece {
            contact_links::Piece::Plain(plain) => plain,
            contact_links::Piece::Link(address) => {
                assert_eq!(web_link::parse(address).as_deref(), Some(address));
                address
            }
            contact_links::Piece::PhoneNumber(number) => {
                assert!(is_number(&contact_links::dial_string(number)));
                number
            }
        });
    }
    assert_eq!(joined, text);
}

fn is_number(dialled: &str) -> bool {
    let main = dialled.split([',', '*', '#']).next().unwrap_or_default();
    let digits = main.strip_prefix('+').unwrap_or(main);
    (7..=15).contains(&digits.len())
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && dialled.bytes().all(|byte| byte.is_ascii_digit() || b"+,*#".contains(&byte))
}

/// A sheet that can be read is written so that it reads the same.
pub fn sheet(bytes: &[u8]) {
    let Ok(mut first) = sheet::read(bytes) else {
        return;
    };
    let empty = sheet::Scope {
        meetings: &[],
        groups: &[],
        only: Some(GroupId(1)),
        today: jiff::civil::date(2026, 11, 25),
    };
    let plan = sheet::plan(&first.rows, &empty);
    assert_eq!(plan.len(), first.rows.len());
    for planned in &plan {
        match &planned.outcome {
            sheet::Outcome::New(ready) => assert!((1..=64).contains(&ready.slug.len())),
            sheet::Outcome::Refused(refusals) => assert!(!refusals.is_empty()),
            outcome => panic!("there are no meetings yet: {outcome:?}"),
        }
    }
    // A row whose only values are in unknown columns, or in columns that are never written, is written as
    // an empty row.
    let is_written = |row: &sheet::SheetRow| {
        let mut columns = sheet::Column::ALL.into_iter();
        columns.any(|column| !row.cell(column).trim().is_empty())
    };
    first.rows.retain(is_written);
    let written = sheet::write(&first.rows);
    let again = sheet::read(written.as_bytes());
    let too_large = written.len() > sheet::MAX_BYTES || first.rows.is_empty();
    if too_large || matches!(again, Err(sheet::SheetRefusal::Row(_))) {
        return;
    }
    let again = again.expect("a written sheet can be read");
    assert_eq!(again.rows.len(), first.rows.len());
    for (one, other) in first.rows.iter().zip(&again.rows) {
        for column in sheet::Column::ALL {
            assert_eq!(one.cell(column), other.cell(column));
        }
    }
}
