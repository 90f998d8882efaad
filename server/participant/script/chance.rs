//! Randomness from a seed, and requests that come a while after their cause.

use crate::base::{Millis, Timestamp};
use std::ops::Range;

/// A generator of random numbers (SplitMix64): the same seed gives the same behaviour.
pub(super) struct Chance(u64);

impl Chance {
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(super) fn span(&mut self, milliseconds: &Range<u64>) -> Millis {
        let width = milliseconds.end.saturating_sub(milliseconds.start).max(1);
        Millis(milliseconds.start + self.number() % width)
    }

    pub(super) fn one_in(&mut self, count: u64) -> bool {
        self.number().is_multiple_of(count)
    }

    pub(super) fn pick<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        let count = u64::try_from(list.len()).ok().filter(|count| *count > 0)?;
        list.get(usize::try_from(self.number() % count).ok()?)
    }
}

/// Something that a member does a while after it has become possible, and again after the same while if it is still
/// possible then: the request was refused.
#[derive(Default)]
pub(super) struct Reaction {
    due: Option<Timestamp>,
}

impl Reaction {
    /// Whether to do it now. `is_wanted` says whether it is possible.
    pub(super) fn is_due(
        &mut self,
        is_wanted: bool,
        now: Timestamp,
        delay: &Range<u64>,
        chance: &mut Chance,
    ) -> bool {
        if !is_wanted {
            self.due = None;
            return false;
        }
        let due = *self.due.get_or_insert_with(|| now + chance.span(delay));
        let is_due = due <= now;
        if is_due {
            self.due = None;
        }
        is_due
    }
}
