//! Random requests like those of visitors.

use crate::listings::Dice;

const SEARCHES: [&str; 12] = [
    "newcomers",
    "quiet",
    "harbor",
    "kitchn table",
    "welcome",
    "steps",
    "lanter",
    "sunday",
    "weeks",
    "unhuried",
    "chairs 7",
    "xylophone",
];
const CITIES: [&str; 8] = [
    "London",
    "New_York",
    "Tokyo",
    "Kathmandu",
    "Sydney",
    "Sao_Paulo",
    "Berlin",
    "Los_Angeles",
];

/// The pages of the schedule, weighted by how often they are requested.
const PATHS: [&str; 10] = [
    "/",
    "/",
    "/",
    "/",
    "/",
    "/",
    "/far",
    "/week",
    "/embed",
    "/schedule.json",
];

/// A schedule request that is not in the cache.
pub fn address(dice: &mut Dice, number: usize) -> String {
    let mut pairs = vec![
        format!("n={number}"),
        format!("tz={}", dice.one_of(&CITIES)),
    ];
    let mut add = |odds: usize, pair: &dyn Fn(&mut Dice) -> String| {
        if dice.roll(odds) == 0 {
            let pair = pair(dice);
            pairs.push(pair);
        }
    };
    add(2, &|dice| {
        format!("q={}", dice.one_of(&SEARCHES).replace(' ', "+"))
    });
    add(4, &|dice| {
        format!("day={}", dice.one_of(&["today", "friday", "monday"]))
    });
    add(4, &|dice| {
        format!("time={}", dice.one_of(&["morning", "evening", "night"]))
    });
    add(4, &|dice| {
        format!("type={}", dice.one_of(&["BE", "MED", "SP"]))
    });
    add(4, &|dice| {
        format!("language={}", dice.one_of(&["en", "es", "ja"]))
    });
    add(6, &|dice| {
        format!("access={}", dice.one_of(&["open", "closed"]))
    });
    add(8, &|_| "newcomers=yes".to_owned());
    add(8, &|_| "awake=7-23".to_owned());
    format!("{}?{}", dice.one_of(&PATHS), pairs.join("&"))
}
