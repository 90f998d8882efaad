//! The commands of the program. May import everything.

mod check;
mod demo;
mod invite;
mod monitor;
mod serve;

use crate::config::{Flags, Settings};
use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;

/// A self-hosted home for online recovery meetings.
#[derive(Parser)]
#[command(version, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Hold meetings: pages, rooms and audio
    Serve {
        #[command(flatten)]
        flags: Flags,
    },
    /// Show what it is like: example meetings, one of them in progress
    Demo {
        #[command(flatten)]
        flags: Flags,
    },
    /// Say whether this machine is ready to serve, line by line
    Check {
        #[command(flatten)]
        flags: Flags,
    },
    /// Print a commented example of a settings file
    Config,
    /// Print a single-use link that makes its bearer a servant
    Invite {
        #[command(flatten)]
        flags: Flags,
        #[command(flatten)]
        to: invite::To,
    },
}

/// Runs the command that was asked for.
#[must_use]
pub fn main() -> ExitCode {
    tell_panics_by_their_place();
    let command = Cli::parse().command;
    match run(command) {
        Ok(code) => code,
        Err(problem) => {
            eprintln!("porchlight: {problem}");
            ExitCode::FAILURE
        }
    }
}

/// What stops a command, in the operator's words.
type CliError = Box<dyn std::error::Error + Send + Sync>;

fn run(command: Command) -> Result<ExitCode, CliError> {
    start_logging();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    match command {
        Command::Serve { flags } => runtime.block_on(serve::serve(Settings::read(&flags)?))?,
        Command::Demo { flags } => {
            let named = flags.data_folder.as_deref().map(PathBuf::from);
            runtime.block_on(demo::demo(Settings::read(&flags)?, named))?;
        }
        Command::Check { flags } => return runtime.block_on(check::check(&flags)),
        Command::Config => print!("{}", Settings::commented_example()),
        Command::Invite { flags, to } => {
            runtime.block_on(invite::invite(&Settings::read(&flags)?, &to))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// A panic's own words may quote what it met, a name even: only its place is told.
fn tell_panics_by_their_place() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic
            .location()
            .map(ToString::to_string)
            .unwrap_or_default();
        tracing::error!(%place, "a fault of the program");
    }));
}

/// Logs go to standard error; `RUST_LOG` chooses how much. Nothing logged names a person.
fn start_logging() {
    let filter = EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| EnvFilter::new("warn,porchlight=info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_target(false)
        .init();
}
