//! The frames that wait to be written to one socket: a bounded queue that never blocks the room.

use crate::wire::CloseCode;
use axum::extract::ws::Utf8Bytes;
use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::mpsc;

/// Frames that may wait. A share's start makes about three; half a minute of a busy room fits.
const MAX_FRAMES: usize = 64;

/// Bytes that may wait, not counting the last frame: a `welcome` with a long chat can have a million,
/// and a client that requests many and reads none must not fill the memory.
const MAX_BYTES: usize = 256 * 1024;

/// Places that no frame takes: one for `Missed`, one for `Close`. So neither is ever lost, however
/// slow the client reads.
const RESERVED: usize = 2;

/// One thing to do with the socket.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Outgoing {
    /// One frame, or several that belong together.
    Text(Vec<Utf8Bytes>),
    /// Everything before was written, and later frames were left out: request a snapshot.
    Missed,
    /// Close the socket with this code.
    Close(CloseCode),
}

/// The room's end of the queue. It is the only sender, so a place that is free stays free until it sends.
#[derive(Debug)]
pub(super) struct FrameSender {
    queue: mpsc::Sender<Outgoing>,
    waiting_bytes: Arc<AtomicUsize>,
    is_behind: Cell<bool>,
}

/// The socket's end of the queue.
#[derive(Debug)]
pub(super) struct FrameReceiver {
    queue: mpsc::Receiver<Outgoing>,
    waiting_bytes: Arc<AtomicUsize>,
}

/// Both ends of a new queue.
#[must_use]
pub(super) fn frame_queue() -> (FrameSender, FrameReceiver) {
    let (sender, receiver) = mpsc::channel(MAX_FRAMES + RESERVED);
    let waiting_bytes = Arc::new(AtomicUsize::new(0));
    (
        FrameSender {
            queue: sender,
            waiting_bytes: Arc::clone(&waiting_bytes),
            is_behind: Cell::new(false),
        },
        FrameReceiver {
            queue: receiver,
            waiting_bytes,
        },
    )
}

impl FrameSender {
    /// Queues one frame; see [`send_all`](Self::send_all).
    pub(super) fn send(&self, text: Utf8Bytes) {
        self.send_all(vec![text]);
    }

    /// Queues frames that belong together, or marks the client as behind when the queue is full. From
    /// then on nothing is queued until [`caught_up`](Self::caught_up), since a delta after a gap is of no use.
    pub(super) fn send_all(&self, texts: Vec<Utf8Bytes>) {
        if self.is_behind.get() {
            return;
        }
        let waiting = self.waiting_bytes.load(Ordering::Relaxed);
        if self.queue.capacity() > RESERVED && waiting < MAX_BYTES {
            self.waiting_bytes
                .fetch_add(total_length(&texts), Ordering::Relaxed);
            self.push(Outgoing::Text(texts));
        } else {
            self.is_behind.set(true);
            self.push(Outgoing::Missed);
        }
    }

    /// Queues the closing code, after everything that waits.
    pub(super) fn close(self, code: CloseCode) {
        self.push(Outgoing::Close(code));
    }

    #[must_use]
    pub(super) fn is_behind(&self) -> bool {
        self.is_behind.get()
    }

    /// The socket has written everything that was queued: a fresh snapshot follows.
    pub(super) fn caught_up(&self) {
        self.is_behind.set(false);
    }

    fn push(&self, outgoing: Outgoing) {
        // Fails only when the socket is gone, and then it reports that itself.
        let _ = self.queue.try_send(outgoing);
    }
}

impl FrameReceiver {
    /// The next thing to do; `None` when the room's task ended without a closing code.
    pub(super) async fn next(&mut self) -> Option<Outgoing> {
        let outgoing = self.queue.recv().await;
        if let Some(Outgoing::Text(texts)) = &outgoing {
            self.waiting_bytes
                .fetch_sub(total_length(texts), Ordering::Relaxed);
        }
        outgoing
    }
}

fn total_length(texts: &[Utf8Bytes]) -> usize {
    texts.iter().map(|text| text.len()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A queue that got more frames than fit, and whose frames were all read.
    async fn overfilled() -> (FrameSender, FrameReceiver) {
        let (sender, mut receiver) = frame_queue();
        for _ in 0..=MAX_FRAMES {
            sender.send("x".into());
        }
        assert!(sender.is_behind());
        for _ in 0..MAX_FRAMES {
            sender.send("after the gap".into());
            assert_eq!(
                receiver.next().await,
                Some(Outgoing::Text(vec!["x".into()]))
            );
        }
        (sender, receiver)
    }

    #[tokio::test]
    async fn a_client_that_falls_behind_gets_a_snapshot_instead_of_a_gap() {
        let (sender, mut receiver) = overfilled().await;
        assert_eq!(receiver.next().await, Some(Outgoing::Missed));
        sender.caught_up();
        sender.send("snapshot".into());
        assert_eq!(
            receiver.next().await,
            Some(Outgoing::Text(vec!["snapshot".into()]))
        );
    }

    #[tokio::test]
    async fn a_few_large_frames_fill_the_queue_like_many_small_ones() {
        let (sender, mut receiver) = frame_queue();
        let large = Utf8Bytes::from("x".repeat(MAX_BYTES));
        sender.send(large.clone());
        sender.send(large.clone());
        assert_eq!(
            receiver.next().await,
            Some(Outgoing::Text(vec![large.clone()]))
        );
        assert_eq!(receiver.next().await, Some(Outgoing::Missed));
        sender.caught_up();
        sender.send(large.clone());
        assert_eq!(receiver.next().await, Some(Outgoing::Text(vec![large])));
    }

    #[tokio::test]
    async fn a_client_that_is_behind_still_gets_the_closing_code() {
        let (sender, mut receiver) = overfilled().await;
        sender.close(CloseCode::Removed);
        assert_eq!(receiver.next().await, Some(Outgoing::Missed));
        assert_eq!(
            receiver.next().await,
            Some(Outgoing::Close(CloseCode::Removed))
        );
        assert_eq!(receiver.next().await, None);
    }
}
