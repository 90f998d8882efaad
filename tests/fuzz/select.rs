//! Feeds bytes that nobody would send to every parser of bytes that anybody could send.
//!
//! One libFuzzer program holds all targets, so that there is one thing to build and link;
//! `PORCHLIGHT_TEST_FUZZ` names the target of a run; without it, the names are printed. Each target also checks what must hold of
//! whatever was let in. `run` builds it with stable Rust and tells only a few crates to count
//! which of their branches an input reaches.

#![no_main]

mod targets;

use std::sync::OnceLock;

static TARGET: OnceLock<targets::Target> = OnceLock::new();

libfuzzer_sys::fuzz_target!(
    init: {
        let Ok(name) = std::env::var("PORCHLIGHT_TEST_FUZZ") else {
            println!("{}", targets::names().join("\n"));
            std::process::exit(0);
        };
        let Some(target) = targets::named(&name) else {
            eprintln!("PORCHLIGHT_TEST_FUZZ is {name:?}: it takes one of {}", targets::names().join(", "));
            std::process::exit(2);
        };
        TARGET.get_or_init(|| target);
    },
    |bytes: &[u8]| {
        if let Some(target) = TARGET.get() {
            target(bytes);
        }
    }
);
