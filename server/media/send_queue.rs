//! Where packets wait to be sent: a fixed arena, so that forwarding allocates nothing.
//!
//! Promises: at most [`BATCH`] datagrams are held; a full arena is handed to the [`PacketSink`] at once.
//! Pure: what a `PacketSink` does with a batch is the shell's (or a simulated network's) affair.

use super::transport_address::TransportAddress;

/// Datagrams handed over together. `sendmmsg` gains nothing beyond 64 (measured).
pub const BATCH: usize = 64;

/// Bytes of one datagram, at most: an Ethernet frame's worth. Audio packets are far smaller and
/// DTLS is told to stay below it.
pub const MAX_DATAGRAM: usize = 1_500;

/// One packet and where it goes.
pub struct Datagram {
    to: TransportAddress,
    len: usize,
    bytes: [u8; MAX_DATAGRAM],
}

impl Datagram {
    #[must_use]
    pub fn to(&self) -> TransportAddress {
        self.to
    }

    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes[..self.len]
    }
}

/// Takes batches of datagrams away. May lose them, as any network may; must not block for long.
pub trait PacketSink {
    fn send_batch(&mut self, batch: &[Datagram]);
}

/// The arena.
pub struct SendQueue {
    datagrams: Box<[Datagram]>,
    used: usize,
}

impl Default for SendQueue {
    fn default() -> Self {
        let empty = || Datagram {
            to: TransportAddress::NOWHERE,
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
    /// Lets `write` fill one datagram and say how long it became; `None` takes it back.
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

    /// Copies `bytes` in. What is longer than a datagram is lost.
    pub fn push(&mut self, to: TransportAddress, sink: &mut impl PacketSink, bytes: &[u8]) {
        self.write(to, sink, |datagram| {
            datagram.get_mut(..bytes.len())?.copy_from_slice(bytes);
            Some(bytes.len())
        });
    }

    /// Hands over whatever waits.
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
    fn a_full_arena_is_handed_over_and_the_rest_on_flush() {
        let (mut queue, mut sink) = (SendQueue::default(), Counting::default());
        for _ in 0..BATCH + 3 {
            queue.push(TransportAddress::NOWHERE, &mut sink, b"sound");
        }
        queue.flush(&mut sink);
        queue.flush(&mut sink);
        assert_eq!(sink.0, [BATCH, 3]);
    }

    #[test]
    fn what_does_not_fit_is_not_sent() {
        let (mut queue, mut sink) = (SendQueue::default(), Counting::default());
        queue.push(TransportAddress::NOWHERE, &mut sink, &[0; MAX_DATAGRAM + 1]);
        queue.write(TransportAddress::NOWHERE, &mut sink, |_| None);
        queue.flush(&mut sink);
        assert!(sink.0.is_empty());
    }
}
