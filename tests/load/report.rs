//! Prints the measurements beside their targets.

use crate::server::Usage;
use std::collections::BTreeMap;
use std::time::Duration;

pub struct Report {
    pub listeners: usize,
    pub sent: u64,
    pub received: u64,
    pub joins: Vec<Duration>,
    /// Number of packets by delay in tenths of a millisecond.
    pub delays: BTreeMap<u64, u64>,
    pub real: usize,
    pub real_received: usize,
    pub before_joins: Usage,
    pub after_joins: Usage,
    pub usage_before: Usage,
    pub usage_after: Usage,
}

impl Report {
    pub fn print(&self) {
        let expected = self.sent * self.listeners as u64;
        let lost = expected.saturating_sub(self.received);
        let (before, after) = (&self.usage_before, &self.usage_after);
        let forwarded = after.forwarded - before.forwarded;
        let user = after.user_micros - before.user_micros;
        let kernel = after.kernel_micros - before.kernel_micros;
        let memory = self
            .after_joins
            .rss_kib
            .saturating_sub(self.before_joins.rss_kib);
        println!(
            "listeners                     {} minimal, {} complete WebRTC clients",
            self.listeners, self.real
        );
        println!("packets sent                  {}", self.sent);
        println!(
            "packets received (minimal)    {} of {expected}",
            self.received
        );
        println!(
            "packets received (complete)   {} of {}",
            self.real_received,
            self.sent * self.real as u64
        );
        println!(
            "loss                          {:.4} %",
            percent(lost, expected)
        );
        println!("lost by the server            {}", after.lost - before.lost);
        println!(
            "server CPU per packet         {:.2} us, {:.2} of it in the kernel   (target: 3)",
            ratio(user + kernel, forwarded),
            ratio(kernel, forwarded)
        );
        println!(
            "memory per listener           {:.1} KiB  (target: 40, room socket included)",
            ratio(memory, self.listeners as u64)
        );
        println!(
            "join to first audio           p50 {:?}, p95 {:?}   (target: p95 500 ms)",
            self.join(50),
            self.join(95)
        );
        println!(
            "received any audio            {} of {}",
            self.joins.len(),
            self.listeners
        );
        println!(
            "delay, with both clients      p50 {} ms, p99 {} ms   (target: p99 20 ms)",
            self.delay(50),
            self.delay(99)
        );
    }

    fn join(&self, percentile: usize) -> Duration {
        let index = (self.joins.len() * percentile / 100).min(self.joins.len().saturating_sub(1));
        self.joins.get(index).copied().unwrap_or_default()
    }

    fn delay(&self, percentile: u64) -> f64 {
        let mut remaining = self.delays.values().sum::<u64>() * percentile / 100;
        for (delay, count) in &self.delays {
            if remaining < *count {
                return *delay as f64 / 10.0;
            }
            remaining -= count;
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
