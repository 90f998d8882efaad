use super::*;
use mio::Poll;
use std::io::Write;
use std::net::{Ipv4Addr, TcpStream as Client};

struct Server {
    tcp: Tcp,
    poll: Poll,
    address: SocketAddr,
    now: Instant,
}

const FIRST: Token = Token(1);

fn server() -> Server {
    let tcp = Tcp::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), 10, 0).expect("a port");
    let address = tcp.listener.local_addr().expect("bound");
    Server {
        tcp,
        poll: Poll::new().expect("a poll"),
        address,
        now: Instant::now(),
    }
}

impl Server {
    /// A client's connection is complete, and thus ready to be accepted, when this returns.
    fn connect(&mut self) -> Client {
        let client = Client::connect(self.address).expect("it listens");
        self.tcp.accept(self.poll.registry(), self.now);
        client
    }

    /// Serves the first connection until it gave `frames` frames or was closed.
    fn take(&mut self, frames: usize, genuine: bool) -> Vec<Vec<u8>> {
        let mut taken = Vec::new();
        while taken.len() < frames
            && self
                .tcp
                .connections
                .contains_key(&ConnectionId(FIRST.0 as u64))
        {
            self.tcp.serve(FIRST, self.now, |_, _, frame| {
                taken.push(frame.to_vec());
                genuine
            });
        }
        taken
    }
}

fn is_closed(client: &mut Client) -> bool {
    !matches!(client.read(&mut [0; 1]), Ok(1..))
}

#[test]
fn frames_come_and_go() {
    let mut server = server();
    let mut client = server.connect();
    client.write_all(b"\0\x03one\0\x03two").expect("open");
    assert_eq!(server.take(2, true), [b"one", b"two"]);
    assert!(server.tcp.send(ConnectionId(FIRST.0 as u64), b"three"));
    let mut got = [0; 7];
    client.read_exact(&mut got).expect("open");
    assert_eq!(&got, b"\0\x05three");
}

#[test]
fn a_connection_that_proves_nothing_is_closed() {
    let mut server = server();
    let mut client = server.connect();
    client.write_all(b"\0\x03bad").expect("open");
    assert_eq!(server.take(1, false).len(), 1);
    server.tcp.wake(server.now + PROOF_WITHIN);
    assert!(is_closed(&mut client));
    assert!(server.tcp.per_address.is_empty());
}

#[test]
fn a_genuine_connection_stays_until_it_falls_silent() {
    let mut server = server();
    let mut client = server.connect();
    client.write_all(b"\0\x04good").expect("open");
    assert_eq!(server.take(1, true).len(), 1);
    server.tcp.wake(server.now + PROOF_WITHIN);
    assert_eq!(server.tcp.connections.len(), 1);
    server.tcp.wake(server.now + SILENCE);
    assert!(is_closed(&mut client));
}

#[test]
fn one_address_has_only_so_many_connections() {
    let mut server = server();
    let mut clients: Vec<_> = (0..MAX_PER_ADDRESS).map(|_| server.connect()).collect();
    assert_eq!(server.tcp.connections.len(), MAX_PER_ADDRESS);
    let mut refused = server.connect();
    assert!(is_closed(&mut refused));
    drop(clients.remove(0));
    server.take(1, true);
    server.connect();
    assert_eq!(server.tcp.connections.len(), MAX_PER_ADDRESS);
}

#[test]
fn an_oversized_frame_closes_the_connection() {
    let mut server = server();
    let mut client = server.connect();
    client.write_all(&[0xff, 0xff, 1]).expect("open");
    assert!(server.take(1, true).is_empty());
    assert!(is_closed(&mut client));
}

#[test]
fn who_reads_nothing_loses_packets_and_holds_nobody_up() {
    let mut server = server();
    let _client = server.connect();
    let packet = [7; 1_000];
    let sent = (0..10_000)
        .filter(|_| server.tcp.send(ConnectionId(FIRST.0 as u64), &packet))
        .count();
    assert!(sent < 10_000, "the rest is dropped");
}
