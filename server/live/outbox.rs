//! What waits to be written to one socket: a bounded queue that never holds the room back.

use crate::wire::CloseCode;
use axum::extract::ws::Utf8Bytes;
use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::mpsc;

/// Frames that may wait. A share's start makes about three; half a minute of a busy room fits.
const DEPTH: usize = 64;

/// Bytes that may wait, beside the last frame: a `welcome` with a long chat can have a million, and
/// whoever asks for many and reads none shall not fill the memory.
const MOST_BYTES: usize = 256 * 1024;

/// Places that no frame takes: one to say that something was left out, one for the end. So
/// neither is ever lost, however slow the reader.
const RESERVED: usize = 2;

/// One thing to do with the socket.
#[derive(Debug, PartialEq, Eq)]
pub enum Outgoing {
    /// One frame, or several that belong together.
    Text(Vec<Utf8Bytes>),
    /// Everything before was written, and more was left out: ask for a snapshot.
    Missed,
    Close(CloseCode),
}

/// The room's end. The only sender, so a place that is free stays free until it sends.
#[derive(Debug)]
pub struct Outbox {
    queue: mpsc::Sender<Outgoing>,
    waiting_bytes: Arc<AtomicUsize>,
    behind: Cell<bool>,
}

/// The socket's end.
#[derive(Debug)]
pub struct Inbox {
    queue: mpsc::Receiver<Outgoing>,
    waiting_bytes: Arc<AtomicUsize>,
}

/// Both ends of a fresh queue.
#[must_use]
pub fn outbox() -> (Outbox, Inbox) {
    let (sender, queue) = mpsc::channel(DEPTH + RESERVED);
    let waiting_bytes = Arc::new(AtomicUsize::new(0));
    let outbox = Outbox {
        queue: sender,
        waiting_bytes: Arc::clone(&waiting_bytes),
        behind: Cell::new(false),
    };
    (
        outbox,
        Inbox {
            queue,
            waiting_bytes,
        },
    )
}

impl Outbox {
    /// Queues one frame; see [`send_all`](Self::send_all).
    pub fn send(&self, text: Utf8Bytes) {
        self.send_all(vec![text]);
    }

    /// Queues frames that belong together, or marks the reader as behind: from then on nothing is queued until
    /// [`caught_up`](Self::caught_up), since a delta after a gap is of no use.
    pub fn send_all(&self, texts: Vec<Utf8Bytes>) {
        if self.behind.get() {
            return;
        }
        let bytes = self.waiting_bytes.load(Ordering::Relaxed);
        if self.queue.capacity() > RESERVED && bytes < MOST_BYTES {
            self.waiting_bytes
                .fetch_add(length(&texts), Ordering::Relaxed);
            self.put(Outgoing::Text(texts));
        } else {
            self.behind.set(true);
            self.put(Outgoing::Missed);
        }
    }

    /// Queues the end, after all that waits.
    pub fn close(self, code: CloseCode) {
        self.put(Outgoing::Close(code));
    }

    #[must_use]
    pub fn is_behind(&self) -> bool {
        self.behind.get()
    }

    /// The reader emptied its queue: a fresh snapshot follows.
    pub fn caught_up(&self) {
        self.behind.set(false);
    }

    fn put(&self, outgoing: Outgoing) {
        // Fails only when the socket is gone, which its own end tells.
        let _ = self.queue.try_send(outgoing);
    }
}

impl Inbox {
    /// The next thing to do; `None` when the room let go of this socket without a word.
    pub async fn next(&mut self) -> Option<Outgoing> {
        let outgoing = self.queue.recv().await;
        if let Some(Outgoing::Text(texts)) = &outgoing {
            self.waiting_bytes
                .fetch_sub(length(texts), Ordering::Relaxed);
        }
        outgoing
    }
}

fn length(texts: &[Utf8Bytes]) -> usize {
    texts.iter().map(|text| text.len()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// More frames than fit, and all that was queued of them.
    async fn overfilled() -> (Outbox, Inbox) {
        let (outbox, mut inbox) = outbox();
        for _ in 0..=DEPTH {
            outbox.send("x".into());
        }
        assert!(outbox.is_behind());
        for _ in 0..DEPTH {
            outbox.send("after the gap".into());
            assert_eq!(inbox.next().await, Some(Outgoing::Text(vec!["x".into()])));
        }
        (outbox, inbox)
    }

    #[tokio::test]
    async fn a_reader_that_falls_behind_is_offered_a_snapshot_and_no_gap() {
        let (outbox, mut inbox) = overfilled().await;
        assert_eq!(inbox.next().await, Some(Outgoing::Missed));
        outbox.caught_up();
        outbox.send("snapshot".into());
        assert_eq!(
            inbox.next().await,
            Some(Outgoing::Text(vec!["snapshot".into()]))
        );
    }

    #[tokio::test]
    async fn a_few_large_frames_are_as_much_as_many_small_ones() {
        let (outbox, mut inbox) = outbox();
        let large = Utf8Bytes::from("x".repeat(MOST_BYTES));
        outbox.send(large.clone());
        outbox.send(large.clone());
        assert_eq!(
            inbox.next().await,
            Some(Outgoing::Text(vec![large.clone()]))
        );
        assert_eq!(inbox.next().await, Some(Outgoing::Missed));
        outbox.caught_up();
        outbox.send(large.clone());
        assert_eq!(inbox.next().await, Some(Outgoing::Text(vec![large])));
    }

    #[tokio::test]
    async fn a_reader_that_falls_behind_still_hears_why_it_ends() {
        let (outbox, mut inbox) = overfilled().await;
        outbox.close(CloseCode::Removed);
        assert_eq!(inbox.next().await, Some(Outgoing::Missed));
        assert_eq!(
            inbox.next().await,
            Some(Outgoing::Close(CloseCode::Removed))
        );
        assert_eq!(inbox.next().await, None);
    }
}
