//! What is particular to SQLite: folders, files and what can be wrong with them.

use super::examples::meeting;
use super::place::{fingerprint, open, past_the_store, sqlite, tamper};
use porchlight::base::{OccurrenceId, Timestamp};
use porchlight::store::{NewGroup, OpenError, Store, StoreSettings};
use sqlx::Executor;
use std::fs::Permissions;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

struct Place {
    _parent: TempDir,
    folder: PathBuf,
    settings: StoreSettings,
}

impl Place {
    fn new() -> Self {
        let parent = tempfile::tempdir().expect("a temporary folder");
        let folder = parent.path().join("data");
        let settings = sqlite(folder.clone());
        Self {
            _parent: parent,
            folder,
            settings,
        }
    }

    fn database(&self) -> PathBuf {
        self.folder.join("porchlight.db")
    }

    async fn with_a_database() -> Self {
        let place = Self::new();
        open(&place.settings).await.close().await;
        place
    }

    async fn refusal(&self) -> OpenError {
        let before = fingerprint(&self.settings).await;
        let problem = Store::open(&self.settings).await.err().expect("a refusal");
        assert!(
            fingerprint(&self.settings).await == before,
            "touched by: {problem}"
        );
        problem
    }
}

fn mode(path: &Path) -> u32 {
    path.metadata().expect("it is there").permissions().mode() & 0o777
}

#[tokio::test]
async fn only_its_owner_may_look_into_the_data_folder() {
    let place = Place::new();
    let store = open(&place.settings).await;
    assert_eq!(mode(&place.folder), 0o700);
    for name in ["porchlight.db", "porchlight.db-wal", "porchlight.lock"] {
        assert_eq!(mode(&place.folder.join(name)), 0o600, "{name}");
    }
    store.close().await;
    let file = place.database();
    std::fs::set_permissions(&file, Permissions::from_mode(0o644)).expect("its mode is changed");
    open(&place.settings).await.close().await;
    assert_eq!(mode(&file), 0o600);
}

#[tokio::test]
async fn a_folder_of_any_name_will_do() {
    let place = Place::new();
    for name in [
        "a b",
        "100%20",
        "what?mode=memory",
        "#1",
        "Ünïcode ☕",
        "a:b@c",
        "x/y/z",
    ] {
        let folder = place.folder.join(name);
        open(&sqlite(folder.clone())).await.close().await;
        assert!(folder.join("porchlight.db").is_file(), "{name}");
    }
}

#[tokio::test]
async fn erased_rows_are_gone_from_the_files_at_once() {
    let place = Place::new();
    let store = open(&place.settings).await;
    let occurrence = a_room_named(&store, "Persimmon").await;
    store.delete_room(occurrence).await.expect("it is erased");
    for file in std::fs::read_dir(&place.folder).expect("the folder") {
        let path = file.expect("a file").path();
        let bytes = std::fs::read(&path).expect("its bytes");
        assert!(
            !bytes.windows(9).any(|window| window == b"Persimmon"),
            "{} still holds it",
            path.display()
        );
    }
    store.close().await;
}

async fn a_room_named(store: &Store, text: &str) -> OccurrenceId {
    let meeting = meeting(store).await;
    let occurrence = OccurrenceId {
        meeting,
        starts: Timestamp(1),
    };
    store
        .save_room(occurrence, text, "", Timestamp(1))
        .await
        .expect("a room");
    occurrence
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused_untouched() {
    let place = Place::new();
    std::fs::create_dir(&place.folder).expect("a folder");
    std::fs::write(
        place.database(),
        "Dear diary, this is not a database.\n".repeat(400),
    )
    .expect("a file");
    let problem = place.refusal().await;
    assert!(matches!(problem, OpenError::Damaged { .. }), "{problem}");
    assert!(
        problem.to_string().contains("restore a backup"),
        "{problem}"
    );
}

#[tokio::test]
async fn a_damaged_database_is_refused_untouched() {
    let place = Place::with_a_database().await;
    let mut bytes = std::fs::read(place.database()).expect("the file");
    let page = bytes.len() / 4096 / 2 * 4096;
    bytes[page..page + 4096].fill(0xa5);
    std::fs::write(place.database(), bytes).expect("it is damaged");
    let problem = place.refusal().await;
    assert!(matches!(problem, OpenError::Damaged { .. }), "{problem}");
}

#[tokio::test]
async fn a_shortened_database_is_refused_untouched() {
    let place = Place::with_a_database().await;
    let bytes = std::fs::read(place.database()).expect("the file");
    std::fs::write(place.database(), &bytes[..bytes.len() / 2]).expect("it is shortened");
    let problem = place.refusal().await;
    assert!(matches!(problem, OpenError::Damaged { .. }), "{problem}");
}

/// As a crash leaves it: the newest rows are in the log alone.
#[tokio::test]
async fn what_only_the_log_of_a_crash_tells_counts_too() {
    let place = Place::with_a_database().await;
    let mut connection = past_the_store(&place.settings).await;
    connection
        .execute(
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
             SELECT 9000, 'from the future', success, checksum, 1 FROM _sqlx_migrations WHERE version = 1",
        )
        .await
        .expect("tampering works");
    let crashed = Place::new();
    std::fs::create_dir(&crashed.folder).expect("a folder");
    for name in ["porchlight.db", "porchlight.db-wal"] {
        std::fs::copy(place.folder.join(name), crashed.folder.join(name)).expect("a copy");
    }
    let problem = crashed.refusal().await;
    assert!(
        matches!(problem, OpenError::Newer { version: 9000, .. }),
        "{problem}"
    );
}

#[tokio::test]
async fn a_crash_loses_nothing_that_was_written() {
    let place = Place::new();
    let store = open(&place.settings).await;
    let group = NewGroup {
        slug: "harbour".to_owned(),
        name: "Harbour".to_owned(),
        place: String::new(),
        website: None,
        contributions: None,
    };
    store.create_group(&group).await.expect("a group");
    let crashed = Place::new();
    std::fs::create_dir(&crashed.folder).expect("a folder");
    for name in ["porchlight.db", "porchlight.db-wal"] {
        std::fs::copy(place.folder.join(name), crashed.folder.join(name)).expect("a copy");
    }
    let after = open(&crashed.settings).await;
    assert_eq!(after.groups().await.expect("groups").len(), 1);
    after.close().await;
    store.close().await;
}

#[tokio::test]
async fn a_full_disk_is_refused_untouched() {
    let place = Place::with_a_database().await;
    // The device that is always full, in the place where the store tries whether there is room.
    symlink("/dev/full", place.folder.join("porchlight.probe")).expect("a link");
    let before = std::fs::read(place.database()).expect("the file");
    let problem = Store::open(&place.settings).await.err().expect("a refusal");
    assert!(matches!(problem, OpenError::Full { .. }), "{problem}");
    assert_eq!(std::fs::read(place.database()).expect("the file"), before);
}

#[test]
fn a_database_that_cannot_be_written_is_refused_untouched() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let place = runtime.block_on(Place::with_a_database());
    std::fs::set_permissions(place._parent.path(), Permissions::from_mode(0o755))
        .expect("its mode is changed");
    for (path, mode) in [
        (place.folder.join("porchlight.lock"), 0o666),
        (place.database(), 0o444),
        (place.folder.clone(), 0o777),
    ] {
        std::fs::set_permissions(path, Permissions::from_mode(mode)).expect("its mode is changed");
    }
    let problem = as_an_ordinary_user(|| runtime.block_on(place.refusal()));
    assert!(matches!(problem, OpenError::ReadOnly { .. }), "{problem}");
    assert!(
        problem.to_string().contains("can't be written"),
        "{problem}"
    );
}

#[test]
fn a_folder_that_cannot_be_made_is_refused() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let file = tempfile::NamedTempFile::new().expect("a temporary file");
    let settings = sqlite(file.path().join("data"));
    let problem = runtime
        .block_on(Store::open(&settings))
        .err()
        .expect("a refusal");
    assert!(matches!(problem, OpenError::Folder { .. }), "{problem}");
}

/// Root may write anywhere, so this thread lays that power down for a while.
fn as_an_ordinary_user<T>(action: impl FnOnce() -> T) -> T {
    const NOBODY: libc::uid_t = 65_534;
    // SAFETY: both calls take and give plain numbers; setfsuid acts on this thread alone.
    let root = unsafe { libc::geteuid() } == 0;
    if root {
        unsafe { libc::setfsuid(NOBODY) };
    }
    let outcome = action();
    if root {
        unsafe { libc::setfsuid(0) };
    }
    outcome
}

#[tokio::test]
async fn an_empty_file_is_taken_for_a_new_database() {
    let place = Place::new();
    std::fs::create_dir(&place.folder).expect("a folder");
    std::fs::write(place.database(), "").expect("a file");
    open(&place.settings).await.close().await;
    tamper(&place.settings, "SELECT 1 FROM groups").await;
}
