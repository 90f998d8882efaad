//! The `porchlight` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    porchlight::cli::main()
}
