//! Connects a room's people to their audio peers in the media plane.

use crate::base::ParticipantId;
use crate::media::{ForwardPolicy, Media, OfferViolation, PeerId, RoomKey};
use crate::room::Audible;
use std::collections::HashMap;

/// The audio of one room. Dropping it disconnects every peer.
pub(super) struct RoomAudio {
    media: Media,
    key: RoomKey,
    peers: HashMap<ParticipantId, PeerId>,
}

impl RoomAudio {
    #[must_use]
    pub(super) fn new(media: Media, key: RoomKey) -> Self {
        Self {
            media,
            key,
            peers: HashMap::new(),
        }
    }

    /// Answers a browser's SDP offer; replaces an earlier peer of the same person.
    ///
    /// # Errors
    /// When the offer can't be used; the earlier peer then stays.
    pub(super) fn connect(
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

    pub(super) fn disconnect(&mut self, person: ParticipantId) {
        if let Some(peer) = self.peers.remove(&person) {
            self.media.disconnect(peer);
        }
    }

    /// Removes a peer that the media plane has closed already.
    pub(super) fn forget(&mut self, closed: PeerId) {
        self.peers.retain(|_, peer| *peer != closed);
    }

    #[must_use]
    pub(super) fn is_connected(&self, person: ParticipantId) -> bool {
        self.peers.contains_key(&person)
    }

    /// Sends the media plane who may be heard. People without a peer are left out.
    pub(super) fn set_audible(&self, audible: &Audible) {
        let policy = match audible {
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
        self.media.set_audible(self.key, policy);
    }

    /// The people of these peers, in the same order. Unknown peers are left out.
    #[must_use]
    pub(super) fn people(&self, peers: &[PeerId]) -> Vec<ParticipantId> {
        (peers.iter())
            .filter_map(|wanted| {
                self.peers
                    .iter()
                    .find(|(_, peer)| *peer == wanted)
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
