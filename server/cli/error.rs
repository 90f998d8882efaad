//! The error that stops a command.

/// An error whose text is written for the operator.
pub(super) type CliError = Box<dyn std::error::Error + Send + Sync>;
