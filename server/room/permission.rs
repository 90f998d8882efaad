//! Who may do what (DOMAIN.md, "Roles and permissions"), and what waits for the end of a freeze.

use super::{Action, Person, Role, Standing};

/// What needs a role. Everyone may do everything else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    /// Start and end the meeting, close the room, change steps, roles, readers and the chair.
    Lead,
    /// Call people; order, open and close the queue; end turns.
    Queue,
    /// Give the speaker more time.
    Clock,
    /// Mute others.
    Mute,
    /// Pause the room and end the pause.
    Freeze,
    /// Admit people, send them back to the lobby, switch the lobby.
    Door,
    /// Remove people and revoke a removal.
    Remove,
    /// Delete chat messages.
    DeleteChat,
}

impl Permission {
    const fn roles(self) -> &'static [Role] {
        use Role::{Chair, ChatMonitor, CoChair, Greeter, TechHost, Timekeeper};
        match self {
            Self::Lead | Self::Queue | Self::Remove => &[Chair, CoChair, TechHost],
            Self::Clock => &[Chair, CoChair, TechHost, Timekeeper],
            Self::Mute | Self::DeleteChat => &[Chair, CoChair, TechHost, ChatMonitor],
            Self::Freeze => &[Chair, CoChair, TechHost, Greeter, ChatMonitor],
            Self::Door => &[Chair, CoChair, TechHost, Greeter],
        }
    }
}

impl Person {
    /// Whether one of the person's roles grants this.
    #[must_use]
    pub fn may(&self, permission: Permission) -> bool {
        permission
            .roles()
            .iter()
            .any(|role| self.roles.contains(role))
    }

    /// Whether this is the chair, a co-chair or a tech host. They may speak during a freeze, and
    /// only the chair may remove them.
    #[must_use]
    pub fn is_on_chair_team(&self) -> bool {
        self.may(Permission::Lead)
    }

    /// Whether this person reads messages to the hosts (see `Audience::Hosts`).
    #[must_use]
    pub fn is_host(&self) -> bool {
        self.roles
            .iter()
            .any(|role| !matches!(role, Role::Reader | Role::Speaker))
    }

    /// Whether this person may make announcements: a host, or a trusted servant of the group.
    #[must_use]
    pub fn is_servant(&self) -> bool {
        self.is_host() || self.standing != Standing::Visitor
    }
}

/// The permission that an action needs; `None` for what everyone may do.
pub(super) const fn required_permission(action: &Action) -> Option<Permission> {
    match action {
        Action::Leave
        | Action::RaiseHand
        | Action::LowerHand
        | Action::StartSharing
        | Action::AnswerCall
        | Action::MicrophoneFailed
        | Action::Pass
        | Action::Later
        | Action::Done
        | Action::Tag(_)
        | Action::DeclineStep(_)
        | Action::Thank
        | Action::Unmute
        | Action::MuteSelf
        | Action::Chat { .. }
        | Action::TakeChair => None,
        Action::StartMeeting
        | Action::EndMeeting
        | Action::ResumeMeeting
        | Action::CloseRoom
        | Action::Step(_)
        | Action::HandOver(_)
        | Action::SetRole { .. }
        | Action::Assign { .. } => Some(Permission::Lead),
        Action::Call(_)
        | Action::SayWord
        | Action::ProlongCall(_)
        | Action::ThankAndClose { .. }
        | Action::Skip(_)
        | Action::Hold(_)
        | Action::Release(_)
        | Action::Move { .. }
        | Action::OpenQueue(_)
        | Action::SetQueueMode(_)
        | Action::SetShareLimit(_) => Some(Permission::Queue),
        Action::Extend(_) => Some(Permission::Clock),
        Action::Remove(_) => Some(Permission::Remove),
        Action::SetLobby(_) | Action::Admit(_) | Action::HoldInLobby(_) => Some(Permission::Door),
        Action::Mute(_) => Some(Permission::Mute),
        Action::DeleteMessage(_) => Some(Permission::DeleteChat),
        Action::Freeze | Action::Unfreeze => Some(Permission::Freeze),
    }
}

/// Whether an action is refused during a freeze: everything that lets someone speak, join or be
/// called. The queue, roles and removals can still be changed, and people can leave. Chat follows
/// its own policy.
pub(super) const fn is_blocked_by_freeze(action: &Action) -> bool {
    matches!(
        action,
        Action::RaiseHand
            | Action::AnswerCall
            | Action::Later
            | Action::Tag(_)
            | Action::Thank
            | Action::Unmute
            | Action::StartMeeting
            | Action::EndMeeting
            | Action::ResumeMeeting
            | Action::Step(_)
            | Action::Call(_)
            | Action::SayWord
            | Action::ProlongCall(_)
            | Action::ThankAndClose { call: Some(_) }
            | Action::SetLobby(false)
            | Action::Admit(_)
    )
}
