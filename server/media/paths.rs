//! The paths by which one peer was proven to be reachable. Pure.

use super::transport_address::TransportAddress;

/// PeerPaths kept for one peer: its Wi-Fi, its mobile network and its TCP connection, each over IPv4 and
/// IPv6, and two to spare for addresses that a NAT changed.
const MAX_PATHS: usize = 8;

/// Which paths passed a check, and which is used.
#[derive(Default)]
pub(super) struct PeerPaths {
    /// Oldest first.
    valid: Vec<TransportAddress>,
    nominated: Option<TransportAddress>,
}

impl PeerPaths {
    /// A check came by `path` and was genuine. Returns a path that is forgotten for it.
    pub(super) fn validated(
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

    /// Where to send: the path that the peer chose, or the latest that works while it has not.
    pub(super) fn current(&self) -> Option<TransportAddress> {
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
    fn the_chosen_path_is_used_and_the_latest_until_one_is_chosen() {
        let mut paths = PeerPaths::default();
        assert_eq!(paths.current(), None);
        paths.validated(path(1), false);
        paths.validated(path(2), false);
        assert_eq!(paths.current(), Some(path(2)));
        paths.validated(path(1), true);
        paths.validated(path(3), false);
        assert_eq!(paths.current(), Some(path(1)));
        paths.validated(path(3), true);
        assert_eq!(
            paths.current(),
            Some(path(3)),
            "a change in mid-call is just another choice"
        );
    }

    #[test]
    fn the_oldest_path_is_forgotten_but_never_the_chosen() {
        let mut paths = PeerPaths::default();
        paths.validated(path(1), true);
        let forgotten: Vec<_> = (2..=10)
            .filter_map(|port| paths.validated(path(port), false))
            .collect();
        assert_eq!(forgotten, [path(2), path(3)]);
        assert_eq!(paths.valid().len(), MAX_PATHS);
        assert_eq!(paths.current(), Some(path(1)));
    }
}
