//! The page that the room's program starts in.

use crate::catalogue::Catalogue;
use askama::Template;

/// Who comes in where. The name is empty when none was given yet: the room asks for it.
#[derive(Clone, Copy, Debug)]
pub struct Seat<'a> {
    pub slug: &'a str,
    pub title: &'a str,
    pub name: &'a str,
    pub newcomer: bool,
}

/// Addresses of the built room.
#[derive(Clone, Copy, Debug)]
pub struct RoomAssets<'a> {
    pub script: &'a str,
    /// Modules that the script imports, and its words: fetched beside it.
    pub modules: &'a [String],
    pub words: &'a str,
    pub stylesheets: &'a [String],
}

/// The crisis line that the room shows; all empty when the operator named none.
#[derive(Clone, Copy, Debug, Default)]
pub struct RoomCrisis<'a> {
    pub name: &'a str,
    pub phone: &'a str,
    pub url: &'a str,
}

/// `/meetings/{slug}/room`.
#[derive(Template)]
#[template(path = "room.html")]
pub struct RoomPage<'a> {
    catalogue: &'a Catalogue,
    seat: Seat<'a>,
    assets: RoomAssets<'a>,
    crisis: RoomCrisis<'a>,
}

impl<'a> RoomPage<'a> {
    #[must_use]
    pub const fn new(
        seat: Seat<'a>,
        assets: RoomAssets<'a>,
        crisis: RoomCrisis<'a>,
        catalogue: &'a Catalogue,
    ) -> Self {
        Self {
            catalogue,
            seat,
            assets,
            crisis,
        }
    }
}
