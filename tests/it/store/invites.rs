//! Invites: each works once, for one person, and whole.

use super::examples::{LATER, NOW, account, an_account, group, meeting};
use super::place::open;
use porchlight::store::{InviteError, Service, SignUpError, StoreSettings};
use std::sync::Arc;
use tokio::sync::Barrier;
use tokio::task::JoinSet;

pub async fn an_invite_works_once(settings: StoreSettings) {
    let store = open(&settings).await;
    let service = Service::ChairOf(meeting(&store).await);
    let account = account(&store, "1").await;
    store.create_invite([7; 32], service, LATER).await.unwrap();
    for _ in 0..2 {
        assert_eq!(store.invite([7; 32], NOW).await.unwrap(), Some(service));
    }
    assert_eq!(
        store.use_invite([7; 32], account, NOW).await.unwrap(),
        service
    );
    assert_eq!(store.services_of(account).await.unwrap(), [service]);
    assert_eq!(store.invite([7; 32], NOW).await.unwrap(), None);
    let again = store.use_invite([7; 32], account, NOW).await;
    assert!(matches!(again, Err(InviteError::NotThere)));
    let unknown = store.use_invite([8; 32], account, NOW).await;
    assert!(matches!(unknown, Err(InviteError::NotThere)));
}

pub async fn an_invite_runs_out(settings: StoreSettings) {
    let store = open(&settings).await;
    let group = group(&store).await;
    let account = account(&store, "1").await;
    store
        .create_invite([7; 32], Service::SecretaryOf(group), LATER)
        .await
        .unwrap();
    assert_eq!(store.invite([7; 32], LATER).await.unwrap(), None);
    let late = store.use_invite([7; 32], account, LATER).await;
    assert!(matches!(late, Err(InviteError::NotThere)));
    assert_eq!(store.services_of(account).await.unwrap(), []);
    assert_eq!(store.purge_invites(NOW).await.unwrap(), 0);
    assert_eq!(store.purge_invites(LATER).await.unwrap(), 1);
    assert_eq!(store.invite([7; 32], NOW).await.unwrap(), None);
}

pub async fn of_many_who_use_an_invite_at_once_one_succeeds(settings: StoreSettings) {
    const RIVALS: usize = 24;
    let store = open(&settings).await;
    let service = Service::ChairOf(meeting(&store).await);
    store.create_invite([7; 32], service, LATER).await.unwrap();
    let mut rivals = Vec::new();
    for number in 0..RIVALS {
        rivals.push(account(&store, &number.to_string()).await);
    }
    let start = Arc::new(Barrier::new(RIVALS));
    let mut race = JoinSet::new();
    for rival in rivals {
        let (store, start) = (store.clone(), start.clone());
        race.spawn(async move {
            start.wait().await;
            let won = match store.use_invite([7; 32], rival, NOW).await {
                Ok(_) => true,
                Err(InviteError::NotThere) => false,
                Err(InviteError::Store(error)) => panic!("{error}"),
            };
            (won, store.services_of(rival).await.unwrap().len())
        });
    }
    let outcomes = race.join_all().await;
    assert_eq!(outcomes.iter().filter(|(won, _)| *won).count(), 1);
    assert!(
        outcomes
            .iter()
            .all(|(won, services)| usize::from(*won) == *services)
    );
}

pub async fn a_sign_up_is_whole_or_nothing(settings: StoreSettings) {
    let store = open(&settings).await;
    let service = Service::ChairOf(meeting(&store).await);
    account(&store, "1").await;
    store.create_invite([7; 32], service, LATER).await.unwrap();
    let taken = store
        .use_invite_with_new_account([7; 32], &an_account("1"), NOW)
        .await;
    assert!(matches!(taken, Err(SignUpError::Taken)));
    assert_eq!(
        store.invite([7; 32], NOW).await.unwrap(),
        Some(service),
        "the invite was used up"
    );
    let (id, given) = store
        .use_invite_with_new_account([7; 32], &an_account("2"), NOW)
        .await
        .unwrap();
    assert_eq!(given, service);
    assert_eq!(store.services_of(id).await.unwrap(), [service]);
    let again = store
        .use_invite_with_new_account([7; 32], &an_account("3"), NOW)
        .await;
    assert!(matches!(again, Err(SignUpError::NotThere)));
    assert_eq!(
        store.account_by_number("3").await.unwrap(),
        None,
        "an account without an invite"
    );
}
