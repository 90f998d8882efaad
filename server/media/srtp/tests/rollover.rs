//! Rollover counters and replay windows while packets are lost, late and duplicated.

use super::*;
use crate::media::srtp::replay_window::ReplayWindow;
use proptest::prelude::*;
use std::collections::HashSet;

/// Packet indices from `first` on, in the order of arrival over a bad network: some are late, lost or
/// duplicated.
fn arrivals(first: u64, count: u64) -> impl Strategy<Value = Vec<u64>> {
    let fates = proptest::collection::vec((0u64..60, 0u8..10), count as usize);
    fates.prop_map(move |fates| {
        let mut arrivals: Vec<(u64, u64)> = Vec::new();
        for (n, (delay, fate)) in (0..).zip(fates) {
            // The first packet arrives first: without it the rollover counter is unknown.
            let at = if n == 0 { 0 } else { n + delay };
            match fate {
                0 if n > 0 => {}
                1 => arrivals.extend([(at, first + n), (at + 3, first + n)]),
                _ => arrivals.push((at, first + n)),
            }
        }
        arrivals.retain(|&(_, index)| index >= first);
        arrivals.sort_by_key(|&(at, _)| at);
        arrivals.into_iter().map(|(_, index)| index).collect()
    })
}

proptest! {
    #[test]
    fn every_packet_opens_exactly_once_across_a_wrap(
        arrivals in (65_200u64..65_536).prop_flat_map(|first| arrivals(first, 400)),
    ) {
        for profile in PROFILES {
            let (mut sealer, mut opener) = pair(profile);
            let last = *arrivals.iter().max().unwrap();
            let sealed: Vec<_> = (arrivals[0]..=last)
                .map(|index| seal(&mut sealer, &packet(index as u16, SSRC, &index.to_be_bytes())))
                .collect();
            let mut opened = HashSet::new();
            for &index in &arrivals {
                let result = open(&mut opener, &sealed[(index - arrivals[0]) as usize]);
                if opened.insert(index) {
                    prop_assert_eq!(result, Ok(packet(index as u16, SSRC, &index.to_be_bytes())));
                } else {
                    prop_assert_eq!(result, Err(SrtpViolation::Replayed));
                }
            }
        }
    }

    #[test]
    fn a_late_packet_is_sealed_with_its_own_rollover_counter(
        arrivals in (65_300u64..65_536).prop_flat_map(|first| arrivals(first, 300)),
    ) {
        for profile in PROFILES {
            let (mut sealer, mut opener) = pair(profile);
            let mut sent = HashSet::new();
            for &index in &arrivals {
                let plain = packet(index as u16, SSRC, &index.to_be_bytes());
                let sealed = seal(&mut sealer, &plain);
                if sent.insert(index) {
                    prop_assert_eq!(open(&mut opener, &sealed), Ok(plain));
                } else {
                    prop_assert!(sealed.is_empty());
                }
            }
        }
    }

    #[test]
    fn the_window_agrees_with_a_plain_set(
        steps in proptest::collection::vec(-80i64..200, 1..300), first in 0u64..200_000,
    ) {
        let mut replay_window = ReplayWindow::default();
        let mut recorded = HashSet::new();
        let mut newest: Option<u64> = None;
        for step in steps {
            let Some(index) = newest.map_or(Some(first), |n| n.checked_add_signed(step)) else {
                continue;
            };
            let in_window = newest.is_none_or(|n| index > n || n - index < 64);
            let fresh = in_window && !recorded.contains(&index);
            prop_assert_eq!(replay_window.is_fresh(index), fresh);
            if let Some(newest) = newest {
                prop_assert_eq!(replay_window.index_of(index as u16), Some(index), "from {}", newest);
            }
            if fresh {
                replay_window.record(index);
                recorded.insert(index);
                newest = newest.max(Some(index));
            }
        }
    }
}

#[test]
fn a_distance_of_2_to_the_15_follows_rfc_3711() {
    let mut replay_window = ReplayWindow::default();
    replay_window.record(0x1_0001);
    assert_eq!(replay_window.index_of(0x8001), Some(0x1_8001));
    assert_eq!(replay_window.index_of(0x8002), Some(0x8002));
    replay_window.record(0x1_8001);
    assert_eq!(replay_window.index_of(0x0001), Some(0x1_0001));
    assert_eq!(replay_window.index_of(0x0000), Some(0x2_0000));
}

#[test]
fn an_index_is_neither_negative_nor_above_48_bits() {
    let mut replay_window = ReplayWindow::default();
    replay_window.record(3);
    assert_eq!(replay_window.index_of(65_530), None);
    replay_window.record((1 << 48) - 1);
    assert_eq!(replay_window.index_of(65_534), Some((1 << 48) - 2));
    assert_eq!(replay_window.index_of(0), None);
}
