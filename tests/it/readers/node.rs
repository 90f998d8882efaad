//! Runs a reader of this folder: JSON in, JSON out.

use serde::Serialize;
use serde::de::DeserializeOwned;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// What `script` makes of `input`.
pub fn run<T: DeserializeOwned>(script: &str, input: &impl Serialize) -> T {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/readers");
    assert!(
        folder.join("node_modules").is_dir(),
        "the readers are not installed: run `npm ci` in tests/readers, then this again"
    );
    let mut child = Command::new("node")
        .arg(folder.join(script))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("node starts: install Node.js 20.19 or newer");
    let mut stdin = child.stdin.take().expect("it was asked for");
    let input = serde_json::to_vec(input).expect("it is JSON");
    // The script reads everything before it answers, so neither waits for the other.
    stdin.write_all(&input).expect("the script reads");
    drop(stdin);
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success(), "{script} failed: see above");
    serde_json::from_slice(&output.stdout).expect("the script answers in JSON")
}
