//! `porchlight demo`: a server with example groups and meetings, one of them in progress.

mod example;

use super::CliError;
use super::invite;
use super::serve::Running;
use crate::base::{Clock, Entropy, SystemClock, SystemEntropy};
use crate::config::Settings;
use crate::store::Service;
use data_encoding::HEXLOWER;
use std::path::PathBuf;

/// Serves the examples from `named`, or from a folder that is thrown away at the end.
pub async fn demo(mut settings: Settings, named: Option<PathBuf>) -> Result<(), CliError> {
    let throw_away = if named.is_none() && settings.data.database.is_none() {
        settings.data.folder = fresh_folder();
        Some(settings.data.folder.clone())
    } else {
        None
    };
    let shown = show(settings).await;
    if let Some(folder) = throw_away {
        // Nothing was promised to last; what can't be removed now the system's own cleaning takes.
        let _ = std::fs::remove_dir_all(folder);
    }
    shown
}

async fn show(settings: Settings) -> Result<(), CliError> {
    let running = Running::start(settings).await?;
    let examples = example::fill(&running.store, SystemClock.now()).await?;
    let chair = invite::make(
        &running.store,
        Service::ChairOf(examples.now),
        &SystemClock,
        &SystemEntropy,
    )
    .await?;
    let secretary = invite::make(
        &running.store,
        Service::SecretaryOf(examples.group),
        &SystemClock,
        &SystemEntropy,
    )
    .await?;
    let operator = invite::make(
        &running.store,
        Service::Operator,
        &SystemClock,
        &SystemEntropy,
    )
    .await?;
    let url = running.url();
    println!("A meeting is in progress. Open it in two browser windows:");
    println!("  to chair it   {url}{chair}");
    println!("  to join it    {url}/meetings/{}", examples.slug);
    println!("  its secretary {url}{secretary}");
    println!("  its operator  {url}{operator}");
    println!("All but the second work once; each makes an account.");
    running.say_ready();
    running.until_stopped().await
}

fn fresh_folder() -> PathBuf {
    let mut name = [0; 8];
    SystemEntropy.fill(&mut name);
    std::env::temp_dir().join(format!("porchlight-demo-{}", HEXLOWER.encode(&name)))
}
