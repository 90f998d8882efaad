//! Accounts with their sessions and services.

use super::databases::open;
use super::examples::{LATER, NOW, a_group, a_meeting, account, an_account, group, meeting};
use porchlight::base::{Millis, Redacted};
use porchlight::store::{CreateError, Service, ServiceKind, StoreSettings};

pub async fn an_account_can_be_read_by_its_number(settings: StoreSettings) {
    let store = open(&settings).await;
    let id = account(&store, "1234567812345678").await;
    let taken = store.create_account(&an_account("1234567812345678")).await;
    assert!(matches!(taken, Err(CreateError::Taken)));
    let found = store
        .account_by_number("1234567812345678")
        .await
        .unwrap()
        .expect("an account");
    assert_eq!(found.id, id);
    assert_eq!(found.name.as_str(), "Mike");
    assert_eq!(found.passphrase_phc.0, "$argon2id$one");
    assert_eq!(store.account(id).await.unwrap(), Some(found));
    assert_eq!(
        store.account_by_number("8765432187654321").await.unwrap(),
        None
    );
    store
        .set_passphrase(id, &Redacted("$argon2id$two".to_owned()))
        .await
        .unwrap();
    let changed = store.account(id).await.unwrap().expect("an account");
    assert_eq!(changed.passphrase_phc.0, "$argon2id$two");
    assert!(
        !format!("{changed:?}").contains("1234"),
        "Debug shows the number"
    );
}

pub async fn deleting_an_account_deletes_its_sessions_and_services(settings: StoreSettings) {
    let store = open(&settings).await;
    let meeting = meeting(&store).await;
    let leaving = account(&store, "1").await;
    let staying = account(&store, "2").await;
    for (account, hash) in [(leaving, [1; 32]), (staying, [2; 32])] {
        store
            .create_session(hash, account, NOW, LATER)
            .await
            .unwrap();
        store
            .grant(account, Service::ChairOf(meeting))
            .await
            .unwrap();
    }
    store.delete_account(leaving).await.unwrap();
    assert_eq!(store.account(leaving).await.unwrap(), None);
    assert_eq!(store.session([1; 32], NOW).await.unwrap(), None);
    assert_eq!(store.services_of(leaving).await.unwrap(), []);
    assert_eq!(store.session([2; 32], NOW).await.unwrap(), Some(staying));
    assert_eq!(
        store.services_of(staying).await.unwrap(),
        [Service::ChairOf(meeting)]
    );
    assert!(
        account(&store, "3").await > staying,
        "a row number was reused"
    );
}

pub async fn a_session_lasts_until_it_expires(settings: StoreSettings) {
    let store = open(&settings).await;
    let account = account(&store, "1").await;
    store
        .create_session([1; 32], account, NOW, LATER)
        .await
        .unwrap();
    assert_eq!(
        store.session([1; 32], LATER - Millis(1)).await.unwrap(),
        Some(account)
    );
    assert_eq!(store.session([1; 32], LATER).await.unwrap(), None);
    assert_eq!(store.session([2; 32], NOW).await.unwrap(), None);
    assert_eq!(store.purge_sessions(LATER - Millis(1)).await.unwrap(), 0);
    store
        .create_session([2; 32], account, LATER, LATER + Millis(1))
        .await
        .unwrap();
    // Creating the second session deleted the first, which had expired.
    assert_eq!(store.session([1; 32], NOW).await.unwrap(), None);
    assert_eq!(store.purge_sessions(LATER + Millis(1)).await.unwrap(), 1);
    assert_eq!(store.session([2; 32], NOW).await.unwrap(), None);
}

pub async fn signing_out_ends_one_session_or_all(settings: StoreSettings) {
    let store = open(&settings).await;
    let account = account(&store, "1").await;
    for hash in [[1; 32], [2; 32], [3; 32]] {
        store
            .create_session(hash, account, NOW, LATER)
            .await
            .unwrap();
    }
    store.delete_session([1; 32]).await.unwrap();
    assert_eq!(store.session([1; 32], NOW).await.unwrap(), None);
    assert_eq!(store.session([2; 32], NOW).await.unwrap(), Some(account));
    store.delete_sessions_of(account).await.unwrap();
    assert_eq!(store.session([2; 32], NOW).await.unwrap(), None);
    assert_eq!(store.session([3; 32], NOW).await.unwrap(), None);
}

pub async fn a_chair_comes_before_a_secretary(settings: StoreSettings) {
    let store = open(&settings).await;
    let group = group(&store).await;
    let first = store
        .create_meeting(&a_meeting(group, "first"), NOW)
        .await
        .unwrap();
    let second = store
        .create_meeting(&a_meeting(group, "second"), NOW)
        .await
        .unwrap();
    let other = store.create_group(&a_group("other")).await.unwrap();
    let third = store
        .create_meeting(&a_meeting(other, "third"), NOW)
        .await
        .unwrap();
    let account = account(&store, "1").await;
    assert_eq!(store.service_in(account, first).await.unwrap(), None);
    for _ in 0..2 {
        store
            .grant(account, Service::SecretaryOf(group))
            .await
            .unwrap();
        store.grant(account, Service::ChairOf(first)).await.unwrap();
    }
    assert_eq!(
        store.service_in(account, first).await.unwrap(),
        Some(ServiceKind::Chair)
    );
    assert_eq!(
        store.service_in(account, second).await.unwrap(),
        Some(ServiceKind::Secretary)
    );
    assert_eq!(store.service_in(account, third).await.unwrap(), None);
    assert_eq!(
        store.services_of(account).await.unwrap(),
        [Service::ChairOf(first), Service::SecretaryOf(group)]
    );
}
