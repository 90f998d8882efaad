mod errors;

use super::*;
use clap::{CommandFactory, Parser};
use std::net::IpAddr;
use std::path::Path;

#[derive(Parser)]
struct Command {
    #[command(flatten)]
    flags: Flags,
}

/// Loads settings from flags, `NAME=value` variables and the text of a file.
fn load(flags: &[&str], variables: &[&str], file: &str) -> Result<Settings, ConfigError> {
    let command = Command::try_parse_from([&["porchlight"], flags].concat()).expect("valid flags");
    let variables = variables.iter().map(|variable| {
        let (name, value) = variable.split_once('=').expect("NAME=value");
        (name.to_owned(), value.to_owned())
    });
    let file = File {
        name: Path::new("porchlight.toml"),
        text: file,
    };
    Settings::load(&command.flags, variables, Some(file))
}

fn error_text(flags: &[&str], variables: &[&str], file: &str) -> String {
    load(flags, variables, file)
        .expect_err("the settings are invalid")
        .to_string()
}

fn defaults() -> Settings {
    load(&[], &[], "").expect("the defaults are valid")
}

#[test]
fn the_defaults_are_as_documented() {
    let settings = defaults();
    assert_eq!(settings.http.bind.to_string(), "127.0.0.1:8080");
    assert_eq!(settings.http.public_url().as_str(), "http://127.0.0.1:8080");
    assert_eq!(
        settings.http.trusted_proxies.to_string(),
        "127.0.0.0/8, ::1/128"
    );
    assert_eq!(settings.media.bind.to_string(), "0.0.0.0:3478");
    assert!(settings.media.public_addresses.is_empty() && settings.media.udp);
    assert_eq!(settings.media.max_peers, 10_000);
    assert_eq!(
        settings.data,
        Data {
            folder: "./data".into(),
            database: None
        }
    );
    assert_eq!(settings.metrics.bind, None);
    assert_eq!(settings.log.level, "info");
    assert_eq!(settings.log.format, LogFormat::Text);
    assert_eq!(settings.site, Site::default());
    assert!(settings.crisis.lines().is_empty());
}

#[test]
fn flags_come_before_variables_before_the_file() {
    let file = "[http]\nbind = '127.0.0.1:1'\n[media]\nbind = '127.0.0.1:2'\n[metrics]\nbind = '127.0.0.1:3'";
    let variables = [
        "PORCHLIGHT_HTTP_BIND=127.0.0.1:10",
        "PORCHLIGHT_MEDIA_BIND=127.0.0.1:20",
        "HOME=/",
    ];
    let settings = load(&["--http-bind", "127.0.0.1:100"], &variables, file).expect("settings");
    assert_eq!(settings.http.bind.port(), 100);
    assert_eq!(settings.media.bind.port(), 20);
    assert_eq!(settings.metrics.bind.map(|bind| bind.port()), Some(3));
}

#[test]
fn flags_variables_and_the_file_can_give_every_setting() {
    let flags = [
        "--http-bind=[::1]:81",
        "--http-public-url=https://Meetings.example.org/",
        "--http-trusted-proxies=10.0.0.2, 172.16.0.0/12",
        "--http-time-zone=Europe/London",
        "--site-name=Meetings by the River",
        "--site-email=office@example.org",
        "--site-phone=+44 20 0000 0000",
        "--site-location=Leeds & Bradford",
        "--media-bind=[::]:82",
        "--media-public-addresses=203.0.113.7, 2001:db8::7",
        "--media-udp=false",
        "--media-max-peers=7",
        "--data-folder=/srv/porch light",
        "--data-database=postgres://me:secret@host/name",
        "--metrics-bind=127.0.0.1:83",
        "--log-level=warn,porchlight=debug",
        "--log-format=json",
    ];
    let variables: Vec<String> = flags
        .iter()
        .map(|flag| {
            let (name, value) = flag.split_once('=').expect("--name=value");
            format!(
                "PORCHLIGHT{}={value}",
                name.replace('-', "_").to_uppercase().replacen('_', "", 1)
            )
        })
        .collect();
    let variables: Vec<&str> = variables.iter().map(String::as_str).collect();
    let file = "
        [http]\nbind = '[::1]:81'\npublic_url = 'https://meetings.example.org'\ntrusted_proxies = ['10.0.0.2', '172.16.0.0/12']\ntime_zone = 'Europe/London'
        [site]\nname = 'Meetings by the River'\nemail = 'office@example.org'\nphone = '+44 20 0000 0000'\nlocation = 'Leeds & Bradford'
        [media]\nbind = '[::]:82'\npublic_addresses = ['203.0.113.7', '2001:db8::7']\nudp = false\nmax_peers = 7
        [data]\nfolder = '/srv/porch light'\ndatabase = 'postgres://me:secret@host/name'
        [metrics]\nbind = '127.0.0.1:83'
        [log]\nlevel = 'warn,porchlight=debug'\nformat = 'json'";
    let settings = load(&flags, &[], "").expect("flags");
    assert_eq!(load(&[], &variables, "").expect("variables"), settings);
    assert_eq!(load(&[], &[], file).expect("a file"), settings);
    assert_ne!(settings, defaults());
    assert_eq!(
        settings.http.public_url().authority(),
        "meetings.example.org"
    );
    assert!(settings.http.public_url().is_https());
    let addresses: Vec<IpAddr> = settings.media.addresses(settings.http.bind, &[]);
    assert_eq!(addresses, settings.media.public_addresses);
    assert!(!format!("{settings:?}").contains("secret"));
}

#[test]
fn every_setting_has_a_flag() {
    let flags: Vec<String> = Command::command()
        .get_arguments()
        .filter_map(|flag| flag.get_long().map(|name| format!("--{name}")))
        .collect();
    let settings = SETTINGS
        .iter()
        .copied()
        .flatten()
        .filter(|setting| !setting.only_in_file);
    let expected: Vec<String> = ["--config".to_owned()]
        .into_iter()
        .chain(settings.map(Setting::flag))
        .collect();
    assert_eq!(flags, expected);
}

#[test]
fn a_public_url_is_normalised_to_an_origin() {
    for (given, origin) in [
        (
            "https://meetings.example.org",
            "https://meetings.example.org",
        ),
        (
            "HTTPS://Meetings.Example.org:443/",
            "https://meetings.example.org",
        ),
        ("http://localhost:80", "http://localhost"),
        ("http://10.0.0.5:8080", "http://10.0.0.5:8080"),
        ("https://[2001:db8::7]:8443", "https://[2001:db8::7]:8443"),
        ("https://[2001:db8::7]", "https://[2001:db8::7]"),
    ] {
        let settings = load(&["--http-public-url", given], &[], "").expect("an origin");
        assert_eq!(settings.http.public_url().as_str(), origin);
    }
    for given in [
        "meetings.example.org",
        "https://",
        "https:///",
        "https://example.org/path",
        "https://me@example.org",
        "https://exa mple.org",
        "https://example..org",
        "https://example.org:0",
        "https://example.org:x",
        "https://[::1",
        "https://2001:db8::7",
        "ftp://example.org",
    ] {
        assert!(
            error_text(&["--http-public-url", given], &[], "").starts_with("http.public_url is"),
            "{given}"
        );
    }
    let any_address = load(&["--http-bind", "0.0.0.0:8080"], &[], "").expect("an address");
    assert_eq!(
        any_address.http.public_url().as_str(),
        "http://localhost:8080"
    );
}

#[test]
fn no_proxy_is_trusted_when_the_list_is_empty() {
    let settings = load(&[], &[], "[http]\ntrusted_proxies = []").expect("settings");
    assert!(!settings.http.trusted_proxies.have_loopback());
    let refused = error_text(&["--http-trusted-proxies=10.0.0.1/8"], &[], "");
    assert!(refused.starts_with("http.trusted_proxies is"), "{refused}");
}

#[test]
fn other_devices_reach_pages_that_are_not_on_loopback() {
    let local: Vec<IpAddr> = ["127.0.0.1", "10.0.0.5", "fe80::1", "fd00::5"]
        .map(|address| address.parse().expect("an address"))
        .into();
    for (bind, expected) in [
        ("127.0.0.1:8080", &[][..]),
        ("0.0.0.0:8080", &["10.0.0.5:8080"]),
        ("[::]:8080", &["10.0.0.5:8080", "[fd00::5]:8080"]),
        ("10.0.0.5:8080", &["10.0.0.5:8080"]),
    ] {
        let http = load(&["--http-bind", bind], &[], "")
            .expect("settings")
            .http;
        let addresses = http.addresses_for_other_devices(&local);
        let shown: Vec<String> = addresses.iter().map(ToString::to_string).collect();
        assert_eq!(shown, expected, "{bind}");
    }
}

#[test]
fn the_machine_of_the_browser_is_known_by_its_names() {
    for local in [
        "localhost",
        "LOCALHOST:8080",
        "porch.localhost",
        "127.0.0.1:8080",
        "[::1]:8080",
        "[::1]",
        "127.3.2.1",
    ] {
        assert!(is_local_authority(local), "{local}");
    }
    for other in ["10.0.0.5:8080", "localhost.example", "[2001:db8::1]", ""] {
        assert!(!is_local_authority(other), "{other}");
    }
}

#[test]
fn foreign_and_empty_variables_are_ignored() {
    let variables = [
        "PORCHLIGHT_TEST_POSTGRES=x",
        "PORCHLIGHT_SERVICE_HOST=10.0.0.1",
        "PORCHLIGHT_PORT_80_TCP=tcp://10.0.0.1",
        "PORCHLIGHT_CONFIG=other.toml",
        "PORCHLIGHT_HTTP_BIND=",
        "PATH=/bin",
    ];
    assert_eq!(load(&[], &variables, "").expect("settings"), defaults());
}

#[test]
fn crisis_lines_are_found_by_country() {
    let file = "
        [[crisis.lines]]\ncountry = 'GB'\nname = 'One'\nphone = '+44 (0) 1-2'
        [[crisis.lines]]\ncountry = 'default'\nname = 'Two'\nurl = 'https://example.org'";
    let crisis = load(&[], &[], file).expect("lines").crisis;
    let names = |country| {
        crisis
            .lines_for(country)
            .map(|line| line.name.as_str())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        (names("GB"), names("FR"), crisis.lines().len()),
        (vec!["One"], vec!["Two"], 2)
    );
}

#[test]
fn the_example_shows_the_defaults() {
    let example = Settings::commented_example();
    assert_eq!(
        load(&[], &[], &example).expect("the example is valid"),
        defaults()
    );
    let uncommented: String = example
        .lines()
        .map(|line| match line.strip_prefix('#') {
            Some(setting) if !setting.starts_with(' ') => format!("{setting}\n"),
            _ => format!("{line}\n"),
        })
        .collect();
    assert_eq!(
        load(&[], &[], &uncommented).expect("the uncommented example is valid"),
        defaults()
    );
    let table: toml::Table = uncommented.parse().expect("TOML");
    for setting in SETTINGS.iter().copied().flatten() {
        assert!(
            table[setting.section].get(setting.key).is_some(),
            "{}",
            setting.name()
        );
    }
}

#[test]
fn settings_are_read_from_the_named_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("mine.toml");
    let flags = Flags {
        config: Some(file.clone()),
        ..Flags::default()
    };
    assert!(matches!(
        Settings::read(&flags),
        Err(ConfigError::File { .. })
    ));
    std::fs::write(&file, "[media]\nudp = false").expect("a file");
    assert!(!Settings::read(&flags).expect("settings").media.udp);
}
