//! Checks that forwarding allocates nothing. In a binary of its own, because it counts all allocations
//! of the process.

#[expect(dead_code, reason = "the tests use the rest")]
mod it {
    pub mod support;
}

use it::support::network::{LinkConditions, Network};
use porchlight::media::send_queue::{Datagram, PacketSink};
use porchlight::media::transport_address::TransportAddress;
use porchlight::media::{ForwardPolicy, RoomKey};
use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

struct CountingAllocator;

static ALLOCATIONS: AtomicUsize = AtomicUsize::new(0);

// SAFETY: every call is passed unchanged to the system's allocator, which fulfils the contract.
unsafe impl GlobalAlloc for CountingAllocator {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Relaxed);
        // SAFETY: the caller fulfils the contract of this same function.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the caller fulfils the contract of this same function.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Relaxed);
        // SAFETY: the caller fulfils the contract of this same function.
        unsafe { System.realloc(pointer, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: CountingAllocator = CountingAllocator;

/// Counts the datagrams and drops them.
struct CountingSink(usize);

impl PacketSink for CountingSink {
    fn send_batch(&mut self, batch: &[Datagram]) {
        self.0 += batch.len();
    }
}

#[test]
fn nothing_is_allocated_per_forwarded_packet() {
    const ROOM: RoomKey = RoomKey(1);
    const LISTENERS: usize = 100;
    const PACKETS: u16 = 500;
    let mut network = Network::new(1, LinkConditions::default());
    for _ in 0..=LISTENERS {
        network.join(ROOM);
    }
    network.connect_all();
    let floor = ForwardPolicy::One(network.clients[0].id);
    network.set_policy(ROOM, floor);

    let from = TransportAddress::Udp(network.clients[0].address);
    let mut packets = Vec::new();
    for sequence in 0..=PACKETS {
        let timestamp = u32::from(sequence) * 960;
        let peer = &mut network.clients[0].peer;
        peer.send_audio(sequence, timestamp, 30, &[7; 100], |packet| {
            packets.push(packet.to_vec());
        });
    }
    let mut packets = packets.iter_mut();
    let mut sink = CountingSink(0);
    let now = network.now();
    // The first packet may allocate.
    network
        .plane
        .receive(now, from, packets.next().expect("a packet"), &mut sink);
    network.plane.flush(&mut sink);

    let before = ALLOCATIONS.load(Relaxed);
    for packet in packets {
        assert!(network.plane.receive(now, from, packet, &mut sink));
        network.plane.flush(&mut sink);
    }
    assert_eq!(ALLOCATIONS.load(Relaxed) - before, 0);
    assert_eq!(sink.0, LISTENERS * (usize::from(PACKETS) + 1));
}
