//! Both databases run the same tests, and each refuses a database that can't be used.
//!
//! The tests use the PostgreSQL server that `PORCHLIGHT_TEST_POSTGRES` names, or start and stop one of their
//! own. Without either they fail with a text that says what to install.

mod accounts;
mod databases;
mod editing;
mod every_change;
mod examples;
mod faults;
mod invites;
mod lost_files;
mod opening;
mod outages;
mod postgres;
mod postgres_server;
mod rooms;
mod schedule;
mod small_disk;
mod sqlite;
mod tables;

/// Runs each test on SQLite and on PostgreSQL, each time with an empty database.
macro_rules! on_both {
    ($($module:ident :: $test:ident,)*) => {
        mod on_sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                crate::store::databases::on_sqlite(crate::store::$module::$test).await;
            })*
        }

        mod on_postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                crate::store::databases::on_postgres(crate::store::$module::$test).await;
            })*
        }
    };
}

on_both! {
    schedule::a_group_can_be_read_by_id_and_by_slug,
    schedule::a_stored_meeting_is_read_back_unchanged,
    schedule::a_meeting_in_an_unknown_zone_is_named_in_the_error,
    schedule::invalid_room_settings_are_an_error_of_that_meeting,
    editing::a_change_increments_the_revision,
    editing::a_change_based_on_an_earlier_revision_overwrites_nothing,
    editing::the_slug_of_another_meeting_is_refused,
    editing::a_group_can_be_renamed,
    editing::a_former_slug_leads_to_its_meeting_or_group,
    editing::old_changes_of_dates_are_purged,
    editing::a_damaged_meeting_does_not_hide_others,
    editing::an_operator_manages_every_group_and_has_no_service_in_a_room,
    editing::embed_origins_are_replaced_together,
    editing::a_feed_is_stored_with_its_meetings,
    accounts::an_account_can_be_read_by_its_number,
    accounts::deleting_an_account_deletes_its_sessions_and_services,
    accounts::a_session_lasts_until_it_expires,
    accounts::signing_out_ends_one_session_or_all,
    accounts::a_chair_comes_before_a_secretary,
    invites::an_invitation_works_once,
    invites::an_invitation_expires,
    invites::only_one_of_many_simultaneous_uses_of_an_invitation_succeeds,
    invites::a_failed_sign_up_changes_nothing,
    rooms::a_saved_room_can_be_replaced_and_deleted,
    rooms::many_can_write_while_others_read,
    rooms::errors_contain_no_stored_values,
    opening::data_survives_a_restart,
    opening::a_second_server_is_refused_while_the_first_runs,
    opening::a_newer_database_is_refused_unchanged,
    opening::a_different_migration_is_refused_unchanged,
    opening::the_database_of_another_program_is_refused_unchanged,
    opening::an_incomplete_migration_is_refused_unchanged,
    opening::a_closed_store_reports_that_it_is_closed,
    tables::there_are_no_other_tables_and_columns,
}
