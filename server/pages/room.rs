//! The page that loads the room's script.

use crate::catalogue::Catalogue;
use askama::Template;

/// Who enters which room.
#[derive(Clone, Copy, Debug)]
pub struct RoomEntry<'a> {
    /// The meeting's slug.
    pub slug: &'a str,
    /// The meeting's title.
    pub title: &'a str,
    /// The first name; empty if none was given yet, then the room asks for it.
    pub name: &'a str,
    /// Whether the person is new to the fellowship.
    pub newcomer: bool,
    /// Whether everyone may see that they are new.
    pub newcomer_shown: bool,
}

/// Paths of the room's built files.
#[derive(Clone, Copy, Debug)]
pub struct RoomAssets<'a> {
    /// The main script.
    pub script: &'a str,
    /// The script that loads `older_script` if the browser can't read `script`.
    pub older_start: &'a str,
    /// The same program for older browsers.
    pub older_script: &'a str,
    /// The modules that the script imports, for preloading.
    pub modules: &'a [String],
    /// The messages that the script fetches, for preloading.
    pub words: &'a str,
    /// The stylesheets.
    pub stylesheets: &'a [String],
}

/// The crisis line that the room shows; all fields are empty if none is configured.
#[derive(Clone, Copy, Debug, Default)]
pub struct RoomCrisis<'a> {
    /// What the line is called.
    pub name: &'a str,
    /// The number as people write it.
    pub phone: &'a str,
    /// Its web page.
    pub url: &'a str,
}

/// `/meetings/{slug}/room`.
#[derive(Template)]
#[template(path = "room.html")]
pub struct RoomPage<'a> {
    catalogue: &'a Catalogue,
    entry: RoomEntry<'a>,
    assets: RoomAssets<'a>,
    crisis: RoomCrisis<'a>,
}

impl<'a> RoomPage<'a> {
    /// The page for one person.
    #[must_use]
    pub const fn new(
        entry: RoomEntry<'a>,
        assets: RoomAssets<'a>,
        crisis: RoomCrisis<'a>,
        catalogue: &'a Catalogue,
    ) -> Self {
        Self {
            catalogue,
            entry,
            assets,
            crisis,
        }
    }
}
