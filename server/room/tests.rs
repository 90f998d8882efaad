//! Tests of the room: one file per concern, each test named for a behaviour, besides properties
//! over random histories. Time is a number that the tests turn.

mod calls;
mod chairing;
mod chatting;
mod clock_steps;
mod ending;
mod freezing;
mod operations;
mod people;
mod phases;
mod picking;
mod properties;
mod queueing;
mod scenario;
mod snapshots;
mod turns;
mod words;
