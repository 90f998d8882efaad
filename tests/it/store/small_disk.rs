//! A disk of a few megabytes that only one test sees, so that it can be filled.

use std::fs::File;
use std::io::{ErrorKind, Write};
use std::path::Path;
use std::process::Command;
use std::ptr;

const WHAT_TO_DO: &str = "this test mounts a small disk in a mount namespace of its own. It needs root, or a \
     system on which `unshare --user --map-root-user --mount` works (in a container: the capability SYS_ADMIN)";

/// Runs a test with the folder of an empty disk of 4 MiB. `name` is the test's full name: without root, the
/// test runs once more in a program that may mount.
pub fn on_a_small_disk(name: &str, test: impl FnOnce(&Path) + Send) {
    // SAFETY: it takes nothing and returns a number.
    if unsafe { libc::geteuid() } != 0 {
        return run_again_as_root(name);
    }
    std::thread::scope(|scope| {
        let run = scope.spawn(|| {
            let folder = tempfile::tempdir().expect("a temporary folder");
            mount(folder.path());
            test(folder.path());
        });
        if let Err(panic) = run.join() {
            std::panic::resume_unwind(panic);
        }
    });
}

/// Mounts a disk for this thread and those that it starts. It is gone when they end.
fn mount(folder: &Path) {
    let c_string = |text: &str| std::ffi::CString::new(text).expect("no zero byte");
    let folder = c_string(folder.to_str().expect("a plain name"));
    let (none, root) = (c_string("tmpfs"), c_string("/"));
    let size = c_string("size=4m");
    // SAFETY: the strings live longer than the calls, and no thread shares this one's namespace afterwards.
    let failed = unsafe {
        libc::unshare(libc::CLONE_NEWNS) != 0
            || libc::mount(
                none.as_ptr(),
                root.as_ptr(),
                ptr::null(),
                libc::MS_REC | libc::MS_PRIVATE,
                ptr::null(),
            ) != 0
            || libc::mount(
                none.as_ptr(),
                folder.as_ptr(),
                none.as_ptr(),
                0,
                size.as_ptr().cast(),
            ) != 0
    };
    let error = std::io::Error::last_os_error();
    assert!(!failed, "{WHAT_TO_DO}: {error}");
}

fn run_again_as_root(name: &str) {
    let program = std::env::current_exe().expect("the program of the tests");
    let status = Command::new("unshare")
        .args(["--user", "--map-root-user", "--mount"])
        .arg(program)
        .args(["--exact", name, "--nocapture"])
        .status();
    let has_passed = status.is_ok_and(|status| status.success());
    assert!(has_passed, "the test failed above, or: {WHAT_TO_DO}");
}

/// Fills the disk of a folder to the last byte. It has space again when the returned file is deleted.
pub fn fill(folder: &Path) -> std::path::PathBuf {
    let path = folder.join("filler");
    let mut file = File::create(&path).expect("a new file");
    loop {
        if let Err(error) = file.write_all(&[0; 512]) {
            assert_eq!(error.kind(), ErrorKind::StorageFull, "{error}");
            return path;
        }
    }
}
