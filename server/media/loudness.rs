//! Selects the loudest speakers while several may speak at the same time.
//!
//! Promises: the same packets at the same times give the same selection; speakers do not alternate
//! quickly: one keeps a slot through a pause for breath, and only somebody clearly louder takes it;
//! nothing is allocated per packet. Deliberately absent: who may speak at all
//! ([`LoudestSpeakers::set_allowed`]), and the audio itself: levels come from RFC 6464's header
//! extension.
//! May be imported by `media` alone.

use super::PeerId;
use super::rtp::AudioLevel;
use super::slots::{SLOTS, SlotIndex};
use crate::base::Millis;
use std::cmp::Reverse;

#[cfg(test)]
mod tests;

/// Loudness above digital silence, in 256ths of a dB. Digital silence is 127 dB below full scale.
type Loudness = u32;

/// One dB.
const DECIBEL: Loudness = 256;
/// Digital silence in RFC 6464, in -dBov.
const SILENCE: u8 = 127;
/// The threshold of speech: 50 dB below full scale. A quiet voice at a laptop is near 40 dB below, a
/// quiet room near 70.
const SPEECH: Loudness = (SILENCE as Loudness - 50) * DECIBEL;
/// How much louder a source must be to take another's slot: 6 dB, twice the amplitude.
const TAKEOVER_MARGIN: Loudness = 6 * DECIBEL;
/// Time over which loudness is smoothed: most of a syllable, so that a click takes no slot.
const SMOOTHING: Millis = Millis(200);
/// The longest time that one packet stands for: the longest packet that browsers send.
const MAX_PACKET: Millis = Millis(60);
/// How long a silent source keeps its slot: a pause for breath and thought.
const SILENT_HOLD: Millis = Millis(2_000);
/// How long a source keeps its slot before a louder one can take it.
const MIN_STAY: Millis = Millis(1_000);

/// Assigns the slots to the loudest of the allowed sources.
#[derive(Clone, Debug, Default)]
pub struct LoudestSpeakers {
    /// The allowed sources, sorted by peer.
    sources: Vec<Source>,
    holders: [Option<SlotHolder>; SLOTS],
    /// How many slots may be used.
    at_most: usize,
}

#[derive(Clone, Copy, Debug)]
struct Source {
    peer: PeerId,
    /// Smoothed over [`SMOOTHING`], as of `last_packet_at`.
    loudness: Loudness,
    last_packet_at: Millis,
    /// When it last sent a packet above the threshold of speech.
    last_speech_at: Millis,
}

/// The source that has a slot, and since when.
#[derive(Clone, Copy, Debug)]
struct SlotHolder {
    peer: PeerId,
    since: Millis,
}

impl LoudestSpeakers {
    /// Sets the sources to select from, and how many at the same time (limited to [`SLOTS`]). A source
    /// that stays allowed keeps its slot and loudness.
    pub fn set_allowed(&mut self, sources: &[PeerId], at_most: u8) {
        self.at_most = usize::from(at_most).min(SLOTS);
        let mut peers = sources.to_vec();
        peers.sort_unstable();
        peers.dedup();
        let new = |peer| Source {
            peer,
            loudness: 0,
            last_packet_at: Millis(0),
            last_speech_at: Millis(0),
        };
        let allowed = peers
            .iter()
            .map(|&peer| self.source(peer).copied().unwrap_or(new(peer)));
        self.sources = allowed.collect();
        for (slot, holder) in self.holders.iter_mut().enumerate() {
            *holder = holder
                .filter(|holder| slot < self.at_most && peers.binary_search(&holder.peer).is_ok());
        }
    }

    /// Records a packet's level and returns the slot in which the packet is forwarded, if any. A packet
    /// without a level counts as quiet speech.
    pub fn select_slot(
        &mut self,
        source: PeerId,
        level: Option<AudioLevel>,
        now: Millis,
    ) -> Option<SlotIndex> {
        let at = self
            .sources
            .binary_search_by_key(&source, |source| source.peer)
            .ok()?;
        let loudness = match level {
            Some(AudioLevel {
                is_voice: true,
                minus_dbov,
            }) => Loudness::from(SILENCE.saturating_sub(minus_dbov)) * DECIBEL,
            Some(_) => 0,
            None => SPEECH,
        };
        self.sources[at].record_level(loudness, now);
        self.free_silent(now);
        let current = self
            .holders
            .iter()
            .position(|holder| holder.is_some_and(|holder| holder.peer == source));
        let slot = current.or_else(|| {
            let slot = (loudness >= SPEECH).then(|| self.available_slot(at, now))??;
            self.holders[slot] = Some(SlotHolder {
                peer: source,
                since: now,
            });
            Some(slot)
        })?;
        Some(SlotIndex(slot as u8))
    }

    /// The sources that have a slot and are not silent, loudest first; equal ones by peer number.
    pub fn speaking(&self, now: Millis) -> impl Iterator<Item = PeerId> + use<> {
        let mut speakers = self.holders.map(|holder| {
            let source = self
                .source(holder?.peer)
                .filter(|source| !source.is_silent(now))?;
            Some((Reverse(source.loudness_at(now)), source.peer))
        });
        speakers.sort_unstable();
        speakers.into_iter().flatten().map(|(_, peer)| peer)
    }

    fn source(&self, peer: PeerId) -> Option<&Source> {
        let at = self
            .sources
            .binary_search_by_key(&peer, |source| source.peer)
            .ok()?;
        self.sources.get(at)
    }

    /// Frees the slots of sources that were silent for too long.
    fn free_silent(&mut self, now: Millis) {
        let is_silent = |holder: &SlotHolder| {
            self.source(holder.peer)
                .is_none_or(|source| source.is_silent(now))
        };
        self.holders = self
            .holders
            .map(|holder| holder.filter(|holder| !is_silent(holder)));
    }

    /// A free slot for `candidate` (an index of `sources`), or the slot of the quietest holder if the
    /// candidate is clearly louder and the holder has had it for [`MIN_STAY`].
    fn available_slot(&self, candidate: usize, now: Millis) -> Option<usize> {
        let holders = &self.holders[..self.at_most];
        if let Some(free) = holders.iter().position(Option::is_none) {
            return Some(free);
        }
        let occupied = holders.iter().enumerate().filter_map(|(slot, holder)| {
            let holder = (*holder)?;
            Some((
                self.source(holder.peer)?.loudness_at(now),
                Reverse(holder.peer),
                holder.since,
                slot,
            ))
        });
        let (loudness, _, since, slot) = occupied.min()?;
        let can_be_replaced = now.0.saturating_sub(since.0) >= MIN_STAY.0;
        (can_be_replaced && self.sources[candidate].loudness >= loudness + TAKEOVER_MARGIN)
            .then_some(slot)
    }
}

impl Source {
    /// Updates the smoothed loudness with a packet's, weighted by the time since the previous packet.
    fn record_level(&mut self, loudness: Loudness, now: Millis) {
        let before = i64::from(self.loudness_at(now));
        let weight = now
            .0
            .saturating_sub(self.last_packet_at.0)
            .min(MAX_PACKET.0) as i64;
        let after = before + (i64::from(loudness) - before) * weight / SMOOTHING.0 as i64;
        // Not negative: it lies between two values that are not.
        self.loudness = after as Loudness;
        self.last_packet_at = now;
        if loudness >= SPEECH {
            self.last_speech_at = now;
        }
    }

    /// The smoothed loudness; 0 without recent packets, because browsers stop sending in silence.
    fn loudness_at(&self, now: Millis) -> Loudness {
        let is_recent = now.0.saturating_sub(self.last_packet_at.0) < SMOOTHING.0;
        if is_recent { self.loudness } else { 0 }
    }

    fn is_silent(&self, now: Millis) -> bool {
        now.0.saturating_sub(self.last_speech_at.0) > SILENT_HOLD.0
    }
}
