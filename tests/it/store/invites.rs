//! Invitations: each works once, for one person, and completely or not at all.

use super::databases::open;
use super::examples::{LATER, NOW, account, an_account, group, meeting};
use porchlight::store::{InviteError, Service, SignUpError, StoreSettings};
use std::sync::Arc;
use tokio::sync::Barrier;
use tokio::task::JoinSet;

pub async fn an_invitation_works_once(settings: StoreSettings) {
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
    assert!(matches!(again, Err(InviteError::NotFound)));
    let unknown = store.use_invite([8; 32], account, NOW).await;
    assert!(matches!(unknown, Err(InviteError::NotFound)));
}

pub async fn an_invitation_expires(settings: StoreSettings) {
    let store = open(&settings).await;
    let group = group(&store).await;
    let account = account(&store, "1").await;
    store
        .create_invite([7; 32], Service::SecretaryOf(group), LATER)
        .await
        .unwrap();
    assert_eq!(store.invite([7; 32], LATER).await.unwrap(), None);
    let late = store.use_invite([7; 32], account, LATER).await;
    assert!(matches!(late, Err(InviteError::NotFound)));
    assert_eq!(store.services_of(account).await.unwrap(), []);
    assert_eq!(store.purge_invites(NOW).await.unwrap(), 0);
    assert_eq!(store.purge_invites(LATER).await.unwrap(), 1);
    assert_eq!(store.invite([7; 32], NOW).await.unwrap(), None);
}

pub async fn only_one_of_many_simultaneous_uses_of_an_invitation_succeeds(settings: StoreSettings) {
    const USERS: usize = 24;
    let store = open(&settings).await;
    let service = Service::ChairOf(meeting(&store).await);
    store.create_invite([7; 32], service, LATER).await.unwrap();
    let mut accounts = Vec::new();
    for number in 0..USERS {
        accounts.push(account(&store, &number.to_string()).await);
    }
    let start = Arc::new(Barrier::new(USERS));
    let mut tasks = JoinSet::new();
    for account in accounts {
        let (store, start) = (store.clone(), start.clone());
        tasks.spawn(async move {
            start.wait().await;
            let succeeded = match store.use_invite([7; 32], account, NOW).await {
                Ok(_) => true,
                Err(InviteError::NotFound) => false,
                Err(InviteError::Store(error)) => panic!("{error}"),
            };
            (succeeded, store.services_of(account).await.unwrap().len())
        });
    }
    let outcomes = tasks.join_all().await;
    assert_eq!(
        outcomes.iter().filter(|(succeeded, _)| *succeeded).count(),
        1
    );
    assert!(
        outcomes
            .iter()
            .all(|(succeeded, services)| usize::from(*succeeded) == *services)
    );
}

pub async fn a_failed_sign_up_changes_nothing(settings: StoreSettings) {
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
        "the invitation is unused"
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
    assert!(matches!(again, Err(SignUpError::NotFound)));
    assert_eq!(
        store.account_by_number("3").await.unwrap(),
        None,
        "no account without an invitation"
    );
}
