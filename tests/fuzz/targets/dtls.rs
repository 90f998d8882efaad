use porchlight::media::dtls::{Dtls, Identity, SrtpKeys};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// Rounds of a handshake, each long enough for a lost flight to be retransmitted.
const ROUNDS: usize = 24;
const ROUND: Duration = Duration::from_secs(2);

struct Shared {
    server_identity: Identity,
    client_identity: Identity,
    start: Instant,
}

/// All runs share the certificates, because generating one takes longer than a handshake.
fn shared() -> &'static Shared {
    static SHARED: OnceLock<Shared> = OnceLock::new();
    SHARED.get_or_init(|| Shared {
        server_identity: Identity::generate().expect("a certificate"),
        client_identity: Identity::generate().expect("a certificate"),
        start: Instant::now(),
    })
}

/// A client and the server run a handshake while the input modifies the client's datagrams. Nothing
/// panics or loops forever; if both sides get keys, these are equal; without modification both get
/// them.
pub fn dtls(bytes: &[u8]) {
    let Shared {
        server_identity,
        client_identity,
        start,
    } = shared();
    let mut now = *start;
    let mut server = Dtls::accept(server_identity, client_identity.fingerprint(), now);
    let mut client = Dtls::connect(client_identity, server_identity.fingerprint(), now);
    let (mut server_keys, mut client_keys) = (None, None);
    let mut script = bytes.iter().copied();
    for _ in 0..ROUNDS {
        now += ROUND;
        let (mut to_server, mut to_client) = (Vec::new(), Vec::new());
        store_keys(
            &mut client_keys,
            client.handle_timeout(now, |sent| to_server.push(sent.to_vec())),
        );
        store_keys(
            &mut server_keys,
            server.handle_timeout(now, |sent| to_client.push(sent.to_vec())),
        );
        while !to_server.is_empty() || !to_client.is_empty() {
            for sent in to_server
                .drain(..)
                .flat_map(|sent| modify(&mut script, sent))
            {
                store_keys(
                    &mut server_keys,
                    server.receive(now, &sent, |sent| to_client.push(sent.to_vec())),
                );
            }
            for sent in to_client.drain(..) {
                store_keys(
                    &mut client_keys,
                    client.receive(now, &sent, |sent| to_server.push(sent.to_vec())),
                );
            }
        }
    }
    if let (Some(server_keys), Some(client_keys)) = (&server_keys, &client_keys) {
        assert!(
            server_keys.profile == client_keys.profile
                && server_keys.material == client_keys.material
        );
    }
    assert!(!bytes.is_empty() || (server_keys.is_some() && client_keys.is_some()));
}

fn store_keys<E>(keys: &mut Option<SrtpKeys>, result: Result<Option<SrtpKeys>, E>) {
    if let Ok(Some(new_keys)) = result {
        assert!(keys.is_none(), "keys are returned once");
        *keys = Some(new_keys);
    }
}

/// The datagrams that arrive when `sent` is sent. The next bytes of the script choose what happens to
/// it.
fn modify(script: &mut impl Iterator<Item = u8>, sent: Vec<u8>) -> Vec<Vec<u8>> {
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
