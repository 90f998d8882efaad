//! What commands print, and what happens when nobody reads it.

use std::fs::File;
use std::process::{Command, Output, Stdio};

const PROGRAM: &str = env!("CARGO_BIN_EXE_porchlight");

/// Runs a command whose standard output is a pipe that nobody reads any longer.
fn run_unread(arguments: &[&str], folder: &std::path::Path) -> Output {
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    run(arguments, folder, writer.into())
}

fn run(arguments: &[&str], folder: &std::path::Path, stdout: Stdio) -> Output {
    Command::new(PROGRAM)
        .args(arguments)
        .env_clear()
        .current_dir(folder)
        .stdout(stdout)
        .output()
        .expect("the program runs")
}

#[test]
fn a_command_whose_output_nobody_reads_ends_without_an_error() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let data = format!("--data-folder={}", folder.path().join("data").display());
    let ports = ["--http-bind=127.0.0.1:0", "--media-bind=127.0.0.1:0"];
    for arguments in [
        vec!["config"],
        vec!["invite", "--operator", &data],
        vec!["check", &data, ports[0], ports[1]],
    ] {
        let output = run_unread(&arguments, folder.path());
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {errors}");
        assert!(!errors.contains("panicked"), "{arguments:?}: {errors}");
    }
}

#[test]
fn an_invitation_that_cannot_be_printed_is_an_error() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let data = format!("--data-folder={}", folder.path().join("data").display());
    let full = File::options().write(true).open("/dev/full");
    let full = full.expect("a device that is always full");
    let output = run(&["invite", "--operator", &data], folder.path(), full.into());
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success());
    assert!(errors.contains("the output can't be written"), "{errors}");
}
