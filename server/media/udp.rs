//! The UDP socket: receives and sends in batches, and never blocks the media thread for long.

use super::send_queue::{BATCH, Datagram, MAX_DATAGRAM};
use super::syscalls::{receive_many, send_many};
use socket2::{Domain, Protocol, Socket, Type};
use std::io;
use std::net::SocketAddr;
use std::os::fd::AsFd;

/// Requested size of the kernel's buffer in each direction, in bytes. Sending to 10,000 listeners at
/// once overflows the default many times. The kernel's own limit is `net.core.*mem_max`.
const SOCKET_BUFFER: usize = 8 << 20;

/// Attempts to send one batch while the socket's buffer is full, before the rest is dropped: 50
/// yields take about a millisecond, and late audio is useless.
const MAX_ATTEMPTS: usize = 50;

/// Binds the socket and returns its two directions.
pub(super) fn bind(address: SocketAddr) -> io::Result<(UdpReceiver, UdpSender)> {
    let socket = Socket::new(
        Domain::for_address(address),
        Type::DGRAM,
        Some(Protocol::UDP),
    )?;
    if address.is_ipv6() {
        socket.set_only_v6(false)?;
    }
    socket.set_recv_buffer_size(SOCKET_BUFFER)?;
    socket.set_send_buffer_size(SOCKET_BUFFER)?;
    socket.set_nonblocking(true)?;
    socket.bind(&address.into())?;
    let sender = UdpSender {
        socket: socket.try_clone()?.into(),
    };
    let receiver = UdpReceiver {
        socket: mio::net::UdpSocket::from_std(socket.into()),
        buffers: vec![[0; MAX_DATAGRAM]; BATCH].into_boxed_slice(),
        received: Vec::with_capacity(BATCH),
    };
    Ok((receiver, sender))
}

pub(super) struct UdpReceiver {
    socket: mio::net::UdpSocket,
    buffers: Box<[[u8; MAX_DATAGRAM]]>,
    received: Vec<(SocketAddr, usize)>,
}

impl UdpReceiver {
    pub(super) fn local_address(&self) -> io::Result<SocketAddr> {
        self.socket.local_addr()
    }

    pub(super) fn register(
        &mut self,
        registry: &mio::Registry,
        token: mio::Token,
    ) -> io::Result<()> {
        registry.register(&mut self.socket, token, mio::Interest::READABLE)
    }

    /// Reads up to [`BATCH`] datagrams. A smaller result means that no more wait.
    pub(super) fn receive(&mut self) -> usize {
        // An error is either "no datagram waits" or an ICMP report about an earlier datagram: the
        // socket itself still works.
        receive_many(self.socket.as_fd(), &mut self.buffers, &mut self.received).unwrap_or(0)
    }

    /// The `index`th datagram of the last [`Self::receive`].
    pub(super) fn datagram(&mut self, index: usize) -> (SocketAddr, &mut [u8]) {
        let (from, len) = self.received[index];
        (from, &mut self.buffers[index][..len])
    }
}

pub(super) struct UdpSender {
    socket: std::net::UdpSocket,
}

impl UdpSender {
    /// Sends `batch`. Returns how many datagrams were dropped because the socket's buffer was full.
    pub(super) fn send(&self, mut batch: &[Datagram]) -> usize {
        let mut attempts = 0;
        while !batch.is_empty() {
            match send_many(self.socket.as_fd(), batch) {
                Ok(sent) => batch = &batch[sent..],
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if is_full(&error) && attempts < MAX_ATTEMPTS => {
                    attempts += 1;
                    std::thread::yield_now();
                }
                Err(error) if is_full(&error) => return batch.len(),
                // The first datagram cannot be sent (to an unreachable address, for example); skip it.
                Err(_) => batch = &batch[1..],
            }
        }
        0
    }
}

fn is_full(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::WouldBlock || error.raw_os_error() == Some(libc::ENOBUFS)
}

#[cfg(test)]
mod tests {
    use super::super::send_queue::{PacketSink, SendQueue};
    use super::super::transport_address::TransportAddress;
    use super::*;

    /// Sends through the socket and counts the dropped datagrams.
    struct CountingSink<'a>(&'a UdpSender, usize);

    impl PacketSink for CountingSink<'_> {
        fn send_batch(&mut self, batch: &[Datagram]) {
            self.1 += self.0.send(batch);
        }
    }

    /// Loopback delivers before `sendmmsg` returns, so the test does not have to wait.
    #[test]
    fn a_batch_arrives_completely_with_its_sender() {
        let loopback = SocketAddr::from(([127, 0, 0, 1], 0));
        let (origin, sender) = bind(loopback).expect("a port");
        let (mut receiver, _) = bind(loopback).expect("a port");
        let to = TransportAddress::Udp(receiver.local_address().expect("bound"));
        let (mut queue, mut sink) = (SendQueue::default(), CountingSink(&sender, 0));
        for byte in 0..100_u8 {
            queue.push(to, &mut sink, &[byte; 9]);
        }
        queue.flush(&mut sink);
        assert_eq!(sink.1, 0, "none is lost");

        let mut bytes_received = Vec::new();
        loop {
            let count = receiver.receive();
            for i in 0..count {
                let (from, bytes) = receiver.datagram(i);
                assert_eq!(from, origin.local_address().expect("bound"));
                assert_eq!(bytes.len(), 9);
                bytes_received.push(bytes[0]);
            }
            if count < BATCH {
                break;
            }
        }
        assert_eq!(bytes_received, (0..100).collect::<Vec<u8>>());
    }

    #[test]
    fn an_address_that_cannot_be_sent_to_does_not_stop_the_others() {
        let loopback = SocketAddr::from(([127, 0, 0, 1], 0));
        let (_, sender) = bind(loopback).expect("a port");
        let (mut receiver, _) = bind(loopback).expect("a port");
        let (mut queue, mut sink) = (SendQueue::default(), CountingSink(&sender, 0));
        queue.push(
            TransportAddress::Udp(SocketAddr::from(([127, 0, 0, 1], 0))),
            &mut sink,
            b"lost",
        );
        queue.push(
            TransportAddress::Udp(receiver.local_address().expect("bound")),
            &mut sink,
            b"hello",
        );
        queue.flush(&mut sink);
        assert_eq!(receiver.receive(), 1);
        assert_eq!(receiver.datagram(0).1, b"hello");
    }
}
