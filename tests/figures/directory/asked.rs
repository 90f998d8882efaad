//! Questions as visitors ask them.

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

/// The forms of the schedule, as often as they are asked for.
const FORMS: [&str; 10] = [
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

/// An address of the schedule that nobody has asked for before.
pub fn address(dice: &mut Dice, number: usize) -> String {
    let mut pairs = vec![
        format!("n={number}"),
        format!("tz={}", dice.one_of(&CITIES)),
    ];
    let mut ask = |odds: usize, pair: &dyn Fn(&mut Dice) -> String| {
        if dice.roll(odds) == 0 {
            let pair = pair(dice);
            pairs.push(pair);
        }
    };
    ask(2, &|dice| {
        format!("q={}", dice.one_of(&SEARCHES).replace(' ', "+"))
    });
    ask(4, &|dice| {
        format!("day={}", dice.one_of(&["today", "friday", "monday"]))
    });
    ask(4, &|dice| {
        format!("time={}", dice.one_of(&["morning", "evening", "night"]))
    });
    ask(4, &|dice| {
        format!("type={}", dice.one_of(&["BE", "MED", "SP"]))
    });
    ask(4, &|dice| {
        format!("language={}", dice.one_of(&["en", "es", "ja"]))
    });
    ask(6, &|dice| {
        format!("access={}", dice.one_of(&["open", "closed"]))
    });
    ask(8, &|_| "newcomers=yes".to_owned());
    ask(8, &|_| "awake=7-23".to_owned());
    format!("{}?{}", dice.one_of(&FORMS), pairs.join("&"))
}
