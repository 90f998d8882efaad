//! A recorded voice: the Opus packets of an Ogg file (RFC 3533, RFC 7845). Pure.

use crate::base::Millis;
use bytes::Bytes;
use std::sync::Arc;

/// The length of a page's header without its table of segments.
const PAGE_HEADER: usize = 27;

/// The packets at the beginning that are not audio: `OpusHead` and `OpusTags`.
const HEADER_PACKETS: usize = 2;

/// Length of one packet: the recordings are made so.
const PACKET_MS: u64 = 20;

/// A voice in packets of 20 ms.
#[derive(Clone)]
pub struct Recording {
    packets: Arc<[Bytes]>,
}

/// The bytes are not a whole Ogg file with one Opus stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a recording in Ogg Opus")]
pub struct RecordingError;

impl Recording {
    /// Reads a file with one Opus stream.
    ///
    /// # Errors
    /// When the file is something else, or is cut off.
    pub fn parse(mut file: &[u8]) -> Result<Self, RecordingError> {
        let mut packets = Vec::new();
        let mut packet = Vec::new();
        while !file.is_empty() {
            file = read_page(file, &mut packet, &mut packets).ok_or(RecordingError)?;
        }
        let is_opus = packets
            .first()
            .is_some_and(|head: &Bytes| head.starts_with(b"OpusHead"));
        if !is_opus || packets.len() <= HEADER_PACKETS || !packet.is_empty() {
            return Err(RecordingError);
        }
        Ok(Self {
            packets: packets.split_off(HEADER_PACKETS).into(),
        })
    }

    /// The packets, in order.
    #[must_use]
    pub fn packets(&self) -> Arc<[Bytes]> {
        Arc::clone(&self.packets)
    }

    /// How long it takes to play.
    #[must_use]
    pub fn length(&self) -> Millis {
        Millis(self.packets.len() as u64 * PACKET_MS)
    }
}

/// Reads the page at the beginning and returns the rest of the file. `packet` is the packet that continues from
/// page to page.
fn read_page<'a>(
    file: &'a [u8],
    packet: &mut Vec<u8>,
    packets: &mut Vec<Bytes>,
) -> Option<&'a [u8]> {
    let (header, rest) = file.split_at_checked(PAGE_HEADER)?;
    if !header.starts_with(b"OggS") {
        return None;
    }
    let (segments, mut rest) = rest.split_at_checked(usize::from(*header.last()?))?;
    for &length in segments {
        let (segment, after) = rest.split_at_checked(usize::from(length))?;
        packet.extend_from_slice(segment);
        rest = after;
        // A full segment means that the packet continues.
        if length < u8::MAX {
            packets.push(std::mem::take(packet).into());
        }
    }
    Some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::participant::VOICES;

    #[test]
    fn every_voice_is_a_recording_of_some_seconds() {
        for file in VOICES {
            let recording = Recording::parse(file).expect("a recording");
            let seconds = recording.length().0 / 1_000;
            assert!((7..=10).contains(&seconds), "{seconds} s");
            let longest = recording.packets().iter().map(Bytes::len).max();
            assert!(longest.is_some_and(|bytes| bytes < 200), "{longest:?}");
        }
    }

    #[test]
    fn packets_of_several_segments_and_pages_are_joined() {
        let page = |segments: &[u8], content: &[u8]| {
            let mut page = b"OggS".to_vec();
            page.resize(PAGE_HEADER - 1, 0);
            page.push(segments.len() as u8);
            page.extend_from_slice(segments);
            page.extend_from_slice(content);
            page
        };
        let mut file = page(&[8, 8, 255], b"OpusHeadOpusTags");
        file.extend(vec![1; 255]);
        file.extend(page(&[2, 3], &[1, 1, 2, 2, 2]));
        let recording = Recording::parse(&file).expect("a recording");
        let lengths: Vec<_> = recording.packets().iter().map(Bytes::len).collect();
        assert_eq!(lengths, [257, 3]);
    }

    #[test]
    fn what_is_cut_off_or_something_else_is_refused() {
        let file = VOICES[0];
        for bad in [&file[..file.len() - 1], &file[1..], b"", &b"OggS"[..]] {
            assert!(Recording::parse(bad).is_err());
        }
    }
}
