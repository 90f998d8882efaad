//! The examples of server/PROTOCOL.md are what this program speaks, all of it.

use porchlight::wire::{ClientFrame, CloseCode, ServerMessage};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

const DOCUMENT: &str = include_str!("../../server/PROTOCOL.md");
const GENERATED: &str = include_str!("../../web/room/src/wire.gen.ts");

/// Unions of words.
const WORDS: [&str; 13] = [
    "Refusal",
    "NameRefusal",
    "Mark",
    "QueueMode",
    "QueueStateView",
    "HeldBecause",
    "Role",
    "Standing",
    "Phase",
    "StepKind",
    "Microphones",
    "ChatPolicy",
    "Turn",
];

#[test]
fn every_example_of_a_client_is_read_and_written_alike() {
    replay::<ClientFrame>("client");
}

#[test]
fn every_example_of_the_server_is_read_and_written_alike() {
    replay::<ServerMessage>("server");
}

#[test]
fn every_message_of_a_client_has_an_example() {
    assert_eq!(
        texts(&examples("client"), "type"),
        tags("ClientFrame", "type")
    );
}

#[test]
fn every_message_of_the_server_has_an_example() {
    assert_eq!(
        texts(&examples("server"), "type"),
        tags("ServerMessage", "type")
    );
}

#[test]
fn every_part_of_a_delta_has_an_example() {
    let deltas = examples("server").into_iter().filter_map(|mut example| {
        example
            .get_mut("changes")
            .and_then(Value::as_array_mut)
            .map(std::mem::take)
    });
    let changes: Vec<Value> = deltas.flatten().collect();
    assert_eq!(texts(&changes, "part"), tags("Change", "part"));
}

#[test]
fn every_word_that_a_field_may_hold_is_named() {
    for union in WORDS {
        for word in words(union) {
            let told = DOCUMENT.contains(&format!("`{word}`"));
            assert!(told, "PROTOCOL.md does not tell of {word} ({union})");
        }
    }
}

#[test]
fn every_closing_code_has_its_row() {
    for code in CloseCode::ALL {
        let row = format!("| {} | {code:?} |", code as u16);
        assert!(DOCUMENT.contains(&row), "PROTOCOL.md lacks the row: {row}");
    }
}

/// Reads each example of this side into `T`, writes it again and compares.
fn replay<T: Serialize + DeserializeOwned>(side: &str) {
    for example in examples(side) {
        let read: T = serde_json::from_value(example.clone())
            .unwrap_or_else(|problem| panic!("{problem}: {example}"));
        let written = serde_json::to_value(&read).expect("wire types serialise");
        assert_eq!(without_absent(written), without_absent(example));
    }
}

/// The same without fields that may as well be left out of an example of a client.
fn without_absent(mut value: Value) -> Value {
    const OPTIONAL: [&str; 2] = ["resume", "call"];
    if let Value::Object(fields) = &mut value {
        fields.retain(|name, value| !(OPTIONAL.contains(&name.as_str()) && value.is_null()));
    }
    value
}

fn examples(side: &str) -> Vec<Value> {
    let fence = format!("```json {side}\n");
    let blocks = DOCUMENT.split(&fence).skip(1).map(|rest| {
        let block = rest.split_once("\n```").expect("the block has an end").0;
        serde_json::from_str(block).unwrap_or_else(|problem| panic!("{problem}: {block}"))
    });
    let blocks: Vec<Value> = blocks.collect();
    assert!(!blocks.is_empty(), "no examples of the {side}");
    blocks
}

fn texts(values: &[Value], field: &str) -> BTreeSet<String> {
    let text = |value: &Value| {
        Map::get(value.as_object()?, field)?
            .as_str()
            .map(str::to_owned)
    };
    values.iter().filter_map(text).collect()
}

/// The values that a tag has in a generated union.
fn tags(union: &str, tag: &str) -> BTreeSet<String> {
    let before = format!("\"{tag}\": \"");
    found(
        declaration(union)
            .split(&before)
            .skip(1)
            .filter_map(|rest| rest.split('"').next()),
    )
}

/// The words of a generated union of words.
fn words(union: &str) -> BTreeSet<String> {
    found(declaration(union).split('"').skip(1).step_by(2))
}

fn declaration(name: &str) -> &'static str {
    let start = format!("export type {name} = ");
    let declared = GENERATED
        .split_once(&start)
        .unwrap_or_else(|| panic!("no type {name}"))
        .1;
    declared
        .split_once(";\n")
        .expect("a declaration has an end")
        .0
}

fn found<'a>(pieces: impl Iterator<Item = &'a str>) -> BTreeSet<String> {
    let found: BTreeSet<String> = pieces.map(str::to_owned).collect();
    assert!(!found.is_empty(), "the generated type declares nothing");
    found
}
