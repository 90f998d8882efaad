//! Changing and deleting meetings, groups and feeds.

use super::databases::{direct_connection, open};
use super::examples::{LATER, NOW, a_group, a_meeting, account, group, meeting};
use jiff::civil::date;
use porchlight::base::{GroupId, MeetingId};
use porchlight::schedule::Revision;
use porchlight::store::{CreateError, EditError, FeedRow, NewGroup, Service, StoreSettings};
use sqlx::Executor;

pub async fn a_change_increments_the_revision(settings: StoreSettings) {
    let store = open(&settings).await;
    let id = meeting(&store).await;
    let mut meeting = store.meeting(id).await.unwrap().expect("a meeting");
    meeting.about.title = "Wednesday Newcomers".to_owned();
    meeting.timetable.changes.clear();
    meeting.timetable.recurrence.until = None;
    let edition = store
        .update_meeting(
            id,
            "wednesday",
            &meeting.about,
            &meeting.timetable,
            0,
            LATER,
        )
        .await
        .unwrap();
    assert_eq!(
        edition,
        Revision {
            number: 1,
            at: LATER
        }
    );
    let found = store
        .meeting(id)
        .await
        .unwrap()
        .expect("the meeting exists");
    meeting.slug = "wednesday".to_owned();
    meeting.revision = edition;
    assert_eq!(found, meeting);
    assert!(
        store.room_settings(id).await.unwrap().is_some(),
        "its room settings stay"
    );
}

pub async fn a_change_based_on_an_earlier_revision_overwrites_nothing(settings: StoreSettings) {
    let store = open(&settings).await;
    let id = meeting(&store).await;
    let meeting = store.meeting(id).await.unwrap().expect("a meeting");
    let save = async |title: &str, expected| {
        let mut about = meeting.about.clone();
        about.title = title.to_owned();
        store
            .update_meeting(
                id,
                &meeting.slug,
                &about,
                &meeting.timetable,
                expected,
                LATER,
            )
            .await
    };
    save("Hers", 0).await.unwrap();
    assert!(matches!(save("His", 0).await, Err(EditError::Conflict)));
    assert_eq!(
        store
            .meeting(id)
            .await
            .unwrap()
            .expect("a meeting")
            .about
            .title,
        "Hers"
    );
    save("His", 1).await.unwrap();
    store.delete_meeting(id).await.unwrap();
    assert!(matches!(
        save("Hers again", 2).await,
        Err(EditError::Deleted)
    ));
    assert_eq!(store.meeting(id).await.unwrap(), None);
    store
        .delete_meeting(id)
        .await
        .expect("deleting twice is not an error");
}

pub async fn the_slug_of_another_meeting_is_refused(settings: StoreSettings) {
    let store = open(&settings).await;
    let id = meeting(&store).await;
    let group = store.groups().await.unwrap()[0].id;
    store
        .create_meeting(&a_meeting(group, "other"), NOW)
        .await
        .unwrap();
    let meeting = store.meeting(id).await.unwrap().expect("a meeting");
    let taken = store
        .update_meeting(id, "other", &meeting.about, &meeting.timetable, 0, LATER)
        .await;
    assert!(matches!(taken, Err(EditError::Taken)));
    assert_eq!(store.meetings_of(group).await.unwrap().len(), 2);
    assert!(store.meetings_of(GroupId(99)).await.unwrap().is_empty());
}

pub async fn a_group_can_be_renamed(settings: StoreSettings) {
    let store = open(&settings).await;
    let id = group(&store).await;
    store.create_group(&a_group("anchor")).await.unwrap();
    let new = NewGroup {
        name: "Harbour Light".to_owned(),
        place: "Hull, UK".to_owned(),
        website: None,
        ..a_group("harbour-light")
    };
    store.update_group(id, &new).await.unwrap();
    let found = store
        .group_by_slug("harbour-light")
        .await
        .unwrap()
        .expect("the group exists");
    assert_eq!(
        (found.id, found.name.as_str(), found.website),
        (id, "Harbour Light", None)
    );
    let taken = NewGroup {
        slug: "anchor".to_owned(),
        ..new.clone()
    };
    assert!(matches!(
        store.update_group(id, &taken).await,
        Err(EditError::Taken)
    ));
    assert!(matches!(
        store.update_group(GroupId(99), &new).await,
        Err(EditError::Deleted)
    ));
}

pub async fn a_former_slug_leads_to_its_meeting_or_group(settings: StoreSettings) {
    let store = open(&settings).await;
    let id = meeting(&store).await;
    let first = store.meeting(id).await.unwrap().expect("a meeting");
    let rename = async |slug: &str, expected| {
        store
            .update_meeting(id, slug, &first.about, &first.timetable, expected, LATER)
            .await
    };
    let now_at = async |slug: &str| {
        let now = store.meeting_by_former_slug(slug).await.unwrap();
        now.map(|meeting| meeting.slug)
    };
    assert_eq!(now_at(&first.slug).await, None, "it has the slug now");
    rename(&first.slug, 0).await.unwrap();
    assert_eq!(
        now_at(&first.slug).await,
        None,
        "after a change that keeps the slug"
    );
    rename("second", 1).await.unwrap();
    rename("third", 2).await.unwrap();
    assert!(matches!(
        rename("fourth", 1).await,
        Err(EditError::Conflict)
    ));
    assert_eq!(now_at(&first.slug).await.as_deref(), Some("third"));
    assert_eq!(now_at("second").await.as_deref(), Some("third"));
    assert_eq!(
        now_at("third").await,
        None,
        "the refused change had no effect"
    );
    rename(&first.slug, 3).await.unwrap();
    assert_eq!(now_at("third").await.as_deref(), Some(&*first.slug));
    assert_eq!(now_at(&first.slug).await, None, "it has the slug again");
    store.delete_meeting(id).await.unwrap();
    assert_eq!(now_at("second").await, None);

    let group = first.group;
    let moved = a_group("harbour-light");
    let before = store.group(group).await.unwrap().expect("a group").slug;
    store.update_group(group, &moved).await.unwrap();
    let now = store.group_by_former_slug(&before).await.unwrap();
    assert_eq!(
        now.map(|group| group.slug).as_deref(),
        Some("harbour-light")
    );
}

pub async fn old_changes_of_dates_are_purged(settings: StoreSettings) {
    let store = open(&settings).await;
    let id = meeting(&store).await;
    store.purge_changes(date(2026, 3, 5)).await.unwrap();
    let meeting = store.meeting(id).await.unwrap().expect("a meeting");
    assert_eq!(meeting.timetable.changes.len(), 1);
    store.purge_changes(date(2026, 3, 6)).await.unwrap();
    let meeting = store.meeting(id).await.unwrap().expect("a meeting");
    assert!(meeting.timetable.changes.is_empty());
    assert_eq!(meeting.revision.number, 0, "the revision is the same");
}

pub async fn a_damaged_meeting_does_not_hide_others(settings: StoreSettings) {
    let store = open(&settings).await;
    let damaged = meeting(&store).await;
    let group = store.groups().await.unwrap()[0].id;
    store
        .create_meeting(&a_meeting(group, "whole"), NOW)
        .await
        .unwrap();
    direct_connection(&settings)
        .await
        .execute("UPDATE meetings SET pattern = 'never' WHERE slug = 'tuesday-newcomers'")
        .await
        .unwrap();
    let (meetings, errors) = store.readable_meetings().await.unwrap();
    assert_eq!(meetings.len(), 1);
    assert_eq!(meetings[0].slug, "whole");
    let errors: Vec<String> = errors.iter().map(ToString::to_string).collect();
    assert_eq!(
        errors,
        [format!("meeting {damaged}: its pattern can't be read")]
    );
}

pub async fn an_operator_manages_every_group_and_has_no_service_in_a_room(settings: StoreSettings) {
    let store = open(&settings).await;
    let id = meeting(&store).await;
    let group = store.groups().await.unwrap()[0].id;
    let other = store.create_group(&a_group("anchor")).await.unwrap();
    let operator = account(&store, "1111111111111111").await;
    let secretary = account(&store, "2222222222222222").await;
    store
        .create_invite([7; 32], Service::Operator, LATER)
        .await
        .unwrap();
    assert_eq!(
        store.invite([7; 32], NOW).await.unwrap(),
        Some(Service::Operator)
    );
    store.use_invite([7; 32], operator, NOW).await.unwrap();
    store
        .grant(operator, Service::Operator)
        .await
        .expect("giving it twice is not an error");
    store
        .grant(secretary, Service::SecretaryOf(group))
        .await
        .unwrap();
    assert_eq!(
        store.services_of(operator).await.unwrap(),
        [Service::Operator]
    );
    for (account, group, serves) in [
        (operator, group, true),
        (operator, other, true),
        (secretary, group, true),
        (secretary, other, false),
    ] {
        assert_eq!(
            store.may_manage_group(account, group).await.unwrap(),
            serves
        );
    }
    assert_eq!(store.service_in(operator, id).await.unwrap(), None);
    assert_eq!(
        store.service_in(operator, MeetingId(99)).await.unwrap(),
        None
    );
}

pub async fn embed_origins_are_replaced_together(settings: StoreSettings) {
    let store = open(&settings).await;
    assert!(store.embed_origins().await.unwrap().is_empty());
    let origins = [
        "https://b.example",
        "https://a.example",
        "https://b.example",
    ];
    store
        .set_embed_origins(&origins.map(str::to_owned))
        .await
        .unwrap();
    assert_eq!(
        store.embed_origins().await.unwrap(),
        ["https://a.example", "https://b.example"]
    );
    store
        .set_embed_origins(&["https://c.example".to_owned()])
        .await
        .unwrap();
    assert_eq!(store.embed_origins().await.unwrap(), ["https://c.example"]);
}

pub async fn a_feed_is_stored_with_its_meetings(settings: StoreSettings) {
    let store = open(&settings).await;
    let id = store
        .add_feed("Nord", "https://a.example", "Europe/Berlin")
        .await
        .unwrap();
    let taken = store.add_feed("Again", "https://a.example", "UTC").await;
    assert!(matches!(taken, Err(CreateError::Taken)));
    store
        .save_feed(id, "{\"failures\":1}", "[1]")
        .await
        .unwrap();
    store
        .add_feed("Süd", "https://b.example", "UTC")
        .await
        .unwrap();
    let feeds = store.feeds().await.unwrap();
    let expected = FeedRow {
        id,
        name: "Nord".to_owned(),
        url: "https://a.example".to_owned(),
        zone: "Europe/Berlin".to_owned(),
        state: "{\"failures\":1}".to_owned(),
        listings: "[1]".to_owned(),
    };
    assert_eq!((feeds.len(), &feeds[0]), (2, &expected));
    store.edit_feed(id, "Norden", "UTC").await.unwrap();
    let edited = FeedRow {
        name: "Norden".to_owned(),
        zone: "UTC".to_owned(),
        ..expected
    };
    assert_eq!(store.feeds().await.unwrap()[0], edited);
    store.remove_feed(id).await.unwrap();
    store
        .edit_feed(id, "Gone", "UTC")
        .await
        .expect("a missing feed is not an error");
    store
        .save_feed(id, "{}", "[]")
        .await
        .expect("a missing feed is not an error");
    assert_eq!(store.feeds().await.unwrap().len(), 1);
}
