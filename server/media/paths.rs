//! The network paths of one peer that passed an ICE connectivity check. Pure.
//!
//! The server has one socket address, so a path (a valid candidate pair of RFC 8445) is known by the
//! peer's transport address.

use super::transport_address::TransportAddress;

/// Maximum number of paths of one peer: its Wi-Fi, its mobile network and its TCP connection, each
/// over IPv4 and IPv6, and two more for addresses that a NAT changed.
const MAX_PATHS: usize = 8;

/// The valid paths, and the one that is used.
#[derive(Default)]
pub(super) struct PeerPaths {
    /// Oldest first.
    valid: Vec<TransportAddress>,
    nominated: Option<TransportAddress>,
}

impl PeerPaths {
    /// Records a valid check from `path`. Returns the path that is removed to make room, if any.
    pub(super) fn add_valid(
        &mut self,
        path: TransportAddress,
        nominated: bool,
    ) -> Option<TransportAddress> {
        if nominated {
            self.nominated = Some(path);
        }
        if self.valid.contains(&path) {
            return None;
        }
        self.valid.push(path);
        if self.valid.len() <= MAX_PATHS {
            return None;
        }
        let oldest = self
            .valid
            .iter()
            .position(|valid| Some(*valid) != self.nominated)?;
        Some(self.valid.remove(oldest))
    }

    /// Where to send: the path that the peer nominated, or the latest valid one before that.
    pub(super) fn selected(&self) -> Option<TransportAddress> {
        self.nominated.or_else(|| self.valid.last().copied())
    }

    pub(super) fn valid(&self) -> &[TransportAddress] {
        &self.valid
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::SocketAddr;

    fn path(port: u16) -> TransportAddress {
        TransportAddress::Udp(SocketAddr::from(([192, 0, 2, 1], port)))
    }

    #[test]
    fn the_nominated_path_is_selected_and_before_that_the_latest() {
        let mut paths = PeerPaths::default();
        assert_eq!(paths.selected(), None);
        paths.add_valid(path(1), false);
        paths.add_valid(path(2), false);
        assert_eq!(paths.selected(), Some(path(2)));
        paths.add_valid(path(1), true);
        paths.add_valid(path(3), false);
        assert_eq!(paths.selected(), Some(path(1)));
        paths.add_valid(path(3), true);
        assert_eq!(
            paths.selected(),
            Some(path(3)),
            "a later nomination replaces the first"
        );
    }

    #[test]
    fn the_oldest_path_is_removed_but_never_the_nominated_one() {
        let mut paths = PeerPaths::default();
        paths.add_valid(path(1), true);
        let removed: Vec<_> = (2..=10)
            .filter_map(|port| paths.add_valid(path(port), false))
            .collect();
        assert_eq!(removed, [path(2), path(3)]);
        assert_eq!(paths.valid().len(), MAX_PATHS);
        assert_eq!(paths.selected(), Some(path(1)));
    }
}
