//! SQLite: folders, files and what can be wrong with them.

use super::databases::{direct_connection, fingerprint, open, sqlite, tamper};
use super::examples::meeting;
use porchlight::base::{OccurrenceId, Timestamp};
use porchlight::store::{NewGroup, OpenError, Store, StoreSettings};
use sqlx::Executor;
use std::fs::Permissions;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

struct TestFolder {
    _parent: TempDir,
    folder: PathBuf,
    settings: StoreSettings,
}

impl TestFolder {
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
        let test_folder = Self::new();
        open(&test_folder.settings).await.close().await;
        test_folder
    }

    async fn open_error(&self) -> OpenError {
        let before = fingerprint(&self.settings).await;
        let error = Store::open(&self.settings)
            .await
            .err()
            .expect("the store must not open");
        assert!(
            fingerprint(&self.settings).await == before,
            "the database was changed: {error}"
        );
        error
    }
}

fn mode(path: &Path) -> u32 {
    path.metadata()
        .expect("the file exists")
        .permissions()
        .mode()
        & 0o777
}

#[tokio::test]
async fn the_data_folder_is_private_to_its_owner() {
    let test_folder = TestFolder::new();
    let store = open(&test_folder.settings).await;
    assert_eq!(mode(&test_folder.folder), 0o700);
    for name in ["porchlight.db", "porchlight.db-wal", "porchlight.lock"] {
        assert_eq!(mode(&test_folder.folder.join(name)), 0o600, "{name}");
    }
    store.close().await;
    let file = test_folder.database();
    std::fs::set_permissions(&file, Permissions::from_mode(0o644))
        .expect("its mode can be changed");
    open(&test_folder.settings).await.close().await;
    assert_eq!(mode(&file), 0o600);
}

#[tokio::test]
async fn a_folder_may_have_any_name() {
    let test_folder = TestFolder::new();
    for name in [
        "a b",
        "100%20",
        "what?mode=memory",
        "#1",
        "Ünïcode ☕",
        "a:b@c",
        "x/y/z",
    ] {
        let folder = test_folder.folder.join(name);
        open(&sqlite(folder.clone())).await.close().await;
        assert!(folder.join("porchlight.db").is_file(), "{name}");
    }
}

#[tokio::test]
async fn deleted_rows_disappear_from_the_files_at_once() {
    let test_folder = TestFolder::new();
    let store = open(&test_folder.settings).await;
    let occurrence = a_room_named(&store, "Persimmon").await;
    store
        .delete_room(occurrence)
        .await
        .expect("the store works");
    for file in std::fs::read_dir(&test_folder.folder).expect("the folder") {
        let path = file.expect("a file").path();
        let bytes = std::fs::read(&path).expect("its bytes");
        assert!(
            !bytes.windows(9).any(|window| window == b"Persimmon"),
            "{} still contains it",
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
async fn a_file_that_is_not_a_database_is_refused_unchanged() {
    let test_folder = TestFolder::new();
    std::fs::create_dir(&test_folder.folder).expect("a folder");
    std::fs::write(
        test_folder.database(),
        "Dear diary, this is not a database.\n".repeat(400),
    )
    .expect("a file");
    let error = test_folder.open_error().await;
    assert!(matches!(error, OpenError::Damaged { .. }), "{error}");
    assert!(error.to_string().contains("restore a backup"), "{error}");
}

#[tokio::test]
async fn a_damaged_database_is_refused_unchanged() {
    let test_folder = TestFolder::with_a_database().await;
    let mut bytes = std::fs::read(test_folder.database()).expect("the file");
    let page = bytes.len() / 4096 / 2 * 4096;
    bytes[page..page + 4096].fill(0xa5);
    std::fs::write(test_folder.database(), bytes).expect("the file can be written");
    let error = test_folder.open_error().await;
    assert!(matches!(error, OpenError::Damaged { .. }), "{error}");
}

#[tokio::test]
async fn a_truncated_database_is_refused_unchanged() {
    let test_folder = TestFolder::with_a_database().await;
    let bytes = std::fs::read(test_folder.database()).expect("the file");
    std::fs::write(test_folder.database(), &bytes[..bytes.len() / 2])
        .expect("the file can be written");
    let error = test_folder.open_error().await;
    assert!(matches!(error, OpenError::Damaged { .. }), "{error}");
}

/// After a crash, the newest rows are only in the write-ahead log.
#[tokio::test]
async fn the_log_that_a_crash_left_is_inspected_too() {
    let test_folder = TestFolder::with_a_database().await;
    let mut connection = direct_connection(&test_folder.settings).await;
    connection
        .execute(
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
             SELECT 9000, 'from the future', success, checksum, 1 FROM _sqlx_migrations WHERE version = 1",
        )
        .await
        .expect("the statement is valid");
    let crashed = TestFolder::new();
    std::fs::create_dir(&crashed.folder).expect("a folder");
    for name in ["porchlight.db", "porchlight.db-wal"] {
        std::fs::copy(test_folder.folder.join(name), crashed.folder.join(name)).expect("a copy");
    }
    let error = crashed.open_error().await;
    assert!(
        matches!(error, OpenError::Newer { version: 9000, .. }),
        "{error}"
    );
}

#[tokio::test]
async fn a_crash_loses_no_committed_data() {
    let test_folder = TestFolder::new();
    let store = open(&test_folder.settings).await;
    let group = NewGroup {
        slug: "harbour".to_owned(),
        name: "Harbour".to_owned(),
        place: String::new(),
        website: None,
        contributions: None,
    };
    store.create_group(&group).await.expect("a group");
    let crashed = TestFolder::new();
    std::fs::create_dir(&crashed.folder).expect("a folder");
    for name in ["porchlight.db", "porchlight.db-wal"] {
        std::fs::copy(test_folder.folder.join(name), crashed.folder.join(name)).expect("a copy");
    }
    let after = open(&crashed.settings).await;
    assert_eq!(after.groups().await.expect("groups").len(), 1);
    after.close().await;
    store.close().await;
}

#[tokio::test]
async fn a_full_disk_is_refused_unchanged() {
    let test_folder = TestFolder::with_a_database().await;
    // A device that is always full, in test_folder of the file with which the store checks for free space.
    symlink("/dev/full", test_folder.folder.join("porchlight.probe")).expect("a link");
    let before = std::fs::read(test_folder.database()).expect("the file");
    let error = Store::open(&test_folder.settings)
        .await
        .err()
        .expect("the store must not open");
    assert!(matches!(error, OpenError::Full { .. }), "{error}");
    assert_eq!(
        std::fs::read(test_folder.database()).expect("the file"),
        before
    );
}

#[test]
fn a_read_only_database_is_refused_unchanged() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let test_folder = runtime.block_on(TestFolder::with_a_database());
    std::fs::set_permissions(test_folder._parent.path(), Permissions::from_mode(0o755))
        .expect("its mode can be changed");
    for (path, mode) in [
        (test_folder.folder.join("porchlight.lock"), 0o666),
        (test_folder.database(), 0o444),
        (test_folder.folder.clone(), 0o777),
    ] {
        std::fs::set_permissions(path, Permissions::from_mode(mode))
            .expect("its mode can be changed");
    }
    let error = as_an_ordinary_user(|| runtime.block_on(test_folder.open_error()));
    assert!(matches!(error, OpenError::ReadOnly { .. }), "{error}");
    assert!(error.to_string().contains("can't be written"), "{error}");
}

#[test]
fn a_folder_that_cannot_be_created_is_refused() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let file = tempfile::NamedTempFile::new().expect("a temporary file");
    let settings = sqlite(file.path().join("data"));
    let error = runtime
        .block_on(Store::open(&settings))
        .err()
        .expect("the store must not open");
    assert!(matches!(error, OpenError::Folder { .. }), "{error}");
}

/// Root may write everywhere, so this thread acts as another user.
fn as_an_ordinary_user<T>(action: impl FnOnce() -> T) -> T {
    const NOBODY: libc::uid_t = 65_534;
    // SAFETY: both calls take and return plain numbers; setfsuid affects this thread only.
    let root = unsafe { libc::geteuid() } == 0;
    if root {
        unsafe { libc::setfsuid(NOBODY) };
    }
    let result = action();
    if root {
        unsafe { libc::setfsuid(0) };
    }
    result
}

#[tokio::test]
async fn an_empty_file_becomes_a_new_database() {
    let test_folder = TestFolder::new();
    std::fs::create_dir(&test_folder.folder).expect("a folder");
    std::fs::write(test_folder.database(), "").expect("a file");
    open(&test_folder.settings).await.close().await;
    tamper(&test_folder.settings, "SELECT 1 FROM groups").await;
}
