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

struct Floor {
    few: LoudestSpeakers,
    now: Millis,
}

impl Floor {
    fn new(at_most: u8) -> Self {
        let mut few = LoudestSpeakers::default();
        few.allow(&ALL, at_most);
        Self {
            few,
            now: Millis(10_000),
        }
    }

    /// For so long, everyone sends a packet of 20 ms with their level; says who got through last.
    fn pass(&mut self, millis: u64, levels: &[(PeerId, u8)]) -> Vec<PeerId> {
        let mut through = Vec::new();
        for _ in 0..millis / 20 {
            self.now = Millis(self.now.0 + 20);
            through.clear();
            for &(peer, level) in levels {
                let slot = self
                    .few
                    .hear(peer, Some((level < SILENCE, level)), self.now);
                through.extend(slot.map(|_| peer));
            }
        }
        through
    }

    fn speaking(&self) -> Vec<PeerId> {
        self.few.speaking(self.now).collect()
    }
}

#[test]
fn the_first_word_finds_a_free_slot_at_once() {
    let mut floor = Floor::new(2);
    assert_eq!(floor.pass(20, &[(ANNE, SPEAKING)]), [ANNE]);
    assert_eq!(
        floor.few.hear(BEN, Some((true, QUIET)), floor.now),
        Some(SlotIndex(1))
    );
    assert_eq!(floor.few.hear(CARA, Some((true, QUIET)), floor.now), None);
}

#[test]
fn a_quiet_room_and_a_stranger_are_not_heard() {
    let mut floor = Floor::new(3);
    assert_eq!(floor.pass(1_000, &[(ANNE, 70), (BEN, SILENCE)]), []);
    assert_eq!(floor.few.hear(CARA, Some((false, LOUD)), floor.now), None);
    assert_eq!(
        floor.few.hear(PeerId(99), Some((true, LOUD)), floor.now),
        None
    );
}

#[test]
fn a_pause_keeps_the_slot_and_a_long_silence_frees_it() {
    let mut floor = Floor::new(1);
    floor.pass(400, &[(ANNE, SPEAKING)]);
    assert_eq!(floor.pass(2_000, &[(ANNE, SILENCE)]), [ANNE]);
    assert_eq!(floor.speaking(), [ANNE]);
    assert_eq!(floor.pass(20, &[(ANNE, SILENCE)]), []);
    assert_eq!(floor.speaking(), []);
}

#[test]
fn who_sends_nothing_any_more_frees_the_slot() {
    let mut floor = Floor::new(1);
    floor.pass(400, &[(ANNE, SPEAKING)]);
    floor.now = Millis(floor.now.0 + 1_990);
    assert_eq!(floor.speaking(), [ANNE]);
    assert_eq!(floor.pass(20, &[(BEN, QUIET)]), [BEN]);
    assert_eq!(floor.speaking(), [BEN]);
}

#[test]
fn someone_clearly_louder_takes_the_slot_of_the_quietest() {
    let mut floor = Floor::new(2);
    floor.pass(1_000, &[(ANNE, SPEAKING), (BEN, QUIET)]);
    let through = floor.pass(2_000, &[(ANNE, SPEAKING), (BEN, QUIET), (CARA, LOUD)]);
    assert_eq!(through, [ANNE, CARA]);
    assert_eq!(floor.speaking(), [CARA, ANNE]);
}

#[test]
fn who_falls_silent_without_a_packet_makes_way_before_the_slot_is_freed() {
    let mut floor = Floor::new(1);
    floor.pass(1_000, &[(ANNE, LOUD), (BEN, SILENCE)]);
    assert_eq!(floor.pass(400, &[(BEN, SPEAKING)]), [BEN]);
}

#[test]
fn someone_hardly_louder_does_not() {
    let mut floor = Floor::new(1);
    floor.pass(1_000, &[(ANNE, SPEAKING)]);
    let through = floor.pass(5_000, &[(ANNE, SPEAKING), (BEN, SPEAKING - 5)]);
    assert_eq!(through, [ANNE]);
}

#[test]
fn a_click_displaces_nobody() {
    let mut floor = Floor::new(1);
    floor.pass(2_000, &[(ANNE, SPEAKING), (BEN, SILENCE)]);
    assert_eq!(floor.pass(40, &[(ANNE, SPEAKING), (BEN, 0)]), [ANNE]);
    floor.pass(400, &[(ANNE, SPEAKING)]);
    assert_eq!(floor.pass(20, &[(ANNE, SPEAKING), (BEN, 0)]), [ANNE]);
}

#[test]
fn two_who_shout_in_turns_do_not_flap() {
    let mut floor = Floor::new(1);
    let (mut holder, mut changes) = (ANNE, 0);
    for round in 0..40u8 {
        let (anne, ben) = if round % 2 == 0 {
            (LOUD, QUIET)
        } else {
            (QUIET, LOUD)
        };
        for _ in 0..15 {
            let through = floor.pass(20, &[(ANNE, anne), (BEN, ben)]);
            if let Some(&last) = through.last()
                && last != holder
            {
                holder = last;
                changes += 1;
            }
        }
    }
    // Twelve seconds, in which each stay lasts one at least.
    assert!(changes <= 12, "{changes}");
}

#[test]
fn who_gives_no_level_is_heard_but_displaces_nobody() {
    let mut floor = Floor::new(1);
    assert_eq!(floor.few.hear(ANNE, None, floor.now), Some(SlotIndex(0)));
    let through = floor.pass(3_000, &[(BEN, SPEAKING)]);
    assert_eq!(through, [BEN]);
    for _ in 0..100 {
        floor.now = Millis(floor.now.0 + 20);
        floor.few.hear(BEN, Some((true, SPEAKING)), floor.now);
        assert_eq!(floor.few.hear(ANNE, None, floor.now), None);
    }
}

#[test]
fn who_is_no_longer_allowed_is_out_and_who_stays_keeps_the_slot() {
    let mut floor = Floor::new(2);
    floor.pass(400, &[(ANNE, SPEAKING), (BEN, LOUD)]);
    floor.few.allow(&[BEN, CARA, BEN], 9);
    assert_eq!(floor.speaking(), [BEN]);
    assert_eq!(floor.few.hear(ANNE, Some((true, LOUD)), floor.now), None);
    assert_eq!(
        floor.few.hear(BEN, Some((true, LOUD)), floor.now),
        Some(SlotIndex(1))
    );
    floor.few.allow(&[BEN, CARA], 1);
    assert_eq!(floor.speaking(), []);
    assert_eq!(
        floor.few.hear(CARA, Some((true, LOUD)), floor.now),
        Some(SlotIndex(0))
    );
    floor.few.allow(&ALL, 0);
    assert_eq!(floor.few.hear(CARA, Some((true, LOUD)), floor.now), None);
}

#[derive(Clone, Debug)]
enum Step {
    Hear(u64, Option<(bool, u8)>, u64),
    Allow(Vec<u64>, u8),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        30 => (0u64..6, any::<Option<(bool, u8)>>(), 0u64..300)
            .prop_map(|(peer, level, later)| Step::Hear(peer, level, later)),
        1 => (proptest::collection::vec(0u64..6, 0..6), any::<u8>())
            .prop_map(|(peers, at_most)| Step::Allow(peers, at_most)),
    ]
}

proptest! {
    #[test]
    fn no_slot_is_shared_and_none_is_given_beyond_what_is_allowed(
        steps in proptest::collection::vec(step(), 1..300),
    ) {
        let (mut few, mut allowed, mut most, mut now) = (LoudestSpeakers::default(), vec![], 0, 0);
        for step in steps {
            match step {
                Step::Allow(peers, at_most) => {
                    allowed = peers.into_iter().map(PeerId).collect();
                    most = usize::from(at_most).min(SLOTS);
                    few.allow(&allowed, at_most);
                }
                Step::Hear(peer, level, later) => {
                    now += later;
                    if let Some(slot) = few.hear(PeerId(peer), level, Millis(now)) {
                        prop_assert!(usize::from(slot.0) < most && allowed.contains(&PeerId(peer)));
                        // Asked again in the same instant, nobody else has that slot.
                        prop_assert_eq!(few.hear(PeerId(peer), level, Millis(now)), Some(slot));
                    }
                }
            }
            let mut speaking: Vec<_> = few.speaking(Millis(now)).collect();
            prop_assert!(speaking.len() <= most);
            prop_assert!(speaking.iter().all(|peer| allowed.contains(peer)));
            speaking.sort_unstable();
            speaking.dedup();
            prop_assert_eq!(speaking.len(), few.speaking(Millis(now)).count());
        }
    }
}
