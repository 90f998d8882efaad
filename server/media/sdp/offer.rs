//! Parses an offer.

use crate::media::OfferViolation;
use crate::media::slots::SLOTS;
use rtc_sdp::description::common::Attribute;
use rtc_sdp::description::media::MediaDescription;
use rtc_sdp::description::session::SessionDescription;
use rtc_sdp::extmap::{AUDIO_LEVEL_URI, SDES_MID_URI};
use std::io::Cursor;

/// Maximum bytes of an offer. Browsers' offers of four audio sections have 4 to 5 KiB.
const MAX_LEN: usize = 16 * 1024;
/// Maximum number of sections: twice what our own page offers.
const MAX_SECTIONS: usize = 8;

/// A browser's offer. It has no DTLS role: the browser is always the client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The browser's username fragment.
    pub ice_ufrag: String,
    /// The browser's ICE password.
    pub ice_password: String,
    /// SHA-256 of the browser's certificate.
    pub fingerprint: [u8; 32],
    /// The section in which the browser sends.
    pub microphone: AudioSection,
    /// The sections in which it receives: 1 to [`SLOTS`].
    pub slots: Vec<AudioSection>,
    /// The role of every section, in the order of the offer: the answer needs one section for each.
    pub(super) roles: Vec<SectionRole>,
}

/// An accepted audio section (m= line).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AudioSection {
    /// Its media id.
    pub mid: String,
    /// Payload type of Opus.
    pub opus: u8,
    /// Payload type of RED, redundant audio (RFC 2198).
    pub red: Option<u8>,
    /// Header extension id of the audio level (RFC 6464).
    pub audio_level: Option<u8>,
    /// Header extension id of the media id.
    pub mid_extension: Option<u8>,
    /// The SSRC with which the browser sends in this section, if it announces one: audio in the
    /// microphone's section, reports in a slot's.
    pub ssrc: Option<u32>,
}

/// What a section of the offer is used for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum SectionRole {
    Microphone,
    /// An index of `Offer::slots`.
    Slot(usize),
    /// Not used. `media` is its m= line with port 0.
    Rejected {
        media: String,
        mid: Option<String>,
    },
}

impl Offer {
    /// Parses an offer: one audio section that may send (the microphone) and one to three that only
    /// receive (the slots), in any order. The answer rejects all other sections.
    ///
    /// # Errors
    /// When it is not SDP, too large, or lacks what a connection needs.
    pub fn parse(sdp: &str) -> Result<Self, OfferViolation> {
        if sdp.len() > MAX_LEN {
            return Err(malformed("it has more than 16 KiB"));
        }
        let session = SessionDescription::unmarshal(&mut Cursor::new(sdp))
            .map_err(|error| malformed(&error.to_string()))?;
        if session.media_descriptions.len() > MAX_SECTIONS {
            return Err(malformed("it has more than 8 sections"));
        }
        let (mut microphone, mut slots, mut roles) = (None, Vec::new(), Vec::new());
        for media in &session.media_descriptions {
            let scope = Scope {
                media,
                session: &session,
            };
            roles.push(match (scope.audio()?, scope.direction()) {
                (Some(section), Direction::Sends) if microphone.is_none() => {
                    microphone = Some((section, scope));
                    SectionRole::Microphone
                }
                (Some(section), Direction::OnlyReceives) if slots.len() < SLOTS => {
                    slots.push(section);
                    SectionRole::Slot(slots.len() - 1)
                }
                _ => scope.rejected()?,
            });
        }
        let (microphone, scope) = microphone.ok_or(OfferViolation::Missing(
            "an audio section for the microphone, with Opus",
        ))?;
        if slots.is_empty() {
            return Err(OfferViolation::Missing(
                "an audio section that only receives, with Opus",
            ));
        }
        check_bundle(&session, std::iter::once(&microphone).chain(&slots))?;
        let (ice_ufrag, ice_password) = scope.ice()?;
        scope.check_role()?;
        let fingerprint = scope.fingerprint()?;
        Ok(Self {
            ice_ufrag,
            ice_password,
            fingerprint,
            microphone,
            slots,
            roles,
        })
    }
}

fn malformed(reason: &str) -> OfferViolation {
    OfferViolation::Malformed(reason.to_owned())
}

/// All accepted sections must share one transport (BUNDLE) and have different mids.
fn check_bundle<'a>(
    session: &SessionDescription,
    sections: impl Iterator<Item = &'a AudioSection>,
) -> Result<(), OfferViolation> {
    let groups = values(&session.attributes, "group");
    let mut bundle: Vec<&str> = groups
        .filter_map(|group| group.strip_prefix("BUNDLE "))
        .flat_map(str::split_whitespace)
        .collect();
    for section in sections {
        // Removed from the list, so that a second section with the same mid is not found.
        let at =
            bundle
                .iter()
                .position(|mid| *mid == section.mid)
                .ok_or(OfferViolation::Missing(
                    "a BUNDLE group that names every section once",
                ))?;
        bundle.swap_remove(at);
    }
    Ok(())
}

enum Direction {
    Sends,
    OnlyReceives,
    Neither,
}

/// A section, and the session whose attributes apply to all sections.
#[derive(Clone, Copy)]
struct Scope<'a> {
    media: &'a MediaDescription,
    session: &'a SessionDescription,
}

impl<'a> Scope<'a> {
    /// The section's own attribute, or else the session's.
    fn value(self, key: &'static str) -> Option<&'a str> {
        values(&self.media.attributes, key)
            .chain(values(&self.session.attributes, key))
            .next()
    }

    /// The section as an acceptable one: not rejected, audio, with Opus, on the transport of WebRTC.
    fn audio(self) -> Result<Option<AudioSection>, OfferViolation> {
        let name = &self.media.media_name;
        // Port 0 means a rejected section, unless it is marked as bundle-only.
        let is_rejected = name.port.value == 0 && !self.media.has_attribute("bundle-only");
        let is_webrtc = name.protos == ["UDP", "TLS", "RTP", "SAVPF"];
        let Some(opus) = self
            .payload_type("opus")
            .filter(|_| name.media == "audio" && is_webrtc && !is_rejected)
        else {
            return Ok(None);
        };
        if !self.media.has_attribute("rtcp-mux") {
            return Err(OfferViolation::Missing("rtcp-mux"));
        }
        Ok(Some(AudioSection {
            mid: self
                .mid()?
                .ok_or(OfferViolation::Missing("a mid for every section"))?,
            opus,
            red: self.payload_type("red"),
            audio_level: self.extension(AUDIO_LEVEL_URI),
            mid_extension: self.extension(SDES_MID_URI),
            ssrc: values(&self.media.attributes, "ssrc")
                .find_map(|value| value.split_whitespace().next()?.parse().ok()),
        }))
    }

    fn rejected(self) -> Result<SectionRole, OfferViolation> {
        let name = &self.media.media_name;
        let (kind, protos, formats) = (&name.media, name.protos.join("/"), name.formats.join(" "));
        // It is copied into the answer, so it must not contain a line break, for example.
        let media = format!("m={kind} 0 {protos} {formats}");
        if !media.chars().all(|c| c.is_ascii_graphic() || c == ' ') {
            return Err(malformed("a media line has odd characters"));
        }
        Ok(SectionRole::Rejected {
            media,
            mid: self.mid()?,
        })
    }

    fn mid(self) -> Result<Option<String>, OfferViolation> {
        match values(&self.media.attributes, "mid").next() {
            None => Ok(None),
            Some(mid) if is_token(mid) => Ok(Some(mid.to_owned())),
            Some(_) => Err(malformed("a mid is not a token")),
        }
    }

    fn direction(self) -> Direction {
        let find = |attributes: &[Attribute]| {
            attributes
                .iter()
                .find_map(|attribute| match attribute.key.as_str() {
                    "sendrecv" | "sendonly" => Some(Direction::Sends),
                    "recvonly" => Some(Direction::OnlyReceives),
                    "inactive" => Some(Direction::Neither),
                    _ => None,
                })
        };
        find(&self.media.attributes)
            .or_else(|| find(&self.session.attributes))
            .unwrap_or(Direction::Sends)
    }

    /// The preferred payload type of this codec, at the clock rate and channels of Opus.
    fn payload_type(self, codec: &str) -> Option<u8> {
        self.media.media_name.formats.iter().find_map(|format| {
            let mapped = values(&self.media.attributes, "rtpmap")
                .filter_map(|map| map.split_once(' '))
                .find(|(mapped_format, _)| mapped_format == format)?
                .1;
            let (name, rate) = mapped.trim().split_once('/')?;
            let payload_type: u8 = format.parse().ok()?;
            (name.eq_ignore_ascii_case(codec) && rate == "48000/2" && payload_type < 128)
                .then_some(payload_type)
        })
    }

    /// The id of a header extension; the direction for which it is offered is ignored.
    fn extension(self, uri: &str) -> Option<u8> {
        values(&self.media.attributes, "extmap").find_map(|map| {
            let (id, rest) = map.split_once(' ')?;
            let id = id.split('/').next()?.parse().ok()?;
            // 0 and 15 are not valid in the one-byte form (RFC 8285), which browsers send.
            (rest.split_whitespace().next()? == uri && (1..15).contains(&id)).then_some(id)
        })
    }

    fn ice(self) -> Result<(String, String), OfferViolation> {
        let find = |key, min_len| {
            self.value(key)
                .filter(|value| {
                    (min_len..=256).contains(&value.len()) && value.chars().all(is_ice_char)
                })
                .map(str::to_owned)
        };
        // Lengths and characters: RFC 8839 section 5.4.
        find("ice-ufrag", 4)
            .zip(find("ice-pwd", 22))
            .ok_or(OfferViolation::Missing(
                "an ICE username fragment and password",
            ))
    }

    /// The server is the passive side, so the browser must be able to be the active one (RFC 5763).
    fn check_role(self) -> Result<(), OfferViolation> {
        match self.value("setup") {
            Some("actpass" | "active") => Ok(()),
            _ => Err(OfferViolation::Missing(
                "a DTLS role that lets us be the server",
            )),
        }
    }

    fn fingerprint(self) -> Result<[u8; 32], OfferViolation> {
        values(&self.media.attributes, "fingerprint")
            .chain(values(&self.session.attributes, "fingerprint"))
            .find_map(parse_sha_256)
            .ok_or(OfferViolation::Missing("a SHA-256 fingerprint"))
    }
}

/// The values of all attributes of this name, in order.
fn values<'a>(attributes: &'a [Attribute], key: &'static str) -> impl Iterator<Item = &'a str> {
    attributes
        .iter()
        .filter(move |attribute| attribute.key == key)
        .filter_map(|a| a.value.as_deref())
}

fn parse_sha_256(fingerprint: &str) -> Option<[u8; 32]> {
    let (algorithm, digits) = fingerprint.split_once(' ')?;
    let mut pairs = digits.split(':');
    let mut bytes = [0; 32];
    for byte in &mut bytes {
        let pair = pairs
            .next()
            .filter(|pair| pair.len() == 2 && !pair.starts_with('+'))?;
        *byte = u8::from_str_radix(pair, 16).ok()?;
    }
    (algorithm.eq_ignore_ascii_case("sha-256") && pairs.next().is_none()).then_some(bytes)
}

/// The token of RFC 8866 section 9.
fn is_token(text: &str) -> bool {
    let is_token_char = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`{|}~".contains(c);
    !text.is_empty() && text.chars().all(is_token_char)
}

/// The ice-char of RFC 8839 section 5.1.
fn is_ice_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '+' || c == '/'
}
