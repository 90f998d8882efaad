//! SQLite's write-ahead log: when its content is moved into the database file, and how a file is recognised
//! that was copied without it.

use super::database::Store;
use super::error::StoreError;
use std::sync::atomic::Ordering;

impl Store {
    /// Moves the content of SQLite's write-ahead log into the database file, if there is any.
    ///
    /// It also marks the file. The file gets `user_version = 1`, and the first change in the new log sets it
    /// to 0 again. So SQLite always sees 0, and so does a backup that SQLite made, but a file that was
    /// copied without its log has 1, and is not taken for the whole database.
    ///
    /// # Errors
    /// When the database fails. Nothing is lost: the log stays.
    pub async fn fold_log(&self) -> Result<(), StoreError> {
        let Some(files) = self.files() else {
            return Ok(());
        };
        let length = files.log_length();
        if length != 0 && length == self.folded_log_length().load(Ordering::Relaxed) {
            return Ok(());
        }
        let write = self.begin().await?;
        // From here on every change removes the mark, also when this call is cancelled.
        self.set_marked_incomplete(true);
        let folded = write.mark_and_fold().await;
        self.remove_mark().await;
        let length = files.log_length();
        (self.folded_log_length()).store(length, Ordering::Relaxed);
        folded
    }

    /// Removes deleted names from SQLite's write-ahead log as well, where they would stay until it is folded.
    /// While another connection reads from the log, [`Self::fold_log`] does it later.
    pub(super) async fn truncate_log(&self) {
        if self.has_file_lock().await {
            // The deletion itself has succeeded; a failure here is recorded.
            let _ = self.checkpoint().await;
        }
    }

    async fn checkpoint(&self) -> Result<(), StoreError> {
        let query = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)");
        let result = query.fetch_all(self.writer()).await;
        let result = result.map(drop).map_err(StoreError::from);
        result.inspect_err(|error| self.record_failure(error.clone()))
    }

    /// A change that does nothing else. A failure is recorded, and the next change tries again.
    pub(super) async fn remove_mark(&self) {
        if let Ok(write) = self.begin().await {
            let _ = write.finish(Ok::<_, StoreError>(())).await;
        }
    }

    /// When the mark could not be removed before the database was closed, an empty log stands for the one
    /// that SQLite has folded into the file and deleted.
    pub(super) fn keep_log_of_marked_file(&self) {
        if self.is_marked_incomplete()
            && let Some(files) = self.files()
        {
            // If this fails, the next start says how to go on.
            let _ = files.create_log();
        }
    }

    /// Whether changes reach the files that the next start reads.
    pub(super) fn check_files(&self) -> Result<(), StoreError> {
        self.files().map_or(Ok(()), |files| files.check())
    }
}
