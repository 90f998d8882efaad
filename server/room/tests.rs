//! Tests of the room: one file per concern, each test named for a behaviour, besides properties
//! over random histories. Time is a number that the tests turn.

mod chairing;
mod chatting;
mod doors;
mod freezing;
mod history;
mod people;
mod play;
mod properties;
mod queueing;
mod restarting;
mod turns;
