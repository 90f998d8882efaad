//! Generates the TypeScript types of the protocol, and fails when the committed file is stale.

#![expect(
    clippy::unwrap_used,
    reason = "the test fails when the file cannot be written"
)]

use super::{ClientFrame, CloseCode, MAX_CHAT, MAX_FRAME, ServerMessage, VERSION};
use std::any::TypeId;
use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;
use std::path::Path;
use ts_rs::{Config, TS, TypeVisitor};

const COMMITTED: &str = "web/room/src/wire.gen.ts";

#[test]
fn the_committed_typescript_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(COMMITTED);
    let generated = typescript();
    if std::env::var_os("PORCHLIGHT_WRITE_GENERATED").is_some() {
        std::fs::write(&path, &generated).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == generated,
        "{COMMITTED} is stale: run PORCHLIGHT_WRITE_GENERATED=1 cargo test --lib wire"
    );
}

fn typescript() -> String {
    let mut declarations = Declarations {
        config: Config::new().with_large_int("number"),
        seen: HashSet::new(),
        by_name: BTreeMap::new(),
    };
    declarations.visit::<ClientFrame>();
    declarations.visit::<ServerMessage>();

    let mut out = String::from("// Generated from server/wire by its tests. Do not edit.\n\n");
    let _ = writeln!(out, "export const VERSION = {VERSION};");
    let _ = writeln!(out, "export const MAX_FRAME = {MAX_FRAME};");
    let _ = writeln!(out, "export const MAX_CHAT = {MAX_CHAT};\n");
    out.push_str("/** Why the server closed the socket. */\nexport const CloseCode = {\n");
    for code in CloseCode::ALL {
        let _ = writeln!(out, "  {code:?}: {},", code as u16);
    }
    out.push_str("} as const;\n");
    for declaration in declarations.by_name.values() {
        let _ = write!(out, "\nexport {declaration}\n");
    }
    out
}

struct Declarations {
    config: Config,
    seen: HashSet<TypeId>,
    by_name: BTreeMap<String, String>,
}

impl TypeVisitor for Declarations {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if !self.seen.insert(TypeId::of::<T>()) {
            return;
        }
        // Types without an output path are numbers, strings and lists: they need no declaration.
        if T::output_path().is_some() {
            self.by_name
                .insert(T::ident(&self.config), T::decl(&self.config));
        }
        T::visit_generics(self);
        T::visit_dependencies(self);
    }
}
