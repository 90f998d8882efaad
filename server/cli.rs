//! The commands of the program. May import everything.

mod check;
mod demo;
mod error;
mod housekeeping;
mod invite;
mod logging;
mod monitor;
mod open_files;
mod output;
mod parts;
mod serve;
mod server;

use crate::config::{ConfigError, Flags, Settings};
use clap::{Parser, Subcommand};
use error::CliError;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use tokio::runtime::Runtime;

/// A self-hosted home for online recovery meetings.
#[derive(Parser)]
#[command(version, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run the server: pages, rooms and audio
    Serve {
        #[command(flatten)]
        flags: Flags,
    },
    /// Run a server with example meetings, one of them in progress
    Demo {
        /// Leave out the simulated members of the meeting in progress
        #[arg(long)]
        quiet: bool,
        #[command(flatten)]
        flags: Flags,
    },
    /// Check line by line whether this machine is ready to serve
    Check {
        #[command(flatten)]
        flags: Flags,
    },
    /// Print a commented example of a settings file
    Config,
    /// Print a single-use link that gives a service to the person who opens it
    Invite {
        #[command(flatten)]
        flags: Flags,
        #[command(flatten)]
        recipient: invite::Recipient,
    },
}

/// Parses the command line and runs its command.
#[must_use]
pub fn main() -> ExitCode {
    logging::hide_panic_messages();
    let command = Cli::parse().command;
    match run(command) {
        Ok(code) => code,
        Err(error) => {
            // Nobody may read it any longer.
            let _ = writeln!(std::io::stderr(), "porchlight: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<ExitCode, CliError> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let result = run_on(&runtime, command);
    // A request to another directory, or a passphrase that is being hashed, must not delay the end.
    runtime.shutdown_background();
    result
}

fn run_on(runtime: &Runtime, command: Command) -> Result<ExitCode, CliError> {
    match command {
        Command::Serve { flags } => {
            let settings = start_logging(Settings::read(&flags))??;
            runtime.block_on(serve::serve(settings))?;
        }
        Command::Demo { quiet, flags } => {
            let folder = flags.data_folder.as_deref().map(PathBuf::from);
            let settings = start_logging(Settings::read(&flags))??;
            runtime.block_on(demo::demo(settings, folder, quiet))?;
        }
        Command::Check { flags } => {
            let settings = start_logging(Settings::read(&flags))?;
            return runtime.block_on(check::check(settings));
        }
        Command::Config => output::print(&Settings::commented_example())?,
        Command::Invite { flags, recipient } => {
            let settings = start_logging(Settings::read(&flags))??;
            runtime.block_on(invite::invite(&settings, &recipient))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Starts logging if the settings are valid. Returns the settings unchanged.
fn start_logging(
    settings: Result<Settings, ConfigError>,
) -> Result<Result<Settings, ConfigError>, CliError> {
    if let Ok(settings) = &settings {
        logging::start(&settings.log)?;
    }
    Ok(settings)
}
