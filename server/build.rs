//! Builds the web client with npm when its sources have changed. The program embeds the result.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, exit};

/// The sources of the web client. A change in any of these starts a new build.
const SOURCES: [&str; 10] = [
    "web/room/src",
    "web/room/package.json",
    "web/room/package-lock.json",
    "web/room/vite.config.ts",
    "web/room/svelte.config.js",
    "web/room/tsconfig.json",
    "web/room/scripts",
    "web/styles",
    "web/enhance",
    "web/locales",
];

fn main() {
    for source in SOURCES {
        println!("cargo::rerun-if-changed={source}");
    }
    println!("cargo::rerun-if-changed=migrations");
    println!("cargo::rerun-if-changed=server/build.rs");
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets this variable"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets this variable")).join("web");
    let room = root.join("web/room");
    install(&room);
    run(
        Command::new("npm")
            .args(["run", "--silent", "build"])
            .env("PORCHLIGHT_WEB_OUT", &out),
        &room,
    );
}

/// Installs the packages of the lock file, unless they are installed already.
fn install(room: &Path) {
    let lock = fs::read(room.join("package-lock.json")).unwrap_or_default();
    let stamp = room.join("node_modules/.porchlight-lock");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return;
    }
    run(
        Command::new("npm").args(["ci", "--no-audit", "--no-fund"]),
        room,
    );
    // If the stamp can't be written, the next build runs `npm ci` once more.
    let _ = fs::write(stamp, lock);
}

fn run(command: &mut Command, room: &Path) {
    match command.current_dir(room).output() {
        Ok(output) if output.status.success() => {}
        Ok(output) => {
            let printed = [output.stdout, output.stderr].concat();
            for line in String::from_utf8_lossy(&printed).lines() {
                println!("cargo::warning={line}");
            }
            fail(&format!(
                "building the web client failed: {command:?} in web/room ended with {}",
                output.status
            ));
        }
        Err(_) => fail(
            "Porchlight needs Node.js 20.19 or newer with npm to build its room page: \
             install it (Debian: apt install nodejs npm), then run the same command again",
        ),
    }
}

fn fail(reason: &str) -> ! {
    println!("cargo::error={reason}");
    exit(1);
}
