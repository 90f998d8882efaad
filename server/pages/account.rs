//! The sign-in page and the account page.

use super::Frame;
use askama::Template;

/// Why a sign-in is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignInRefusal {
    /// An unknown account number or a wrong passphrase: which of the two is not said.
    Refused,
    /// The server is checking too many passphrases at the moment.
    Busy,
}

/// A sign-in form as it was sent, and why it is refused. The passphrase is never rendered.
#[derive(Clone, Copy, Debug, Default)]
pub struct Credentials<'a> {
    /// The account number as typed.
    pub account: &'a str,
    /// `None` for an empty form.
    pub refusal: Option<SignInRefusal>,
}

/// `/sign-in`.
#[derive(Template)]
#[template(path = "sign-in.html")]
pub struct SignInPage<'a> {
    frame: Frame<'a>,
    sign_in: CredentialsView<'a>,
}

impl<'a> SignInPage<'a> {
    /// The page with the form as it was sent, or empty.
    #[must_use]
    pub fn new(credentials: Credentials<'a>, frame: Frame<'a>) -> Self {
        Self {
            frame,
            sign_in: CredentialsView::new(credentials, frame),
        }
    }
}

/// The values of `credentials.html`.
pub(super) struct CredentialsView<'a> {
    pub account: &'a str,
    pub error: Option<String>,
}

impl<'a> CredentialsView<'a> {
    pub(super) fn new(credentials: Credentials<'a>, frame: Frame<'_>) -> Self {
        let error = credentials.refusal.map(|refusal| {
            frame.t(match refusal {
                SignInRefusal::Refused => "sign-in-refused",
                SignInRefusal::Busy => "sign-in-busy",
            })
        });
        Self {
            account: credentials.account,
            error,
        }
    }
}

/// A service that an account holder has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeldService {
    /// The chair of a meeting.
    Chair(PageLink),
    /// The secretary of a group.
    Secretary {
        /// The group.
        group: PageLink,
        /// The meetings of the group.
        meetings: Vec<PageLink>,
    },
    /// The operator of the site.
    Operator,
}

/// The title and the address of the page of a meeting or a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageLink {
    /// The title of the meeting or the name of the group.
    pub title: String,
    /// The slug of its page.
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
    group: Option<&'a PageLink>,
    operator: bool,
    meetings: &'a [PageLink],
}

impl<'a> AccountPage<'a> {
    /// `unconfirmed`: deletion was requested without ticking the confirmation.
    #[must_use]
    pub fn new(
        first_name: &str,
        services: &'a [HeldService],
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
    fn new(service: &'a HeldService, frame: Frame<'_>) -> Self {
        match service {
            HeldService::Chair(meeting) => Self {
                role: frame.t("account-chair"),
                group: None,
                operator: false,
                meetings: std::slice::from_ref(meeting),
            },
            HeldService::Secretary { group, meetings } => Self {
                role: frame.t("account-secretary"),
                group: Some(group),
                operator: false,
                meetings,
            },
            HeldService::Operator => Self {
                role: frame.t("account-operator"),
                group: None,
                operator: true,
                meetings: &[],
            },
        }
    }
}
