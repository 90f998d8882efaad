//! The UDP socket: batches in, batches out, never blocking the control thread for long.

use super::send_queue::{BATCH, Datagram, MAX_DATAGRAM};
use super::syscalls::{receive_many, send_many};
use socket2::{Domain, Protocol, Socket, Type};
use std::io;
use std::net::SocketAddr;
use std::os::fd::AsFd;

/// Kernel memory asked for in each direction, bytes. Sending to 10,000 listeners at once fills the
/// default many times over. The kernel grants what its own limit (`net.core.*mem_max`) allows.
const SOCKET_BUFFER: usize = 8 << 20;

/// Attempts to hand one batch over while the socket's buffer is full, before the rest is given up.
/// Audio that is late is worth nothing; 50 yields are about a millisecond.
const FULL_ATTEMPTS: usize = 50;

/// Binds the socket, as its two directions.
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
        found: Vec::with_capacity(BATCH),
    };
    Ok((receiver, sender))
}

pub(super) struct UdpReceiver {
    socket: mio::net::UdpSocket,
    buffers: Box<[[u8; MAX_DATAGRAM]]>,
    found: Vec<(SocketAddr, usize)>,
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

    /// Takes up to [`BATCH`] datagrams from the kernel. Fewer than that means it has no more.
    pub(super) fn receive(&mut self) -> usize {
        // An error here is "none waits" or a report about some earlier datagram (ICMP): neither
        // says anything about the socket itself.
        receive_many(self.socket.as_fd(), &mut self.buffers, &mut self.found).unwrap_or(0)
    }

    /// The `index`th datagram of the last [`Self::receive`].
    pub(super) fn datagram(&mut self, index: usize) -> (SocketAddr, &mut [u8]) {
        let (from, len) = self.found[index];
        (from, &mut self.buffers[index][..len])
    }
}

pub(super) struct UdpSender {
    socket: std::net::UdpSocket,
}

impl UdpSender {
    /// Sends all of `batch`; returns how many were lost on the way out.
    pub(super) fn send(&self, mut batch: &[Datagram]) -> usize {
        let mut attempts = 0;
        while !batch.is_empty() {
            match send_many(self.socket.as_fd(), batch) {
                Ok(sent) => batch = &batch[sent..],
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if is_full(&error) && attempts < FULL_ATTEMPTS => {
                    attempts += 1;
                    std::thread::yield_now();
                }
                Err(error) if is_full(&error) => return batch.len(),
                // The first of them can't be sent (an unreachable address, say); the others may.
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

    struct Through<'a>(&'a UdpSender, usize);

    impl PacketSink for Through<'_> {
        fn send_batch(&mut self, batch: &[Datagram]) {
            self.1 += self.0.send(batch);
        }
    }

    /// Loopback delivers before `sendmmsg` returns, so nothing has to be waited for.
    #[test]
    fn a_batch_arrives_whole_with_its_origin() {
        let loopback = SocketAddr::from(([127, 0, 0, 1], 0));
        let (origin, sender) = bind(loopback).expect("a port");
        let (mut receiver, _) = bind(loopback).expect("a port");
        let to = TransportAddress::Udp(receiver.local_address().expect("bound"));
        let (mut queue, mut sink) = (SendQueue::default(), Through(&sender, 0));
        for byte in 0..100_u8 {
            queue.push(to, &mut sink, &[byte; 9]);
        }
        queue.flush(&mut sink);
        assert_eq!(sink.1, 0, "none lost");

        let mut got = Vec::new();
        loop {
            let count = receiver.receive();
            for i in 0..count {
                let (from, bytes) = receiver.datagram(i);
                assert_eq!(from, origin.local_address().expect("bound"));
                assert_eq!(bytes.len(), 9);
                got.push(bytes[0]);
            }
            if count < BATCH {
                break;
            }
        }
        assert_eq!(got, (0..100).collect::<Vec<u8>>());
    }

    #[test]
    fn an_address_that_cannot_be_sent_to_does_not_stop_the_others() {
        let loopback = SocketAddr::from(([127, 0, 0, 1], 0));
        let (_, sender) = bind(loopback).expect("a port");
        let (mut receiver, _) = bind(loopback).expect("a port");
        let (mut queue, mut sink) = (SendQueue::default(), Through(&sender, 0));
        queue.push(
            TransportAddress::Udp(SocketAddr::from(([127, 0, 0, 1], 0))),
            &mut sink,
            b"lost",
        );
        queue.push(
            TransportAddress::Udp(receiver.local_address().expect("bound")),
            &mut sink,
            b"heard",
        );
        queue.flush(&mut sink);
        assert_eq!(receiver.receive(), 1);
        assert_eq!(receiver.datagram(0).1, b"heard");
    }
}
