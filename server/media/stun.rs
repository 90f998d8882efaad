//! STUN as ICE-lite needs it: signatures only for now.
use std::net::SocketAddr;

/// A connectivity check from a browser. Nothing in it is to be believed before [`Self::verify`].
#[derive(Clone, Copy, Debug)]
pub struct BindingRequest<'a> {
    pub transaction: [u8; 12],
    /// Ours: whom the check is for.
    pub local_ufrag: &'a str,
    pub remote_ufrag: &'a str,
    pub use_candidate: bool,
    #[expect(dead_code, reason = "filled by the next commit")]
    bytes: &'a [u8],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StunProblem {
    #[error("not a STUN message")]
    NotStun,
}

pub fn parse(_bytes: &[u8]) -> Result<BindingRequest<'_>, StunProblem> {
    todo!()
}

impl BindingRequest<'_> {
    #[must_use]
    pub fn verify(&self, _local_password: &str) -> bool {
        todo!()
    }

    /// Appends nothing to what `out` held: it is cleared first.
    pub fn success(&self, _local_password: &str, _mapped: SocketAddr, _out: &mut Vec<u8>) {
        todo!()
    }
}

/// The client's side: `username` is `their ufrag:our ufrag`, `password` theirs.
pub fn binding_request(
    _transaction: [u8; 12],
    _username: &str,
    _password: &str,
    _out: &mut Vec<u8>,
) {
    todo!()
}

/// The mapped address of the success response to `transaction`, its integrity checked.
pub fn parse_success(
    _bytes: &[u8],
    _transaction: [u8; 12],
    _password: &str,
) -> Result<SocketAddr, StunProblem> {
    todo!()
}
