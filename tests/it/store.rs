//! The store keeps one contract on both databases, and each refuses what it can't use.
//!
//! PostgreSQL is the one that `PORCHLIGHT_TEST_POSTGRES` names, or one that the tests start and
//! stop themselves. Without either the tests fail and say what to install.

mod accounts;
mod editing;
mod examples;
mod invites;
mod opening;
mod place;
mod postgres;
mod postgres_server;
mod rooms;
mod schedule;
mod sqlite;
mod tables;

/// Each test once on SQLite and once on PostgreSQL, in a database of its own.
macro_rules! on_both {
    ($($module:ident :: $test:ident,)*) => {
        mod on_sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                crate::store::place::on_sqlite(crate::store::$module::$test).await;
            })*
        }

        mod on_postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                crate::store::place::on_postgres(crate::store::$module::$test).await;
            })*
        }
    };
}

on_both! {
    schedule::a_group_is_found_by_number_and_by_slug,
    schedule::a_meeting_comes_back_as_it_was_made,
    schedule::a_meeting_in_an_unknown_zone_is_named_in_the_error,
    schedule::room_settings_that_cannot_be_read_are_an_error_of_that_meeting,
    editing::a_changed_meeting_comes_back_as_the_next_edition,
    editing::a_change_made_from_an_earlier_edition_overwrites_nothing,
    editing::a_slug_of_another_meeting_is_taken,
    editing::a_group_can_be_renamed,
    editing::who_had_a_slug_before_is_known,
    editing::what_was_different_long_ago_is_forgotten,
    editing::a_damaged_meeting_takes_no_other_with_it,
    editing::an_operator_serves_every_group_and_no_room,
    editing::sites_that_may_frame_the_schedule_are_replaced_as_a_whole,
    editing::a_feed_is_kept_with_what_it_last_held,
    accounts::an_account_is_found_by_its_number,
    accounts::a_deleted_account_takes_its_sessions_and_services_along,
    accounts::a_session_lasts_until_it_expires,
    accounts::signing_out_ends_one_session_or_all,
    accounts::services_tell_the_closest_standing,
    invites::an_invite_works_once,
    invites::an_invite_runs_out,
    invites::of_many_who_use_an_invite_at_once_one_succeeds,
    invites::a_sign_up_is_whole_or_nothing,
    rooms::a_saved_room_is_replaced_and_erased,
    rooms::many_write_at_once_while_others_read,
    rooms::errors_carry_no_stored_values,
    opening::what_was_written_is_there_after_a_restart,
    opening::a_second_porchlight_is_kept_out_until_the_first_is_gone,
    opening::a_newer_database_is_refused_untouched,
    opening::a_changed_version_is_refused_untouched,
    opening::another_programs_database_is_refused_untouched,
    opening::a_half_finished_update_is_refused_untouched,
    opening::a_closed_store_says_so,
    tables::there_are_these_tables_and_columns_and_no_others,
}
