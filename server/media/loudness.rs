//! Loudness: signatures only for now.
use super::PeerId;
use super::slots::SlotIndex;
use crate::base::Millis;

#[derive(Clone, Debug, Default)]
pub struct LoudestFew {}

impl LoudestFew {
    /// Whom to choose from; `at_most` is cut to [`super::slots::SLOTS`].
    pub fn allow(&mut self, _sources: &[PeerId], _at_most: u8) {
        todo!()
    }

    /// The slot this packet is forwarded in, if any. `level` is of RFC 6464, voice and -dBov.
    pub fn hear(
        &mut self,
        _source: PeerId,
        _level: Option<(bool, u8)>,
        _now: Millis,
    ) -> Option<SlotIndex> {
        todo!()
    }

    /// Loudest first.
    pub fn speaking(&self, _now: Millis) -> impl Iterator<Item = PeerId> {
        std::iter::empty()
    }
}
