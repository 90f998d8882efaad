//! What the tests share: a site whose clock the test controls, its visitors, and participants of its rooms.

pub mod browser;
pub mod client;
pub mod hard_times;
pub mod minimal_peer;
pub mod network;
pub mod running;
pub mod server;
pub mod test_site;
