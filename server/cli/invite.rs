//! `porchlight invite`: single-use links that give a service.

use super::error::CliError;
use super::output::print_line;
use super::parts::store_settings;
use crate::accounts::InviteToken;
use crate::base::{Clock, Entropy, Millis, SystemClock, SystemEntropy};
use crate::config::Settings;
use crate::paths;
use crate::store::{Service, Store};

/// How long a link can be used: long enough to be passed on by word of mouth.
const VALID_FOR: Millis = Millis::from_mins(7 * 24 * 60);

/// The service that the person who opens the link gets.
#[derive(clap::Args)]
#[group(required = true, multiple = false)]
pub(super) struct Recipient {
    /// The chair of this meeting (the last part of its page's address)
    #[arg(long, value_name = "MEETING")]
    chair: Option<String>,
    /// The secretary of this group
    #[arg(long, value_name = "GROUP")]
    secretary: Option<String>,
    /// An operator of this site: feeds of other directories, groups, sites that may embed the schedule
    #[arg(long)]
    operator: bool,
}

/// Prints one link.
///
/// # Errors
/// When there is no such meeting or group, or the store fails.
pub(super) async fn invite(settings: &Settings, recipient: &Recipient) -> Result<(), CliError> {
    let store = Store::open_shared(&store_settings(settings)).await?;
    let service = find_service(&store, recipient).await?;
    let path = create_link(&store, service, &SystemClock, &SystemEntropy).await?;
    let url = settings.http.public_url();
    store.close().await;
    print_line(&format!("{}{path}", url.as_str().trim_end_matches('/')))?;
    if settings.http.given_public_url.is_none() {
        print_line(
            "It starts with http.bind; if people use another address, give --http-public-url.",
        )?;
    }
    print_line("It works once, within 7 days. The person who opens it makes an account.")
}

/// Stores an invitation and returns the path of its link.
///
/// # Errors
/// When the store fails.
pub(super) async fn create_link(
    store: &Store,
    service: Service,
    clock: &dyn Clock,
    entropy: &dyn Entropy,
) -> Result<String, CliError> {
    let token = InviteToken::random(entropy);
    let expires = clock.now() + VALID_FOR;
    store.create_invite(token.hash(), service, expires).await?;
    Ok(paths::invite(&token.text()))
}

async fn find_service(store: &Store, recipient: &Recipient) -> Result<Service, CliError> {
    if recipient.operator {
        return Ok(Service::Operator);
    }
    if let Some(slug) = &recipient.chair {
        let Some(meeting) = store.meeting_by_slug(slug).await? else {
            let meetings = store.meetings().await?;
            let slugs = meetings.iter().map(|meeting| meeting.slug.as_str());
            return Err(unknown_slug("meeting", slug, slugs));
        };
        return Ok(Service::ChairOf(meeting.id));
    }
    let slug = recipient.secretary.as_deref().unwrap_or_default();
    let Some(group) = store.group_by_slug(slug).await? else {
        let groups = store.groups().await?;
        let slugs = groups.iter().map(|group| group.slug.as_str());
        return Err(unknown_slug("group", slug, slugs));
    };
    Ok(Service::SecretaryOf(group.id))
}

fn unknown_slug<'a>(noun: &str, slug: &str, slugs: impl Iterator<Item = &'a str>) -> CliError {
    let slugs: Vec<&str> = slugs.collect();
    format!(
        "there is no {noun} «{slug}»; there are: {}",
        slugs.join(", ")
    )
    .into()
}
