//! How many people are in a room, for the schedule and the metrics.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

/// The headcount of one room; cheap to clone.
#[derive(Clone, Debug)]
pub(super) struct Headcount {
    people: Arc<AtomicU32>,
    /// Shared by all rooms; rises with every change of a headcount.
    version: Arc<AtomicU64>,
}

impl Headcount {
    pub(super) fn new(version: Arc<AtomicU64>) -> Self {
        Self {
            people: Arc::default(),
            version,
        }
    }

    pub(super) fn set(&self, people: u32) {
        if self.people.swap(people, Ordering::Relaxed) != people {
            self.version.fetch_add(1, Ordering::Relaxed);
        }
    }

    pub(super) fn get(&self) -> u32 {
        self.people.load(Ordering::Relaxed)
    }
}
