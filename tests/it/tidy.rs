//! Compares the code with the layout in server/ARCHITECTURE.md: which module may import which, what pure
//! modules may not use, and that no files form a circle.

mod circles;
mod uses;

use std::fs;
use std::path::{Path, PathBuf};

/// Each module with the modules that it may import: the table of server/ARCHITECTURE.md.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("base", &[]),
    ("paths", &[]),
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
    ("participant", &["base", "room", "wire"]),
    (
        "pages",
        &[
            "base",
            "schedule",
            "accounts",
            "config",
            "catalogue",
            "feeds",
            "paths",
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
            "paths",
        ],
    ),
];

/// Files that only compute; [`IMPURE`] lists what they may not name.
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
    "server/participant/room_copy",
    "server/participant/script",
    "server/participant/recording",
    "server/feeds/address",
    "server/feeds/policy",
    "server/feeds/stored_listing",
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
    let mut violations = Vec::new();
    for (path, text) in sources("server", "rs") {
        let module = module_of(&path);
        let Some((_, allowed)) = MAY_IMPORT.iter().find(|(name, _)| *name == module) else {
            continue;
        };
        for (number, line) in text.lines().enumerate() {
            for imported in crate_paths(line) {
                let is_module = MAY_IMPORT.iter().any(|(name, _)| *name == imported)
                    || ["cli"].contains(&imported);
                if is_module && imported != module && !allowed.contains(&imported) {
                    violations.push(format!(
                        "{}:{}: {module} imports {imported}",
                        path.display(),
                        number + 1
                    ));
                }
            }
        }
    }
    assert!(
        violations.is_empty(),
        "imports against the layout:\n{}",
        violations.join("\n")
    );
}

#[test]
fn pure_modules_use_no_sockets_locks_clocks_or_randomness() {
    let mut violations = Vec::new();
    for (path, text) in sources("server", "rs") {
        let name = path.display().to_string().replace('\\', "/");
        if !PURE.iter().any(|pure| name.starts_with(pure)) || name.contains("test") {
            continue;
        }
        // The tests at the end of a file may use everything.
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for (number, line) in code.lines().enumerate() {
            let line = line.split("//").next().unwrap_or_default();
            for impure in IMPURE.iter().filter(|word| line.contains(**word)) {
                violations.push(format!("{name}:{}: {impure}", number + 1));
            }
        }
    }
    assert!(violations.is_empty(), "impure:\n{}", violations.join("\n"));
}

#[test]
fn lock_files_contain_no_download_addresses() {
    for path in [
        "web/room/package-lock.json",
        "tests/browser/package-lock.json",
        "tests/readers/package-lock.json",
    ] {
        let text = fs::read_to_string(root().join(path)).unwrap();
        assert!(
            !text.contains("\"resolved\""),
            "{path} contains download addresses"
        );
    }
}

#[test]
fn the_table_of_imports_is_the_one_in_the_architecture_document() {
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

/// The files under `folder` (relative to the root) with this extension, and their text.
fn sources(folder: &str, extension: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::from(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(root().join(&folder)).unwrap() {
            let entry = entry.unwrap();
            let path = folder.join(entry.file_name());
            if entry.file_type().unwrap().is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|found| found == extension) {
                let text = fs::read_to_string(root().join(&path)).unwrap();
                found.push((path, text));
            }
        }
    }
    assert!(!found.is_empty(), "nothing to check in {folder}");
    found
}

/// `room` for `server/room/floor.rs` and `server/room.rs`.
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

/// The module after each `crate::` in a line of code.
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
