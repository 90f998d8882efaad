//! Subscriptions to the feeds of other directories: fetching them, storing their meetings, and dropping
//! meetings that were not confirmed for too long.
//!
//! Promises: no content or behaviour of a feed harms the schedule; no address inside a private network is
//! ever connected to; no contact of any person is stored. Deliberately absent: pages and their texts.
//! May import `base`, `schedule` and `store`.

mod address;
mod feed;
mod fetch;
mod policy;
mod stored_listing;
mod subscriber;

pub use address::{FeedAddressRefusal, check, is_public};
pub use feed::Feed;
pub use fetch::{Fetch, FetchError, FetchRequest, FetchResponse, HttpFetcher};
pub use policy::{DROPPED_AFTER, FeedState, STALE_AFTER};
pub use subscriber::{MAX_FEEDS, MAX_LISTINGS, Parts, Subscriber};
