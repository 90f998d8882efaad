//! One voice to many listeners, and what it costs: `cargo run --release --example load -- --listeners 300`.
//!
//! The media plane runs in a process of its own (`load serve`, started here), so that its CPU time
//! and memory are counted apart from those of the participants. Most listeners are minimal_peer ones; a few
//! are whole WebRTC clients, to show that both hear the same.

#[path = "../it/support/minimal_peer.rs"]
#[expect(dead_code, reason = "shared with tests that use the rest")]
mod minimal_peer;
#[path = "../it/support/participant.rs"]
#[expect(dead_code, reason = "shared with tests that use the rest")]
mod participant;

mod crowd;
mod report;
mod server;

use clap::{Parser, Subcommand};
use crowd::Crowd;
use participant::{Participant, Transport};
use report::Report;
use server::ServerProcess;
use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    /// Light listeners.
    #[arg(long, default_value_t = 300)]
    listeners: usize,
    /// Whole WebRTC clients among the listeners.
    #[arg(long, default_value_t = 3)]
    real: usize,
    /// How long the measured part takes.
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// Listeners that join in a second.
    #[arg(long, default_value_t = 100)]
    joins: u32,
}

#[derive(Subcommand)]
enum Command {
    /// The media plane alone, told what to do on its standard input.
    Serve,
}

fn main() -> io::Result<()> {
    let arguments = Arguments::parse();
    match arguments.command {
        Some(Command::Serve) => server::serve(),
        None => measure(&arguments),
    }
}

fn measure(arguments: &Arguments) -> io::Result<()> {
    let server = Arc::new(Mutex::new(ServerProcess::start()?));
    let mut crowd = Crowd::new(server.clone())?;
    crowd.seat_speaker()?;
    let before_joins = crowd.usage()?;
    crowd.seat(arguments.listeners, arguments.joins)?;
    let after_joins = crowd.usage()?;

    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()?;
    let real = runtime.spawn(real_listeners(server, arguments.real));
    crowd.play(Duration::from_secs(60), |_| real.is_finished())?;
    let real = runtime.block_on(real).map_err(io::Error::other)?;

    let (heard_before, usage_before) = (real_heard(&real), crowd.usage()?);
    crowd.forget_heard();
    let sent = crowd.play(Duration::from_secs(arguments.seconds), |_| false)?;
    let usage_after = crowd.usage()?;
    Report {
        listeners: arguments.listeners,
        sent,
        heard: crowd.heard(),
        joins: crowd.join_times(),
        delays: crowd.delays(),
        real: real.len(),
        real_heard: real_heard(&real) - heard_before,
        before_joins,
        after_joins,
        usage_before,
        usage_after,
    }
    .print();
    Ok(())
}

async fn real_listeners(server: Arc<Mutex<ServerProcess>>, count: usize) -> Vec<Participant> {
    let join = |_| {
        Participant::join(Transport::Udp, async |offer| {
            let mut server = server.lock().expect("nobody panics while holding it");
            server.connect(&offer).expect("the server answers").1
        })
    };
    futures_util::future::join_all((0..count).map(join)).await
}

fn real_heard(participants: &[Participant]) -> usize {
    participants
        .iter()
        .flat_map(|participant| participant.heard().into_values())
        .sum()
}
