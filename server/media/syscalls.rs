//! The system calls `sendmmsg` and `recvmmsg`, and with them all `unsafe` code of the crate.
//!
//! The standard library sends one datagram per call; at a thousand listeners these calls would cost
//! more than everything else. Only `udp` may import this.

#![expect(
    unsafe_code,
    reason = "sendmmsg and recvmmsg have no safe form in the standard library"
)]

use super::send_queue::{BATCH, Datagram};
use super::transport_address::TransportAddress;
use socket2::{SockAddr, SockAddrStorage};
use std::io;
use std::mem::{size_of, zeroed};
use std::net::SocketAddr;
use std::os::fd::{AsRawFd, BorrowedFd};

/// Sends the first [`BATCH`] UDP datagrams of `batch`. Returns how many the kernel accepted.
///
/// # Errors
/// When the kernel accepted none.
pub(super) fn send_many(socket: BorrowedFd<'_>, batch: &[Datagram]) -> io::Result<usize> {
    let count = batch.len().min(BATCH);
    let mut addresses: [Option<SockAddr>; BATCH] = [const { None }; BATCH];
    // SAFETY: both are plain C structures for which all-zero bytes are a valid value.
    let (mut parts, mut headers): ([libc::iovec; BATCH], [libc::mmsghdr; BATCH]) =
        unsafe { zeroed() };
    for (i, datagram) in batch.iter().take(count).enumerate() {
        let (TransportAddress::Udp(to) | TransportAddress::Tcp(_, to)) = datagram.to();
        let address = addresses[i].insert(SockAddr::from(to));
        parts[i] = libc::iovec {
            iov_base: datagram.bytes().as_ptr().cast_mut().cast(),
            iov_len: datagram.bytes().len(),
        };
        let header = &mut headers[i].msg_hdr;
        header.msg_name = address.as_ptr().cast_mut().cast();
        header.msg_namelen = address.len();
        header.msg_iov = &raw mut parts[i];
        header.msg_iovlen = 1;
    }
    // SAFETY: `headers[..count]` point into `addresses`, `parts` and `batch`, which all outlive the
    // call and are not moved before it; the kernel only reads through them (hence the casts to
    // mutable pointers are sound) and writes nothing but `msg_len` of the headers themselves.
    let sent = unsafe {
        libc::sendmmsg(
            socket.as_raw_fd(),
            headers.as_mut_ptr(),
            count as libc::c_uint,
            libc::MSG_DONTWAIT,
        )
    };
    usize::try_from(sent).map_err(|_| io::Error::last_os_error())
}

/// Reads waiting datagrams into `buffers`, one each, and stores sender and length in `received`.
/// Returns how many there were. A datagram longer than its buffer gets the length 0.
///
/// # Errors
/// `WouldBlock` when no datagram waits; otherwise the kernel's error.
pub(super) fn receive_many<const N: usize>(
    socket: BorrowedFd<'_>,
    buffers: &mut [[u8; N]],
    received: &mut Vec<(SocketAddr, usize)>,
) -> io::Result<usize> {
    received.clear();
    let count = buffers.len().min(BATCH);
    let mut senders: [SockAddrStorage; BATCH] = std::array::from_fn(|_| SockAddrStorage::zeroed());
    // SAFETY: both are plain C structures for which all-zero bytes are a valid value.
    let (mut parts, mut headers): ([libc::iovec; BATCH], [libc::mmsghdr; BATCH]) =
        unsafe { zeroed() };
    for (i, buffer) in buffers.iter_mut().take(count).enumerate() {
        parts[i] = libc::iovec {
            iov_base: buffer.as_mut_ptr().cast(),
            iov_len: N,
        };
        let header = &mut headers[i].msg_hdr;
        header.msg_name = (&raw mut senders[i]).cast();
        header.msg_namelen = size_of::<SockAddrStorage>() as libc::socklen_t;
        header.msg_iov = &raw mut parts[i];
        header.msg_iovlen = 1;
    }
    // SAFETY: `headers[..count]` point into `senders`, `parts` and `buffers`, which all outlive the
    // call, are not moved before it, and are exclusively borrowed here; every length given is the
    // true size of what the pointer beside it points to.
    let count = unsafe {
        libc::recvmmsg(
            socket.as_raw_fd(),
            headers.as_mut_ptr(),
            count as libc::c_uint,
            libc::MSG_DONTWAIT,
            std::ptr::null_mut(),
        )
    };
    let count = usize::try_from(count).map_err(|_| io::Error::last_os_error())?;
    for (header, sender) in headers.iter().zip(senders).take(count) {
        // SAFETY: the kernel wrote an address of `msg_namelen` bytes into this storage.
        let sender = unsafe { SockAddr::new(sender, header.msg_hdr.msg_namelen) };
        let is_complete = header.msg_hdr.msg_flags & libc::MSG_TRUNC == 0;
        let len = if is_complete {
            header.msg_len as usize
        } else {
            0
        };
        received.push((
            sender
                .as_socket()
                .unwrap_or_else(|| TransportAddress::UNSPECIFIED.socket_addr()),
            len,
        ));
    }
    Ok(count)
}
