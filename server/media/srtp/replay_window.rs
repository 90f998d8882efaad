//! Which packets of one source have passed (RFC 3711 sections 3.3.1 and 3.3.2).

/// How far behind the newest a packet may be: the least that RFC 3711 allows, 1.3 s of speech.
const WIDTH: u64 = u64::BITS as u64;
/// A rollover counter has 32 bits and a sequence number 16; past that a counter would repeat.
const INDEX_END: u64 = 1 << 48;

/// A sliding window over the indices of one source's packets.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ReplayWindow {
    newest: Option<u64>,
    /// Bit n: the packet n before the newest has passed.
    passed: u64,
}

impl ReplayWindow {
    /// The index that this sequence number most likely stands for: the rollover counter and it.
    /// `None`: one from before the first, or after the last that there can be.
    pub(super) fn index_of(&self, sequence: u16) -> Option<u64> {
        let Some(newest) = self.newest else {
            return Some(u64::from(sequence));
        };
        let newest_sequence = newest as u16;
        let ahead = sequence.wrapping_sub(newest_sequence);
        // At exactly half the circle RFC 3711 stays within the same rollover.
        let index = if ahead < 0x8000 || (ahead == 0x8000 && newest_sequence < 0x8000) {
            newest + u64::from(ahead)
        } else {
            newest.checked_sub(u64::from(ahead.wrapping_neg()))?
        };
        (index < INDEX_END).then_some(index)
    }

    /// Whether this index has not passed yet, as far as can be told.
    pub(super) fn is_fresh(&self, index: u64) -> bool {
        match self.newest {
            Some(newest) if index <= newest => {
                let behind = newest - index;
                behind < WIDTH && self.passed & (1 << behind) == 0
            }
            _ => true,
        }
    }

    /// Notes that this index has passed. Call it for what is authentic alone.
    pub(super) fn pass(&mut self, index: u64) {
        match self.newest {
            Some(newest) if index <= newest => {
                if newest - index < WIDTH {
                    self.passed |= 1 << (newest - index);
                }
            }
            newest => {
                let ahead = index - newest.unwrap_or(index);
                let shift = u32::try_from(ahead).unwrap_or(u32::MAX);
                self.passed = self.passed.checked_shl(shift).unwrap_or(0) | 1;
                self.newest = Some(index);
            }
        }
    }
}
