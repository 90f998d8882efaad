//! The log of the real program: its form, what it says, and what it must not say.

use crate::program::Program;
use serde_json::Value;
use std::io::{Read, Write};

const NAME: &str = "Persimmon";
const PASSPHRASE: &str = "a lamp by the garden door";
const USER_AGENT: &str = "Quince/1.0";
const SLUG: &str = "marigold-evening";

/// Creates an account by an invitation, and returns the token of the invitation.
fn sign_up(server: &Program) -> String {
    let invite = server
        .command()
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
    let response = post(server, &format!("/invite/{token}"), &fields);
    assert!(response.contains("Keep this number"), "{response}");
    token
}

fn post(server: &Program, path: &str, fields: &str) -> String {
    let address = server.address;
    let mut stream = server.connect();
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

#[test]
fn the_log_tells_of_start_ready_and_stop_in_plain_text() {
    let lines = Program::start(&[]).stop();
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
    let lines = Program::start(&["--log-format=json"]).stop();
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
    let server = Program::start(&["--log-level=info,porchlight=debug"]);
    let token = sign_up(&server);
    post(
        &server,
        &format!("/meetings/{SLUG}/join"),
        &format!("name={NAME}"),
    );
    let log = server.stop().join("\n");
    for personal in [NAME, PASSPHRASE, USER_AGENT, SLUG, &token, "cookie"] {
        assert!(!log.contains(personal), "{personal} in:\n{log}");
    }
}

#[test]
fn a_lower_level_leaves_out_the_rest() {
    assert_eq!(Program::start(&["--log-level=error"]).stop(), [""; 0]);
}
