//! RFC 4571 framing: packets on a TCP stream, each preceded by its length in two bytes. Pure.
//!
//! Promises: neither direction buffers more than a fixed number of bytes, whatever the remote end
//! does; a frame is sent completely or not at all.

use super::send_queue::MAX_DATAGRAM;
use std::collections::VecDeque;
use std::io::{self, Write};

/// Bytes of the length before each frame.
const PREFIX: usize = 2;

/// Bytes that may be queued for one slow connection: a few seconds of three speakers at 24 kbit/s with
/// headers. Older audio would be useless.
const MAX_QUEUED: usize = 32 << 10;

/// The remote end announced a frame longer than [`MAX_DATAGRAM`], which no audio client sends.
#[derive(Debug, PartialEq, Eq)]
pub struct OversizedFrame;

/// Splits a stream into frames.
#[derive(Default)]
pub struct FrameReader {
    buffer: Vec<u8>,
    /// Bytes at the start of `buffer` that were already returned as frames.
    consumed: usize,
}

impl FrameReader {
    /// Adds the next bytes of the stream.
    pub fn push(&mut self, bytes: &[u8]) {
        self.buffer.drain(..self.consumed);
        self.consumed = 0;
        self.buffer.extend_from_slice(bytes);
    }

    /// The next complete frame. Call it until it returns `None`, so that less than one frame stays
    /// buffered.
    ///
    /// # Errors
    /// When the announced frame is too large; the stream cannot be read any further.
    pub fn next_frame(&mut self) -> Result<Option<&mut [u8]>, OversizedFrame> {
        let Some(&[high, low]) = self.buffer.get(self.consumed..self.consumed + PREFIX) else {
            return Ok(None);
        };
        let len = usize::from(u16::from_be_bytes([high, low]));
        if len > MAX_DATAGRAM {
            return Err(OversizedFrame);
        }
        let start = self.consumed + PREFIX;
        let Some(frame) = self.buffer.get_mut(start..start + len) else {
            return Ok(None);
        };
        self.consumed = start + len;
        Ok(Some(frame))
    }
}

/// Frames that wait to be written to a stream.
#[derive(Default)]
pub(super) struct FrameQueue {
    queued: VecDeque<u8>,
}

impl FrameQueue {
    /// Queues a frame, or drops it when the connection is too slow. Returns whether it was queued.
    pub(super) fn push(&mut self, frame: &[u8]) -> bool {
        let Ok(len) = u16::try_from(frame.len()) else {
            return false;
        };
        if self.queued.len() + PREFIX + frame.len() > MAX_QUEUED {
            return false;
        }
        self.queued.extend(len.to_be_bytes());
        self.queued.extend(frame);
        true
    }

    /// Writes until the queue is empty or the stream accepts no more.
    ///
    /// # Errors
    /// When the stream is broken.
    pub(super) fn write_to(&mut self, stream: &mut impl Write) -> io::Result<()> {
        while !self.queued.is_empty() {
            match stream.write(self.queued.as_slices().0) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(written) => drop(self.queued.drain(..written)),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(()),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn frames_of(reader: &mut FrameReader) -> Vec<Vec<u8>> {
        std::iter::from_fn(|| {
            reader
                .next_frame()
                .expect("no oversized frame")
                .map(|f| f.to_vec())
        })
        .collect()
    }

    proptest! {
        #[test]
        fn a_stream_gives_the_same_frames_in_pieces_of_any_size(
            frames in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..300), 0..20),
            cut in 1..400_usize,
        ) {
            let mut queue = FrameQueue::default();
            let mut stream = Vec::new();
            for frame in &frames {
                prop_assert!(queue.push(frame));
            }
            queue.write_to(&mut stream).expect("a vector accepts everything");
            let mut reader = FrameReader::default();
            let mut received = Vec::new();
            for piece in stream.chunks(cut) {
                reader.push(piece);
                received.extend(frames_of(&mut reader));
            }
            prop_assert_eq!(received, frames);
        }
    }

    #[test]
    fn an_oversized_frame_is_refused_by_its_length_alone() {
        let mut reader = FrameReader::default();
        reader.push(&[0xff, 0xff]);
        assert_eq!(reader.next_frame(), Err(OversizedFrame));
    }

    #[test]
    fn a_slow_connection_drops_complete_frames_and_queues_a_bounded_number() {
        let mut queue = FrameQueue::default();
        let consumed = (0..1_000).filter(|_| queue.push(&[7; 100])).count();
        assert_eq!(consumed, MAX_QUEUED / 102);
        let mut stream = Vec::new();
        queue
            .write_to(&mut stream)
            .expect("a vector accepts everything");
        let mut reader = FrameReader::default();
        reader.push(&stream);
        assert_eq!(frames_of(&mut reader).len(), consumed);
        assert!(queue.push(&[7; 100]), "there is room again");
    }

    #[test]
    fn a_stream_that_accepts_little_gets_the_rest_later() {
        struct Trickle(Vec<u8>, usize);
        impl Write for Trickle {
            fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
                if self.1 == 0 {
                    return Err(io::ErrorKind::WouldBlock.into());
                }
                let consumed = bytes.len().min(self.1);
                self.1 -= consumed;
                self.0.extend_from_slice(&bytes[..consumed]);
                Ok(consumed)
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let mut queue = FrameQueue::default();
        assert!(queue.push(b"hello"));
        let mut stream = Trickle(Vec::new(), 4);
        queue.write_to(&mut stream).expect("not broken");
        assert_eq!(stream.0, b"\0\x05he");
        stream.1 = 100;
        queue.write_to(&mut stream).expect("not broken");
        assert_eq!(stream.0, b"\0\x05hello");
    }
}
