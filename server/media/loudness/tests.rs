use super::*;
use proptest::prelude::*;

const ANNE: PeerId = PeerId(1);
const BEN: PeerId = PeerId(2);
const CARA: PeerId = PeerId(3);
const DAN: PeerId = PeerId(4);
const ALL: [PeerId; 4] = [ANNE, BEN, CARA, DAN];

/// Levels in -dBov.
const LOUD: u8 = 15;
const SPEAKING: u8 = 30;
const QUIET: u8 = 45;

fn level(is_voice: bool, minus_dbov: u8) -> Option<AudioLevel> {
    Some(AudioLevel {
        is_voice,
        minus_dbov,
    })
}

struct Floor {
    loudest: LoudestSpeakers,
    now: Millis,
}

impl Floor {
    fn new(at_most: u8) -> Self {
        let mut loudest = LoudestSpeakers::default();
        loudest.set_allowed(&ALL, at_most);
        Self {
            loudest,
            now: Millis(10_000),
        }
    }

    /// For `millis`, every listed peer sends a packet with its level every 20 ms. Returns whose last
    /// packets were forwarded.
    fn run(&mut self, millis: u64, levels: &[(PeerId, u8)]) -> Vec<PeerId> {
        let mut forwarded = Vec::new();
        for _ in 0..millis / 20 {
            self.now = Millis(self.now.0 + 20);
            forwarded.clear();
            for &(peer, dbov) in levels {
                let slot = self
                    .loudest
                    .select_slot(peer, level(dbov < SILENCE, dbov), self.now);
                forwarded.extend(slot.map(|_| peer));
            }
        }
        forwarded
    }

    fn speaking(&self) -> Vec<PeerId> {
        self.loudest.speaking(self.now).collect()
    }
}

#[test]
fn the_first_packet_of_speech_gets_a_free_slot() {
    let mut floor = Floor::new(2);
    assert_eq!(floor.run(20, &[(ANNE, SPEAKING)]), [ANNE]);
    assert_eq!(
        floor
            .loudest
            .select_slot(BEN, level(true, QUIET), floor.now),
        Some(SlotIndex(1))
    );
    assert_eq!(
        floor
            .loudest
            .select_slot(CARA, level(true, QUIET), floor.now),
        None
    );
}

#[test]
fn background_noise_and_unknown_peers_get_no_slot() {
    let mut floor = Floor::new(3);
    assert_eq!(floor.run(1_000, &[(ANNE, 70), (BEN, SILENCE)]), []);
    assert_eq!(
        floor
            .loudest
            .select_slot(CARA, level(false, LOUD), floor.now),
        None
    );
    assert_eq!(
        floor
            .loudest
            .select_slot(PeerId(99), level(true, LOUD), floor.now),
        None
    );
}

#[test]
fn a_source_keeps_its_slot_in_a_pause_and_loses_it_in_a_long_silence() {
    let mut floor = Floor::new(1);
    floor.run(400, &[(ANNE, SPEAKING)]);
    assert_eq!(floor.run(2_000, &[(ANNE, SILENCE)]), [ANNE]);
    assert_eq!(floor.speaking(), [ANNE]);
    assert_eq!(floor.run(20, &[(ANNE, SILENCE)]), []);
    assert_eq!(floor.speaking(), []);
}

#[test]
fn a_source_that_stops_sending_loses_its_slot() {
    let mut floor = Floor::new(1);
    floor.run(400, &[(ANNE, SPEAKING)]);
    floor.now = Millis(floor.now.0 + 1_990);
    assert_eq!(floor.speaking(), [ANNE]);
    assert_eq!(floor.run(20, &[(BEN, QUIET)]), [BEN]);
    assert_eq!(floor.speaking(), [BEN]);
}

#[test]
fn a_clearly_louder_source_takes_the_slot_of_the_quietest() {
    let mut floor = Floor::new(2);
    floor.run(1_000, &[(ANNE, SPEAKING), (BEN, QUIET)]);
    let forwarded = floor.run(2_000, &[(ANNE, SPEAKING), (BEN, QUIET), (CARA, LOUD)]);
    assert_eq!(forwarded, [ANNE, CARA]);
    assert_eq!(floor.speaking(), [CARA, ANNE]);
}

#[test]
fn a_source_that_stops_sending_can_be_replaced_before_its_slot_is_freed() {
    let mut floor = Floor::new(1);
    floor.run(1_000, &[(ANNE, LOUD), (BEN, SILENCE)]);
    assert_eq!(floor.run(400, &[(BEN, SPEAKING)]), [BEN]);
}

#[test]
fn a_slightly_louder_source_takes_no_slot() {
    let mut floor = Floor::new(1);
    floor.run(1_000, &[(ANNE, SPEAKING)]);
    let forwarded = floor.run(5_000, &[(ANNE, SPEAKING), (BEN, SPEAKING - 5)]);
    assert_eq!(forwarded, [ANNE]);
}

#[test]
fn a_click_takes_no_slot() {
    let mut floor = Floor::new(1);
    floor.run(2_000, &[(ANNE, SPEAKING), (BEN, SILENCE)]);
    assert_eq!(floor.run(40, &[(ANNE, SPEAKING), (BEN, 0)]), [ANNE]);
    floor.run(400, &[(ANNE, SPEAKING)]);
    assert_eq!(floor.run(20, &[(ANNE, SPEAKING), (BEN, 0)]), [ANNE]);
}

#[test]
fn two_alternating_loud_sources_do_not_swap_the_slot_quickly() {
    let mut floor = Floor::new(1);
    let (mut holder, mut changes) = (ANNE, 0);
    for round in 0..40u8 {
        let (anne, ben) = if round % 2 == 0 {
            (LOUD, QUIET)
        } else {
            (QUIET, LOUD)
        };
        for _ in 0..15 {
            let forwarded = floor.run(20, &[(ANNE, anne), (BEN, ben)]);
            if let Some(&last) = forwarded.last()
                && last != holder
            {
                holder = last;
                changes += 1;
            }
        }
    }
    // In 12 s, with a minimum stay of 1 s.
    assert!(changes <= 12, "{changes}");
}

#[test]
fn a_source_without_levels_can_get_a_free_slot_but_takes_none() {
    let mut floor = Floor::new(1);
    assert_eq!(
        floor.loudest.select_slot(ANNE, None, floor.now),
        Some(SlotIndex(0))
    );
    let forwarded = floor.run(3_000, &[(BEN, SPEAKING)]);
    assert_eq!(forwarded, [BEN]);
    for _ in 0..100 {
        floor.now = Millis(floor.now.0 + 20);
        floor
            .loudest
            .select_slot(BEN, level(true, SPEAKING), floor.now);
        assert_eq!(floor.loudest.select_slot(ANNE, None, floor.now), None);
    }
}

#[test]
fn a_source_that_is_no_longer_allowed_loses_its_slot_and_others_keep_theirs() {
    let mut floor = Floor::new(2);
    floor.run(400, &[(ANNE, SPEAKING), (BEN, LOUD)]);
    floor.loudest.set_allowed(&[BEN, CARA, BEN], 9);
    assert_eq!(floor.speaking(), [BEN]);
    assert_eq!(
        floor
            .loudest
            .select_slot(ANNE, level(true, LOUD), floor.now),
        None
    );
    assert_eq!(
        floor.loudest.select_slot(BEN, level(true, LOUD), floor.now),
        Some(SlotIndex(1))
    );
    floor.loudest.set_allowed(&[BEN, CARA], 1);
    assert_eq!(floor.speaking(), []);
    assert_eq!(
        floor
            .loudest
            .select_slot(CARA, level(true, LOUD), floor.now),
        Some(SlotIndex(0))
    );
    floor.loudest.set_allowed(&ALL, 0);
    assert_eq!(
        floor
            .loudest
            .select_slot(CARA, level(true, LOUD), floor.now),
        None
    );
}

#[derive(Clone, Debug)]
enum Step {
    Packet(u64, Option<AudioLevel>, u64),
    Allow(Vec<u64>, u8),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        30 => (0u64..6, any::<Option<(bool, u8)>>(), 0u64..300).prop_map(|(peer, values, later)| {
        let level = values.and_then(|(is_voice, minus_dbov)| level(is_voice, minus_dbov));
        Step::Packet(peer, level, later)
        }),
        1 => (proptest::collection::vec(0u64..6, 0..6), any::<u8>())
            .prop_map(|(peers, at_most)| Step::Allow(peers, at_most)),
    ]
}

proptest! {
    #[test]
    fn no_slot_is_shared_and_only_allowed_sources_get_one(
        steps in proptest::collection::vec(step(), 1..300),
    ) {
        let (mut loudest, mut allowed, mut most, mut now) = (LoudestSpeakers::default(), vec![], 0, 0);
        for step in steps {
            match step {
                Step::Allow(peers, at_most) => {
                    allowed = peers.into_iter().map(PeerId).collect();
                    most = usize::from(at_most).min(SLOTS);
                    loudest.set_allowed(&allowed, at_most);
                }
                Step::Packet(peer, level, later) => {
                    now += later;
                    if let Some(slot) = loudest.select_slot(PeerId(peer), level, Millis(now)) {
                        prop_assert!(usize::from(slot.0) < most && allowed.contains(&PeerId(peer)));
                        // A second packet at the same time gets the same slot.
                        prop_assert_eq!(loudest.select_slot(PeerId(peer), level, Millis(now)), Some(slot));
                    }
                }
            }
            let mut speaking: Vec<_> = loudest.speaking(Millis(now)).collect();
            prop_assert!(speaking.len() <= most);
            prop_assert!(speaking.iter().all(|peer| allowed.contains(peer)));
            speaking.sort_unstable();
            speaking.dedup();
            prop_assert_eq!(speaking.len(), loudest.speaking(Millis(now)).count());
        }
    }
}
