//! Hashes passphrases on blocking threads. The only file of `accounts` that uses tokio.

use super::Passphrase;
use super::phc::{self, HashCost, Phc};
use crate::base::Entropy;
use argon2::Argon2;
use std::num::NonZeroUsize;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Hashes and verifies passphrases, a limited number at the same time, so that many simultaneous sign-ins
/// use a limited amount of memory and processor time. Cheap to clone.
#[derive(Clone)]
pub struct PassphraseHasher {
    argon2: Argon2<'static>,
    decoy: Phc,
    permits: Arc<Semaphore>,
}

impl PassphraseHasher {
    /// A hasher of this cost, for at most `concurrent` hashes at the same time.
    ///
    /// # Errors
    /// When Argon2 does not support the cost.
    pub fn new(
        cost: HashCost,
        concurrent: NonZeroUsize,
        entropy: &dyn Entropy,
    ) -> Result<Self, argon2::Error> {
        let argon2 = cost.argon2()?;
        let decoy = phc::decoy(&argon2, entropy);
        Ok(Self {
            argon2,
            decoy,
            permits: Arc::new(Semaphore::new(concurrent.get())),
        })
    }

    /// Hashes a passphrase with a new salt.
    pub async fn hash(&self, passphrase: Passphrase, entropy: Arc<dyn Entropy>) -> Phc {
        let argon2 = self.argon2.clone();
        self.run_with_permit(move || phc::hash(&argon2, &passphrase, &*entropy))
            .await
    }

    /// Whether `text` is the passphrase of `stored`. `None` stands for an account that does not exist: the
    /// same work is done and the result is false.
    pub async fn verify(&self, stored: Option<Phc>, text: String) -> bool {
        let phc = stored.unwrap_or_else(|| self.decoy.clone());
        self.run_with_permit(move || phc::verify(&phc, &text)).await
    }

    /// Runs the work when a permit is free. The work keeps its permit until its end even if the caller stops
    /// waiting: otherwise closed connections could start more work than allowed.
    async fn run_with_permit<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> T {
        let permit = Arc::clone(&self.permits)
            .acquire_owned()
            .await
            .expect("the semaphore is never closed");
        let task = tokio::task::spawn_blocking(move || {
            let result = work();
            drop(permit);
            result
        });
        task.await
            .unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::AccountNumber;
    use crate::base::{Redacted, SystemEntropy};
    use std::sync::atomic::{AtomicUsize, Ordering};

    fn hasher(cost: HashCost, concurrent: usize) -> PassphraseHasher {
        let concurrent = NonZeroUsize::new(concurrent).expect("at least one");
        PassphraseHasher::new(cost, concurrent, &SystemEntropy)
            .expect("a cost that Argon2 supports")
    }

    fn passphrase(text: &str) -> Passphrase {
        Passphrase::parse(text, &AccountNumber::random(&SystemEntropy)).expect("a valid passphrase")
    }

    #[tokio::test]
    async fn only_the_passphrase_verifies() {
        let hasher = hasher(HashCost::LEAST, 2);
        let phc = hasher
            .hash(passphrase("a lamp by the dóor"), Arc::new(SystemEntropy))
            .await;
        for (text, verifies) in [
            ("a lamp by the dóor", true),
            (" a lamp by the do\u{301}or ", true),
            ("a lamp by the door", false),
            ("A lamp by the dóor", false),
            ("", false),
        ] {
            assert_eq!(
                hasher.verify(Some(phc.clone()), text.to_owned()).await,
                verifies,
                "{text}"
            );
        }
    }

    #[tokio::test]
    async fn hashes_are_salted_and_contain_their_cost() {
        let hasher = hasher(HashCost::RECOMMENDED, 2);
        let entropy: Arc<dyn Entropy> = Arc::new(SystemEntropy);
        let one = hasher
            .hash(passphrase("a lamp by the door"), Arc::clone(&entropy))
            .await;
        let other = hasher.hash(passphrase("a lamp by the door"), entropy).await;
        assert_ne!(one, other);
        assert!(
            Redacted::from(one)
                .0
                .starts_with("$argon2id$v=19$m=19456,t=2,p=1$")
        );
    }

    #[tokio::test]
    async fn an_account_that_does_not_exist_costs_the_same_work() {
        let hasher = hasher(
            HashCost {
                memory_kib: 64,
                passes: 3,
                lanes: 1,
            },
            2,
        );
        let phc = hasher
            .hash(passphrase("a lamp by the door"), Arc::new(SystemEntropy))
            .await;
        assert!(!hasher.verify(None, "a lamp by the door".to_owned()).await);
        // The same algorithm, version, parameters and lengths are the same work.
        let work = |phc: &Phc| {
            let text = Redacted::from(phc.clone()).0;
            let parts: Vec<_> = text.split('$').map(str::to_owned).collect();
            (
                parts[..4].to_vec(),
                parts[4].len(),
                parts[5].len(),
                parts.len(),
            )
        };
        assert_eq!(work(&hasher.decoy), work(&phc));
    }

    #[tokio::test]
    async fn an_invalid_hash_never_verifies() {
        let hasher = hasher(HashCost::LEAST, 1);
        for stored in ["", "$argon2id$", "a lamp by the door"] {
            let phc = Phc::from(Redacted(stored.to_owned()));
            assert!(
                !hasher
                    .verify(Some(phc), "a lamp by the door".to_owned())
                    .await
            );
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn the_number_of_concurrent_hashes_is_limited() {
        let hasher = hasher(HashCost::LEAST, 2);
        let (running, max_running) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let tasks: Vec<_> = (0..16)
            .map(|_| {
                let (hasher, running, max_running) = (
                    hasher.clone(),
                    Arc::clone(&running),
                    Arc::clone(&max_running),
                );
                tokio::spawn(async move {
                    let work = move || {
                        let count = running.fetch_add(1, Ordering::SeqCst) + 1;
                        max_running.fetch_max(count, Ordering::SeqCst);
                        // Runs long enough for a third one to start as well.
                        for _ in 0..10_000 {
                            std::thread::yield_now();
                        }
                        running.fetch_sub(1, Ordering::SeqCst);
                    };
                    hasher.run_with_permit(work).await;
                })
            })
            .collect();
        for task in tasks {
            task.await.expect("the work ends");
        }
        assert!((1..=2).contains(&max_running.load(Ordering::SeqCst)));
    }

    #[test]
    fn an_impossible_cost_is_refused() {
        let concurrent = NonZeroUsize::MIN;
        let cost = HashCost {
            memory_kib: 0,
            passes: 0,
            lanes: 0,
        };
        assert!(PassphraseHasher::new(cost, concurrent, &SystemEntropy).is_err());
    }
}
