//! Joins a room's people to their audio connections.

use crate::base::ParticipantId;
use crate::media::{ForwardPolicy, Media, OfferViolation, PeerId, RoomKey};
use crate::room::Audible;
use std::collections::HashMap;

/// The audio of one room.
pub struct RoomAudio {
    media: Media,
    key: RoomKey,
    peers: HashMap<ParticipantId, PeerId>,
}

impl RoomAudio {
    #[must_use]
    pub fn new(media: Media, key: RoomKey) -> Self {
        Self {
            media,
            key,
            peers: HashMap::new(),
        }
    }

    /// Answers a browser's offer; an earlier connection of the same person ends.
    ///
    /// # Errors
    /// When the offer can't be used; the earlier connection then stays.
    pub fn connect(
        &mut self,
        person: ParticipantId,
        offer: &str,
    ) -> Result<String, OfferViolation> {
        let (peer, answer) = self.media.connect(self.key, offer)?;
        if let Some(earlier) = self.peers.insert(person, peer) {
            self.media.disconnect(earlier);
        }
        Ok(answer)
    }

    pub fn disconnect(&mut self, person: ParticipantId) {
        if let Some(peer) = self.peers.remove(&person) {
            self.media.disconnect(peer);
        }
    }

    /// The media plane gave this peer up by itself.
    pub fn forget(&mut self, peer: PeerId) {
        self.peers.retain(|_, known| *known != peer);
    }

    #[must_use]
    pub fn is_connected(&self, person: ParticipantId) -> bool {
        self.peers.contains_key(&person)
    }

    /// Tells the media plane who may be heard. People without a connection are left out.
    pub fn set_audible(&self, audible: &Audible) {
        let hearing = match audible {
            Audible::Nobody => ForwardPolicy::Nobody,
            Audible::One(person) => self
                .peers
                .get(person)
                .map_or(ForwardPolicy::Nobody, |peer| ForwardPolicy::One(*peer)),
            Audible::Loudest { of, at_most } => ForwardPolicy::Loudest {
                of: of
                    .iter()
                    .filter_map(|person| self.peers.get(person).copied())
                    .collect(),
                at_most: *at_most,
            },
        };
        self.media.set_audible(self.key, hearing);
    }

    /// The people behind these peers, in the same order.
    #[must_use]
    pub fn people(&self, peers: &[PeerId]) -> Vec<ParticipantId> {
        (peers.iter())
            .filter_map(|peer| {
                self.peers
                    .iter()
                    .find(|(_, known)| *known == peer)
                    .map(|(person, _)| *person)
            })
            .collect()
    }
}

impl Drop for RoomAudio {
    fn drop(&mut self) {
        for peer in self.peers.values() {
            self.media.disconnect(*peer);
        }
        self.media.set_audible(self.key, ForwardPolicy::Nobody);
    }
}
