//! What a member sees of the room.

use crate::base::{ParticipantId, Timestamp};
use crate::room::{ChatPolicy, Microphones, Phase, StepKind};
use crate::wire::{RoomView, StepView};

/// What a member sees.
pub struct Scene<'a> {
    /// The server's time.
    pub now: Timestamp,
    /// The member.
    pub me: ParticipantId,
    /// The room as the member may see it.
    pub room: &'a RoomView,
    /// Whether the member's audio is connected.
    pub can_speak: bool,
}

pub(super) fn is_chat_open(room: &RoomView) -> bool {
    room.stage.chat == ChatPolicy::Open && room.stage.frozen_since.is_none()
}

pub(super) fn current_step(room: &RoomView) -> Option<&StepView> {
    let step = room
        .stage
        .step
        .filter(|_| room.stage.phase == Phase::InSession);
    room.meeting.steps.get(step?)
}

pub(super) fn is_for_shares(step: &StepView) -> bool {
    step.microphones == Microphones::FloorHolder
        && matches!(step.kind, StepKind::Shares | StepKind::BurningDesire)
}
