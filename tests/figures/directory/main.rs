//! Measures the schedule with thousands of meetings and prints the targets beside the results:
//! `cargo run --release --example directory -- --meetings 5000`.
//!
//! It only prints. To measure requests per second over sockets, pass the built program with
//! `--program target/release/porchlight`; it then runs on one core if `taskset` is installed.

mod listings;
mod load;
mod memory;
mod requests;

#[path = "../../it"]
#[expect(dead_code, reason = "the tests use the rest")]
mod it {
    pub mod support;
}

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use clap::Parser;
use it::support::server::{ManualClock, Site};
use listings::Dice;
use memory::{CountingAllocator, allocated_bytes};
use porchlight::base::{MeetingId, Millis, SystemEntropy, Timestamp};
use porchlight::http::router;
use porchlight::schedule::{Agenda, AgendaQuery, Directory, Filter, Listing, Origin, PageRequest};
use porchlight::store::{NewGroup, NewMeeting};

use std::collections::HashMap;
use std::path::PathBuf;
use std::time::{Duration, Instant};
use tower::ServiceExt;

#[global_allocator]
static ALLOCATOR: CountingAllocator = CountingAllocator;

/// Wednesday 25 November 2026, 19:20 UTC: an evening in Europe.
const NOW: Timestamp = Timestamp(1_795_634_400_000);

#[derive(Parser)]
struct Arguments {
    #[arg(long, default_value_t = 5_000)]
    meetings: usize,
    /// How many requests to measure.
    #[arg(long, default_value_t = 2_000)]
    requests: usize,
    /// The built program, to measure it over sockets.
    #[arg(long)]
    program: Option<PathBuf>,
}

fn main() {
    let arguments = Arguments::parse();
    let listings = listings(arguments.meetings);
    measure_year(&listings);
    measure_index(&listings, arguments.requests);
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime")
        .block_on(measure_pages(&arguments));
}

fn listings(count: usize) -> Vec<Listing> {
    let mut dice = Dice::new(7);
    (0..count)
        .map(|number| Listing {
            about: listings::about(&mut dice),
            group: format!("Group {}", number / 6),
            timetable: listings::timetable(&mut dice),
            origin: Origin::Hosted {
                id: MeetingId(i64::try_from(number).expect("a small number")),
                slug: format!("meeting-{number}"),
            },
        })
        .collect()
}

fn measure_year(listings: &[Listing]) {
    let until = NOW + Millis::from_mins(365 * 24 * 60);
    let (mut best, mut dates) = (Duration::MAX, 0);
    for _ in 0..5 {
        let start = Instant::now();
        dates = (listings.iter())
            .map(|listing| listing.timetable.between(NOW, until).count())
            .sum();
        best = best.min(start.elapsed());
    }
    let figure = format!("{} for {dates} dates", millis(best));
    print_row("a year of all dates", &figure, "100 ms");
}

fn measure_index(listings: &[Listing], requests: usize) {
    let (before, copy) = (allocated_bytes(), listings.to_vec());
    let start = Instant::now();
    let directory = Directory::new(copy, NOW, |_| "Newcomers".to_owned());
    let build_time = start.elapsed();
    let figure = format!(
        "{} MiB with the listings themselves, built in {}",
        mib(allocated_bytes() - before),
        millis(build_time)
    );
    print_row("memory of the index", &figure, "20 MB");
    let (zone, no_rooms) = (
        jiff::tz::TimeZone::get("Asia/Tokyo").expect("a zone"),
        HashMap::new(),
    );
    let mut times: Vec<_> = (0..requests)
        .map(|number| {
            let query = AgendaQuery {
                filter: Filter {
                    search: if number % 2 == 0 { "kitchn" } else { "" }.to_owned(),
                    ..Filter::default()
                },
                now: NOW,
                zone: &zone,
                seed: 1,
                rooms: &no_rooms,
                page: PageRequest::First,
            };
            let start = Instant::now();
            std::hint::black_box(Agenda::new(&directory, query));
            start.elapsed()
        })
        .collect();
    print_row(
        "a query without its page, p50 / p99",
        &percentiles(&mut times),
        "",
    );
}

async fn measure_pages(arguments: &Arguments) {
    let folder = tempfile::tempdir().expect("a folder");
    let clock = ManualClock::at(NOW);
    let site = Site::open(folder.path(), clock, std::sync::Arc::new(SystemEntropy)).await;
    fill(&site, arguments.meetings).await;
    let mut times = Vec::new();
    let mut dice = Dice::new(3);
    for number in 0..arguments.requests {
        let address = requests::address(&mut dice, number);
        let start = Instant::now();
        let bytes = fetch(&site, &address).await;
        times.push(start.elapsed());
        assert!(bytes > 0, "{address}");
    }
    print_row(
        "any page, not cached, p50 / p99",
        &percentiles(&mut times),
        "p99 2 ms",
    );
    let mut times = Vec::new();
    for _ in 0..arguments.requests {
        let start = Instant::now();
        fetch(&site, "/").await;
        times.push(start.elapsed());
    }
    print_row(
        "the same page again, p50 / p99",
        &percentiles(&mut times),
        "",
    );
    for (what, path) in [
        ("all open meetings, at most 200 rows", "/?show=open"),
        ("the printed week, 300 rows", "/week"),
        ("the feed", "/meetings.json"),
        ("the calendar", "/calendar.ics"),
    ] {
        site.app.listings_changed().await;
        let start = Instant::now();
        let bytes = fetch(&site, path).await;
        let figure = format!(
            "{}, {} KiB compressed",
            millis(start.elapsed()),
            bytes / 1024
        );
        print_row(what, &figure, "");
    }
    let (page, style) = (
        fetch(&site, "/").await,
        fetch(&site, &site.app.assets.pages_style).await,
    );
    let figure = format!(
        "{page} B and {style} B of stylesheet, {} together",
        page + style
    );
    print_row("the default page, compressed", &figure, "14 KB (14,336 B)");
    site.app.store.close().await;
    if let Some(program) = &arguments.program {
        print_row(
            "pages over sockets, one core",
            &load::run(program, folder.path()).await,
            "5,000 a second",
        );
    }
}

async fn fill(site: &Site, meetings: usize) {
    let store = &site.app.store;
    let existing = store.meetings().await.expect("the store can be read");
    let room = store
        .room_settings(existing[0].id)
        .await
        .expect("the store can be read")
        .expect("a room");
    let mut dice = Dice::new(7);
    let mut group = existing[0].group;
    for number in 0..meetings {
        if number % 6 == 0 {
            let new_group = NewGroup {
                slug: format!("group-{number}"),
                name: format!("Group {}", number / 6),
                place: String::new(),
                website: None,
                contributions: None,
            };
            group = store.create_group(&new_group).await.expect("a group");
        }
        let meeting = NewMeeting {
            group,
            slug: format!("meeting-{number}"),
            about: listings::about(&mut dice),
            timetable: listings::timetable(&mut dice),
            room: room.clone(),
        };
        store
            .create_meeting(&meeting, NOW)
            .await
            .expect("a meeting");
    }
    site.app.listings_changed().await;
}

/// The size of the response body in bytes.
async fn fetch(site: &Site, address: &str) -> usize {
    let request = Request::get(address).header("accept-encoding", "br");
    let request = request.body(Body::empty()).expect("a request");
    let response = router(site.app.clone())
        .oneshot(request)
        .await
        .expect("a response");
    assert_eq!(response.status(), StatusCode::OK, "{address}");
    to_bytes(response.into_body(), usize::MAX)
        .await
        .expect("a body")
        .len()
}

fn print_row(what: &str, figure: &str, target: &str) {
    println!("{what:<42} {figure:<58} target: {target}");
}

fn percentiles(times: &mut [Duration]) -> String {
    times.sort_unstable();
    let at = |percent: usize| millis(times[(times.len() * percent / 100).min(times.len() - 1)]);
    format!("{} / {}", at(50), at(99))
}

fn millis(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1_000.0)
}

fn mib(bytes: usize) -> String {
    format!("{:.1}", bytes as f64 / 1_048_576.0)
}
