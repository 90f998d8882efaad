//! How many connections are open, and which of them only wait.

use std::collections::BTreeMap;

/// Places that are held back from ordinary pages for `/healthz`, `/readyz` and the sockets of rooms: one in
/// this many.
const RESERVE: usize = 8;

/// The connections of the listener for pages. `T` closes one of them.
#[derive(Debug)]
pub(super) struct Places<T> {
    /// The most connections at once, the reserve included.
    limit: usize,
    open: usize,
    last_turn: u64,
    /// Connections without a request in progress, the one that has waited longest first.
    waiting: BTreeMap<Turn, T>,
}

/// The order in which connections began to wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Turn(u64);

/// What becomes of a new connection.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Admission<T> {
    /// It may request anything.
    Free,
    /// It may request anything, and this one, which has waited longest, must be closed.
    InPlaceOf(T),
    /// Every other connection is in use. This one may request only what the reserve is for.
    Reserved,
    /// Even the reserve is in use: the connection must be closed.
    Full,
}

impl<T> Places<T> {
    pub(super) fn new(limit: usize) -> Self {
        Self {
            limit,
            open: 0,
            last_turn: 0,
            waiting: BTreeMap::new(),
        }
    }

    /// Counts a new connection. It does not wait yet: see [`Self::wait`]. One that is `Full` is not counted.
    pub(super) fn admit(&mut self) -> Admission<T> {
        let free = self.limit - self.limit / RESERVE;
        if self.open < free {
            self.open += 1;
            return Admission::Free;
        }
        if let Some(longest) = self.close_longest() {
            self.open += 1;
            return Admission::InPlaceOf(longest);
        }
        if self.open < self.limit {
            self.open += 1;
            return Admission::Reserved;
        }
        Admission::Full
    }

    /// The connection waits for a request from now on.
    pub(super) fn wait(&mut self, close: T) -> Turn {
        self.last_turn += 1;
        let turn = Turn(self.last_turn);
        self.waiting.insert(turn, close);
        turn
    }

    /// The connection does not wait any more. `false` when it was chosen to be closed meanwhile.
    pub(super) fn stop_waiting(&mut self, turn: Turn) -> bool {
        self.waiting.remove(&turn).is_some()
    }

    /// The connection has ended, or will be closed without delay.
    pub(super) fn release(&mut self) {
        self.open = self.open.saturating_sub(1);
    }

    /// The connection that has waited longest. It is not counted any more.
    pub(super) fn close_longest(&mut self) -> Option<T> {
        let (_, longest) = self.waiting.pop_first()?;
        self.release();
        Some(longest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_connection_replaces_the_one_that_has_waited_longest() {
        let mut places = Places::new(2);
        assert_eq!(places.admit(), Admission::Free);
        let first = places.wait("first");
        assert_eq!(places.admit(), Admission::Free);
        let second = places.wait("second");
        assert!(places.stop_waiting(first));
        places.wait("first, again");
        assert_eq!(places.admit(), Admission::InPlaceOf("second"));
        assert!(!places.stop_waiting(second), "it was closed");
        assert_eq!(places.admit(), Admission::InPlaceOf("first, again"));
    }

    #[test]
    fn the_reserve_is_used_only_when_every_connection_is_in_use() {
        let mut places: Places<()> = Places::new(16);
        for _ in 0..14 {
            assert_eq!(places.admit(), Admission::Free);
        }
        assert_eq!(places.admit(), Admission::Reserved);
        assert_eq!(places.admit(), Admission::Reserved);
        assert_eq!(places.admit(), Admission::Full);
        places.release();
        assert_eq!(places.admit(), Admission::Reserved);
        for _ in 0..3 {
            places.release();
        }
        assert_eq!(places.admit(), Admission::Free);
    }
}
