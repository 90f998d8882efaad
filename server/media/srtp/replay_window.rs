//! The replay window and the rollover counter of one source (RFC 3711 sections 3.3.1 and 3.3.2).

/// Size of the window in packets: the minimum of RFC 3711, 1.3 s of speech.
const WIDTH: u64 = u64::BITS as u64;
/// The first number above a packet index: a rollover counter of 32 bits and a sequence number of 16.
const INDEX_END: u64 = 1 << 48;

/// A sliding window over the packet indices of one source.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ReplayWindow {
    newest: Option<u64>,
    /// Bit n is set when the packet with the index n below the newest was recorded.
    recorded: u64,
}

impl ReplayWindow {
    /// The most likely packet index of a sequence number: the one nearest to the newest. `None` when it
    /// would be negative or above the maximum.
    pub(super) fn index_of(&self, sequence: u16) -> Option<u64> {
        let Some(newest) = self.newest else {
            return Some(u64::from(sequence));
        };
        let newest_sequence = newest as u16;
        let ahead = sequence.wrapping_sub(newest_sequence);
        // At a distance of exactly 2^15, RFC 3711 keeps the rollover counter.
        let index = if ahead < 0x8000 || (ahead == 0x8000 && newest_sequence < 0x8000) {
            newest + u64::from(ahead)
        } else {
            newest.checked_sub(u64::from(ahead.wrapping_neg()))?
        };
        (index < INDEX_END).then_some(index)
    }

    /// Whether this index is newer than the window, or in it and not recorded yet.
    pub(super) fn is_fresh(&self, index: u64) -> bool {
        match self.newest {
            Some(newest) if index <= newest => {
                let behind = newest - index;
                behind < WIDTH && self.recorded & (1 << behind) == 0
            }
            _ => true,
        }
    }

    /// Records this index. Call it only for authentic packets.
    pub(super) fn record(&mut self, index: u64) {
        match self.newest {
            Some(newest) if index <= newest => {
                if newest - index < WIDTH {
                    self.recorded |= 1 << (newest - index);
                }
            }
            newest => {
                let ahead = index - newest.unwrap_or(index);
                let shift = u32::try_from(ahead).unwrap_or(u32::MAX);
                self.recorded = self.recorded.checked_shl(shift).unwrap_or(0) | 1;
                self.newest = Some(index);
            }
        }
    }
}
