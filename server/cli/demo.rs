//! `porchlight demo`: a server with example groups and meetings, one of them in progress.

mod example;
mod members;
mod tables;

use super::error::CliError;
use super::invite::create_link;
use super::output::print;
use super::server::Server;
use crate::base::{Clock, Entropy, SystemClock, SystemEntropy};
use crate::config::Settings;
use crate::store::Service;
use data_encoding::HEXLOWER;
use std::net::SocketAddr;
use std::path::PathBuf;
use tokio::task::JoinSet;

/// Runs a server with the examples. Its data is in `folder`, or in a temporary folder that is deleted at the end.
/// Simulated members take part in the meeting in progress, unless the demo is quiet.
///
/// # Errors
/// When the server can't start or fails.
pub(super) async fn demo(
    mut settings: Settings,
    folder: Option<PathBuf>,
    is_quiet: bool,
) -> Result<(), CliError> {
    let temporary_folder = if folder.is_none() && settings.data.database.is_none() {
        settings.data.folder = temporary_folder();
        Some(settings.data.folder.clone())
    } else {
        None
    };
    let result = serve_examples(settings, is_quiet).await;
    if let Some(folder) = temporary_folder {
        // If this fails, the operating system deletes the folder with its other temporary files.
        let _ = std::fs::remove_dir_all(folder);
    }
    result
}

async fn serve_examples(settings: Settings, is_quiet: bool) -> Result<(), CliError> {
    let server = Server::start(settings).await?;
    let store = &server.store;
    let examples = example::store_examples(store, SystemClock.now(), is_quiet).await?;
    let link = |service| create_link(store, service, &SystemClock, &SystemEntropy);
    let chair = link(Service::ChairOf(examples.meeting)).await?;
    let secretary = link(Service::SecretaryOf(examples.group)).await?;
    let operator = link(Service::Operator).await?;
    let url = server.url();
    let devices = server.addresses_for_other_devices();
    let how = if is_quiet {
        "Open it in two browser windows"
    } else {
        "Six simulated members take part; chair them or sit among them"
    };
    print(&format!(
        "A meeting is in progress. {how}:\n\
         \x20 to chair it   {url}{chair}\n\
         \x20 to join it    {url}/meetings/{slug}\n\
         \x20 its secretary {url}{secretary}\n\
         \x20 its operator  {url}{operator}\n\
         Each link except the second works once and creates an account.\n",
        slug = examples.slug,
    ))?;
    print(&other_devices(&devices, examples.slug))?;
    // They connect as soon as requests are served, and leave when the server has stopped.
    let _members = match server.page_address().filter(|_| !is_quiet) {
        Some(pages) => {
            members::send_members(store, &examples, pages, server.audio_address()).await?
        }
        None => JoinSet::new(),
    };
    server.announce_ready();
    server.run_until_stopped().await
}

/// Says how other devices in the network can open the demo.
fn other_devices(addresses: &[SocketAddr], slug: &str) -> String {
    if addresses.is_empty() {
        return "Only this computer can open it. For other devices: --http-bind=0.0.0.0:8080\n"
            .to_owned();
    }
    let indent = " ".repeat(16);
    let links: String = (addresses.iter())
        .map(|address| format!("{indent}http://{address}/meetings/{slug}\n"))
        .collect();
    format!(
        "Other devices in your network can join at:\n{links}\
         There they can listen. To speak, they need an https address: browsers allow no\n\
         microphone on an http page, except on this computer itself.\n"
    )
}

fn temporary_folder() -> PathBuf {
    let suffix: [u8; 8] = SystemEntropy.bytes();
    std::env::temp_dir().join(format!("porchlight-demo-{}", HEXLOWER.encode(&suffix)))
}
