//! How many files and connections the system lets the program open.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// More than this is of no use: each connection also takes memory.
const MOST: u64 = 262_144;

/// Files that are no connections of visitors: the database, feeds, the log, the listeners, with room to spare.
const OTHER_FILES: usize = 128;

/// How the open files are shared out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct OpenFiles {
    /// The most connections to the pages and the rooms.
    pub(super) pages: usize,
    /// The most TCP connections of audio, for networks that block UDP.
    pub(super) audio: usize,
}

impl OpenFiles {
    /// Raises the limit as far as the system allows, and shares it out.
    pub(super) fn raise() -> Self {
        let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
        let wanted = maximum.unwrap_or(MOST).min(MOST);
        let current = current.unwrap_or(MOST);
        let mut limit = current;
        if wanted > current {
            let raised = Rlimit {
                current: Some(wanted),
                maximum,
            };
            match setrlimit(Resource::Nofile, raised) {
                Ok(()) => limit = wanted,
                Err(error) => {
                    tracing::warn!(%error, limit, "the limit of open files could not be raised");
                }
            }
        }
        tracing::info!(limit, "open files");
        Self::of_limit(limit)
    }

    fn of_limit(limit: u64) -> Self {
        let limit = usize::try_from(limit.min(MOST)).unwrap_or(usize::MAX);
        let connections = limit.saturating_sub(OTHER_FILES).max(16);
        // Everyone in a room has a socket; few of them need TCP for audio as well.
        let audio = connections / 4;
        Self {
            pages: connections - audio,
            audio,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_leaves_files_for_the_rest_of_the_program() {
        for limit in [1_024, 65_536, u64::MAX] {
            let OpenFiles { pages, audio } = OpenFiles::of_limit(limit);
            assert!((pages + audio + OTHER_FILES) as u64 <= limit, "{limit}");
        }
        let usual = OpenFiles::of_limit(1_024);
        assert_eq!((usual.pages, usual.audio), (672, 224));
    }
}
