//! A web site on loopback whose responses a test decides.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// Writes the response to a request with this path and this head in lower case.
pub type Responder = dyn Fn(&str, &str, &mut TcpStream) + Send + Sync;

pub struct FakeSite {
    pub address: SocketAddr,
    requests: Arc<Mutex<Vec<String>>>,
}

impl FakeSite {
    /// Responds until the test ends.
    pub fn start(respond: impl Fn(&str, &str, &mut TcpStream) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port of loopback");
        let address = listener.local_addr().expect("its address");
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (log, respond): (_, Arc<Responder>) = (Arc::clone(&requests), Arc::new(respond));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (log, respond) = (Arc::clone(&log), Arc::clone(&respond));
                thread::spawn(move || serve(stream, &log, &*respond));
            }
        });
        Self { address, requests }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The heads of all requests so far.
    pub fn requests(&self) -> Vec<String> {
        self.requests.lock().expect("no thread panicked").clone()
    }
}

fn serve(mut stream: TcpStream, log: &Mutex<Vec<String>>, respond: &Responder) {
    let (mut head, mut byte) = (Vec::new(), [0]);
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read(&mut byte) {
            // The connection is closed when it does not start like a request.
            Ok(1) if !head.is_empty() || byte[0].is_ascii_uppercase() => head.push(byte[0]),
            _ => return,
        }
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    log.lock().expect("no thread panicked").push(head.clone());
    let path = head.split(' ').nth(1).unwrap_or("/").to_owned();
    respond(&path, &head.to_ascii_lowercase(), &mut stream);
}

/// Writes a complete response. The client may have closed the connection.
pub fn send(stream: &mut TcpStream, status: &str, headers: &str, body: &[u8]) {
    let head = format!(
        "HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n{headers}\r\n",
        body.len()
    );
    let _ = stream.write_all(head.as_bytes());
    let _ = stream.write_all(body);
}
