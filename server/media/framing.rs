//! RFC 4571: packets on a stream, each after its length in two bytes. Pure.
//!
//! Promises: neither direction holds more than a fixed number of bytes, whatever the far end does;
//! a frame is sent whole or not at all.

use super::send_queue::MAX_DATAGRAM;
use std::collections::VecDeque;
use std::io::{self, Write};

/// Bytes of the length in front of each frame.
const PREFIX: usize = 2;

/// Bytes that may wait for one slow connection: 2 s of one voice at 24 kbit/s with its headers,
/// several times over for three voices. Older audio would be of no use.
const MAX_WAITING: usize = 32 << 10;

/// The far end announced a frame that no audio client sends.
#[derive(Debug, PartialEq, Eq)]
pub struct OversizedFrame;

/// Cuts a stream into frames.
#[derive(Default)]
pub struct FrameReader {
    held: Vec<u8>,
    taken: usize,
}

impl FrameReader {
    /// What came next from the stream.
    pub fn push(&mut self, bytes: &[u8]) {
        self.held.drain(..self.taken);
        self.taken = 0;
        self.held.extend_from_slice(bytes);
    }

    /// The next whole frame. To be called until it gives none: what is left is then less than one.
    ///
    /// # Errors
    /// When the stream announces a frame that is too large: it can't be read any further.
    pub fn next_frame(&mut self) -> Result<Option<&mut [u8]>, OversizedFrame> {
        let Some(&[high, low]) = self.held.get(self.taken..self.taken + PREFIX) else {
            return Ok(None);
        };
        let len = usize::from(u16::from_be_bytes([high, low]));
        if len > MAX_DATAGRAM {
            return Err(OversizedFrame);
        }
        let start = self.taken + PREFIX;
        let Some(frame) = self.held.get_mut(start..start + len) else {
            return Ok(None);
        };
        self.taken = start + len;
        Ok(Some(frame))
    }
}

/// Frames that wait for a stream to take them.
#[derive(Default)]
pub(super) struct FrameQueue {
    waiting: VecDeque<u8>,
}

impl FrameQueue {
    /// Queues a frame, or drops it when the connection is too slow; says whether it was taken.
    pub(super) fn push(&mut self, frame: &[u8]) -> bool {
        let Ok(len) = u16::try_from(frame.len()) else {
            return false;
        };
        if self.waiting.len() + PREFIX + frame.len() > MAX_WAITING {
            return false;
        }
        self.waiting.extend(len.to_be_bytes());
        self.waiting.extend(frame);
        true
    }

    /// Writes until all is written or the stream takes no more.
    ///
    /// # Errors
    /// When the stream is broken.
    pub(super) fn write_to(&mut self, stream: &mut impl Write) -> io::Result<()> {
        while !self.waiting.is_empty() {
            match stream.write(self.waiting.as_slices().0) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(written) => drop(self.waiting.drain(..written)),
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
        fn however_the_stream_is_cut_the_same_frames_come_out(
            frames in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..300), 0..20),
            cut in 1..400_usize,
        ) {
            let mut queue = FrameQueue::default();
            let mut stream = Vec::new();
            for frame in &frames {
                prop_assert!(queue.push(frame));
            }
            queue.write_to(&mut stream).expect("a vector takes all");
            let mut reader = FrameReader::default();
            let mut got = Vec::new();
            for piece in stream.chunks(cut) {
                reader.push(piece);
                got.extend(frames_of(&mut reader));
            }
            prop_assert_eq!(got, frames);
        }
    }

    #[test]
    fn an_oversized_frame_is_refused_before_its_bytes_come() {
        let mut reader = FrameReader::default();
        reader.push(&[0xff, 0xff]);
        assert_eq!(reader.next_frame(), Err(OversizedFrame));
    }

    #[test]
    fn a_slow_connection_loses_whole_frames_and_holds_a_bounded_number() {
        let mut queue = FrameQueue::default();
        let taken = (0..1_000).filter(|_| queue.push(&[7; 100])).count();
        assert_eq!(taken, MAX_WAITING / 102);
        let mut stream = Vec::new();
        queue.write_to(&mut stream).expect("a vector takes all");
        let mut reader = FrameReader::default();
        reader.push(&stream);
        assert_eq!(frames_of(&mut reader).len(), taken);
        assert!(queue.push(&[7; 100]), "there is room again");
    }

    #[test]
    fn a_stream_that_takes_little_gets_the_rest_later() {
        struct Trickle(Vec<u8>, usize);
        impl Write for Trickle {
            fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
                if self.1 == 0 {
                    return Err(io::ErrorKind::WouldBlock.into());
                }
                let taken = bytes.len().min(self.1);
                self.1 -= taken;
                self.0.extend_from_slice(&bytes[..taken]);
                Ok(taken)
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
