//! What was measured, in words, beside what should be reached.

use crate::server::Usage;
use std::collections::BTreeMap;
use std::time::Duration;

pub struct Report {
    pub listeners: usize,
    pub sent: u64,
    pub heard: u64,
    pub joins: Vec<Duration>,
    /// In tenths of a millisecond, with how many.
    pub delays: BTreeMap<u64, u64>,
    pub real: usize,
    pub real_heard: usize,
    pub before_joins: Usage,
    pub after_joins: Usage,
    pub usage_before: Usage,
    pub usage_after: Usage,
}

impl Report {
    pub fn print(&self) {
        let expected = self.sent * self.listeners as u64;
        let lost = expected.saturating_sub(self.heard);
        let (before, after) = (&self.usage_before, &self.usage_after);
        let forwarded = after.forwarded - before.forwarded;
        let user = after.user_micros - before.user_micros;
        let kernel = after.kernel_micros - before.kernel_micros;
        let memory = self
            .after_joins
            .rss_kib
            .saturating_sub(self.before_joins.rss_kib);
        println!(
            "listeners                     {} minimal_peer, {} whole WebRTC clients",
            self.listeners, self.real
        );
        println!("packets spoken                {}", self.sent);
        println!(
            "packets delivered (minimal_peer)     {} of {expected}",
            self.heard
        );
        println!(
            "packets heard (whole clients) {} of {}",
            self.real_heard,
            self.sent * self.real as u64
        );
        println!(
            "loss                          {:.4} %",
            percent(lost, expected)
        );
        println!("lost by the server            {}", after.lost - before.lost);
        println!(
            "server CPU per packet         {:.2} us, {:.2} of them in the kernel   (to reach: 3)",
            ratio(user + kernel, forwarded),
            ratio(kernel, forwarded)
        );
        println!(
            "memory per listener           {:.1} KiB  (to reach: 40, room socket included)",
            ratio(memory, self.listeners as u64)
        );
        println!(
            "join to first audio           p50 {:?}, p95 {:?}   (to reach: p95 500 ms)",
            self.join(50),
            self.join(95)
        );
        println!(
            "heard at all                  {} of {}",
            self.joins.len(),
            self.listeners
        );
        println!(
            "delay, both ends included     p50 {} ms, p99 {} ms   (to reach: p99 20 ms)",
            self.delay(50),
            self.delay(99)
        );
    }

    fn join(&self, percentile: usize) -> Duration {
        let index = (self.joins.len() * percentile / 100).min(self.joins.len().saturating_sub(1));
        self.joins.get(index).copied().unwrap_or_default()
    }

    fn delay(&self, percentile: u64) -> f64 {
        let mut left = self.delays.values().sum::<u64>() * percentile / 100;
        for (delay, count) in &self.delays {
            if left < *count {
                return *delay as f64 / 10.0;
            }
            left -= count;
        }
        0.0
    }
}

fn ratio(of: u64, to: u64) -> f64 {
    if to == 0 {
        f64::NAN
    } else {
        of as f64 / to as f64
    }
}

fn percent(of: u64, to: u64) -> f64 {
    100.0 * ratio(of, to)
}
