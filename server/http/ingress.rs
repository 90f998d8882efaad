//! How requests reach the site: the operator's settings.

use crate::config::{Networks, PublicUrl};

/// The operator's settings about the proxies in front of the program.
#[derive(Clone, Debug, Default)]
pub struct Ingress {
    /// The address that browsers use, if it is set.
    pub public_url: Option<PublicUrl>,
    /// The proxies whose forwarding headers are believed.
    pub trusted_proxies: Networks,
}
