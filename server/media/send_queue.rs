//! The queue of outgoing packets: a fixed array, so that forwarding allocates nothing.
//!
//! Promises: it holds at most [`BATCH`] datagrams; a full queue is flushed to the [`PacketSink`].
//! Pure: the sink is the engine's sockets or a simulated network.

use super::transport_address::TransportAddress;

/// Datagrams sent together. `sendmmsg` is not faster with more than 64 (measured).
pub const BATCH: usize = 64;

/// Maximum bytes of one datagram: the payload of an Ethernet frame. Audio packets are far smaller,
/// and the DTLS MTU is below it.
pub const MAX_DATAGRAM: usize = 1_500;

/// One packet and its destination.
pub struct Datagram {
    to: TransportAddress,
    len: usize,
    bytes: [u8; MAX_DATAGRAM],
}

impl Datagram {
    /// The destination.
    #[must_use]
    pub fn to(&self) -> TransportAddress {
        self.to
    }

    /// The content.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes[..self.len]
    }
}

/// Sends datagrams. It may lose them, as any network may, and must not block for long.
pub trait PacketSink {
    /// Sends at most [`BATCH`] datagrams.
    fn send_batch(&mut self, batch: &[Datagram]);
}

/// The queue. A full queue is flushed before the next packet.
pub struct SendQueue {
    datagrams: Box<[Datagram]>,
    used: usize,
}

impl Default for SendQueue {
    fn default() -> Self {
        let empty = || Datagram {
            to: TransportAddress::UNSPECIFIED,
            len: 0,
            bytes: [0; MAX_DATAGRAM],
        };
        Self {
            datagrams: (0..BATCH).map(|_| empty()).collect(),
            used: 0,
        }
    }
}

impl SendQueue {
    /// Queues the datagram that `write` fills. `write` returns its length, or `None` for no datagram.
    pub fn write(
        &mut self,
        to: TransportAddress,
        sink: &mut impl PacketSink,
        write: impl FnOnce(&mut [u8; MAX_DATAGRAM]) -> Option<usize>,
    ) {
        if self.used == self.datagrams.len() {
            self.flush(sink);
        }
        let datagram = &mut self.datagrams[self.used];
        let Some(len) = write(&mut datagram.bytes) else {
            return;
        };
        datagram.to = to;
        datagram.len = len.min(MAX_DATAGRAM);
        self.used += 1;
    }

    /// Queues a copy of `bytes`. Drops it when it is longer than [`MAX_DATAGRAM`].
    pub fn push(&mut self, to: TransportAddress, sink: &mut impl PacketSink, bytes: &[u8]) {
        self.write(to, sink, |datagram| {
            datagram.get_mut(..bytes.len())?.copy_from_slice(bytes);
            Some(bytes.len())
        });
    }

    /// Sends all queued datagrams.
    pub fn flush(&mut self, sink: &mut impl PacketSink) {
        if self.used > 0 {
            sink.send_batch(&self.datagrams[..self.used]);
            self.used = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Default)]
    struct Counting(Vec<usize>);

    impl PacketSink for Counting {
        fn send_batch(&mut self, batch: &[Datagram]) {
            self.0.push(batch.len());
        }
    }

    #[test]
    fn a_full_queue_is_sent_at_once_and_the_rest_on_flush() {
        let (mut queue, mut sink) = (SendQueue::default(), Counting::default());
        for _ in 0..BATCH + 3 {
            queue.push(TransportAddress::UNSPECIFIED, &mut sink, b"sound");
        }
        queue.flush(&mut sink);
        queue.flush(&mut sink);
        assert_eq!(sink.0, [BATCH, 3]);
    }

    #[test]
    fn an_oversized_packet_is_not_sent() {
        let (mut queue, mut sink) = (SendQueue::default(), Counting::default());
        queue.push(
            TransportAddress::UNSPECIFIED,
            &mut sink,
            &[0; MAX_DATAGRAM + 1],
        );
        queue.write(TransportAddress::UNSPECIFIED, &mut sink, |_| None);
        queue.flush(&mut sink);
        assert!(sink.0.is_empty());
    }
}
