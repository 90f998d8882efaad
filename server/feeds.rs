//! The meetings that other directories list: asked for politely, kept while they are true, and told
//! about when they are not.
//!
//! Promises: nothing that a feed says or does harms the schedule; no address inside a network is ever
//! asked; no contact of any person is kept. Deliberately absent: pages, words.
//! May import `base`, `schedule` and `store`.

mod address;
mod fetch;
mod policy;
mod shape;
mod subscriber;

pub use address::{FeedAddressRefusal, check, is_public};
pub use fetch::{Fetch, FetchError, FetchRequest, FetchResponse, HttpFetcher};
pub use policy::{DROPPED_AFTER, FeedState, STALE_AFTER};
pub use subscriber::{Feed, MAX_FEEDS, MAX_LISTINGS, Parts, Subscriber};
