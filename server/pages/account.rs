//! Signing in, and the account itself.

use super::Frame;
use askama::Template;

/// Why nobody was signed in. The same for an unknown number and a wrong passphrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignInRefusal {
    Refused,
    /// Too many passphrases are being checked at once.
    Busy,
}

/// A sign-in form, as it was sent and why it was refused. The passphrase is never shown again.
#[derive(Clone, Copy, Debug, Default)]
pub struct Credentials<'a> {
    pub account: &'a str,
    pub problem: Option<SignInRefusal>,
}

/// `/sign-in`.
#[derive(Template)]
#[template(path = "sign-in.html")]
pub struct SignInPage<'a> {
    frame: Frame<'a>,
    sign_in: CredentialsView<'a>,
}

impl<'a> SignInPage<'a> {
    #[must_use]
    pub fn new(credentials: Credentials<'a>, frame: Frame<'a>) -> Self {
        Self {
            frame,
            sign_in: CredentialsView::new(credentials, frame),
        }
    }
}

/// What `credentials.html` shows.
pub(super) struct CredentialsView<'a> {
    pub account: &'a str,
    pub problem: Option<String>,
}

impl<'a> CredentialsView<'a> {
    pub(super) fn new(credentials: Credentials<'a>, frame: Frame<'_>) -> Self {
        let problem = credentials.problem.map(|problem| {
            frame.t(match problem {
                SignInRefusal::Refused => "sign-in-refused",
                SignInRefusal::Busy => "sign-in-busy",
            })
        });
        Self {
            account: credentials.account,
            problem,
        }
    }
}

/// What an account holder does for others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ServiceHeld {
    Chair(PlaceServed),
    Secretary {
        group: PlaceServed,
        meetings: Vec<PlaceServed>,
    },
    Operator,
}

/// A meeting or a group to go to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceServed {
    pub title: String,
    pub slug: String,
}

/// `/account`.
#[derive(Template)]
#[template(path = "account.html")]
pub struct AccountPage<'a> {
    frame: Frame<'a>,
    signed_in_as: String,
    services: Vec<ServiceView<'a>>,
    unconfirmed: bool,
}

struct ServiceView<'a> {
    role: String,
    group: Option<&'a PlaceServed>,
    operator: bool,
    places: &'a [PlaceServed],
}

impl<'a> AccountPage<'a> {
    /// `unconfirmed`: deletion was asked for without the tick.
    #[must_use]
    pub fn new(
        first_name: &str,
        services: &'a [ServiceHeld],
        unconfirmed: bool,
        frame: Frame<'a>,
    ) -> Self {
        Self {
            signed_in_as: frame.say("account-name", &[("name", first_name.into())]),
            services: services
                .iter()
                .map(|service| ServiceView::new(service, frame))
                .collect(),
            unconfirmed,
            frame,
        }
    }
}

impl<'a> ServiceView<'a> {
    fn new(service: &'a ServiceHeld, frame: Frame<'_>) -> Self {
        match service {
            ServiceHeld::Chair(place) => Self {
                role: frame.t("account-chair"),
                group: None,
                operator: false,
                places: std::slice::from_ref(place),
            },
            ServiceHeld::Secretary { group, meetings } => Self {
                role: frame.t("account-secretary"),
                group: Some(group),
                operator: false,
                places: meetings,
            },
            ServiceHeld::Operator => Self {
                role: frame.t("account-operator"),
                group: None,
                operator: true,
                places: &[],
            },
        }
    }
}
