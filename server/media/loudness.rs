//! Who is forwarded while several may speak: the loudest few.
//!
//! Promises: the same packets at the same times give the same choice; nobody flaps: who has a
//! slot keeps it through a pause for breath and is displaced only by someone clearly louder;
//! nothing is allocated per packet. Deliberately absent: who may speak at all (told by
//! [`LoudestSpeakers::allow`]), and the audio itself: levels come from RFC 6464's header extension.
//! May be imported by `media` alone.

use super::PeerId;
use super::slots::{SLOTS, SlotIndex};
use crate::base::Millis;
use std::cmp::Reverse;

#[cfg(test)]
mod tests;

/// A loudness in 256ths of a dB above digital silence, which is 127 dB below the loudest.
type Loudness = u32;

/// One dB.
const DECIBEL: Loudness = 256;
/// Digital silence in RFC 6464, in -dBov.
const SILENCE: u8 = 127;
/// What counts as speech: 50 dB below the loudest. A quiet voice at a laptop is near 40, a quiet
/// room near 70.
const SPEECH: Loudness = (SILENCE as Loudness - 50) * DECIBEL;
/// How much louder somebody must be to displace another: 6 dB, twice the amplitude.
const CLEARLY: Loudness = 6 * DECIBEL;
/// How long loudness looks back: most of a syllable, so that a click displaces nobody.
const MEMORY: Millis = Millis(200);
/// The most that one packet tells of: the longest that browsers send.
const PACKET: Millis = Millis(60);
/// How long a slot is kept in silence: a pause for breath and thought.
const HOLD: Millis = Millis(2_000);
/// How long a slot is kept at least before it can be taken by someone louder.
const LEAST_STAY: Millis = Millis(1_000);

/// Chooses at most so many of the allowed sources for the slots.
#[derive(Clone, Debug, Default)]
pub struct LoudestSpeakers {
    /// In the order of their peers.
    sources: Vec<Source>,
    seats: [Option<SlotHolder>; SLOTS],
    at_most: usize,
}

#[derive(Clone, Copy, Debug)]
struct Source {
    peer: PeerId,
    /// Smoothed over [`MEMORY`], as of `heard`.
    loudness: Loudness,
    heard: Millis,
    /// When it last spoke, rather than sent silence.
    spoke: Millis,
}

/// Who has a slot.
#[derive(Clone, Copy, Debug)]
struct SlotHolder {
    peer: PeerId,
    since: Millis,
}

impl LoudestSpeakers {
    /// Whom to choose from, and how many at once; more than there are [`SLOTS`] are not. Who stays
    /// allowed keeps slot and loudness.
    pub fn allow(&mut self, sources: &[PeerId], at_most: u8) {
        self.at_most = usize::from(at_most).min(SLOTS);
        let mut peers = sources.to_vec();
        peers.sort_unstable();
        peers.dedup();
        let new = |peer| Source {
            peer,
            loudness: 0,
            heard: Millis(0),
            spoke: Millis(0),
        };
        let kept = peers
            .iter()
            .map(|&peer| self.source(peer).copied().unwrap_or(new(peer)));
        self.sources = kept.collect();
        for (slot, seat) in self.seats.iter_mut().enumerate() {
            *seat =
                seat.filter(|seat| slot < self.at_most && peers.binary_search(&seat.peer).is_ok());
        }
    }

    /// The slot that this packet is forwarded in, if any. `level` is what its header extension
    /// says (voice, and dB below the loudest); who can't say counts as just speaking.
    pub fn hear(
        &mut self,
        source: PeerId,
        level: Option<(bool, u8)>,
        now: Millis,
    ) -> Option<SlotIndex> {
        let at = self
            .sources
            .binary_search_by_key(&source, |known| known.peer)
            .ok()?;
        let loudness = match level {
            Some((true, below)) => Loudness::from(SILENCE.saturating_sub(below)) * DECIBEL,
            Some((false, _)) => 0,
            None => SPEECH,
        };
        self.sources[at].listen(loudness, now);
        self.free_silent(now);
        let seated = self
            .seats
            .iter()
            .position(|seat| seat.is_some_and(|seat| seat.peer == source));
        let slot = seated.or_else(|| {
            let slot = (loudness >= SPEECH).then(|| self.slot_for(at, now))??;
            self.seats[slot] = Some(SlotHolder {
                peer: source,
                since: now,
            });
            Some(slot)
        })?;
        Some(SlotIndex(slot as u8))
    }

    /// Who is forwarded, loudest first; of equals the one who connected first.
    pub fn speaking(&self, now: Millis) -> impl Iterator<Item = PeerId> + use<> {
        let mut few = self.seats.map(|seat| {
            let source = self
                .source(seat?.peer)
                .filter(|source| !source.is_silent(now))?;
            Some((Reverse(source.loudness_at(now)), source.peer))
        });
        few.sort_unstable();
        few.into_iter().flatten().map(|(_, peer)| peer)
    }

    fn source(&self, peer: PeerId) -> Option<&Source> {
        let at = self
            .sources
            .binary_search_by_key(&peer, |source| source.peer)
            .ok()?;
        self.sources.get(at)
    }

    fn free_silent(&mut self, now: Millis) {
        let silent = |seat: &SlotHolder| {
            self.source(seat.peer)
                .is_none_or(|source| source.is_silent(now))
        };
        self.seats = self.seats.map(|seat| seat.filter(|seat| !silent(seat)));
    }

    /// A free slot, or that of the quietest, when this one is clearly louder and it had its time.
    fn slot_for(&self, louder: usize, now: Millis) -> Option<usize> {
        let seats = &self.seats[..self.at_most];
        if let Some(free) = seats.iter().position(Option::is_none) {
            return Some(free);
        }
        let occupied = seats.iter().enumerate().filter_map(|(slot, seat)| {
            let seat = (*seat)?;
            Some((
                self.source(seat.peer)?.loudness_at(now),
                Reverse(seat.peer),
                seat.since,
                slot,
            ))
        });
        let (loudness, _, since, slot) = occupied.min()?;
        let had_its_time = now.0.saturating_sub(since.0) >= LEAST_STAY.0;
        (had_its_time && self.sources[louder].loudness >= loudness + CLEARLY).then_some(slot)
    }
}

impl Source {
    /// Takes in a packet's loudness, weighted by the time since the one before.
    fn listen(&mut self, loudness: Loudness, now: Millis) {
        let before = i64::from(self.loudness_at(now));
        let weight = now.0.saturating_sub(self.heard.0).min(PACKET.0) as i64;
        let after = before + (i64::from(loudness) - before) * weight / MEMORY.0 as i64;
        // Between two that are no less than nought.
        self.loudness = after as Loudness;
        self.heard = now;
        if loudness >= SPEECH {
            self.spoke = now;
        }
    }

    /// Who sends nothing is silent: browsers don't send silence.
    fn loudness_at(&self, now: Millis) -> Loudness {
        let heard_lately = now.0.saturating_sub(self.heard.0) < MEMORY.0;
        if heard_lately { self.loudness } else { 0 }
    }

    fn is_silent(&self, now: Millis) -> bool {
        now.0.saturating_sub(self.spoke.0) > HOLD.0
    }
}
