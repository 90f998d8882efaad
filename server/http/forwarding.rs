//! What proxies say about a request: `X-Forwarded-For`, `Forwarded` (RFC 7239), `X-Real-IP` and their
//! companions. Anybody can send these headers, so that they count only from proxies that the operator trusts.

use crate::config::Networks;
use axum::http::HeaderMap;
use std::net::{IpAddr, SocketAddr};

const X_FORWARDED_FOR: &str = "x-forwarded-for";
const FORWARDED: &str = "forwarded";
const X_REAL_IP: &str = "x-real-ip";

/// The headers that name the client, in the order in which they are looked at.
const CLIENT_HEADERS: [&str; 3] = [X_FORWARDED_FOR, FORWARDED, X_REAL_IP];

/// The address that sent a request, as far as trusted proxies tell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Client {
    pub(crate) ip: IpAddr,
    /// Why the headers were not used.
    pub(crate) mistake: Option<ProxyMistake>,
}

/// A mistake in the settings of a proxy, or of this program about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ProxyMistake {
    /// This header came from a peer that is not trusted.
    Untrusted(&'static str),
    /// These two headers name different clients: one of them was passed on as a stranger wrote it.
    Contradiction(&'static str, &'static str),
}

/// The client of a request that `peer` sent. Each proxy appends the address that it got the request from:
/// read from the end, the first address that is no trusted proxy is the client.
pub(crate) fn client(peer: IpAddr, headers: &HeaderMap, trusted: &Networks) -> Client {
    // A dual-stack socket reports IPv4 peers as IPv6 (::ffff:0:0/96).
    let peer = peer.to_canonical();
    let is_present = |name: &&str| headers.contains_key(*name);
    if !trusted.contain(peer) {
        let header = CLIENT_HEADERS.into_iter().find(is_present);
        return Client {
            ip: peer,
            mistake: header.map(ProxyMistake::Untrusted),
        };
    }
    let named = CLIENT_HEADERS.into_iter().filter(is_present);
    let named =
        named.filter_map(|name| Some((name, first_untrusted(&hops(headers, name), trusted)?)));
    let named: Vec<(&'static str, IpAddr)> = named.collect();
    // A header that names only proxies (`X-Real-IP` of the last of several) says nothing of the client.
    let mut strangers = named.iter().filter(|(_, ip)| !trusted.contain(*ip));
    let Some(&(header, ip)) = strangers.next().or_else(|| named.first()) else {
        return Client {
            ip: peer,
            mistake: None,
        };
    };
    match strangers.find(|(_, other)| *other != ip) {
        // Only the proxy itself is certain.
        Some((other, _)) => Client {
            ip: peer,
            mistake: Some(ProxyMistake::Contradiction(header, other)),
        },
        None => Client { ip, mistake: None },
    }
}

/// The first address from the end that is no trusted proxy, otherwise the first of all; `None` when the chain
/// ends at a hop that hides its address.
fn first_untrusted(hops: &[Option<IpAddr>], trusted: &Networks) -> Option<IpAddr> {
    let is_stranger = |hop: &&Option<IpAddr>| hop.is_none_or(|ip| !trusted.contain(ip));
    let stranger = hops.iter().rev().find(is_stranger);
    *stranger.or_else(|| hops.first())?
}

/// The hops that a header names, from the client to the last proxy.
fn hops(headers: &HeaderMap, name: &str) -> Vec<Option<IpAddr>> {
    if name == FORWARDED {
        let elements = forwarded_values(headers, "for").into_iter();
        return elements
            .map(|hop| hop.and_then(|hop| parse_hop(&hop)))
            .collect();
    }
    list_values(headers, name).map(parse_hop).collect()
}

/// The host names by which browsers know the site, as proxies tell them.
pub(crate) fn hosts(headers: &HeaderMap) -> Vec<String> {
    let single = list_values(headers, "x-forwarded-host").map(str::to_owned);
    let standard = forwarded_values(headers, "host").into_iter().flatten();
    single.chain(standard).collect()
}

/// The scheme by which the browser sent the request, as the first proxy tells it.
pub(crate) fn scheme(headers: &HeaderMap) -> Option<String> {
    let single = list_values(headers, "x-forwarded-proto").next();
    let standard = || {
        forwarded_values(headers, "proto")
            .into_iter()
            .flatten()
            .next()
    };
    let scheme = single.map(str::to_owned).or_else(standard)?;
    Some(scheme.to_ascii_lowercase())
}

/// The items of a header that is a list, over all its lines.
fn list_values<'a>(headers: &'a HeaderMap, name: &'a str) -> impl Iterator<Item = &'a str> {
    let lines = headers.get_all(name).iter();
    let lines = lines.filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).map(str::trim)
}

/// The value of one parameter in each element of `Forwarded`.
fn forwarded_values(headers: &HeaderMap, parameter: &str) -> Vec<Option<String>> {
    let value_of = |element: &str| {
        let pairs = element.split(';').filter_map(|pair| pair.split_once('='));
        let mut values = pairs.filter(|(name, _)| name.trim().eq_ignore_ascii_case(parameter));
        let (_, value) = values.next()?;
        Some(value.trim().trim_matches('"').to_owned())
    };
    list_values(headers, FORWARDED).map(value_of).collect()
}

/// An address with or without a port, in brackets or not.
fn parse_hop(hop: &str) -> Option<IpAddr> {
    let bracketed = || hop.strip_prefix('[')?.strip_suffix(']')?.parse().ok();
    let with_port = || Some(hop.parse::<SocketAddr>().ok()?.ip());
    let address: Option<IpAddr> = hop.parse().ok().or_else(bracketed).or_else(with_port);
    address.map(|address| address.to_canonical())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "the tests' own literals are valid")]
mod tests;
