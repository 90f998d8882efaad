//! The whole program's figures, beside those to reach:
//! `cargo build --release && cargo run --release --example figures -- --people 1000`.
//!
//! Starts the built program on a folder of its own, measures the start, the pages and a room full of
//! sockets, kills it and measures how everyone comes back. Prints; judges nothing.

mod people;
mod program;

use clap::Parser;
use people::{Person, Seen};
use program::Program;
use std::io;
use std::path::PathBuf;
use std::time::{Duration, Instant};

#[derive(Parser)]
struct Arguments {
    /// People in the room.
    #[arg(long, default_value_t = 1_000)]
    people: usize,
    /// Events to tell them of.
    #[arg(long, default_value_t = 20)]
    events: usize,
    /// The built program [beside this one].
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
    row("start to ready", &millis(start), "200 ms");
    row(
        "resident memory when idle",
        &mib(program.memory()?),
        "40 MB",
    );
    pages(&program).await?;

    let before = program.memory()?;
    let mut room = people::fill(&program, people).await?;
    let each = program.memory()?.saturating_sub(before) / people;
    row(
        "memory per socket in a room",
        &format!("{} KiB", each / 1024),
        "40 KB with its audio",
    );
    told(&mut room, events).await?;

    program.kill().await?;
    let killed = Instant::now();
    program.start().await?;
    let room = people::come_back(&program, room).await?;
    let back = format!("{} for all {}", millis(killed.elapsed()), room.len());
    row("kill -9 to everyone back", &back, "5 s after restart");
    program.kill().await
}

async fn pages(program: &Program) -> io::Result<()> {
    const ASKED: usize = 300;
    let mut times = Vec::with_capacity(ASKED);
    let mut bytes = 0;
    for _ in 0..ASKED {
        let asked = Instant::now();
        bytes = program.get("/").await?;
        times.push(asked.elapsed());
    }
    row(
        "schedule page of the demo, p50 / p99",
        &spread(&mut times),
        "2 ms with 5,000 meetings",
    );
    row(
        "schedule page, compressed",
        &format!("{bytes} B without its stylesheet"),
        "14 KB with it",
    );
    Ok(())
}

/// One person thanks; the time until each of the others has heard of it.
async fn told(room: &mut [Person], events: usize) -> io::Result<()> {
    let mut times = Vec::with_capacity(room.len() * events);
    for event in 0..events {
        let by = event % room.len();
        let sent = Instant::now();
        room[by].thank().await?;
        for person in room.iter_mut() {
            match person.sees_thanks().await? {
                Seen::At(at) => times.push(at - sent),
                Seen::Nothing => {}
            }
        }
    }
    let expected = room.len() * events;
    let what = format!("an event to {} people, p50 / p99", room.len());
    row(
        &what,
        &format!("{}, {} of {expected} told", spread(&mut times), times.len()),
        "p99 20 ms",
    );
    Ok(())
}

fn row(what: &str, figure: &str, reach: &str) {
    println!("{what:<42} {figure:<44} to reach: {reach}");
}

fn spread(times: &mut [Duration]) -> String {
    times.sort_unstable();
    let at = |percent: usize| {
        times.get((times.len() * percent / 100).min(times.len().saturating_sub(1)))
    };
    let show =
        |time: Option<&Duration>| time.map_or_else(|| "none".to_owned(), |time| millis(*time));
    format!("{} / {}", show(at(50)), show(at(99)))
}

fn millis(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1_000.0)
}

fn mib(bytes: usize) -> String {
    format!("{:.1} MiB", bytes as f64 / 1_048_576.0)
}
