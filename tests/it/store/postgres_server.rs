//! A PostgreSQL server for the tests: the one that a variable names, or a temporary one.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;

const VARIABLE: &str = "PORCHLIGHT_TEST_POSTGRES";

const MISSING: &str = "these tests need PostgreSQL. Install it (Debian: apt install postgresql) or \
     set PORCHLIGHT_TEST_POSTGRES to the postgres:// address of a database whose user may create schemas.";

/// Starts a server, and stops and deletes it when its standard input is closed, which happens however the
/// tests end.
const SUPERVISOR: &str = r#"
    "$1/initdb" -D "$2/data" -U porchlight -A trust -E UTF8 --locale=C -N >"$2/log" 2>&1 &&
    "$1/pg_ctl" -D "$2/data" -w -l "$2/log" -o "-k '$2' -c listen_addresses= -c fsync=off" start >>"$2/log" 2>&1 &&
    echo ready || cat "$2/log"
    cat >/dev/null
    "$1/pg_ctl" -D "$2/data" -w -m immediate stop >/dev/null 2>&1
    cd / && rm -rf "$2"
"#;

/// The address of the server, which is started at the first call. Panics with the reason if there is none.
pub fn url() -> &'static str {
    static URL: LazyLock<Result<String, String>> =
        LazyLock::new(|| match std::env::var(VARIABLE) {
            Ok(url) => Ok(url),
            Err(_) => start(&binaries().ok_or(MISSING)?),
        });
    match &*URL {
        Ok(url) => url,
        Err(reason) => panic!("{reason}"),
    }
}

fn start(binaries: &Path) -> Result<String, String> {
    let folder = tempfile::Builder::new()
        .prefix("porchlight-postgres-")
        .tempdir()
        .expect("a temporary folder")
        .keep();
    let mut command = Command::new("sh");
    command.args([
        OsStr::new("-c"),
        OsStr::new(SUPERVISOR),
        OsStr::new("supervisor"),
    ]);
    command.args([binaries, &folder]).current_dir(&folder);
    // Ctrl+C stops the tests but must not stop the supervisor, which cleans up after them.
    command.process_group(0);
    if folder.metadata().expect("the folder exists").uid() == 0 {
        let (user, group) = ordinary_user();
        chown(&folder, Some(user), Some(group)).expect("root may give a folder away");
        command.uid(user).gid(group);
    }
    let supervisor = command.stdin(Stdio::piped()).stdout(Stdio::piped());
    wait_until_ready(supervisor.spawn().expect("a shell"))?;
    Ok(format!(
        "postgres:///postgres?user=porchlight&host={}",
        folder.display()
    ))
}

fn wait_until_ready(mut supervisor: Child) -> Result<(), String> {
    let output = supervisor.stdout.take().expect("its output is piped");
    let mut lines = BufReader::new(output).lines().map_while(Result::ok);
    let first = lines.next().unwrap_or_default();
    if first != "ready" {
        drop(supervisor.stdin.take());
        let rest: Vec<String> = lines.collect();
        return Err(format!(
            "PostgreSQL for the tests did not start:\n{first}\n{}",
            rest.join("\n")
        ));
    }
    // Its standard input stays open until this process ends.
    std::mem::forget(supervisor);
    Ok(())
}

/// The folder of the newest installed server.
fn binaries() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut versions: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    versions.sort_by_key(|version| {
        version
            .file_name()
            .and_then(OsStr::to_str)
            .and_then(|name| name.parse::<u32>().ok())
    });
    let versions = versions
        .into_iter()
        .rev()
        .map(|version| version.join("bin"));
    std::env::split_paths(&path)
        .chain(versions)
        .find(|folder| folder.join("initdb").is_file() && folder.join("pg_ctl").is_file())
}

/// PostgreSQL refuses to run as root: the user of its package, or `nobody`.
fn ordinary_user() -> (u32, u32) {
    let users = std::fs::read_to_string("/etc/passwd").expect("the list of users");
    let find = |name: &str| {
        users.lines().find_map(|line| {
            let mut fields = line.split(':');
            let has_name = fields.next() == Some(name);
            let user = fields.nth(1)?.parse().ok()?;
            let group = fields.next()?.parse().ok()?;
            has_name.then_some((user, group))
        })
    };
    find("postgres")
        .or_else(|| find("nobody"))
        .expect("a user other than root to run PostgreSQL as")
}
