//! Measures the whole program and prints the targets beside the results:
//! `cargo build --release && cargo run --release --example figures -- --people 1000`.
//!
//! Starts the built program with a temporary data folder, measures the start, the pages and a room full of
//! sockets, then kills the program and measures the time until everyone is back. It only prints.

mod people;
mod program;

use clap::Parser;
use people::Person;
use program::Program;
use std::io;
use std::path::PathBuf;
use std::time::{Duration, Instant};

#[derive(Parser)]
struct Arguments {
    /// People in the room.
    #[arg(long, default_value_t = 1_000)]
    people: usize,
    /// Events to send to each of them.
    #[arg(long, default_value_t = 20)]
    events: usize,
    /// The built program. Default: the one in the same target folder.
    #[arg(long)]
    program: Option<PathBuf>,
}

fn main() -> io::Result<()> {
    let arguments = Arguments::parse();
    let path = match arguments.program {
        Some(path) => path,
        None => std::env::current_exe()?.with_file_name("../porchlight"),
    };
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?
        .block_on(measure(path, arguments.people, arguments.events))
}

async fn measure(path: PathBuf, people: usize, events: usize) -> io::Result<()> {
    let mut program = Program::new(path)?;
    let start = program.start().await?;
    print_row("start to ready", &millis(start), "200 ms");
    print_row(
        "resident memory when idle",
        &mib(program.memory()?),
        "40 MB",
    );
    measure_pages(&program).await?;

    let before = program.memory()?;
    let mut room = people::fill(&program, people).await?;
    let bytes_per_socket = program.memory()?.saturating_sub(before) / people;
    print_row(
        "memory per socket in a room",
        &format!("{} KiB", bytes_per_socket / 1024),
        "40 KB with its audio",
    );
    measure_delivery(&mut room, events).await?;

    program.kill().await?;
    let killed = Instant::now();
    program.start().await?;
    let room = people::rejoin(&program, room).await?;
    let figure = format!("{} for all {}", millis(killed.elapsed()), room.len());
    print_row("kill -9 to everyone back", &figure, "5 s after restart");
    program.kill().await
}

async fn measure_pages(program: &Program) -> io::Result<()> {
    const REQUESTS: usize = 300;
    let mut times = Vec::with_capacity(REQUESTS);
    let mut bytes = 0;
    for _ in 0..REQUESTS {
        let start = Instant::now();
        bytes = program.get("/").await?;
        times.push(start.elapsed());
    }
    print_row(
        "schedule page of the demo, p50 / p99",
        &percentiles(&mut times),
        "2 ms with 5,000 meetings",
    );
    print_row(
        "schedule page, compressed",
        &format!("{bytes} B without its stylesheet"),
        "14 KB with it",
    );
    Ok(())
}

/// One person thanks: measures the time until each person receives the event.
async fn measure_delivery(room: &mut [Person], events: usize) -> io::Result<()> {
    let mut times = Vec::with_capacity(room.len() * events);
    for event in 0..events {
        let sender = event % room.len();
        let sent = Instant::now();
        room[sender].thank().await?;
        for person in room.iter_mut() {
            if let Some(received) = person.receive_thanks().await? {
                times.push(received - sent);
            }
        }
    }
    let expected = room.len() * events;
    let what = format!("an event to {} people, p50 / p99", room.len());
    print_row(
        &what,
        &format!(
            "{}, {} of {expected} received",
            percentiles(&mut times),
            times.len()
        ),
        "p99 20 ms",
    );
    Ok(())
}

fn print_row(what: &str, figure: &str, target: &str) {
    println!("{what:<42} {figure:<44} target: {target}");
}

fn percentiles(times: &mut [Duration]) -> String {
    times.sort_unstable();
    let at = |percent: usize| {
        times.get((times.len() * percent / 100).min(times.len().saturating_sub(1)))
    };
    let text =
        |time: Option<&Duration>| time.map_or_else(|| "none".to_owned(), |time| millis(*time));
    format!("{} / {}", text(at(50)), text(at(99)))
}

fn millis(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1_000.0)
}

fn mib(bytes: usize) -> String {
    format!("{:.1} MiB", bytes as f64 / 1_048_576.0)
}
