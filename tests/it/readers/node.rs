//! Runs a script of `tests/readers`: JSON in, JSON out.

use serde::Serialize;
use serde::de::DeserializeOwned;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// The output of `script` for `input`.
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
    let mut stdin = child.stdin.take().expect("standard input is piped");
    let input = serde_json::to_vec(input).expect("it is JSON");
    // The script reads all input before it writes, so neither side blocks.
    stdin.write_all(&input).expect("the script reads its input");
    drop(stdin);
    let output = child.wait_with_output().expect("the script ends");
    assert!(output.status.success(), "{script} failed: see above");
    serde_json::from_slice(&output.stdout).expect("the script writes JSON")
}
