//! Hashes passphrases away from the async threads. The only file of `accounts` that uses tokio.

use super::Passphrase;
use super::phc::{self, HashCost, Phc};
use crate::base::Entropy;
use argon2::Argon2;
use std::num::NonZeroUsize;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Makes and checks passphrase hashes, a few at once; the others wait their turn, so that a crowd at
/// the door takes a bounded share of memory and processors. Cheap to clone.
#[derive(Clone)]
pub struct PassphraseHasher {
    argon2: Argon2<'static>,
    decoy: Phc,
    turns: Arc<Semaphore>,
}

impl PassphraseHasher {
    /// # Errors
    /// When Argon2 knows no such cost.
    pub fn new(
        cost: HashCost,
        at_once: NonZeroUsize,
        entropy: &dyn Entropy,
    ) -> Result<Self, argon2::Error> {
        let argon2 = cost.argon2()?;
        let decoy = phc::decoy(&argon2, entropy);
        Ok(Self {
            argon2,
            decoy,
            turns: Arc::new(Semaphore::new(at_once.get())),
        })
    }

    pub async fn hash(&self, passphrase: Passphrase, entropy: Arc<dyn Entropy>) -> Phc {
        let argon2 = self.argon2.clone();
        self.in_turn(move || phc::seal(&argon2, &passphrase, &*entropy))
            .await
    }

    /// Whether `text` opens `kept`. Give `None` for an account that does not exist: the same work is
    /// done, and the answer is no.
    pub async fn verify(&self, kept: Option<Phc>, text: String) -> bool {
        let phc = kept.unwrap_or_else(|| self.decoy.clone());
        self.in_turn(move || phc::opens(&phc, &text)).await
    }

    /// The work keeps its turn to its end even when nobody waits for it any more: otherwise someone
    /// who hangs up could start more than `at_once`.
    async fn in_turn<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> T {
        let turn = Arc::clone(&self.turns)
            .acquire_owned()
            .await
            .expect("the semaphore is never closed");
        let worked = tokio::task::spawn_blocking(move || {
            let done = work();
            drop(turn);
            done
        });
        worked
            .await
            .unwrap_or_else(|stopped| std::panic::resume_unwind(stopped.into_panic()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::AccountNumber;
    use crate::base::{Redacted, SystemEntropy};
    use std::sync::atomic::{AtomicUsize, Ordering};

    fn hasher(cost: HashCost, at_once: usize) -> PassphraseHasher {
        let at_once = NonZeroUsize::new(at_once).expect("at least one");
        PassphraseHasher::new(cost, at_once, &SystemEntropy).expect("a cost that Argon2 knows")
    }

    fn passphrase(text: &str) -> Passphrase {
        Passphrase::parse(text, &AccountNumber::random(&SystemEntropy)).expect("a fine passphrase")
    }

    #[tokio::test]
    async fn only_the_passphrase_opens_its_hash() {
        let hasher = hasher(HashCost::LEAST, 2);
        let phc = hasher
            .hash(passphrase("a lamp by the dóor"), Arc::new(SystemEntropy))
            .await;
        for (text, opens) in [
            ("a lamp by the dóor", true),
            (" a lamp by the do\u{301}or ", true),
            ("a lamp by the door", false),
            ("A lamp by the dóor", false),
            ("", false),
        ] {
            assert_eq!(
                hasher.verify(Some(phc.clone()), text.to_owned()).await,
                opens,
                "{text}"
            );
        }
    }

    #[tokio::test]
    async fn hashes_are_salted_and_tell_their_cost() {
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
    async fn a_hash_that_cannot_be_read_opens_to_nothing() {
        let hasher = hasher(HashCost::LEAST, 1);
        for kept in ["", "$argon2id$", "a lamp by the door"] {
            let phc = Phc::from(Redacted(kept.to_owned()));
            assert!(
                !hasher
                    .verify(Some(phc), "a lamp by the door".to_owned())
                    .await
            );
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn no_more_than_so_many_work_at_once() {
        let hasher = hasher(HashCost::LEAST, 2);
        let (working, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let tasks: Vec<_> = (0..16)
            .map(|_| {
                let (hasher, working, most) =
                    (hasher.clone(), Arc::clone(&working), Arc::clone(&most));
                tokio::spawn(async move {
                    let work = move || {
                        let now = working.fetch_add(1, Ordering::SeqCst) + 1;
                        most.fetch_max(now, Ordering::SeqCst);
                        // Stays long enough for any third one to come in too.
                        for _ in 0..10_000 {
                            std::thread::yield_now();
                        }
                        working.fetch_sub(1, Ordering::SeqCst);
                    };
                    hasher.in_turn(work).await;
                })
            })
            .collect();
        for task in tasks {
            task.await.expect("the work ends");
        }
        assert!((1..=2).contains(&most.load(Ordering::SeqCst)));
    }

    #[test]
    fn an_impossible_cost_is_refused() {
        let at_once = NonZeroUsize::MIN;
        let cost = HashCost {
            memory_kib: 0,
            passes: 0,
            lanes: 0,
        };
        assert!(PassphraseHasher::new(cost, at_once, &SystemEntropy).is_err());
    }
}
