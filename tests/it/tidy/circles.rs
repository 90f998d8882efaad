//! No circle of files inside a module: a reader can start at the leaves and never meets a name from a file
//! that is not read yet.
//!
//! A file depends on the files that define what it uses. `pub use` is no dependency, and a name that is
//! reached through one counts for the file that defines it.

use super::sources;
use super::uses::{Use, code_of, split_uses};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

#[test]
fn no_files_of_a_module_import_each_other_in_a_circle() {
    let circles: Vec<_> = (circles(&sources("server", "rs")).iter())
        .map(|circle| circle.join(" -> "))
        .collect();
    assert!(
        circles.is_empty(),
        "circles of files:\n{}",
        circles.join("\n")
    );
}

#[test]
fn a_circle_through_a_reexport_is_found() {
    let files = [
        ("server/a.rs", "mod b;\nmod c;\npub use b::{B, other};"),
        (
            "server/a/b.rs",
            "use super::c::C;\npub struct B(C);\npub fn other() {}",
        ),
        (
            "server/a/c.rs",
            "use super::B;\npub struct C(Option<Box<B>>);",
        ),
    ];
    assert_eq!(circles(&owned(&files)), [["a::b", "a::c", "a::b"]]);
}

#[test]
fn a_parent_that_calls_its_child_and_is_used_by_it_is_a_circle() {
    let files = [
        (
            "server/a.rs",
            "mod b;\npub struct A;\npub fn run() { b::run() }",
        ),
        ("server/a/b.rs", "pub fn run() -> super::A { super::A }"),
    ];
    assert_eq!(circles(&owned(&files)), [["a", "a::b", "a"]]);
}

#[test]
fn reexports_and_tests_form_no_circle() {
    let files = [
        (
            "server/a.rs",
            "mod b;\nmod c;\npub use b::B;\npub use c::C;",
        ),
        (
            "server/a/b.rs",
            "pub struct B;\n#[cfg(test)]\nmod tests { use super::super::C; }",
        ),
        ("server/a/c.rs", "use crate::a::B;\npub struct C(B);"),
    ];
    assert!(circles(&owned(&files)).is_empty());
}

fn owned(files: &[(&str, &str)]) -> Vec<(PathBuf, String)> {
    let file = |&(path, text): &(&str, &str)| (PathBuf::from(path), text.to_owned());
    files.iter().map(file).collect()
}

/// One circle for each set of files that depend on each other, as paths of modules.
fn circles(files: &[(PathBuf, String)]) -> Vec<Vec<String>> {
    let tree = Tree::new(files);
    let edges: BTreeMap<&str, BTreeSet<String>> = (tree.modules.keys())
        .map(|module| (module.as_str(), tree.dependencies(module)))
        .collect();
    let mut seen = BTreeSet::new();
    let mut circles = Vec::new();
    for module in tree.modules.keys() {
        if seen.contains(module) {
            continue;
        }
        if let Some(circle) = path_back(module, &edges) {
            seen.extend(circle.iter().cloned());
            circles.push(circle);
        }
    }
    circles
}

/// The shortest way from a module back to itself.
fn path_back(start: &str, edges: &BTreeMap<&str, BTreeSet<String>>) -> Option<Vec<String>> {
    let mut reached: BTreeMap<&str, &str> = BTreeMap::new();
    let mut queue = std::collections::VecDeque::from([start]);
    while let Some(module) = queue.pop_front() {
        for next in edges.get(module).into_iter().flatten() {
            if next == start {
                let mut circle = vec![start.to_owned()];
                let mut at = module;
                while at != start {
                    circle.push(at.to_owned());
                    at = reached[at];
                }
                circle.push(start.to_owned());
                circle.reverse();
                return Some(circle);
            }
            if !reached.contains_key(next.as_str()) {
                reached.insert(next, module);
                queue.push_back(next);
            }
        }
    }
    None
}

struct Module {
    code: String,
    uses: Vec<Use>,
}

/// All modules that are files, by their path such as `http::extract::place`.
struct Tree {
    modules: BTreeMap<String, Module>,
}

impl Tree {
    fn new(files: &[(PathBuf, String)]) -> Self {
        let modules = files.iter().filter_map(|(path, text)| {
            let name = module_path(path)?;
            let (uses, code) = split_uses(&code_of(text));
            Some((name, Module { code, uses }))
        });
        Self {
            modules: modules.collect(),
        }
    }

    /// The modules of the same top module that define what this one uses.
    fn dependencies(&self, module: &str) -> BTreeSet<String> {
        let this = &self.modules[module];
        let imported = (this.uses.iter())
            .filter(|import| !import.is_reexport)
            .map(|import| import.path.clone());
        let paths = imported.chain(self.inline_paths(module));
        let top = module.split("::").next();
        paths
            .filter_map(|path| self.resolve(module, &path, 0))
            .filter(|target| target != module && target.split("::").next() == top)
            .collect()
    }

    /// Paths in the code that are not in a `use`. The path of a visibility uses nothing.
    fn inline_paths(&self, module: &str) -> Vec<Vec<String>> {
        let code = self.modules[module].code.replace("pub(in crate::", "pub(");
        let words: Vec<&str> = code
            .split(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':'))
            .filter(|word| word.contains("::"))
            .collect();
        let starts_here = |first: &str| {
            ["crate", "super", "self"].contains(&first)
                || self.modules.contains_key(&format!("{module}::{first}"))
        };
        (words.into_iter())
            .map(|word| word.split("::").map(str::to_owned).collect::<Vec<_>>())
            .filter(|path| starts_here(&path[0]))
            .collect()
    }

    /// The module that defines what a path of this module names; `None` when it is of another crate.
    fn resolve(&self, module: &str, path: &[String], depth: usize) -> Option<String> {
        let mut at: Vec<String> = module.split("::").map(str::to_owned).collect();
        for (position, segment) in path.iter().enumerate() {
            match segment.as_str() {
                "crate" => at.clear(),
                "self" => {}
                "super" => drop(at.pop()),
                name => {
                    let child = [at.join("::").as_str(), name].join("::");
                    let child = child.trim_start_matches("::").to_owned();
                    if self.modules.contains_key(&child) {
                        at = child.split("::").map(str::to_owned).collect();
                        continue;
                    }
                    // A path that starts with a name that is no module is of another crate, unless it is
                    // imported.
                    let definer = self.definer(&at.join("::"), name, depth);
                    return if position == 0 && definer.is_none() {
                        None
                    } else {
                        definer.or(Some(at.join("::"))).filter(|at| !at.is_empty())
                    };
                }
            }
        }
        Some(at.join("::")).filter(|at| !at.is_empty())
    }

    /// The module from which this one imports or reexports the name.
    fn definer(&self, module: &str, name: &str, depth: usize) -> Option<String> {
        // The compiler refuses names that are only imported from each other.
        if depth > 8 {
            return None;
        }
        let import = (self.modules.get(module)?.uses.iter()).find(|import| import.name == name)?;
        self.resolve(module, &import.path, depth + 1)
    }
}

/// `server/room/floor.rs` is `room::floor`. Files of tests are left out.
fn module_path(path: &Path) -> Option<String> {
    let path = path.strip_prefix("server").ok()?.with_extension("");
    let parts: Vec<_> = (path.components())
        .map(|part| part.as_os_str().to_string_lossy().into_owned())
        .collect();
    let is_test = |part: &String| ["tests", "samples", "lib", "main", "build"].contains(&&**part);
    (!parts.iter().any(is_test)).then(|| parts.join("::"))
}
