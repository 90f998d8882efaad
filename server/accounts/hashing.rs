//! Hashes passphrases on blocking threads. The only file of `accounts` that uses tokio.

use super::Passphrase;
use super::phc::{self, HashCost, PassphraseHash};
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
    /// Verified instead of a hash when there is no account.
    decoy: PassphraseHash,
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
        let argon2 = cost.to_argon2()?;
        let decoy = phc::create_decoy(&argon2, entropy);
        Ok(Self {
            argon2,
            decoy,
            permits: Arc::new(Semaphore::new(concurrent.get())),
        })
    }

    /// Hashes a passphrase with a new salt.
    pub async fn hash(&self, passphrase: Passphrase, entropy: Arc<dyn Entropy>) -> PassphraseHash {
        let argon2 = self.argon2.clone();
        self.run_with_permit(move || phc::hash(&argon2, &passphrase, &*entropy))
            .await
    }

    /// Whether `stored` is the hash of the passphrase `text`. Pass `None` when there is no such account: the
    /// same work is done, and the result is false.
    pub async fn verify(&self, stored: Option<PassphraseHash>, text: String) -> bool {
        let hash = stored.unwrap_or_else(|| self.decoy.clone());
        self.run_with_permit(move || phc::verify(&hash, &text))
            .await
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
    async fn only_the_right_passphrase_matches_the_hash() {
        let hasher = hasher(HashCost::MINIMUM, 2);
        let hash = hasher
            .hash(passphrase("a lamp by the dóor"), Arc::new(SystemEntropy))
            .await;
        for (text, matches) in [
            ("a lamp by the dóor", true),
            (" a lamp by the do\u{301}or ", true),
            ("a lamp by the door", false),
            ("A lamp by the dóor", false),
            ("", false),
        ] {
            assert_eq!(
                hasher.verify(Some(hash.clone()), text.to_owned()).await,
                matches,
                "{text}"
            );
        }
    }

    #[tokio::test]
    async fn hashes_are_salted_and_contain_their_cost() {
        let hasher = hasher(HashCost::RECOMMENDED, 2);
        let entropy: Arc<dyn Entropy> = Arc::new(SystemEntropy);
        let first = hasher
            .hash(passphrase("a lamp by the door"), Arc::clone(&entropy))
            .await;
        let second = hasher.hash(passphrase("a lamp by the door"), entropy).await;
        assert_ne!(first, second);
        assert!(
            Redacted::from(first)
                .0
                .starts_with("$argon2id$v=19$m=19456,t=2,p=1$")
        );
    }

    #[tokio::test]
    async fn an_unknown_account_takes_as_much_work_as_a_known_one() {
        let hasher = hasher(
            HashCost {
                memory_kib: 64,
                passes: 3,
                lanes: 1,
            },
            2,
        );
        let hash = hasher
            .hash(passphrase("a lamp by the door"), Arc::new(SystemEntropy))
            .await;
        assert!(!hasher.verify(None, "a lamp by the door".to_owned()).await);
        // Equal algorithm, version, parameters and lengths mean equal work.
        let work = |hash: &PassphraseHash| {
            let text = Redacted::from(hash.clone()).0;
            let parts: Vec<_> = text.split('$').map(str::to_owned).collect();
            (
                parts[..4].to_vec(),
                parts[4].len(),
                parts[5].len(),
                parts.len(),
            )
        };
        assert_eq!(work(&hasher.decoy), work(&hash));
    }

    #[tokio::test]
    async fn no_passphrase_matches_an_invalid_hash() {
        let hasher = hasher(HashCost::MINIMUM, 1);
        for stored in ["", "$argon2id$", "a lamp by the door"] {
            let hash = PassphraseHash::from(Redacted(stored.to_owned()));
            assert!(
                !hasher
                    .verify(Some(hash), "a lamp by the door".to_owned())
                    .await
            );
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn the_number_of_concurrent_hashes_is_limited() {
        let hasher = hasher(HashCost::MINIMUM, 2);
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
                        // Long enough for a third one to start if there were no limit.
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
            task.await.expect("the task completes");
        }
        assert!((1..=2).contains(&max_running.load(Ordering::SeqCst)));
    }

    #[test]
    fn an_unsupported_cost_is_an_error() {
        let concurrent = NonZeroUsize::MIN;
        let cost = HashCost {
            memory_kib: 0,
            passes: 0,
            lanes: 0,
        };
        assert!(PassphraseHasher::new(cost, concurrent, &SystemEntropy).is_err());
    }
}
