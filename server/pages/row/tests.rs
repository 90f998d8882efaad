//! Where the rows of meetings on other sites lead, and that the rows say so.

use super::super::WeekPage;
use super::super::samples::{NOW, Sample, one_line, visitor};
use crate::schedule::{FeedOrigin, Filter, Listing, Origin};
use askama::Template;

/// In progress at `NOW`.
const OPEN: usize = 0;
/// Starts in half an hour.
const SOON: usize = 4;
/// Starts in two hours.
const LATER: usize = 5;

fn external(number: usize, join: Option<&str>, page: Option<&str>) -> Listing {
    let mut listing = Sample::new().listings()[number].clone();
    listing.origin = Origin::Feed(FeedOrigin {
        source: "Big".into(),
        join: join.map(str::to_owned),
        page: page.map(str::to_owned),
        dial_in: None,
        stale: false,
    });
    listing
}

/// The only row of the page, from its title on.
fn row(listing: Listing) -> String {
    let page = Sample::new().schedule_of(vec![listing], Filter::default(), &visitor(NOW, None));
    let page = one_line(&page);
    let row = page.split("<h3 class=\"name\">").nth(1).expect("a row");
    row.split("</li></ul></section>")
        .next()
        .expect("its end")
        .to_owned()
}

fn week(all: Vec<Listing>) -> String {
    let sample = Sample::new();
    let visitor = visitor(NOW, None);
    one_line(&sample.page_of(all, Filter::default(), &visitor, |agenda| {
        WeekPage::new(agenda, &visitor, sample.frame(false)).render()
    }))
}

const CALL: &str = "https://www.zoom.example/j/81?pwd=x";
const PAGE: &str = "https://big.example/quiet";

#[test]
fn a_button_that_opens_a_call_on_another_site_names_it() {
    for page in [None, Some(PAGE)] {
        let row = row(external(OPEN, Some(CALL), page));
        let button = "<a class=\"btn go\" href=\"https://www.zoom.example/j/81?pwd=x\" \
            rel=\"noreferrer\">Join<span class=\"vh\"> Tuesday Newcomers, opens zoom.example</span></a>";
        assert!(row.contains(button), "{row}");
        assert!(
            row.contains("<li><bdi>opens zoom.example</bdi></li>"),
            "{row}"
        );
        assert!(row.contains("<li>on Big</li>"), "{row}");
    }
}

#[test]
fn a_title_leads_to_a_page_and_never_to_a_call() {
    let with_page = row(external(SOON, Some(CALL), Some(PAGE)));
    assert!(
        with_page.starts_with(
            "<a href=\"https://big.example/quiet\" rel=\"noreferrer\" dir=\"auto\">Quiet Hour</a>"
        ),
        "{with_page}"
    );
    assert!(
        with_page.contains(">Details<") && !with_page.contains("zoom"),
        "{with_page}"
    );
    let without = row(external(SOON, Some(CALL), None));
    assert!(
        without.starts_with("<span dir=\"auto\">Quiet Hour</span>"),
        "{without}"
    );
    assert!(!without.contains("Details"), "{without}");
    let button = "<a class=\"btn tight quiet\" href=\"https://www.zoom.example/j/81?pwd=x\" \
        rel=\"noreferrer\">Open the call<span class=\"vh\"> Quiet Hour, opens zoom.example</span></a>";
    assert!(without.contains(button), "{without}");
    assert!(
        without.contains("<li><bdi>opens zoom.example</bdi></li>"),
        "{without}"
    );
}

#[test]
fn a_meeting_that_people_call_shows_its_number_beside_the_button() {
    let mut listing = external(OPEN, None, None);
    if let Origin::Feed(feed) = &mut listing.origin {
        feed.dial_in = Some("+1 (719) 359-4580,,812#".into());
    }
    let row = row(listing);
    let button = "<a class=\"btn go\" href=\"tel:+17193594580,,812%23\" rel=\"noreferrer\">\
        Call in<span class=\"vh\"> Tuesday Newcomers, by phone, +1 (719) 359-4580,,812#</span></a>";
    assert!(row.contains(button), "{row}");
    let beside = "<li><bdi>by phone, +1 (719) 359-4580,,812#</bdi></li>";
    assert!(row.contains(beside), "{row}");
}

#[test]
fn a_meeting_without_a_link_or_number_has_no_button() {
    let row = row(external(OPEN, None, None));
    assert!(
        row.starts_with("<span dir=\"auto\">") && !row.contains("<a "),
        "{row}"
    );
}

#[test]
fn a_row_of_a_hosted_meeting_names_no_other_site() {
    let row = row(Sample::new().listings()[OPEN].clone());
    assert!(
        row.contains(">Join<span class=\"vh\"> Tuesday Newcomers</span>"),
        "{row}"
    );
    assert!(
        !row.contains("opens") && !row.contains("noreferrer"),
        "{row}"
    );
}

#[test]
fn a_title_on_the_printed_page_never_leads_to_a_call() {
    let page = week(vec![external(LATER, Some(CALL), None)]);
    assert!(
        page.contains("dir=\"auto\"><span>Slow Reading</span></th>"),
        "{page}"
    );
    assert!(!page.contains("zoom"), "{page}");
}

#[test]
fn a_row_without_a_group_starts_with_the_first_fact() {
    let mut listing = external(LATER, Some(CALL), None);
    listing.group = String::new();
    let page = week(vec![listing.clone()]);
    assert!(
        page.contains("<td>Literature · <bdi>English</bdi> · Open ·"),
        "{page}"
    );
    listing.about.kinds = Vec::new();
    let page = week(vec![listing.clone()]);
    assert!(page.contains("<td><bdi>English</bdi> · Open ·"), "{page}");
    let row = row(listing);
    assert!(
        row.contains("<ul class=\"tags\" role=\"list\"><li>English</li>"),
        "{row}"
    );
}
