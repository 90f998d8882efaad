use super::on_text;
use porchlight::config::{ConfigError, File, Flags, Settings};
use std::path::Path;

/// A settings file gives settings that can be used, or a sentence about what is wrong.
pub fn config(bytes: &[u8]) {
    on_text(bytes, |text| {
        let file = File {
            name: Path::new("porchlight.toml"),
            text,
        };
        match Settings::load(&Flags::default(), [], Some(file)) {
            Ok(settings) => {
                assert!(settings.media.max_peers > 0);
                assert!(settings.http.public_url().as_str().starts_with("http"));
            }
            Err(ConfigError::Syntax { line, .. }) => assert!(line <= text.lines().count() + 1),
            Err(problem) => assert!(!problem.to_string().is_empty()),
        }
    });
}
