//! Counts of a bounded number of callers. When there is no room for another, the one that has tried least is
//! forgotten, so that many addresses that try once cannot erase the count of one that tries often.

use std::collections::{BTreeSet, HashMap};
use std::hash::Hash;

/// How often each key was counted.
#[derive(Debug)]
pub(super) struct Counts<K> {
    capacity: usize,
    by_key: HashMap<K, Entry>,
    /// Every key with its count and its number, the least and oldest first.
    order: BTreeSet<(u32, u64, K)>,
    /// The number of the next new key.
    next: u64,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    count: u32,
    number: u64,
}

impl<K: Copy + Eq + Hash + Ord> Counts<K> {
    /// Nothing is counted yet; at most `capacity` keys will be.
    pub(super) fn new(capacity: usize) -> Self {
        Self {
            capacity,
            by_key: HashMap::new(),
            order: BTreeSet::new(),
            next: 0,
        }
    }

    /// Whether another key takes the place of one that is counted.
    pub(super) fn is_full(&self) -> bool {
        self.by_key.len() >= self.capacity
    }

    pub(super) fn contains(&self, key: &K) -> bool {
        self.by_key.contains_key(key)
    }

    /// Counts one attempt, and returns how many there were.
    pub(super) fn count(&mut self, key: K) -> u32 {
        let counted = self.by_key.get(&key).copied();
        let entry = counted.unwrap_or_else(|| self.insert());
        self.order.remove(&(entry.count, entry.number, key));
        let count = entry.count.saturating_add(1);
        self.order.insert((count, entry.number, key));
        self.by_key.insert(key, Entry { count, ..entry });
        count
    }

    /// A place for a new key.
    fn insert(&mut self) -> Entry {
        if self.is_full()
            && let Some((_, _, least)) = self.order.pop_first()
        {
            self.by_key.remove(&least);
        }
        self.next += 1;
        Entry {
            count: 0,
            number: self.next,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_with_the_lowest_count_makes_room_and_among_equals_the_oldest() {
        let mut counts = Counts::new(3);
        assert_eq!([counts.count('a'), counts.count('a')], [1, 2]);
        assert_eq!([counts.count('b'), counts.count('c')], [1, 1]);
        assert!(counts.is_full());
        assert_eq!(counts.count('d'), 1);
        assert!(!counts.contains(&'b'));
        assert!(['a', 'c', 'd'].iter().all(|key| counts.contains(key)));
        assert_eq!(counts.count('a'), 3);
        assert_eq!((counts.by_key.len(), counts.order.len()), (3, 3));
    }
}
