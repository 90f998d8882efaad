#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

use super::*;
use crate::base::Millis;
use proptest::prelude::*;
use rtc_rtcp::goodbye::Goodbye;
use rtc_rtcp::packet::Packet;
use rtc_rtcp::receiver_report::ReceiverReport as OtherReceiverReport;
use rtc_rtcp::reception_report::ReceptionReport;
use rtc_rtcp::sender_report::SenderReport as OtherSenderReport;
use rtc_rtcp::source_description::SourceDescription;

const SSRC: u32 = 7;
const STEP: u32 = 960;

fn as_reception_report(block: &ReportBlock) -> ReceptionReport {
    ReceptionReport {
        ssrc: block.ssrc,
        fraction_lost: block.fraction_lost,
        total_lost: block.cumulative_lost as u32,
        last_sequence_number: block.highest_sequence,
        jitter: block.jitter,
        last_sender_report: block.last_sender_report,
        delay: block.delay,
    }
}

fn unmarshal(bytes: &[u8]) -> Vec<Box<dyn Packet>> {
    rtc_rtcp::packet::unmarshal(&mut &bytes[..]).unwrap()
}

fn marshal(packets: &[Box<dyn Packet>]) -> Vec<u8> {
    rtc_rtcp::packet::marshal(packets).unwrap().to_vec()
}

fn any_block() -> impl Strategy<Value = ReportBlock> {
    let numbers = (
        any::<u32>(),
        any::<u32>(),
        any::<u32>(),
        any::<u32>(),
        any::<u32>(),
    );
    (numbers, any::<u8>(), 0..=MAX_LOST).prop_map(|(n, fraction_lost, cumulative_lost)| {
        ReportBlock {
            ssrc: n.0,
            fraction_lost,
            cumulative_lost,
            highest_sequence: n.1,
            jitter: n.2,
            last_sender_report: n.3,
            delay: n.4,
        }
    })
}

fn any_sender() -> impl Strategy<Value = SenderInfo> {
    (
        any::<u32>(),
        any::<u64>(),
        any::<u32>(),
        any::<u32>(),
        any::<u32>(),
    )
        .prop_map(|(ssrc, ntp, rtp, packets, octets)| SenderInfo {
            ssrc,
            ntp,
            rtp,
            packets,
            octets,
        })
}

proptest! {
    #[test]
    fn no_input_panics(
        mut bytes in proptest::collection::vec(any::<u8>(), 0..120), kind in 200u8..204,
    ) {
        let _ = parse(&bytes);
        if bytes.len() >= 4 {
            let words = (bytes.len() / 4 - 1) as u8;
            bytes.truncate(bytes.len() / 4 * 4);
            bytes[0] = 0x80 | bytes[0] & 0x1f;
            bytes[1..4].copy_from_slice(&[kind, 0, words]);
            let _ = parse(&bytes);
        }
    }

    #[test]
    fn packets_of_another_implementation_are_parsed(
        sender in any_sender(), blocks in proptest::collection::vec(any_block(), 0..31), bye: bool,
    ) {
        let mut packets: Vec<Box<dyn Packet>> = vec![
            Box::new(OtherSenderReport {
                ssrc: sender.ssrc,
                ntp_time: sender.ntp,
                rtp_time: sender.rtp,
                packet_count: sender.packets,
                octet_count: sender.octets,
                reports: blocks.iter().take(3).map(as_reception_report).collect(),
                ..Default::default()
            }),
            Box::new(OtherReceiverReport {
                ssrc: sender.ssrc,
                reports: blocks.iter().skip(3).map(as_reception_report).collect(),
                ..Default::default()
            }),
        ];
        if bye {
            packets.push(Box::new(Goodbye { sources: vec![sender.ssrc], ..Default::default() }));
        }
        let reports = parse(&marshal(&packets)).unwrap();
        prop_assert_eq!(reports, Reports { blocks, sender: Some(sender), bye });
    }

    #[test]
    fn another_implementation_parses_the_written_packets(
        sender in any_sender(), block in proptest::option::of(any_block()), cname in "[a-z]{0,300}",
    ) {
        let cut = &cname[..cname.len().min(255)];
        let mut out = vec![1, 2, 3];
        write_receiver_report(SSRC, block.as_ref(), &cname, &mut out);
        let packets = unmarshal(&out);
        let report = packets[0].as_any().downcast_ref::<OtherReceiverReport>().unwrap();
        prop_assert_eq!(report.ssrc, SSRC);
        prop_assert_eq!(&report.reports, &block.iter().map(as_reception_report).collect::<Vec<_>>());
        prop_assert_eq!(cname_of(&*packets[1]), (SSRC, cut.to_owned()));
        prop_assert_eq!(parse(&out).unwrap().blocks, block.into_iter().collect::<Vec<_>>());

        write_sender_report(&sender, &cname, &mut out);
        let packets = unmarshal(&out);
        let report = packets[0].as_any().downcast_ref::<OtherSenderReport>().unwrap();
        prop_assert_eq!((report.ntp_time, report.rtp_time), (sender.ntp, sender.rtp));
        prop_assert_eq!((report.packet_count, report.octet_count), (sender.packets, sender.octets));
        prop_assert_eq!(cname_of(&*packets[1]), (sender.ssrc, cut.to_owned()));
        prop_assert_eq!(parse(&out).unwrap().sender, Some(sender));
    }

    #[test]
    fn packets_are_counted_in_any_order(
        fates in proptest::collection::vec((0u64..50, any::<bool>()), 2..400), first: u16,
    ) {
        let mut stats = ReceptionStats::new(SSRC);
        let mut arrivals: Vec<(u64, u64)> = (1..)
            .zip(&fates)
            .filter(|(_, (_, lost))| !lost)
            .map(|(n, (late, _))| (n + late, n))
            .collect();
        arrivals.push((0, 0));
        arrivals.sort_unstable();
        for (at, n) in &arrivals {
            stats.record_packet(first.wrapping_add(*n as u16), *n as u32 * STEP, Millis(at * 20));
        }
        let highest = arrivals.iter().map(|(_, n)| *n).max().unwrap();
        let block = stats.report(Millis(0));
        let lost = highest + 1 - arrivals.len() as u64;
        prop_assert_eq!(block.cumulative_lost as u64, lost);
        prop_assert_eq!(block.highest_sequence, (u64::from(first) + highest) as u32);
        prop_assert_eq!(u64::from(block.fraction_lost), lost * 256 / (highest + 1));
    }
}

fn cname_of(packet: &dyn Packet) -> (u32, String) {
    let description = packet.as_any().downcast_ref::<SourceDescription>().unwrap();
    let chunk = &description.chunks[0];
    (
        chunk.source,
        String::from_utf8(chunk.items[0].text.to_vec()).unwrap(),
    )
}

#[test]
fn unknown_packets_are_ignored_and_truncated_ones_refused() {
    // Feedback (205) before a receiver report that ends in padding.
    let mut bytes = vec![0x81, 205, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2];
    bytes.extend_from_slice(&[0xa0, 201, 0, 2, 0, 0, 0, 9, 0, 0, 0, 4]);
    assert_eq!(parse(&bytes), Ok(Reports::default()));
    for len in (1..bytes.len()).filter(|len| *len != 12) {
        assert_eq!(parse(&bytes[..len]), Err(RtcpViolation::Malformed), "{len}");
    }
    bytes[12] |= 1;
    assert_eq!(
        parse(&bytes),
        Err(RtcpViolation::Malformed),
        "a missing report block"
    );
    bytes[12] = 0x40;
    assert_eq!(
        parse(&bytes),
        Err(RtcpViolation::Malformed),
        "another version"
    );
}

#[test]
fn a_cumulative_loss_may_be_negative_and_is_limited_to_24_bits() {
    let mut out = Vec::new();
    for (lost, expected) in [(-1, -1), (i32::MIN, -MAX_LOST - 1), (i32::MAX, MAX_LOST)] {
        let block = ReportBlock {
            cumulative_lost: lost,
            fraction_lost: 9,
            ..Default::default()
        };
        write_receiver_report(SSRC, Some(&block), "x", &mut out);
        let [read] = parse(&out).unwrap().blocks[..] else {
            panic!("one block")
        };
        assert_eq!((read.cumulative_lost, read.fraction_lost), (expected, 9));
    }
}

#[test]
fn the_lost_fraction_covers_the_time_since_the_last_report() {
    let mut stats = ReceptionStats::new(SSRC);
    assert_eq!(
        stats.report(Millis(0)),
        ReportBlock {
            ssrc: SSRC,
            ..Default::default()
        }
    );
    for n in [65_534, 65_535, 2, 3] {
        stats.record_packet(n, 0, Millis(0));
    }
    let block = stats.report(Millis(0));
    assert_eq!((block.fraction_lost, block.cumulative_lost), (85, 2));
    assert_eq!(block.highest_sequence, 65_536 + 3);
    stats.record_packet(4, 0, Millis(0));
    assert_eq!(stats.report(Millis(0)).fraction_lost, 0);
    assert_eq!(stats.report(Millis(0)).fraction_lost, 0);
    // A late packet that was already counted as lost: the fraction is not negative.
    stats.record_packet(1, 0, Millis(0));
    let block = stats.report(Millis(0));
    assert_eq!((block.fraction_lost, block.cumulative_lost), (0, 1));
}

#[test]
fn a_jump_of_the_sequence_number_restarts_the_count() {
    let mut stats = ReceptionStats::new(SSRC);
    stats.record_packet(10, 0, Millis(0));
    stats.record_packet(10 + 3_000, 0, Millis(0));
    stats.record_packet(10 + 3_001, 0, Millis(0));
    let block = stats.report(Millis(0));
    assert_eq!((block.cumulative_lost, block.highest_sequence), (0, 3_011));
}

#[test]
fn jitter_is_0_for_a_regular_stream_and_approaches_the_mean_delay_change_otherwise() {
    let (mut regular, mut irregular) = (ReceptionStats::new(SSRC), ReceptionStats::new(SSRC));
    for n in 0..500u16 {
        // The timestamp wraps once; every other packet is 10 ms late.
        let timestamp = (u32::from(n) * STEP).wrapping_sub(100 * STEP);
        let now = u64::from(n) * 20;
        regular.record_packet(n, timestamp, Millis(now));
        irregular.record_packet(n, timestamp, Millis(now + u64::from(n % 2) * 10));
    }
    assert_eq!(regular.report(Millis(0)).jitter, 0);
    let jitter = irregular.report(Millis(0)).jitter;
    assert!((470..=480).contains(&jitter), "{jitter}");
}

#[test]
fn a_report_names_the_last_sender_report_and_the_time_since() {
    let mut stats = ReceptionStats::new(SSRC);
    stats.record_sender_report(0x1111_2222_3333_4444, Millis(1_000));
    let block = stats.report(Millis(3_500));
    assert_eq!(
        (block.last_sender_report, block.delay),
        (0x2222_3333, 163_840)
    );
    assert_eq!(stats.report(Millis(u64::MAX)).delay, u32::MAX);
}

#[test]
fn the_loss_of_listeners_is_their_80th_percentile() {
    let mut loss = ListenerLoss::default();
    assert_eq!(loss.take(), 0);
    [0, 0, 0, 0, 0, 0, 0, 10, 200, 255]
        .into_iter()
        .for_each(|fraction| loss.record(fraction));
    assert_eq!(loss.take(), 10);
    assert_eq!(loss.take(), 0, "the histogram is cleared");
    loss.record(255);
    assert_eq!(loss.take(), 255);
}

#[test]
fn at_least_raises_a_smaller_loss_only() {
    let block = ReportBlock {
        fraction_lost: 20,
        jitter: 3,
        ..Default::default()
    };
    assert_eq!(block.at_least(10), block);
    assert_eq!(
        block.at_least(30),
        ReportBlock {
            fraction_lost: 30,
            ..block
        }
    );
}
