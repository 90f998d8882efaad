//! Which resume token and which account belong to which seat. Only hashes of tokens are in the snapshot; accounts
//! are in memory alone, so nothing that is stored says who was there.

use crate::base::{AccountId, ParticipantId};
use data_encoding::HEXLOWER;
use std::collections::HashMap;

/// A SHA-256 of a resume token.
type TokenHash = [u8; 32];

/// The seats of one room that a resume token leads back to.
#[derive(Debug, Default)]
pub(super) struct Seats {
    by_hash: HashMap<TokenHash, ParticipantId>,
    by_account: HashMap<AccountId, ParticipantId>,
}

impl Seats {
    pub(super) fn insert(&mut self, hash: TokenHash, person: ParticipantId) {
        self.by_hash.insert(hash, person);
    }

    #[must_use]
    pub(super) fn find(&self, hash: &TokenHash) -> Option<ParticipantId> {
        self.by_hash.get(hash).copied()
    }

    pub(super) fn insert_account(&mut self, account: AccountId, person: ParticipantId) {
        self.by_account.insert(account, person);
    }

    #[must_use]
    pub(super) fn find_account(&self, account: AccountId) -> Option<ParticipantId> {
        self.by_account.get(&account).copied()
    }

    /// Removes every seat whose person does not satisfy `is_present`.
    pub(super) fn retain(&mut self, mut is_present: impl FnMut(ParticipantId) -> bool) {
        self.by_hash.retain(|_, person| is_present(*person));
        self.by_account.retain(|_, person| is_present(*person));
    }

    /// One `hash person` a line, for the store.
    #[must_use]
    pub(super) fn to_text(&self) -> String {
        let mut lines: Vec<String> = (self.by_hash.iter())
            .map(|(hash, person)| format!("{} {person}", HEXLOWER.encode(hash)))
            .collect();
        lines.sort_unstable();
        lines.join("\n")
    }

    /// The reverse of [`to_text`](Self::to_text). Lines that can't be parsed are skipped; their
    /// people enter as new arrivals.
    #[must_use]
    pub(super) fn from_text(text: &str) -> Self {
        let by_hash = text.lines().filter_map(|line| {
            let (hash, person) = line.split_once(' ')?;
            let hash = HEXLOWER.decode(hash.as_bytes()).ok()?.try_into().ok()?;
            Some((hash, ParticipantId(person.parse().ok()?)))
        });
        Self {
            by_hash: by_hash.collect(),
            by_account: HashMap::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seats_survive_a_round_trip_through_text() {
        let mut seats = Seats::default();
        seats.insert([7; 32], ParticipantId(3));
        seats.insert([9; 32], ParticipantId(4));
        let restored = Seats::from_text(&seats.to_text());
        assert_eq!(restored.find(&[7; 32]), Some(ParticipantId(3)));
        assert_eq!(restored.find(&[9; 32]), Some(ParticipantId(4)));
        assert_eq!(restored.find(&[8; 32]), None);
    }

    #[test]
    fn damaged_lines_are_skipped() {
        let seats = Seats::from_text("nonsense\n00 1\n\n");
        assert_eq!(seats.to_text(), "");
    }
}
