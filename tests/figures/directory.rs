//! The schedule's figures with thousands of meetings, beside those to reach:
//! `cargo run --release --example directory -- --meetings 5000`.
//!
//! Prints; judges nothing. Requests per second over sockets: give the built program with
//! `--program target/release/porchlight`; it is then held to one core, if `taskset` is there.

#[path = "directory/asked.rs"]
mod asked;
#[path = "directory/listings.rs"]
mod listings;
#[path = "directory/load.rs"]
mod load;
#[path = "directory/memory.rs"]
mod memory;
#[path = "../it/support/server.rs"]
#[expect(dead_code, reason = "shared with tests that use all of it")]
mod server;

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use clap::Parser;
use listings::Dice;
use memory::{Counting, live};
use porchlight::base::{MeetingId, Millis, SystemEntropy, Timestamp};
use porchlight::http::router;
use porchlight::schedule::{Agenda, AgendaQuery, Directory, Filter, Listing, Origin, PageRequest};
use porchlight::store::{NewGroup, NewMeeting};
use server::{Site, TurnedClock};
use std::collections::HashMap;
use std::path::PathBuf;
use std::time::{Duration, Instant};
use tower::ServiceExt;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Wednesday 25 November 2026, 19:20 UTC: an evening in Europe.
const NOW: Timestamp = Timestamp(1_795_634_400_000);

#[derive(Parser)]
struct Arguments {
    #[arg(long, default_value_t = 5_000)]
    meetings: usize,
    /// Questions to ask.
    #[arg(long, default_value_t = 2_000)]
    questions: usize,
    /// The built program, to ask it over sockets.
    #[arg(long)]
    program: Option<PathBuf>,
}

fn main() {
    let arguments = Arguments::parse();
    let listings = listings(arguments.meetings);
    a_year(&listings);
    index(&listings, arguments.questions);
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime")
        .block_on(pages(&arguments));
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

fn a_year(listings: &[Listing]) {
    let until = NOW + Millis::from_mins(365 * 24 * 60);
    let (mut best, mut dates) = (Duration::MAX, 0);
    for _ in 0..5 {
        let began = Instant::now();
        dates = (listings.iter())
            .map(|listing| listing.timetable.between(NOW, until).count())
            .sum();
        best = best.min(began.elapsed());
    }
    let figure = format!("{} for {dates} dates", millis(best));
    row("a year of all dates", &figure, "100 ms");
}

fn index(listings: &[Listing], questions: usize) {
    let (before, copy) = (live(), listings.to_vec());
    let began = Instant::now();
    let directory = Directory::new(copy, NOW, |_| "Newcomers".to_owned());
    let took = began.elapsed();
    let figure = format!(
        "{} MiB with the listings themselves, made in {}",
        mib(live() - before),
        millis(took)
    );
    row("memory of the index", &figure, "20 MB");
    let (zone, nobody) = (
        jiff::tz::TimeZone::get("Asia/Tokyo").expect("a zone"),
        HashMap::new(),
    );
    let mut times: Vec<_> = (0..questions)
        .map(|number| {
            let look = AgendaQuery {
                filter: Filter {
                    search: if number % 2 == 0 { "kitchn" } else { "" }.to_owned(),
                    ..Filter::default()
                },
                now: NOW,
                zone: &zone,
                seed: 1,
                headcounts: &nobody,
                page: PageRequest::First,
            };
            let began = Instant::now();
            std::hint::black_box(Agenda::new(&directory, look));
            began.elapsed()
        })
        .collect();
    row(
        "a question, without its page, p50 / p99",
        &spread(&mut times),
        "",
    );
}

async fn pages(arguments: &Arguments) {
    let folder = tempfile::tempdir().expect("a folder");
    let clock = TurnedClock::at(NOW);
    let site = Site::open(folder.path(), clock, std::sync::Arc::new(SystemEntropy)).await;
    fill(&site, arguments.meetings).await;
    let mut times = Vec::new();
    let mut dice = Dice::new(3);
    for number in 0..arguments.questions {
        let address = asked::address(&mut dice, number);
        let began = Instant::now();
        let answer = ask(&site, &address).await;
        times.push(began.elapsed());
        assert!(answer > 0, "{address}");
    }
    row(
        "any page, never asked before, p50 / p99",
        &spread(&mut times),
        "p99 2 ms",
    );
    let mut times = Vec::new();
    for _ in 0..arguments.questions {
        let began = Instant::now();
        ask(&site, "/").await;
        times.push(began.elapsed());
    }
    row("the same page again, p50 / p99", &spread(&mut times), "");
    for (what, path) in [
        ("all that is open at once, 200 lines at most", "/?show=open"),
        ("the week on paper, 300 lines", "/week"),
        ("the feed", "/meetings.json"),
        ("the calendar", "/calendar.ics"),
    ] {
        site.app.listings_changed().await;
        let began = Instant::now();
        let bytes = ask(&site, path).await;
        let figure = format!(
            "{}, {} KiB compressed",
            millis(began.elapsed()),
            bytes / 1024
        );
        row(what, &figure, "");
    }
    let (page, style) = (
        ask(&site, "/").await,
        ask(&site, &site.app.assets.pages_style).await,
    );
    let figure = format!(
        "{page} B and {style} B of stylesheet, {} together",
        page + style
    );
    row("the default page, compressed", &figure, "14 KB (14,336 B)");
    site.app.store.close().await;
    if let Some(program) = &arguments.program {
        row(
            "pages over sockets, one core",
            &load::run(program, folder.path()).await,
            "5,000 a second",
        );
    }
}

async fn fill(site: &Site, meetings: usize) {
    let store = &site.app.store;
    let any = store.meetings().await.expect("it reads");
    let room = store
        .room_settings(any[0].id)
        .await
        .expect("it reads")
        .expect("a room");
    let mut dice = Dice::new(7);
    let mut group = any[0].group;
    for number in 0..meetings {
        if number % 6 == 0 {
            let new = NewGroup {
                slug: format!("group-{number}"),
                name: format!("Group {}", number / 6),
                place: String::new(),
                website: None,
                contributions: None,
            };
            group = store.create_group(&new).await.expect("a group");
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

/// How many bytes the answer has.
async fn ask(site: &Site, address: &str) -> usize {
    let request = Request::get(address).header("accept-encoding", "br");
    let request = request.body(Body::empty()).expect("a request");
    let response = router(site.app.clone())
        .oneshot(request)
        .await
        .expect("an answer");
    assert_eq!(response.status(), StatusCode::OK, "{address}");
    to_bytes(response.into_body(), usize::MAX)
        .await
        .expect("a body")
        .len()
}

fn row(what: &str, figure: &str, reach: &str) {
    println!("{what:<42} {figure:<58} to reach: {reach}");
}

fn spread(times: &mut [Duration]) -> String {
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
