//! What the tests share: a site with a clock that a test sets, its visitors, and participants of its rooms.

pub mod browser;
pub mod client;
pub mod hard_times;
pub mod minimal_peer;
pub mod network;
pub mod participant;
pub mod running;
pub mod server;
pub mod test_site;
