//! The schedule in every state and form.

use super::{NOW, Sample, visitor};
use crate::pages::{EmbedPage, FarPage, WeekPage};
use crate::schedule::{DayChoice, Filter, Hours, TimeOfDay};
use askama::Template;
use jiff::civil::Weekday;

/// Every state, by a name for its file.
pub(super) fn pages(sample: &Sample) -> Vec<(&'static str, String)> {
    let mut pages = schedules(sample);
    pages.extend(other_schedules(sample));
    pages
}

fn schedules(sample: &Sample) -> Vec<(&'static str, String)> {
    let friday = Filter {
        day: Some(DayChoice::On(Weekday::Friday)),
        time: Some(TimeOfDay::Morning),
        language: Some("de".into()),
        ..Filter::default()
    };
    let meditation = Filter {
        kind: Some("MED".into()),
        ..Filter::default()
    };
    let nothing = Filter {
        search: "zebra".into(),
        ..Filter::default()
    };
    vec![
        ("schedule", sample.schedule(Filter::default(), None)),
        (
            "schedule-tokyo",
            sample.schedule(Filter::default(), Some("Tokyo")),
        ),
        (
            "schedule-list",
            sample.schedule(Filter::default(), Some("list")),
        ),
        (
            "schedule-unknown",
            sample.schedule(meditation.clone(), Some("Nowhere <b>")),
        ),
        ("schedule-found", sample.schedule(meditation, None)),
        ("schedule-empty", sample.schedule(friday, None)),
        ("schedule-none", sample.schedule(nothing, None)),
        (
            "schedule-bare",
            sample.schedule_of(Vec::new(), Filter::default(), &visitor(NOW, None)),
        ),
        (
            "schedule-quiet",
            sample.schedule_of(
                sample.listings().split_off(13),
                Filter::default(),
                &visitor(NOW, None),
            ),
        ),
        (
            "schedule-next",
            sample.schedule_of(
                sample.listings().split_off(4),
                Filter::default(),
                &visitor(NOW, None),
            ),
        ),
    ]
}

/// The schedule for paper, for other sites, and for people far from any meeting.
fn other_schedules(sample: &Sample) -> Vec<(&'static str, String)> {
    let visitor = visitor(NOW, Some("Tokyo"));
    let awake = |language: Option<&str>| Filter {
        awake: Hours::new(7, 23),
        language: language.map(str::to_owned),
        ..Filter::default()
    };
    let far = |language| {
        sample.page_of(sample.listings(), awake(language), &visitor, |agenda| {
            FarPage::new(agenda, &visitor, sample.frame(false)).render()
        })
    };
    let everything = Filter::default();
    vec![
        ("far", far(None)),
        ("far-none", far(Some("fi"))),
        (
            "week",
            sample.page_of(sample.listings(), everything.clone(), &visitor, |agenda| {
                WeekPage::new(agenda, &visitor, sample.frame(false)).render()
            }),
        ),
        (
            "embed",
            sample.page_of(sample.listings(), everything, &visitor, |agenda| {
                EmbedPage::new(agenda, &visitor, sample.frame(false)).render()
            }),
        ),
    ]
}
