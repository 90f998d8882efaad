//! SRTP: signatures only for now.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    AeadAes128Gcm,
    Aes128CmSha1_80,
}

impl Profile {
    /// Bytes to export from DTLS.
    #[must_use]
    pub const fn key_material_len(self) -> usize {
        todo!()
    }

    /// Bytes that sealing adds to an RTP packet.
    #[must_use]
    pub const fn rtp_overhead(self) -> usize {
        todo!()
    }
}

#[derive(Clone)]
pub struct MasterKey {}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SrtpProblem {
    #[error("the keying material has the wrong length")]
    KeyLength,
    #[error("the packet is too short or its header is broken")]
    Malformed,
    #[error("the packet is of a source that was not accepted")]
    OtherSource,
    #[error("the packet came before, or is too old to tell")]
    Replayed,
    #[error("the packet does not carry the key's mark")]
    Forged,
}

/// Splits what DTLS exported into the client's and the server's key.
pub fn split(
    _profile: Profile,
    _keying_material: &[u8],
) -> Result<(MasterKey, MasterKey), SrtpProblem> {
    todo!()
}

pub struct Sealer {}

impl Sealer {
    #[must_use]
    pub fn new(_profile: Profile, _key: &MasterKey) -> Self {
        todo!()
    }

    /// Seals the `len` bytes at the start of `buffer` in place; returns the new length.
    /// 0: nothing may be sent (no room, a used or too old sequence number, a source too many).
    pub fn seal_rtp(&mut self, _buffer: &mut [u8], _len: usize) -> usize {
        todo!()
    }

    /// Seals in place; leaves nothing when nothing may be sent.
    pub fn seal_rtcp(&mut self, _packet: &mut Vec<u8>) {
        todo!()
    }
}

pub struct Opener {}

impl Opener {
    #[must_use]
    pub fn new(_profile: Profile, _key: &MasterKey) -> Self {
        todo!()
    }

    /// The one source whose RTP is opened from now on.
    pub fn accept(&mut self, _ssrc: u32) {
        todo!()
    }

    #[must_use]
    pub fn accepted(&self) -> Option<u32> {
        todo!()
    }

    /// Opens in place; returns the new length, header included.
    pub fn open_rtp(&mut self, _packet: &mut [u8]) -> Result<usize, SrtpProblem> {
        todo!()
    }

    pub fn open_rtcp(&mut self, _packet: &mut Vec<u8>) -> Result<(), SrtpProblem> {
        todo!()
    }
}
