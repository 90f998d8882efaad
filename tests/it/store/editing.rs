//! Changing and erasing what is listed, and who may.

use super::examples::{LATER, NOW, a_group, a_meeting, account, group, meeting};
use super::place::{open, past_the_store};
use jiff::civil::date;
use porchlight::base::{GroupId, MeetingId};
use porchlight::schedule::Revision;
use porchlight::store::{CreateError, EditError, FeedRow, NewGroup, Service, StoreSettings};
use sqlx::Executor;

pub async fn a_changed_meeting_comes_back_as_the_next_edition(settings: StoreSettings) {
    let store = open(&settings).await;
    let id = meeting(&store).await;
    let mut known = store.meeting(id).await.unwrap().expect("a meeting");
    known.about.title = "Wednesday Newcomers".to_owned();
    known.timetable.changes.clear();
    known.timetable.recurrence.until = None;
    let edition = store
        .update_meeting(id, "wednesday", &known.about, &known.timetable, 0, LATER)
        .await
        .unwrap();
    assert_eq!(
        edition,
        Revision {
            number: 1,
            at: LATER
        }
    );
    let found = store.meeting(id).await.unwrap().expect("still there");
    known.slug = "wednesday".to_owned();
    known.revision = edition;
    assert_eq!(found, known);
    assert!(
        store.room_settings(id).await.unwrap().is_some(),
        "its room stays"
    );
}

pub async fn a_change_made_from_an_earlier_edition_overwrites_nothing(settings: StoreSettings) {
    let store = open(&settings).await;
    let id = meeting(&store).await;
    let known = store.meeting(id).await.unwrap().expect("a meeting");
    let save = async |title: &str, expected| {
        let mut about = known.about.clone();
        about.title = title.to_owned();
        store
            .update_meeting(id, &known.slug, &about, &known.timetable, expected, LATER)
            .await
    };
    save("Hers", 0).await.unwrap();
    assert!(matches!(save("His", 0).await, Err(EditError::Newer)));
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
    assert!(matches!(save("Hers again", 2).await, Err(EditError::Gone)));
    assert_eq!(store.meeting(id).await.unwrap(), None);
    store
        .delete_meeting(id)
        .await
        .expect("erasing twice is no error");
}

pub async fn a_slug_of_another_meeting_is_taken(settings: StoreSettings) {
    let store = open(&settings).await;
    let id = meeting(&store).await;
    let group = store.groups().await.unwrap()[0].id;
    store
        .create_meeting(&a_meeting(group, "other"), NOW)
        .await
        .unwrap();
    let known = store.meeting(id).await.unwrap().expect("a meeting");
    let taken = store
        .update_meeting(id, "other", &known.about, &known.timetable, 0, LATER)
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
        .expect("it is there");
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
        Err(EditError::Gone)
    ));
}

pub async fn who_had_a_slug_before_is_known(settings: StoreSettings) {
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
    assert_eq!(now_at(&first.slug).await, None, "it has it still");
    rename(&first.slug, 0).await.unwrap();
    assert_eq!(
        now_at(&first.slug).await,
        None,
        "and after a change of others"
    );
    rename("second", 1).await.unwrap();
    rename("third", 2).await.unwrap();
    assert!(matches!(rename("fourth", 1).await, Err(EditError::Newer)));
    assert_eq!(now_at(&first.slug).await.as_deref(), Some("third"));
    assert_eq!(now_at("second").await.as_deref(), Some("third"));
    assert_eq!(
        now_at("third").await,
        None,
        "what was refused changed nothing"
    );
    rename(&first.slug, 3).await.unwrap();
    assert_eq!(now_at("third").await.as_deref(), Some(&*first.slug));
    assert_eq!(now_at(&first.slug).await, None, "it has come back to it");
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

pub async fn what_was_different_long_ago_is_forgotten(settings: StoreSettings) {
    let store = open(&settings).await;
    let id = meeting(&store).await;
    store.purge_changes(date(2026, 3, 5)).await.unwrap();
    let kept = store.meeting(id).await.unwrap().expect("a meeting");
    assert_eq!(kept.timetable.changes.len(), 1);
    store.purge_changes(date(2026, 3, 6)).await.unwrap();
    let kept = store.meeting(id).await.unwrap().expect("a meeting");
    assert!(kept.timetable.changes.is_empty());
    assert_eq!(kept.revision.number, 0, "forgetting is no edition");
}

pub async fn a_damaged_meeting_takes_no_other_with_it(settings: StoreSettings) {
    let store = open(&settings).await;
    meeting(&store).await;
    let group = store.groups().await.unwrap()[0].id;
    store
        .create_meeting(&a_meeting(group, "whole"), NOW)
        .await
        .unwrap();
    past_the_store(&settings)
        .await
        .execute("UPDATE meetings SET pattern = 'never' WHERE slug = 'tuesday-newcomers'")
        .await
        .unwrap();
    let (meetings, problems) = store.readable_meetings().await.unwrap();
    assert_eq!(meetings.len(), 1);
    assert_eq!(meetings[0].slug, "whole");
    assert_eq!(problems.len(), 1);
    assert!(
        problems[0].to_string().contains("tuesday-newcomers"),
        "{}",
        problems[0]
    );
}

pub async fn an_operator_serves_every_group_and_no_room(settings: StoreSettings) {
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
        .expect("twice changes nothing");
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
        assert_eq!(store.serves_group(account, group).await.unwrap(), serves);
    }
    assert_eq!(store.standing_in(operator, id).await.unwrap(), None);
    assert_eq!(
        store.standing_in(operator, MeetingId(99)).await.unwrap(),
        None
    );
}

pub async fn sites_that_may_frame_the_schedule_are_replaced_as_a_whole(settings: StoreSettings) {
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

pub async fn a_feed_is_kept_with_what_it_last_held(settings: StoreSettings) {
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
        .expect("one that is gone is left alone");
    store
        .save_feed(id, "{}", "[]")
        .await
        .expect("one that is gone is left alone");
    assert_eq!(store.feeds().await.unwrap().len(), 1);
}
