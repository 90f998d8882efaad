//! Reads the `use` declarations of a file.

/// One name that a file imports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    /// From its first segment: `["super", "state", "App"]`.
    pub path: Vec<String>,
    /// By which the file knows it.
    pub name: String,
    /// Reexported by `pub use`, `pub(crate) use` and the like.
    pub is_reexport: bool,
}

/// The code of a file without comments, string literals and the tests at its end.
pub fn code_of(text: &str) -> String {
    let lines = production(text).lines().map(|line| {
        let code = line.split("//").next().unwrap_or_default();
        // Every second part between quotation marks is a literal.
        code.split('"').step_by(2).collect::<Vec<_>>().join("\"\"")
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// What precedes the module of tests.
fn production(text: &str) -> &str {
    let tests = text.match_indices("#[cfg(test)]").find(|(at, _)| {
        let mut lines = text[*at..].lines().filter(|line| !line.starts_with("#["));
        lines
            .next()
            .is_some_and(|line| line.starts_with("mod ") && line.contains('{'))
    });
    tests.map_or(text, |(at, _)| &text[..at])
}

/// All imports of this code, and the code without them.
pub fn split_uses(code: &str) -> (Vec<Use>, String) {
    let (mut uses, mut others) = (Vec::new(), String::new());
    let mut lines = code.lines();
    while let Some(line) = lines.next() {
        let declaration = line.trim().split_once("use ");
        let declaration = declaration
            .filter(|(visibility, _)| visibility.is_empty() || visibility.starts_with("pub"));
        let Some((visibility, first)) = declaration else {
            others.push_str(line);
            others.push('\n');
            continue;
        };
        let mut tree = first.to_owned();
        while !tree.contains(';') {
            let Some(line) = lines.next() else { break };
            tree.push_str(line);
        }
        let tree: String = tree.split(';').next().unwrap_or_default().to_owned();
        let tree = tree
            .replace(" as ", "@")
            .split_whitespace()
            .collect::<String>();
        expand(&tree, &[], !visibility.is_empty(), &mut uses);
    }
    (uses, others)
}

/// Adds the names of one tree such as `a::{b,c::d@e}`, which follows these segments.
fn expand(tree: &str, before: &[String], is_reexport: bool, uses: &mut Vec<Use>) {
    let mut path = before.to_vec();
    if let Some((start, inner)) = tree.split_once('{') {
        path.extend(segments(start.trim_end_matches("::")));
        let inner = inner.strip_suffix('}').unwrap_or(inner);
        for branch in branches(inner) {
            expand(branch, &path, is_reexport, uses);
        }
        return;
    }
    let (tree, alias) = match tree.split_once('@') {
        Some((tree, alias)) => (tree, Some(alias.to_owned())),
        None => (tree, None),
    };
    path.extend(segments(tree));
    if path.len() > 1
        && path
            .last()
            .is_some_and(|last| last == "self" || last == "*")
    {
        path.pop();
    }
    if let Some(last) = path.last() {
        let name = alias.unwrap_or_else(|| last.clone());
        uses.push(Use {
            path,
            name,
            is_reexport,
        });
    }
}

fn segments(path: &str) -> impl Iterator<Item = String> {
    let segments = path.split("::").filter(|segment| !segment.is_empty());
    segments.map(str::to_owned)
}

/// The parts between the commas that are in no inner braces.
fn branches(tree: &str) -> Vec<&str> {
    let (mut depth, mut start, mut branches) = (0, 0, Vec::new());
    for (at, character) in tree.char_indices() {
        match character {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                branches.push(&tree[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    branches.push(&tree[start..]);
    branches.retain(|branch| !branch.is_empty());
    branches
}

#[test]
fn nested_imports_are_read() {
    let code = "use super::{\n    a::{self, B as C},\n    d::*,\n};\npub(crate) use e::F;\n";
    let (uses, others) = split_uses(code);
    assert_eq!(others, "");
    let read: Vec<_> = (uses.iter())
        .map(|one| (one.path.join("::"), one.name.as_str(), one.is_reexport))
        .collect();
    let read: Vec<_> = read
        .iter()
        .map(|one| (one.0.as_str(), one.1, one.2))
        .collect();
    assert_eq!(
        read,
        [
            ("super::a", "a", false),
            ("super::a::B", "C", false),
            ("super::d", "d", false),
            ("e::F", "F", true),
        ]
    );
}
