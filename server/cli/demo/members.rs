//! The simulated members of the demo's meeting in progress.

use super::example::Examples;
use crate::accounts::SessionToken;
use crate::base::{Clock, Entropy, FirstName, Redacted, SystemClock, SystemEntropy, Timestamp};
use crate::catalogue::Catalogue;
use crate::cli::error::CliError;
use crate::participant::{Company, Lines, Member, Recording, Script, VOICES, take_part};
use crate::store::{NewAccount, Service, Store};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use tokio::task::JoinSet;

/// The account of the member who chairs while nobody else does. No passphrase signs in to it.
const CHAIR_NUMBER: &str = "0000000000000000";

/// How long the session of that member lasts, in milliseconds: a demo does not run longer.
const SESSION_MS: i64 = 30 * 86_400_000;

/// Sends the members into the meeting at this address of the site. They stay until the set is dropped.
///
/// # Errors
/// When the store fails.
pub(super) async fn send_members(
    store: &Store,
    examples: &Examples,
    pages: SocketAddr,
    audio: SocketAddr,
) -> Result<JoinSet<()>, CliError> {
    let catalogue = Catalogue::english();
    let company = Arc::new(company(&catalogue));
    let seed = u64::from_be_bytes(SystemEntropy.bytes());
    let mut cookie = Some(chair_cookie(store, examples, SystemClock.now()).await?);
    let mut tasks = JoinSet::new();
    for (index, (name, voice)) in (0_u64..).zip(company.names.iter().zip(VOICES)) {
        let recording = Recording::parse(voice)?;
        // The first one chairs.
        let cookie = cookie.take();
        let member = Member {
            name: name.clone(),
            script: Script::new(
                Arc::clone(&company),
                recording.length(),
                cookie.is_some(),
                seed.wrapping_add(index),
            ),
            recording,
            cookie,
            // Where it listens on every address, it lists those that other devices reach.
            audio_at: (audio.ip().is_unspecified()).then(|| Ipv4Addr::LOCALHOST.into()),
        };
        let (address, slug) = (loopback(pages), examples.slug);
        tasks.spawn(async move { take_part(member, address, slug, Arc::new(SystemClock)).await });
    }
    Ok(tasks)
}

fn company(catalogue: &Catalogue) -> Company {
    let lines = |id| -> Vec<String> { catalogue.get(id).lines().map(str::to_owned).collect() };
    let name = |name: String| catalogue.text("demo-member", &[("name", name.into())]);
    Company {
        names: lines("demo-names").into_iter().map(name).collect(),
        lines: Lines {
            welcome: catalogue.get("demo-welcome"),
            thanks: lines("demo-thanks"),
            remarks: lines("demo-remarks"),
        },
    }
}

/// The cookie of the member who may take an empty chair. The chair does not belong to this member: the
/// person who opens the link to chair the meeting takes it over.
async fn chair_cookie(
    store: &Store,
    examples: &Examples,
    now: Timestamp,
) -> Result<String, CliError> {
    let account = match store.account_by_number(CHAIR_NUMBER).await? {
        Some(account) => account.id,
        None => {
            let account = NewAccount {
                number: Redacted(CHAIR_NUMBER.to_owned()),
                name: FirstName::parse("Robot")?,
                passphrase_phc: Redacted(String::new()),
                created_day: 0,
            };
            let account = store.create_account(&account).await?;
            let service = Service::SecretaryOf(examples.group);
            store.grant(account, service).await?;
            account
        }
    };
    let token = SessionToken::random(&SystemEntropy);
    let expires = Timestamp(now.0 + SESSION_MS);
    store
        .create_session(token.hash(), account, now, expires)
        .await?;
    Ok(format!("__Host-session={}", token.text()))
}

/// Where this machine itself reaches a listener.
fn loopback(mut listener: SocketAddr) -> SocketAddr {
    if listener.ip().is_unspecified() {
        listener.set_ip(match listener.ip() {
            IpAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
        });
    }
    listener
}
