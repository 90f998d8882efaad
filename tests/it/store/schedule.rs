//! Groups, meetings and room settings.

use super::databases::{direct_connection, open};
use super::examples::{NOW, a_group, a_meeting, a_room, group, meeting};
use jiff::tz::TimeZone;
use porchlight::base::{GroupId, MeetingId};
use porchlight::schedule::{Group, Meeting, Revision};
use porchlight::store::{CreateError, DamagedMeetingError, NewGroup, StoreError, StoreSettings};
use sqlx::Executor;

pub async fn a_group_can_be_read_by_id_and_by_slug(settings: StoreSettings) {
    let store = open(&settings).await;
    let id = group(&store).await;
    let without_contributions = NewGroup {
        contributions: None,
        ..a_group("anchor")
    };
    store
        .create_group(&without_contributions)
        .await
        .expect("another group");
    let taken = store.create_group(&a_group("harbour")).await;
    assert!(matches!(taken, Err(CreateError::Taken)));
    let expected = Group {
        id,
        slug: "harbour".to_owned(),
        name: "Harbour".to_owned(),
        place: "Leeds, UK".to_owned(),
        website: Some("https://example.org".to_owned()),
        contributions: Some("https://example.org/give".to_owned()),
    };
    assert_eq!(store.group(id).await.unwrap(), Some(expected.clone()));
    assert_eq!(
        store.group_by_slug("harbour").await.unwrap(),
        Some(expected)
    );
    assert_eq!(store.group_by_slug("Harbour").await.unwrap(), None);
    assert_eq!(store.group(GroupId(99)).await.unwrap(), None);
    let all = store.groups().await.unwrap();
    let slugs: Vec<_> = all.iter().map(|group| group.slug.as_str()).collect();
    assert_eq!(slugs, ["anchor", "harbour"]);
    assert_eq!(all[0].contributions, None);
}

pub async fn a_stored_meeting_is_read_back_unchanged(settings: StoreSettings) {
    let store = open(&settings).await;
    let id = meeting(&store).await;
    let group = store.groups().await.unwrap()[0].id;
    let new = a_meeting(group, "tuesday-newcomers");
    let expected = Meeting {
        id,
        group,
        slug: new.slug.clone(),
        about: new.about.clone(),
        timetable: new.timetable.clone(),
        revision: Revision { number: 0, at: NOW },
    };
    assert_eq!(store.meeting(id).await.unwrap(), Some(expected.clone()));
    assert_eq!(
        store.meetings().await.unwrap(),
        std::slice::from_ref(&expected)
    );
    assert_eq!(
        store.meeting_by_slug(&new.slug).await.unwrap(),
        Some(expected)
    );
    assert_eq!(store.room_settings(id).await.unwrap(), Some(a_room()));
    assert_eq!(store.meeting_by_slug("unknown").await.unwrap(), None);
    assert_eq!(store.room_settings(MeetingId(99)).await.unwrap(), None);
    assert!(matches!(
        store.create_meeting(&new, NOW).await,
        Err(CreateError::Taken)
    ));
}

pub async fn a_meeting_in_an_unknown_zone_is_named_in_the_error(settings: StoreSettings) {
    let store = open(&settings).await;
    let id = meeting(&store).await;
    let mut nameless = a_meeting(GroupId(1), "nameless");
    nameless.timetable.recurrence.zone = TimeZone::fixed(jiff::tz::offset(1));
    let refused = store.create_meeting(&nameless, NOW).await;
    assert!(matches!(
        refused,
        Err(CreateError::Store(StoreError::Meeting {
            error: DamagedMeetingError::NamelessZone,
            ..
        }))
    ));
    direct_connection(&settings)
        .await
        .execute("UPDATE meetings SET zone = 'Moon/Crater'")
        .await
        .unwrap();
    for error in [
        store.meeting(id).await.unwrap_err(),
        store.meetings().await.unwrap_err(),
    ] {
        let text = error.to_string();
        assert_eq!(text, format!("meeting {id}: its time zone is unknown"));
    }
}

pub async fn invalid_room_settings_are_an_error_of_that_meeting(settings: StoreSettings) {
    let store = open(&settings).await;
    let id = meeting(&store).await;
    let mut connection = direct_connection(&settings).await;
    for broken in [
        "UPDATE meetings SET room = replace(room, 'newcomers_first', 'loudest_first')",
        "UPDATE meetings SET room = 'no JSON'",
        "UPDATE meetings SET room = '{\"format\":[],\"queue_mode\":\"tag\",\"share_limit\":null,\"open_floor_voices\":3,\"capacity\":9}'",
    ] {
        connection.execute(broken).await.unwrap();
        let error = store.room_settings(id).await.expect_err(broken);
        let text = error.to_string();
        assert_eq!(
            text,
            format!("meeting {id}: its room settings can't be read")
        );
    }
}
