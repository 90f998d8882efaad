//! All stored columns. A new column is a decision about privacy and has to be added here too.

use super::databases::{direct_connection, open};
use porchlight::store::{Database, StoreSettings};

pub const TABLES: &[(&str, &str)] = &[
    (
        "_sqlx_migrations",
        "checksum description execution_time installed_on success version",
    ),
    ("accounts", "created_day id name number passphrase_phc"),
    ("feeds", "id listings name state url zone"),
    ("former_group_slugs", "group_id slug"),
    ("former_meeting_slugs", "meeting_id slug"),
    ("framers", "origin"),
    ("groups", "contributions id name place slug website"),
    ("invites", "expires_at group_id hash meeting_id operator"),
    (
        "meetings",
        "access changes doors_before edited_at edition fellowship_after from_date group_id id kinds \
         language minutes notes other_ways pattern room slug starts_minute title until_date zone",
    ),
    (
        "rooms",
        "meeting_id resume_hashes saved_at snapshot starts_at",
    ),
    ("services", "account_id group_id meeting_id operator"),
    ("sessions", "account_id expires_at hash"),
];

pub async fn there_are_no_other_tables_and_columns(settings: StoreSettings) {
    open(&settings).await.close().await;
    let query = match settings.url {
        Database::Sqlite { .. } => {
            "SELECT tables.name, columns.name
             FROM sqlite_master AS tables JOIN pragma_table_info(tables.name) AS columns
             WHERE tables.type IN ('table', 'view') AND tables.name NOT LIKE 'sqlite%'
             ORDER BY 1, 2"
        }
        Database::Postgres { .. } => {
            "SELECT CAST(table_name AS text), CAST(column_name AS text)
             FROM information_schema.columns WHERE table_schema = current_schema()
             ORDER BY CAST(table_name AS text) COLLATE \"C\", CAST(column_name AS text) COLLATE \"C\""
        }
    };
    let columns: Vec<(String, String)> = sqlx::query_as(query)
        .fetch_all(&mut direct_connection(&settings).await)
        .await
        .expect("a list of columns");
    let expected: Vec<(String, String)> = TABLES
        .iter()
        .flat_map(|(table, columns)| {
            columns
                .split(' ')
                .map(|column| ((*table).to_owned(), column.to_owned()))
        })
        .collect();
    assert_eq!(columns, expected);
}
