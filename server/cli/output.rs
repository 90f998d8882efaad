//! Writes a command's results to standard output.

use super::error::CliError;
use std::io::{ErrorKind, Write, stdout};

/// Prints a text. Nothing more is printed when nobody reads it any longer, as after `porchlight invite | head -1`;
/// that is no error.
///
/// # Errors
/// When the output can't be written for another reason, such as a full disk.
pub(super) fn print(text: &str) -> Result<(), CliError> {
    let mut output = stdout().lock();
    let result = output
        .write_all(text.as_bytes())
        .and_then(|()| output.flush());
    match result {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(format!("the output can't be written: {error}").into())
        }
        _ => Ok(()),
    }
}

/// Prints a line, see [`print`].
///
/// # Errors
/// As [`print`].
pub(super) fn print_line(line: &str) -> Result<(), CliError> {
    print(&format!("{line}\n"))
}
