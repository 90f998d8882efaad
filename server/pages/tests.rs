//! What holds for every page, and the content of the most important ones.

use super::samples::{NOW, Sample, one_line, visitor};
use super::{JoinForm, PassphraseHint};
use crate::base::NameRefusal;
use crate::schedule::{DayChoice, Filter};
use std::collections::BTreeSet;

/// The value of each `attribute="..."` in a page.
fn values<'p>(page: &'p str, attribute: &str) -> Vec<&'p str> {
    page.split(&format!(" {attribute}=\""))
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect()
}

/// The opening tags with this name.
fn tags<'p>(page: &'p str, name: &str) -> Vec<&'p str> {
    page.split('<')
        .filter(|tag| {
            tag.strip_prefix(name)
                .is_some_and(|rest| rest.starts_with([' ', '>']))
        })
        .filter_map(|tag| tag.split('>').next())
        .collect()
}

fn each(check: impl Fn(&str, &str)) {
    for (name, page) in Sample::new().pages() {
        check(&name, &page);
    }
}

/// So that they can be opened in a browser.
#[test]
fn every_page_renders_into_the_target_folder() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("target/pages");
    std::fs::create_dir_all(&folder).expect("a folder");
    for (name, page) in Sample::new().pages() {
        std::fs::write(folder.join(format!("{name}.html")), page).expect("a file");
    }
}

#[test]
fn every_page_has_one_heading_a_title_and_a_language_and_lacks_no_message() {
    each(|name, page| {
        assert!(
            page.starts_with("<!doctype html>"),
            "{name}: {}",
            &page[..40]
        );
        assert_eq!(tags(page, "h1").len(), 1, "{name}");
        assert!(page.contains("<html lang=\"en\" dir=\"ltr\">"), "{name}");
        let title = page
            .split("<title>")
            .nth(1)
            .and_then(|rest| rest.split("</title>").next());
        assert!(
            title.is_some_and(|title| title.trim().len() > " · Porchlight".len()),
            "{name}"
        );
        for hole in ["⟦", "{$", "{ $", "{%", "{{", "\u{2068}"] {
            assert!(!page.contains(hole), "{name} has {hole}");
        }
    });
}

#[test]
fn no_page_has_inline_code_or_loads_from_another_site() {
    each(|name, page| {
        assert!(
            values(page, "style").is_empty() && !page.contains("<style"),
            "{name}"
        );
        assert!(
            !page.contains(" onclick") && !page.contains("javascript:"),
            "{name}"
        );
        for script in tags(page, "script") {
            assert!(
                script.contains(" type=\"module\"") && script.contains(" src=\"/assets/"),
                "{name}: {script}"
            );
        }
        let loaded = values(page, "src")
            .into_iter()
            .chain(values(page, "action"));
        for address in loaded.chain(
            tags(page, "link")
                .iter()
                .flat_map(|tag| values(tag, "href")),
        ) {
            assert!(address.starts_with('/'), "{name}: {address}");
        }
        for address in values(page, "href") {
            let ours = address.starts_with(['/', '#']);
            let known = address.starts_with("tel:") || address.contains(".example/");
            assert!(ours || known, "{name}: {address}");
        }
    });
}

#[test]
fn every_field_has_a_label_and_every_reference_a_target() {
    each(|name, page| {
        let ids: Vec<_> = values(page, "id");
        let distinct: BTreeSet<_> = ids.iter().copied().collect();
        assert_eq!(ids.len(), distinct.len(), "{name}: {ids:?}");
        let labelled: BTreeSet<_> = values(page, "for").into_iter().collect();
        for tag in ["input", "select", "textarea"]
            .iter()
            .flat_map(|tag| tags(page, tag))
        {
            if tag.contains("type=\"hidden\"") || tag.contains("type=\"checkbox\"") {
                continue;
            }
            let id = values(tag, "id");
            assert!(
                id.iter().all(|id| labelled.contains(id)) && !id.is_empty(),
                "{name}: {tag}"
            );
        }
        for checkbox in page.split("<input type=\"checkbox\"").skip(1) {
            assert!(
                checkbox
                    .split("</label>")
                    .next()
                    .is_some_and(|label| label.contains("<span>"))
            );
        }
        let named = ["aria-describedby", "aria-labelledby"];
        for id in named.iter().flat_map(|attribute| values(page, attribute)) {
            for id in id.split(' ') {
                assert!(distinct.contains(id), "{name}: {id}");
            }
        }
    });
}

#[test]
fn a_page_contains_exactly_the_icons_that_it_uses() {
    each(|name, page| {
        let used: BTreeSet<_> = tags(page, "use")
            .iter()
            .flat_map(|tag| values(tag, "href"))
            .collect();
        let carried: BTreeSet<_> = tags(page, "symbol")
            .iter()
            .flat_map(|tag| values(tag, "id"))
            .map(|id| format!("#{id}"))
            .collect();
        assert_eq!(used, carried.iter().map(String::as_str).collect(), "{name}");
    });
}

#[test]
fn every_page_but_the_room_has_the_crisis_link_and_a_skip_link() {
    each(|name, page| {
        if name == "embed" {
            // It has no header of its own, and still the link.
            assert!(page.contains("<a class=\"crisis\" href=\"/crisis\">"));
        } else if name != "room" {
            assert!(
                page.contains("<a class=\"crisis\" href=\"/crisis\">"),
                "{name}"
            );
            assert!(
                page.contains("href=\"#main\"") && page.contains("id=\"main\""),
                "{name}"
            );
        }
    });
}

#[test]
fn texts_of_groups_and_visitors_are_escaped() {
    let sample = Sample::new();
    let filter = Filter {
        search: "<b>\"&'".into(),
        ..Filter::default()
    };
    let schedule = sample.schedule(filter, Some("<script>"));
    let name = JoinForm {
        name: "\"><script>",
        newcomer: false,
        newcomer_shown: false,
        refusal: Some(NameRefusal::NotLetters),
        ..JoinForm::default()
    };
    let meeting = sample.meeting(0, NOW, None, name);
    for page in [schedule, meeting] {
        assert!(!page.contains("<script>") && !page.contains("<b>\"") && !page.contains("<b>Tea"));
    }
}

#[test]
fn the_schedule_says_what_is_open_and_in_which_zone() {
    let page = Sample::new().schedule(Filter::default(), None);
    assert!(
        page.contains("<h1>Four meetings are open right now</h1>"),
        "{page}"
    );
    assert!(page.contains("Times are in London time. It is 19:25, Tuesday."));
    assert!(page.contains("<small class=\"soft\">35 min left</small>"));
    assert!(page.contains("14 here"));
    assert!(page.contains("href=\"/?day=friday\""));
    assert!(page.contains("<h3 class=\"sub\">After midnight</h3>"));
}

#[test]
fn links_carry_a_chosen_zone_along() {
    let page = Sample::new().schedule(Filter::default(), Some("tokyo"));
    assert!(page.contains("Times are in Tokyo time. It is 04:25, Wednesday."));
    assert!(page.contains("href=\"/meetings/meeting-1?tz=Asia/Tokyo\""));
    assert!(page.contains("<input type=\"hidden\" name=\"tz\" value=\"Asia/Tokyo\">"));
}

#[test]
fn a_search_without_results_suggests_which_filters_to_remove() {
    let filter = Filter {
        day: Some(DayChoice::On(jiff::civil::Weekday::Friday)),
        language: Some("de".into()),
        ..Filter::default()
    };
    let page = Sample::new().schedule(filter, None);
    assert!(page.contains("No meetings match your search"));
    assert!(page.contains("href=\"/?language=de\"") && page.contains("href=\"/?day=friday\""));
    assert!(
        page.contains("Open right now instead") && page.contains("Close to what you searched for")
    );
}

#[test]
fn filters_whose_removal_helps_come_first_with_the_number_of_results() {
    let filter = |search: &str| Filter {
        search: search.into(),
        language: Some("xx".into()),
        ..Filter::default()
    };
    let chip = |href: &str, words: &str, without: &str| {
        format!(
            "<a class=\"btn tight\" href=\"/?{href}\"><bdi>{words}</bdi><span class=\"vh\">,</span>\
             <small>{without} without it</small><span class=\"vh\">, remove</span>"
        )
    };
    let place = |page: &str, chip: String| {
        let place = page.find(&chip);
        place.unwrap_or_else(|| panic!("{chip} is not in {page}"))
    };
    let page = one_line(&Sample::new().schedule(filter("ronda"), None));
    let language = place(&page, chip("q=ronda", "xx", "1"));
    let search = place(&page, chip("language=xx", "ronda", "none"));
    assert!(language < search);
    assert!(page.contains(">Remove one of these, or show everything.<"));
    let page = one_line(&Sample::new().schedule(filter("xylophone"), None));
    place(&page, chip("q=xylophone", "xx", "none"));
    assert!(page.contains(">Removing only one of these finds no meeting."));
    let found = Sample::new().schedule(
        Filter {
            search: "ronda".into(),
            ..Filter::default()
        },
        None,
    );
    assert!(!found.contains("without it"));
}

#[test]
fn a_meeting_shows_its_time_in_both_zones() {
    let page = Sample::new().meeting(
        0,
        "2026-11-24T18:51Z",
        Some("New York"),
        JoinForm::default(),
    );
    assert!(page.contains("Every Tuesday at 19:00, London time, for an hour."));
    assert!(page.contains("Next for you: Tuesday 24 November at 14:00, New York time."));
    let left = "The meeting starts in <span data-until=\"2026-11-24T19:00Z\" data-m=\"{m} min\" \
        data-hm=\"{h} h {m} min\">9 min</span>";
    assert!(page.contains(left));
    assert_eq!(page.matches("<div class=\"name\">").count(), 10);
    let at_home = Sample::new().meeting(0, NOW, None, JoinForm::default());
    assert!(!at_home.contains("Next for you"));
}

#[test]
fn a_meeting_says_whom_it_is_for_in_a_sentence() {
    let mut sample = Sample::new();
    sample.meetings[0].about.kinds = ["BE", "D", "LGBTQ"].map(str::to_owned).to_vec();
    sample.meetings[0].timetable.recurrence.zone = jiff::tz::TimeZone::UTC;
    let page = sample.meeting(0, NOW, None, JoinForm::default());
    assert!(
        page.contains("Especially for newcomers and LGBTQ people."),
        "{page}"
    );
    assert!(page.contains("at 19:00, UTC, for an hour."), "{page}");
}

#[test]
fn other_ways_to_join_are_linked_and_keep_their_line_breaks() {
    let mut sample = Sample::new();
    sample.meetings[0].about.other_ways =
        "Call +44 20 7946 0999,,81#\nID 812 3456 7890\n\n<b>Listen</b> at https://bridge.example/a?b=1&c.".into();
    let page = one_line(&sample.meeting(0, NOW, None, JoinForm::default()));
    let first = "<p dir=\"auto\">Call <a href=\"tel:+442079460999,,81%23\" rel=\"noreferrer\" \
        dir=\"ltr\">+44 20 7946 0999,,81#</a><br>ID 812 3456 7890</p>";
    assert!(page.contains(first), "{page}");
    let second = "<p dir=\"auto\">&#60;b&#62;Listen&#60;/b&#62; at \
        <a href=\"https://bridge.example/a?b=1&#38;c\" rel=\"noreferrer\" \
        dir=\"ltr\">https://bridge.example/a?b=1&#38;c</a>.</p>";
    assert!(page.contains(second), "{page}");
}

#[test]
fn a_meeting_has_the_join_form_only_while_its_doors_are_open() {
    let sample = Sample::new();
    for (now, open) in [
        ("2026-11-24T18:44Z", false),
        ("2026-11-24T18:45Z", true),
        ("2026-11-24T19:59Z", true),
        ("2026-11-24T20:14Z", true),
        ("2026-11-24T20:15Z", false),
    ] {
        let page = sample.meeting(0, now, None, JoinForm::default());
        assert_eq!(
            page.contains("action=\"/meetings/meeting-1/join\""),
            open,
            "{now}"
        );
    }
}

#[test]
fn a_refused_name_stays_in_the_form_with_the_reason() {
    let sample = Sample::new();
    let mut reasons = BTreeSet::new();
    for refusal in [
        NameRefusal::Empty,
        NameRefusal::TooLong,
        NameRefusal::Digits,
        NameRefusal::Address,
        NameRefusal::TooManyWords,
        NameRefusal::NotLetters,
        NameRefusal::MixedScripts,
    ] {
        let form = JoinForm {
            name: "Mike R 0791",
            newcomer: true,
            newcomer_shown: false,
            refusal: Some(refusal),
            ..JoinForm::default()
        };
        let page = sample.meeting(0, NOW, None, form);
        assert!(page.contains("value=\"Mike R 0791\"") && page.contains(" checked"));
        assert!(
            page.contains("aria-invalid=\"true\"") && !page.contains("⟦"),
            "{refusal:?}"
        );
        reasons.insert(
            page.split("id=\"name-why\"")
                .nth(1)
                .expect("why")
                .to_owned(),
        );
    }
    assert_eq!(reasons.len(), 7);
    for hint in PassphraseHint::ALL {
        assert!(sample.catalogue.has(hint.message()), "{hint:?}");
    }
}

#[test]
fn a_schedule_of_very_many_meetings_shows_60_rows() {
    let sample = Sample::new();
    let many = vec![sample.listings()[4].clone(); 500];
    // Ten in the morning: all of them are hours away.
    let page = sample.schedule_of(many, Filter::default(), &visitor("2026-11-24T10:00Z", None));
    assert_eq!(page.matches("class=\"name\"").count(), 60);
    assert!(page.contains("Show later meetings: 440 more"));
}
