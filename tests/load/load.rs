//! Load test: one speaker to many listeners. `cargo run --release --example load -- --listeners 300`.
//!
//! The media plane runs in a process of its own (`load serve`, started here), so that its CPU time
//! and memory are measured apart from those of the clients. Most listeners are minimal clients; a few
//! are complete WebRTC clients, to show that both receive the same.

mod crowd;
mod report;
mod server;

#[path = "../it"]
#[expect(dead_code, reason = "the tests use the rest")]
mod it {
    pub mod support;
}

use clap::{Parser, Subcommand};
use crowd::Crowd;
use porchlight::participant::{AudioClient, Transport};
use report::Report;
use server::ServerProcess;
use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    /// Minimal listeners.
    #[arg(long, default_value_t = 300)]
    listeners: usize,
    /// Complete WebRTC clients in addition.
    #[arg(long, default_value_t = 3)]
    real: usize,
    /// Duration of the measurement in seconds.
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// Listeners that join per second.
    #[arg(long, default_value_t = 100)]
    joins: u32,
}

#[derive(Subcommand)]
enum Command {
    /// Run the media plane alone, controlled through standard input.
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
    crowd.add_speaker()?;
    let before_joins = crowd.usage()?;
    crowd.add_listeners(arguments.listeners, arguments.joins)?;
    let after_joins = crowd.usage()?;

    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()?;
    let real = runtime.spawn(real_listeners(server, arguments.real));
    crowd.run(Duration::from_secs(60), |_| real.is_finished())?;
    let real = runtime.block_on(real).map_err(io::Error::other)?;

    let (received_before, usage_before) = (real_received(&real), crowd.usage()?);
    crowd.reset_received();
    let sent = crowd.run(Duration::from_secs(arguments.seconds), |_| false)?;
    let usage_after = crowd.usage()?;
    Report {
        listeners: arguments.listeners,
        sent,
        received: crowd.received(),
        joins: crowd.join_times(),
        delays: crowd.delays(),
        real: real.len(),
        real_received: real_received(&real) - received_before,
        before_joins,
        after_joins,
        usage_before,
        usage_after,
    }
    .print();
    Ok(())
}

async fn real_listeners(server: Arc<Mutex<ServerProcess>>, count: usize) -> Vec<AudioClient> {
    let join = |_| {
        AudioClient::connect(Transport::Udp, async |offer| {
            let mut server = server
                .lock()
                .expect("no thread panics while it holds the lock");
            Ok(server.connect(&offer).expect("the server responds").1)
        })
    };
    let connected = futures_util::future::try_join_all((0..count).map(join)).await;
    connected.expect("every client connects")
}

fn real_received(participants: &[AudioClient]) -> usize {
    participants
        .iter()
        .flat_map(|participant| participant.received().into_values())
        .sum()
}
