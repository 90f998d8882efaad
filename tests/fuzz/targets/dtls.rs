use porchlight::media::dtls::{Dtls, Identity, SrtpKeys};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// Rounds of a handshake, each long enough for a lost flight to be repeated.
const ROUNDS: usize = 24;
const ROUND: Duration = Duration::from_secs(2);

struct Shared {
    ours: Identity,
    theirs: Identity,
    start: Instant,
}

/// Certificates cost more than a handshake, so all runs have the same.
fn shared() -> &'static Shared {
    static SHARED: OnceLock<Shared> = OnceLock::new();
    SHARED.get_or_init(|| Shared {
        ours: Identity::generate().expect("this machine makes certificates"),
        theirs: Identity::generate().expect("this machine makes certificates"),
        start: Instant::now(),
    })
}

/// A client shakes hands with us while the input meddles with what it sends. Nothing panics or goes
/// on for ever; if both come to keys, they are the same; without meddling, both do.
pub fn dtls(bytes: &[u8]) {
    let Shared {
        ours,
        theirs,
        start,
    } = shared();
    let mut now = *start;
    let mut server = Dtls::accept(ours, theirs.fingerprint(), now);
    let mut client = Dtls::connect(theirs, ours.fingerprint(), now);
    let (mut server_keys, mut client_keys) = (None, None);
    let mut script = bytes.iter().copied();
    for _ in 0..ROUNDS {
        now += ROUND;
        let (mut to_server, mut to_client) = (Vec::new(), Vec::new());
        keep(
            &mut client_keys,
            client.wake(now, |sent| to_server.push(sent.to_vec())),
        );
        keep(
            &mut server_keys,
            server.wake(now, |sent| to_client.push(sent.to_vec())),
        );
        while !to_server.is_empty() || !to_client.is_empty() {
            for sent in to_server
                .drain(..)
                .flat_map(|sent| meddle(&mut script, sent))
            {
                keep(
                    &mut server_keys,
                    server.receive(now, &sent, |sent| to_client.push(sent.to_vec())),
                );
            }
            for sent in to_client.drain(..) {
                keep(
                    &mut client_keys,
                    client.receive(now, &sent, |sent| to_server.push(sent.to_vec())),
                );
            }
        }
    }
    if let (Some(ours), Some(theirs)) = (&server_keys, &client_keys) {
        assert!(ours.profile == theirs.profile && ours.material == theirs.material);
    }
    assert!(!bytes.is_empty() || (server_keys.is_some() && client_keys.is_some()));
}

fn keep<E>(keys: &mut Option<SrtpKeys>, result: Result<Option<SrtpKeys>, E>) {
    if let Ok(Some(found)) = result {
        assert!(keys.is_none(), "keys come once");
        *keys = Some(found);
    }
}

/// What arrives when `sent` was sent: a byte of the script says what happens on the way, and the
/// bytes after it how.
fn meddle(script: &mut impl Iterator<Item = u8>, sent: Vec<u8>) -> Vec<Vec<u8>> {
    let mut number = |below: usize| {
        let [high, low] = [script.next(), script.next()].map(|byte| usize::from(byte.unwrap_or(0)));
        (high << 8 | low) % below.max(1)
    };
    let len = sent.len();
    match number(7) {
        1 => vec![],
        2 => vec![sent.clone(), sent],
        3 => {
            let mut changed = sent;
            if let Some(byte) = changed.get_mut(number(len)) {
                *byte ^= number(256) as u8;
            }
            vec![changed]
        }
        4 => vec![sent[..number(len)].to_vec(), sent],
        5 => {
            let mut joined = sent.clone();
            joined.extend(&sent[number(len)..]);
            vec![joined]
        }
        6 => {
            let count = number(1500);
            vec![script.take(count).collect(), sent]
        }
        _ => vec![sent],
    }
}
