//! Keeps the templates of the pages readable: short lines, and one block element a line.

use std::fs;
use std::path::{Path, PathBuf};

/// In characters. The same as the editor's ruler for the rest of the sources.
const LONGEST_LINE: usize = 120;

/// Elements that may share a line with the element around them.
const INLINE: &[&str] = &[
    "a", "b", "bdi", "br", "button", "circle", "code", "path", "small", "span", "strong", "svg",
    "time", "u", "use",
];

fn templates() -> Vec<(PathBuf, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("web/pages");
    let mut templates: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "html")
        })
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            (path, text)
        })
        .collect();
    templates.sort();
    assert!(templates.len() > 20, "the templates are found");
    templates
}

/// The block elements that a line opens. What is inside quotes is no element.
fn blocks_opened(line: &str) -> Vec<&str> {
    let outside_quotes = line.split('"').step_by(2);
    outside_quotes
        .flat_map(|part| part.split('<').skip(1))
        .filter(|tag| tag.starts_with(|c: char| c.is_ascii_alphabetic()))
        .map(|tag| {
            let end = tag.find(|c: char| !c.is_ascii_alphanumeric());
            &tag[..end.unwrap_or(tag.len())]
        })
        .filter(|name| !INLINE.contains(name))
        .collect()
}

#[test]
fn no_line_of_a_template_is_longer_than_120_characters() {
    for (path, text) in templates() {
        for (number, line) in text.lines().enumerate() {
            let length = line.chars().count();
            assert!(
                length <= LONGEST_LINE,
                "{}:{} has {length} characters",
                path.display(),
                number + 1
            );
        }
    }
}

#[test]
fn a_line_of_a_template_opens_at_most_one_block_element() {
    for (path, text) in templates() {
        for (number, line) in text.lines().enumerate() {
            let opened = blocks_opened(line);
            assert!(
                opened.len() <= 1,
                "{}:{} opens {opened:?}",
                path.display(),
                number + 1
            );
        }
    }
}

#[test]
fn a_link_that_stands_alone_is_large_enough_to_touch() {
    let large = ["alone", "btn", "crisis", "key"];
    for (path, text) in templates() {
        for (number, line) in text.lines().enumerate() {
            let line = line.trim();
            let Some((_, link)) = line.split_once("><a ").filter(|_| line.starts_with("<p")) else {
                continue;
            };
            let class = link.strip_prefix("class=\"").unwrap_or_default();
            assert!(
                large.iter().any(|large| class.starts_with(large)),
                "{}:{} needs class=\"alone\"",
                path.display(),
                number + 1
            );
        }
    }
}

#[test]
fn templates_are_indented_by_two_spaces() {
    for (path, text) in templates() {
        for (number, line) in text.lines().enumerate() {
            let indentation = line.len() - line.trim_start().len();
            assert!(
                indentation % 2 == 0 && !line.contains('\t') && line.trim_end() == line,
                "{}:{}",
                path.display(),
                number + 1
            );
        }
    }
}
