//! The address of the client that sends a request.

use crate::http::arrival::Arrival;
use crate::http::error::HttpError;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use std::net::IpAddr;

/// The client's address, for the rate limits alone: never stored, never logged.
pub(crate) struct ClientIp(pub(crate) IpAddr);

impl<S: Sync> FromRequestParts<S> for ClientIp {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, HttpError> {
        let client = parts.extensions.get::<Arrival>();
        let client = client.and_then(|arrival| arrival.client);
        client.map(Self).ok_or(HttpError::BadForm)
    }
}
