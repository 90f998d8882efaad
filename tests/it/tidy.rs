//! Keeps the layout of server/ARCHITECTURE.md true: who may import whom, what pure modules may
//! not hold, and words that do not belong here.

use std::fs;
use std::path::{Path, PathBuf};

/// Module, and what it may import of ours. The same table stands in server/ARCHITECTURE.md.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("base", &[]),
    ("schedule", &["base"]),
    ("room", &["base"]),
    ("media", &["base", "config"]),
    ("accounts", &["base"]),
    ("store", &["base", "schedule", "accounts", "room", "config"]),
    ("config", &["base"]),
    ("metrics", &["base"]),
    ("wire", &["base", "room"]),
    (
        "live",
        &[
            "base", "schedule", "accounts", "room", "media", "store", "wire", "config",
        ],
    ),
    ("feeds", &["base", "schedule", "store"]),
    ("catalogue", &["base"]),
    (
        "pages",
        &[
            "base",
            "schedule",
            "accounts",
            "config",
            "catalogue",
            "feeds",
        ],
    ),
    (
        "http",
        &[
            "base",
            "schedule",
            "accounts",
            "room",
            "media",
            "store",
            "wire",
            "live",
            "config",
            "catalogue",
            "pages",
            "feeds",
        ],
    ),
];

/// What must not be named in these files: they decide, others act.
const PURE: &[&str] = &[
    "server/base/first_name",
    "server/schedule",
    "server/room",
    "server/media/stun",
    "server/media/sdp",
    "server/media/srtp",
    "server/media/rtp",
    "server/media/rtcp",
    "server/media/slots",
    "server/media/loudness",
    "server/wire",
    "server/feeds/address",
    "server/feeds/policy",
    "server/feeds/shape",
];
const IMPURE: &[&str] = &[
    "tokio::",
    "sqlx::",
    "axum::",
    "std::net::TcpStream",
    "UdpSocket",
    "Mutex",
    "RwLock",
    "async fn",
    "SystemTime::now",
    "Instant::now",
    "getrandom",
    "thread::spawn",
];

#[test]
fn modules_import_only_what_the_layout_allows() {
    let mut wrong = Vec::new();
    for (path, text) in sources("server", "rs") {
        let module = module_of(&path);
        let Some((_, allowed)) = MAY_IMPORT.iter().find(|(name, _)| *name == module) else {
            continue;
        };
        for (number, line) in text.lines().enumerate() {
            for imported in crate_paths(line) {
                let known = MAY_IMPORT.iter().any(|(name, _)| *name == imported)
                    || ["cli"].contains(&imported);
                if known && imported != module && !allowed.contains(&imported) {
                    wrong.push(format!(
                        "{}:{}: {module} imports {imported}",
                        path.display(),
                        number + 1
                    ));
                }
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "imports against the layout:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn pure_modules_hold_no_sockets_locks_clocks_or_randomness() {
    let mut wrong = Vec::new();
    for (path, text) in sources("server", "rs") {
        let name = path.display().to_string().replace('\\', "/");
        if !PURE.iter().any(|pure| name.starts_with(pure)) || name.contains("test") {
            continue;
        }
        // Tests at the end of a file may use what they like.
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for (number, line) in code.lines().enumerate() {
            let line = line.split("//").next().unwrap_or_default();
            for impure in IMPURE.iter().filter(|word| line.contains(**word)) {
                wrong.push(format!("{name}:{}: {impure}", number + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "impure:\n{}", wrong.join("\n"));
}

#[test]
fn lock_files_hold_no_download_addresses() {
    for path in [
        "web/room/package-lock.json",
        "tests/browser/package-lock.json",
        "tests/readers/package-lock.json",
    ] {
        let text = fs::read_to_string(root().join(path)).unwrap();
        assert!(
            !text.contains("\"resolved\""),
            "{path} holds download addresses"
        );
    }
}

#[test]
fn the_layout_table_is_the_one_of_the_architecture() {
    let text = fs::read_to_string(root().join("server/ARCHITECTURE.md")).unwrap();
    for (module, allowed) in MAY_IMPORT {
        let row = if allowed.is_empty() {
            format!("| {module} | nothing of ours |")
        } else {
            format!("| {module} | {} |", allowed.join(", "))
        };
        assert!(
            text.contains(&row),
            "server/ARCHITECTURE.md lacks the row: {row}"
        );
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Files under `folder` (relative to the root) with this ending, and their text.
fn sources(folder: &str, ending: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::from(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(root().join(&folder)).unwrap() {
            let entry = entry.unwrap();
            let path = folder.join(entry.file_name());
            if entry.file_type().unwrap().is_dir() {
                folders.push(path);
            } else if path
                .extension()
                .is_some_and(|extension| extension == ending)
            {
                let text = fs::read_to_string(root().join(&path)).unwrap();
                found.push((path, text));
            }
        }
    }
    assert!(!found.is_empty(), "nothing to check in {folder}");
    found
}

/// `server/room/floor.rs` and `server/room.rs` are of `room`.
fn module_of(path: &Path) -> String {
    let inside = path.strip_prefix("server").unwrap();
    let first = inside
        .components()
        .next()
        .unwrap()
        .as_os_str()
        .to_string_lossy();
    first.trim_end_matches(".rs").to_owned()
}

/// The first names behind each `crate::` of a line of code.
fn crate_paths(line: &str) -> Vec<&str> {
    let code = line.split("//").next().unwrap_or_default();
    (code.match_indices("crate::"))
        .map(|(at, matched)| {
            let rest = &code[at + matched.len()..];
            let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
            &rest[..end.unwrap_or(rest.len())]
        })
        .collect()
}
