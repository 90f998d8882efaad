//! The log of the real program: its form, what it says, and what it must not say.

use serde_json::Value;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, ChildStdout, Command, Stdio};
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_porchlight");

const NAME: &str = "Persimmon";
const PASSPHRASE: &str = "a lamp by the garden door";
const USER_AGENT: &str = "Quince/1.0";
const SLUG: &str = "marigold-evening";

/// `porchlight serve` with a data folder of its own.
struct Server {
    process: Child,
    /// Kept open, because the program can't print to a closed pipe.
    _stdout: BufReader<ChildStdout>,
    folder: TempDir,
    address: SocketAddr,
}

impl Server {
    /// Starts the program and waits until it is ready.
    fn start(flags: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let free_port = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = free_port.local_addr().expect("its address");
        drop(free_port);
        let mut command = program(&folder);
        command.arg("serve").args(flags);
        command.arg(format!("--http-bind={address}"));
        command.arg("--media-bind=127.0.0.1:0");
        let log = File::create(folder.path().join("log")).expect("a file");
        let mut process = command
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .expect("the program starts");
        let stdout = process.stdout.take().expect("its output is piped");
        let mut stdout = BufReader::new(stdout);
        let mut lines = stdout.by_ref().lines().map_while(Result::ok);
        let is_ready = lines.any(|line| line.starts_with("Ready."));
        let log = std::fs::read_to_string(folder.path().join("log")).expect("a log");
        assert!(is_ready, "{log}");
        Self {
            process,
            _stdout: stdout,
            folder,
            address,
        }
    }

    /// Creates an account by an invitation, and returns the token of the invitation.
    fn sign_up(&self) -> String {
        let invite = program(&self.folder)
            .args(["invite", "--operator"])
            .output()
            .expect("the program starts");
        let printed = String::from_utf8(invite.stdout).expect("text");
        let token = printed
            .split("/invite/")
            .nth(1)
            .and_then(|rest| rest.lines().next());
        let token = token.expect("a link").to_owned();
        let fields = format!("name={NAME}&passphrase={}", PASSPHRASE.replace(' ', "+"));
        let response = self.post(&format!("/invite/{token}"), &fields);
        assert!(response.contains("Keep this number"), "{response}");
        token
    }

    fn post(&self, path: &str, fields: &str) -> String {
        let address = self.address;
        let mut stream = TcpStream::connect(address).expect("a connection");
        let request = format!(
            "POST {path} HTTP/1.1\r\nhost: {address}\r\norigin: http://{address}\r\n\
             user-agent: {USER_AGENT}\r\ncontent-type: application/x-www-form-urlencoded\r\n\
             content-length: {}\r\nconnection: close\r\n\r\n{fields}",
            fields.len()
        );
        stream.write_all(request.as_bytes()).expect("a request");
        let mut response = String::new();
        stream.read_to_string(&mut response).expect("a response");
        response
    }

    /// Stops the program with SIGTERM and returns the lines of its log.
    fn stop(mut self) -> Vec<String> {
        let id = self.process.id().try_into().expect("a process number");
        // SAFETY: the process is our child and was not waited for, so that the number is still its own.
        assert_eq!(unsafe { libc::kill(id, libc::SIGTERM) }, 0);
        assert!(self.process.wait().expect("it ends").success());
        let log = std::fs::read_to_string(self.folder.path().join("log")).expect("a log");
        log.lines().map(str::to_owned).collect()
    }
}

fn program(folder: &TempDir) -> Command {
    let mut command = Command::new(PROGRAM);
    command.current_dir(folder).env_remove("RUST_LOG");
    command.env("PORCHLIGHT_DATA_FOLDER", folder.path().join("data"));
    command
}

#[test]
fn the_log_tells_of_start_ready_and_stop_in_plain_text() {
    let lines = Server::start(&[]).stop();
    let log = lines.join("\n");
    for text in [
        "INFO starting version=",
        "media.max_peers=10000",
        "database=\"SQLite\"",
        "INFO ready ",
        "INFO stopping reason=\"SIGTERM\"",
        "INFO stopped",
    ] {
        assert!(log.contains(text), "{text} is missing in:\n{log}");
    }
    assert!(!log.contains('\u{1b}'), "colour codes in:\n{log}");
}

#[test]
fn each_line_of_a_json_log_is_an_object() {
    let lines = Server::start(&["--log-format=json"]).stop();
    let parse = |line: &String| serde_json::from_str(line).expect("a JSON object");
    let objects: Vec<Value> = lines.iter().map(parse).collect();
    let with_message = |message: &str| {
        let mut found = objects.iter().filter(|object| object["message"] == message);
        found
            .next()
            .unwrap_or_else(|| panic!("{message} is missing in {lines:?}"))
    };
    assert_eq!(with_message("starting")["database"], "SQLite");
    assert_eq!(with_message("stopping")["reason"], "SIGTERM");
    assert!(objects.iter().all(|object| object["level"].is_string()));
}

#[test]
fn the_log_has_no_data_of_a_person_even_at_the_debug_level() {
    let server = Server::start(&["--log-level=info,porchlight=debug"]);
    let token = server.sign_up();
    server.post(&format!("/meetings/{SLUG}/join"), &format!("name={NAME}"));
    let log = server.stop().join("\n");
    for personal in [NAME, PASSPHRASE, USER_AGENT, SLUG, &token, "cookie"] {
        assert!(!log.contains(personal), "{personal} in:\n{log}");
    }
}

#[test]
fn a_lower_level_leaves_out_the_rest() {
    assert_eq!(Server::start(&["--log-level=error"]).stop(), [""; 0]);
}
