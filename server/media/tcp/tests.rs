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
    let tcp = Tcp::bind(
        SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
        max_connections(10),
        0,
    )
    .expect("a port");
    let address = tcp.listener.local_addr().expect("bound");
    Server {
        tcp,
        poll: Poll::new().expect("a poll"),
        address,
        now: Instant::now(),
    }
}

impl Server {
    /// Connects a client and accepts its connection.
    fn connect(&mut self) -> Client {
        let client = Client::connect(self.address).expect("it listens");
        self.tcp.accept(self.poll.registry(), self.now);
        client
    }

    /// Serves the first connection until it sent `frames` frames or was closed.
    fn receive(&mut self, frames: usize, is_valid: bool) -> Vec<Vec<u8>> {
        let mut received = Vec::new();
        while received.len() < frames
            && self
                .tcp
                .connections
                .contains_key(&ConnectionId(FIRST.0 as u64))
        {
            self.tcp.serve(FIRST, self.now, |_, _, frame| {
                received.push(frame.to_vec());
                is_valid
            });
        }
        received
    }
}

fn is_closed(client: &mut Client) -> bool {
    !matches!(client.read(&mut [0; 1]), Ok(1..))
}

#[test]
fn frames_are_received_and_sent() {
    let mut server = server();
    let mut client = server.connect();
    client.write_all(b"\0\x03one\0\x03two").expect("open");
    assert_eq!(server.receive(2, true), [b"one", b"two"]);
    assert!(server.tcp.send(ConnectionId(FIRST.0 as u64), b"three"));
    let mut bytes = [0; 7];
    client.read_exact(&mut bytes).expect("open");
    assert_eq!(&bytes, b"\0\x05three");
}

#[test]
fn a_connection_without_a_valid_packet_is_closed() {
    let mut server = server();
    let mut client = server.connect();
    client.write_all(b"\0\x03bad").expect("open");
    assert_eq!(server.receive(1, false).len(), 1);
    server.tcp.close_silent(server.now + FIRST_PACKET_TIMEOUT);
    assert!(is_closed(&mut client));
    assert!(server.tcp.per_address.is_empty());
}

#[test]
fn a_connection_with_a_valid_packet_stays_open_until_it_is_silent() {
    let mut server = server();
    let mut client = server.connect();
    client.write_all(b"\0\x04good").expect("open");
    assert_eq!(server.receive(1, true).len(), 1);
    server.tcp.close_silent(server.now + FIRST_PACKET_TIMEOUT);
    assert_eq!(server.tcp.connections.len(), 1);
    server.tcp.close_silent(server.now + SILENCE_TIMEOUT);
    assert!(is_closed(&mut client));
}

#[test]
fn the_connections_of_one_address_are_limited() {
    let mut server = server();
    let mut clients: Vec<_> = (0..MAX_PER_ADDRESS).map(|_| server.connect()).collect();
    assert_eq!(server.tcp.connections.len(), MAX_PER_ADDRESS);
    let mut refused = server.connect();
    assert!(is_closed(&mut refused));
    drop(clients.remove(0));
    server.receive(1, true);
    server.connect();
    assert_eq!(server.tcp.connections.len(), MAX_PER_ADDRESS);
}

#[test]
fn an_oversized_frame_closes_the_connection() {
    let mut server = server();
    let mut client = server.connect();
    client.write_all(&[0xff, 0xff, 1]).expect("open");
    assert!(server.receive(1, true).is_empty());
    assert!(is_closed(&mut client));
}

#[test]
fn a_client_that_does_not_read_loses_packets_and_blocks_nothing() {
    let mut server = server();
    let _client = server.connect();
    let packet = [7; 1_000];
    let sent = (0..10_000)
        .filter(|_| server.tcp.send(ConnectionId(FIRST.0 as u64), &packet))
        .count();
    assert!(sent < 10_000, "the rest is dropped");
}
