//! The real program, `porchlight serve`, in a process of its own.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_porchlight");

/// A program that has not ended by then never ends.
const END_TIMEOUT: Duration = Duration::from_secs(60);

/// `porchlight serve` with a data folder of its own.
pub struct Program {
    process: Child,
    /// Kept open, because the program can't print to a closed pipe.
    _stdout: BufReader<ChildStdout>,
    folder: TempDir,
    pub address: SocketAddr,
}

impl Program {
    /// Starts the program and waits until it is ready.
    pub fn start(flags: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        Self::start_with(program(&folder), folder, flags)
    }

    /// Starts this command, which runs the program, with `serve` and these flags.
    pub fn start_with(mut command: Command, folder: TempDir, flags: &[&str]) -> Self {
        let free_port = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = free_port.local_addr().expect("its address");
        drop(free_port);
        command.arg("serve").args(flags);
        command.arg(format!("--http-bind={address}"));
        command.arg("--media-bind=127.0.0.1:0");
        let log = File::create(folder.path().join("log")).expect("a file");
        let mut process = command
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .expect("the program starts");
        let stdout = process.stdout.take().expect("its output is piped");
        let mut stdout = BufReader::new(stdout);
        let mut lines = stdout.by_ref().lines().map_while(Result::ok);
        let is_ready = lines.any(|line| line.starts_with("Ready."));
        let log = std::fs::read_to_string(folder.path().join("log")).expect("a log");
        assert!(is_ready, "{log}");
        Self {
            process,
            _stdout: stdout,
            folder,
            address,
        }
    }

    /// A command that runs the program on the same data.
    pub fn command(&self) -> Command {
        program(&self.folder)
    }

    /// A connection to the pages.
    pub fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).expect("a connection")
    }

    /// The response to a GET request.
    pub fn get(&self, path: &str) -> String {
        let mut stream = self.connect();
        let request = format!(
            "GET {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\r\n",
            self.address
        );
        stream.write_all(request.as_bytes()).expect("a request");
        let mut response = Vec::new();
        stream.read_to_end(&mut response).expect("a response");
        String::from_utf8_lossy(&response).into_owned()
    }

    /// The text of the log until now.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log")).expect("a log")
    }

    /// Stops the program with SIGTERM and returns the lines of its log.
    pub fn stop(mut self) -> Vec<String> {
        let id = self.process.id().try_into().expect("a process number");
        // SAFETY: the process is our child and was not waited for, so that the number is still its own.
        assert_eq!(unsafe { libc::kill(id, libc::SIGTERM) }, 0);
        let (sender, ended) = mpsc::channel();
        let watchdog = std::thread::spawn(move || {
            if ended.recv_timeout(END_TIMEOUT).is_err() {
                // SAFETY: as above: the program has not ended, because `wait` has not returned.
                unsafe { libc::kill(id, libc::SIGKILL) };
            }
        });
        let status = self.process.wait().expect("it ends");
        let _ = sender.send(());
        watchdog.join().expect("the watchdog ends");
        assert!(status.success(), "{status}: {}", self.log());
        self.log().lines().map(str::to_owned).collect()
    }
}

pub fn program(folder: &TempDir) -> Command {
    let mut command = Command::new(PROGRAM);
    command.current_dir(folder).env_remove("RUST_LOG");
    command.env("PORCHLIGHT_DATA_FOLDER", folder.path().join("data"));
    command
}
