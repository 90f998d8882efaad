//! To be filled.

pub mod catalogue;
pub mod pages;
