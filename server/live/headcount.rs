//! How many are in a room, for whoever looks from outside.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

/// One room's number; cheap to clone.
#[derive(Clone, Debug)]
pub struct Headcount {
    people: Arc<AtomicU32>,
    /// Shared by all rooms: raised by every change.
    crowd: Arc<AtomicU64>,
}

impl Headcount {
    pub(super) fn new(crowd: Arc<AtomicU64>) -> Self {
        Self {
            people: Arc::default(),
            crowd,
        }
    }

    pub(super) fn set(&self, people: u32) {
        if self.people.swap(people, Ordering::Relaxed) != people {
            self.crowd.fetch_add(1, Ordering::Relaxed);
        }
    }

    pub(super) fn get(&self) -> u32 {
        self.people.load(Ordering::Relaxed)
    }
}
