//! What waits to be written to one socket: a bounded queue that never holds the room back.

use crate::wire::CloseCode;
use axum::extract::ws::Utf8Bytes;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::mpsc;

/// Frames that may wait. A share's start makes about three; half a minute of a busy room fits.
const DEPTH: usize = 64;

/// One thing to write.
#[derive(Debug)]
pub enum Outgoing {
    Text(Utf8Bytes),
    Close(CloseCode),
}

/// The room's end.
#[derive(Debug)]
pub struct Outbox {
    queue: mpsc::Sender<Outgoing>,
    behind: Arc<AtomicBool>,
}

/// The socket's end.
#[derive(Debug)]
pub struct Inbox {
    queue: mpsc::Receiver<Outgoing>,
    behind: Arc<AtomicBool>,
}

/// Both ends of a fresh queue.
#[must_use]
pub fn outbox() -> (Outbox, Inbox) {
    let (sender, receiver) = mpsc::channel(DEPTH);
    let behind = Arc::new(AtomicBool::new(false));
    (Outbox { queue: sender, behind: Arc::clone(&behind) }, Inbox { queue: receiver, behind })
}

impl Outbox {
    /// Queues one frame, or marks the reader as behind: from then on nothing is queued until
    /// [`caught_up`](Self::caught_up), since a delta after a gap is of no use.
    pub fn send(&self, text: Utf8Bytes) {
        if !self.is_behind() && self.queue.try_send(Outgoing::Text(text)).is_err() {
            self.behind.store(true, Ordering::Release);
        }
    }

    /// Queues the end. A queue too full for it ends all the same when the outbox is dropped.
    pub fn close(&self, code: CloseCode) {
        let _ = self.queue.try_send(Outgoing::Close(code));
    }

    #[must_use]
    pub fn is_behind(&self) -> bool {
        self.behind.load(Ordering::Acquire)
    }

    /// The reader emptied its queue: a fresh snapshot follows.
    pub fn caught_up(&self) {
        self.behind.store(false, Ordering::Release);
    }
}

impl Inbox {
    /// The next thing to write; `None` when the room let go of this socket.
    pub async fn next(&mut self) -> Option<Outgoing> {
        self.queue.recv().await
    }

    /// Whether everything queued was written and more was left out: ask for a snapshot.
    #[must_use]
    pub fn wants_snapshot(&self) -> bool {
        self.queue.is_empty() && self.behind.load(Ordering::Acquire)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_reader_that_falls_behind_is_offered_a_snapshot_and_no_gap() {
        let (outbox, mut inbox) = outbox();
        for _ in 0..=DEPTH {
            outbox.send("x".into());
        }
        assert!(outbox.is_behind());
        assert!(!inbox.wants_snapshot(), "first what is queued, then the snapshot");
        for _ in 0..DEPTH {
            outbox.send("after the gap".into());
            assert!(matches!(inbox.next().await, Some(Outgoing::Text(text)) if text == "x"));
        }
        assert!(inbox.wants_snapshot());
        outbox.caught_up();
        outbox.send("snapshot".into());
        assert!(matches!(inbox.next().await, Some(Outgoing::Text(text)) if text == "snapshot"));
    }
}
