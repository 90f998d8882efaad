#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

use super::*;
use proptest::prelude::*;
use std::collections::HashSet;

const ANNE: PeerId = PeerId(1);
const BEN: PeerId = PeerId(2);
const STEP: u32 = 960;

fn at(index: u64, timestamp: u32, marker: bool) -> Option<MappedPacket> {
    Some(MappedPacket {
        index,
        timestamp,
        marker,
    })
}

#[test]
fn a_timeline_starts_at_0_and_follows_the_source_across_wraps() {
    let mut slot = SlotTimeline::default();
    assert_eq!(
        slot.map(ANNE, 65_535, u32::MAX - 100, Millis(5)),
        at(0, 0, true)
    );
    assert_eq!(
        slot.map(ANNE, 0, STEP - 101, Millis(25)),
        at(1, STEP, false)
    );
    assert_eq!(
        slot.map(ANNE, 1, 2 * STEP - 101, Millis(45)),
        at(2, 2 * STEP, false)
    );
}

#[test]
fn a_lost_packet_leaves_a_gap_that_a_late_one_fills_once() {
    let mut slot = SlotTimeline::default();
    slot.map(ANNE, 10, 0, Millis(0));
    assert_eq!(
        slot.map(ANNE, 13, 3 * STEP, Millis(60)),
        at(3, 3 * STEP, false)
    );
    assert_eq!(
        slot.map(ANNE, 12, 2 * STEP, Millis(61)),
        at(2, 2 * STEP, false)
    );
    assert_eq!(slot.map(ANNE, 12, 2 * STEP, Millis(62)), None);
    assert_eq!(slot.map(ANNE, 13, 3 * STEP, Millis(63)), None);
    assert_eq!(slot.map(ANNE, 10, 0, Millis(64)), None);
    assert_eq!(slot.map(ANNE, 11, STEP, Millis(65)), at(1, STEP, false));
}

#[test]
fn the_next_speaker_follows_directly_with_the_time_that_has_passed() {
    let mut slot = SlotTimeline::default();
    slot.map(ANNE, 10, 0, Millis(0));
    slot.map(ANNE, 11, STEP, Millis(20));
    assert_eq!(
        slot.map(BEN, 9_000, 77, Millis(520)),
        at(2, STEP + 500 * 48, true)
    );
    assert_eq!(
        slot.map(BEN, 8_999, 77 - 76, Millis(521)),
        None,
        "sent before the change of speaker"
    );
    assert_eq!(
        slot.map(BEN, 9_001, 77 + STEP, Millis(540)),
        at(3, 2 * STEP + 500 * 48, false)
    );
}

#[test]
fn a_speaker_at_the_same_time_starts_after_the_last_packet() {
    let mut slot = SlotTimeline::default();
    slot.map(ANNE, 10, 0, Millis(0));
    assert_eq!(slot.map(BEN, 1, 0, Millis(0)), at(1, STEP, true));
    // Ben sends packets of 60 ms, so his last packet counts as 60 ms.
    assert_eq!(
        slot.map(BEN, 2, 3 * STEP, Millis(60)),
        at(2, 4 * STEP, false)
    );
    assert_eq!(slot.map(ANNE, 3, 0, Millis(60)), at(3, 7 * STEP, true));
}

#[test]
fn packets_that_were_not_forwarded_leave_no_gap() {
    let mut slot = SlotTimeline::default();
    slot.map(ANNE, 10, 0, Millis(0));
    slot.end_run();
    assert_eq!(
        slot.map(ANNE, 40, 30 * STEP, Millis(600)),
        at(1, 600 * 48, true)
    );
}

#[test]
fn a_jump_of_sequence_number_or_timestamp_starts_a_new_run() {
    let mut slot = SlotTimeline::default();
    slot.map(ANNE, 10, 0, Millis(0));
    assert_eq!(
        slot.map(ANNE, 74, 64 * STEP, Millis(20)),
        at(64, 64 * STEP, false)
    );
    assert_eq!(
        slot.map(ANNE, 139, 129 * STEP, Millis(40)),
        at(65, 65 * STEP, true)
    );
    let jump = 129 * STEP + 20 * 48 + 2_000 * 48;
    assert_eq!(
        slot.map(ANNE, 140, jump, Millis(60)),
        at(66, 65 * STEP + 2_020 * 48, false)
    );
    assert_eq!(
        slot.map(ANNE, 141, jump - 1, Millis(80))
            .map(|m| (m.index, m.marker)),
        Some((67, true))
    );
}

#[test]
fn a_pause_without_packets_does_not_end_a_run() {
    let mut slot = SlotTimeline::default();
    slot.map(ANNE, 10, 0, Millis(0));
    let pause = 5 * 60_000;
    let mapped = slot.map(ANNE, 11, pause * 48, Millis(u64::from(pause)));
    assert_eq!(mapped, at(1, pause * 48, false));
}

/// What happens to a packet on the way: by how many packets it is late, and whether it is lost (0),
/// duplicated (1) or neither.
type Fate = (u64, u8);

/// The packets of successive speakers over a bad network, in the order of arrival.
fn turns() -> impl Strategy<Value = Vec<(PeerId, u16, u32, u64)>> {
    let turn = (
        0u64..3,
        any::<u16>(),
        any::<u32>(),
        proptest::collection::vec((0u64..40, 0u8..8), 1..90),
    );
    proptest::collection::vec(turn, 1..8).prop_map(|turns| {
        let (mut arrivals, mut clock) = (Vec::new(), 0);
        for (peer, sequence, timestamp, fates) in turns {
            arrivals.extend(turn_of(peer, sequence, timestamp, &fates, clock));
            // Long enough that all packets of a turn arrive before the next one, which is a new run.
            clock += 20 * (fates.len() as u64 + 150);
        }
        arrivals
    })
}

fn turn_of(
    peer: u64,
    sequence: u16,
    timestamp: u32,
    fates: &[Fate],
    start: u64,
) -> Vec<(PeerId, u16, u32, u64)> {
    let mut packets = Vec::new();
    for (n, &(late, fate)) in (0u16..).zip(fates) {
        let arrival = start + 20 * (u64::from(n) + late);
        let packet = (
            PeerId(peer),
            sequence.wrapping_add(n),
            timestamp.wrapping_add(u32::from(n) * STEP),
            arrival,
        );
        packets.extend(std::iter::repeat_n(
            packet,
            match fate {
                0 => 0,
                1 => 2,
                _ => 1,
            },
        ));
    }
    packets.sort_by_key(|packet| packet.3);
    packets
}

proptest! {
    #[test]
    fn a_regular_stream_is_continuous_and_timestamps_increase(arrivals in turns()) {
        let mut slot = SlotTimeline::default();
        let mut mapped_packets: Vec<MappedPacket> = Vec::new();
        let mut run_start: Option<(PeerId, u16, u32, MappedPacket)> = None;
        for (source, sequence, timestamp, now) in arrivals {
            let newest = mapped_packets.iter().map(|place| place.index).max();
            let Some(mapped) = slot.map(source, sequence, timestamp, Millis(now)) else { continue };
            if mapped.marker {
                prop_assert_eq!(mapped.index, newest.map_or(0, |newest| newest + 1));
                run_start = Some((source, sequence, timestamp, mapped));
            } else {
                let (run_source, first_sequence, first_timestamp, first) = run_start.unwrap();
                prop_assert_eq!(run_source, source);
                let steps = u64::from(sequence.wrapping_sub(first_sequence));
                let ticks = timestamp.wrapping_sub(first_timestamp);
                prop_assert_eq!(mapped.index - first.index, steps);
                prop_assert_eq!(mapped.timestamp.wrapping_sub(first.timestamp), ticks);
            }
            mapped_packets.push(mapped);
        }
        mapped_packets.sort_by_key(|place| place.index);
        for pair in mapped_packets.windows(2) {
            prop_assert!(pair[0].index < pair[1].index);
            let ticks = pair[1].timestamp.wrapping_sub(pair[0].timestamp);
            prop_assert!(ticks > 0 && ticks < 1 << 31, "{:?}", pair);
        }
    }

    #[test]
    fn an_irregular_source_uses_no_index_twice_and_no_timestamp_of_others(
        packets in proptest::collection::vec(
            (0u64..2, prop_oneof![any::<u16>(), 0u16..70], prop_oneof![any::<u32>(), 0u32..9], 0u64..100), 1..300),
    ) {
        let mut slot = SlotTimeline::default();
        let (mut now, mut used, mut run_timestamp, mut newest) = (0, HashSet::new(), 0u32, 0u32);
        for (source, sequence, timestamp, later) in packets {
            now += later;
            let mapped = slot.map(PeerId(source), sequence, timestamp, Millis(now));
            let Some(mapped) = mapped else { continue };
            prop_assert!(used.insert(mapped.index));
            prop_assert!(mapped.marker || mapped.index > 0);
            if mapped.marker {
                let ticks = mapped.timestamp.wrapping_sub(newest);
                prop_assert!(used.len() == 1 || (1..1 << 31).contains(&ticks));
                run_timestamp = mapped.timestamp;
                newest = run_timestamp;
            }
            prop_assert!(mapped.timestamp.wrapping_sub(run_timestamp) < 1 << 31);
            if mapped.timestamp.wrapping_sub(run_timestamp) > newest.wrapping_sub(run_timestamp) {
                newest = mapped.timestamp;
            }
        }
    }
}
