//! `porchlight invite`: single-use links for those who serve.

use super::CliError;
use super::serve::store_settings;
use crate::accounts::InviteToken;
use crate::base::{Clock, Entropy, Millis, SystemClock, SystemEntropy};
use crate::config::Settings;
use crate::store::{Service, Store};

/// Long enough to be passed on by word of mouth.
const LASTS: Millis = Millis::from_mins(7 * 24 * 60);

/// Whom the link makes of its bearer.
#[derive(clap::Args)]
#[group(required = true, multiple = false)]
pub struct To {
    /// The chair of this meeting (the last part of its page's address)
    #[arg(long, value_name = "MEETING")]
    chair: Option<String>,
    /// The secretary of this group
    #[arg(long, value_name = "GROUP")]
    secretary: Option<String>,
    /// An operator of this site: feeds from elsewhere, groups, who may embed the schedule
    #[arg(long)]
    operator: bool,
}

/// Prints one link.
pub async fn invite(settings: &Settings, to: &To) -> Result<(), CliError> {
    let store = Store::open_beside(&store_settings(settings)).await?;
    let service = find(&store, to).await?;
    let path = make(&store, service, &SystemClock, &SystemEntropy).await?;
    let url = settings.http.public_url();
    println!("{}{path}", url.as_str().trim_end_matches('/'));
    if settings.http.given_public_url.is_none() {
        println!("Its address is http.bind's; where people use another, give --http-public-url.");
    }
    println!("It works once, within 7 days. Whoever opens it makes an account that serves.");
    Ok(())
}

/// Makes a link and returns its path.
pub async fn make(
    store: &Store,
    service: Service,
    clock: &dyn Clock,
    entropy: &dyn Entropy,
) -> Result<String, CliError> {
    let token = InviteToken::random(entropy);
    store
        .create_invite(token.hash(), service, clock.now() + LASTS)
        .await?;
    Ok(format!("/invite/{}", token.text()))
}

async fn find(store: &Store, to: &To) -> Result<Service, CliError> {
    if to.operator {
        return Ok(Service::Operator);
    }
    if let Some(slug) = &to.chair {
        let Some(meeting) = store.meeting_by_slug(slug).await? else {
            let known = store.meetings().await?;
            return Err(unknown(
                "meeting",
                slug,
                known.iter().map(|meeting| meeting.slug.as_str()),
            ));
        };
        return Ok(Service::ChairOf(meeting.id));
    }
    let slug = to.secretary.as_deref().unwrap_or_default();
    let Some(group) = store.group_by_slug(slug).await? else {
        let known = store.groups().await?;
        return Err(unknown(
            "group",
            slug,
            known.iter().map(|group| group.slug.as_str()),
        ));
    };
    Ok(Service::SecretaryOf(group.id))
}

fn unknown<'a>(what: &str, slug: &str, known: impl Iterator<Item = &'a str>) -> CliError {
    let known: Vec<&str> = known.collect();
    format!(
        "there is no {what} «{slug}»; there are: {}",
        known.join(", ")
    )
    .into()
}
