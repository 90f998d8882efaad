//! Who may do what: the roles table of domain.md, and what a freeze puts off.

use super::{Action, Person, Role, Standing};

/// What takes a role. Everything else is everyone's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Power {
    /// Start, end and close; steps, roles, readers, the chair.
    Lead,
    /// Call, order and open the queue.
    Queue,
    /// More time for the speaker.
    Clock,
    Mute,
    Freeze,
    /// Admit, hold in the lobby, switch it.
    Door,
    Remove,
    DeleteChat,
}

impl Power {
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
    #[must_use]
    pub fn may(&self, power: Power) -> bool {
        power.roles().iter().any(|role| self.roles.contains(role))
    }

    /// Chair, co-chairs and tech hosts: heard during a freeze, and not to be put out by others.
    #[must_use]
    pub fn is_team(&self) -> bool {
        self.may(Power::Lead)
    }

    /// Whoever reads what is written to the hosts (see `Audience::Hosts`).
    #[must_use]
    pub fn is_host(&self) -> bool {
        self.roles
            .iter()
            .any(|role| !matches!(role, Role::Reader | Role::Speaker))
    }

    /// Someone with an announcement to make: a role here, or an office in the group.
    #[must_use]
    pub fn is_servant(&self) -> bool {
        self.is_host() || self.standing != Standing::Visitor
    }
}

/// The power that an action takes; `None` for what anyone may try.
pub(super) const fn needed(action: &Action) -> Option<Power> {
    match action {
        Action::Leave
        | Action::RaiseHand
        | Action::LowerHand
        | Action::StartSharing
        | Action::Pass
        | Action::Later
        | Action::Done
        | Action::Tag(_)
        | Action::Thank
        | Action::Unmute
        | Action::MuteSelf
        | Action::Chat { .. }
        | Action::TakeChair => None,
        Action::StartMeeting
        | Action::EndMeeting
        | Action::CloseRoom
        | Action::Step(_)
        | Action::HandOver(_)
        | Action::SetRole { .. }
        | Action::Assign { .. } => Some(Power::Lead),
        Action::Call(_)
        | Action::ThankAndClose { .. }
        | Action::Skip(_)
        | Action::Hold(_)
        | Action::Release(_)
        | Action::Move { .. }
        | Action::OpenQueue(_)
        | Action::SetQueueMode(_)
        | Action::SetShareLimit(_) => Some(Power::Queue),
        Action::Extend(_) => Some(Power::Clock),
        Action::Remove(_) => Some(Power::Remove),
        Action::SetLobby(_) | Action::Admit(_) | Action::HoldInLobby(_) => Some(Power::Door),
        Action::Mute(_) => Some(Power::Mute),
        Action::DeleteMessage(_) => Some(Power::DeleteChat),
        Action::Freeze | Action::Unfreeze => Some(Power::Freeze),
    }
}

/// What a freeze puts off: whatever would let someone speak, come in or be called. Tidying up
/// (the queue, roles, removal) goes on, and so does leaving. Chat follows its own policy.
pub(super) const fn waits_for_thaw(action: &Action) -> bool {
    matches!(
        action,
        Action::RaiseHand
            | Action::Later
            | Action::Tag(_)
            | Action::Thank
            | Action::Unmute
            | Action::StartMeeting
            | Action::EndMeeting
            | Action::Step(_)
            | Action::Call(_)
            | Action::ThankAndClose { call: Some(_) }
            | Action::SetLobby(false)
            | Action::Admit(_)
    )
}
