//! The examples in server/PROTOCOL.md parse, and they cover the whole protocol.

use porchlight::wire::{ClientFrame, CloseCode, ServerMessage};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

const DOCUMENT: &str = include_str!("../../server/PROTOCOL.md");
const GENERATED: &str = include_str!("../../web/room/src/wire.gen.ts");

/// The generated types whose values are strings.
const STRING_TYPES: [&str; 13] = [
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
fn every_client_example_parses_and_serialises_to_itself() {
    replay::<ClientFrame>("client");
}

#[test]
fn every_server_example_parses_and_serialises_to_itself() {
    replay::<ServerMessage>("server");
}

#[test]
fn every_client_message_has_an_example() {
    assert_eq!(
        texts(&examples("client"), "type"),
        tags("ClientFrame", "type")
    );
}

#[test]
fn every_server_message_has_an_example() {
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
fn every_value_of_a_string_type_is_documented() {
    for union in STRING_TYPES {
        for word in string_values(union) {
            let is_documented = DOCUMENT.contains(&format!("`{word}`"));
            assert!(
                is_documented,
                "PROTOCOL.md does not mention {word} ({union})"
            );
        }
    }
}

#[test]
fn every_close_code_has_a_row() {
    for code in CloseCode::ALL {
        let row = format!("| {} | {code:?} |", code as u16);
        assert!(DOCUMENT.contains(&row), "PROTOCOL.md lacks the row: {row}");
    }
}

/// Parses each example of this side as `T`, serialises it and compares.
fn replay<T: Serialize + DeserializeOwned>(side: &str) {
    for example in examples(side) {
        let parsed: T = serde_json::from_value(example.clone())
            .unwrap_or_else(|error| panic!("{error}: {example}"));
        let serialised = serde_json::to_value(&parsed).expect("the types serialise");
        assert_eq!(
            without_null_options(serialised),
            without_null_options(example)
        );
    }
}

/// Removes optional fields that are null, since examples may leave them out.
fn without_null_options(mut value: Value) -> Value {
    const OPTIONAL: [&str; 2] = ["resume", "call"];
    if let Value::Object(fields) = &mut value {
        fields.retain(|name, value| !(OPTIONAL.contains(&name.as_str()) && value.is_null()));
    }
    value
}

fn examples(side: &str) -> Vec<Value> {
    let fence = format!("```json {side}\n");
    let blocks = DOCUMENT.split(&fence).skip(1).map(|rest| {
        let block = rest.split_once("\n```").expect("the block ends").0;
        serde_json::from_str(block).unwrap_or_else(|error| panic!("{error}: {block}"))
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

/// The values of a tag in a generated union.
fn tags(union: &str, tag: &str) -> BTreeSet<String> {
    let before = format!("\"{tag}\": \"");
    non_empty_set(
        declaration(union)
            .split(&before)
            .skip(1)
            .filter_map(|rest| rest.split('"').next()),
    )
}

/// The values of a generated type of strings.
fn string_values(union: &str) -> BTreeSet<String> {
    non_empty_set(declaration(union).split('"').skip(1).step_by(2))
}

fn declaration(name: &str) -> &'static str {
    let start = format!("export type {name} = ");
    let declared = GENERATED
        .split_once(&start)
        .unwrap_or_else(|| panic!("no type {name}"))
        .1;
    declared.split_once(";\n").expect("the declaration ends").0
}

fn non_empty_set<'a>(pieces: impl Iterator<Item = &'a str>) -> BTreeSet<String> {
    let values: BTreeSet<String> = pieces.map(str::to_owned).collect();
    assert!(!values.is_empty(), "the generated type declares nothing");
    values
}
