//! A meeting under test: a room, a clock, and short methods for what people do.

use crate::base::{FirstName, Millis, ParticipantId, Timestamp};
use crate::room::{
    Action, Arrival, Audible, Burst, Command, Direction, EntryState, Event, Format, QueueMode,
    Refusal, Role, Room, RoomPlan, Standing, StepKind, default_format,
};

pub(super) const DOORS_OPEN: Timestamp = Timestamp(1_000_000_000);
pub(super) const MINUTE: Millis = Millis::from_mins(1);

/// The doors open at 0 min; the meeting starts at 15 and ends at 75; the doors close at 90.
pub(super) fn plan() -> RoomPlan {
    RoomPlan {
        starts: DOORS_OPEN + Millis::from_mins(15),
        ends: DOORS_OPEN + Millis::from_mins(75),
        doors_open: DOORS_OPEN,
        doors_close: DOORS_OPEN + Millis::from_mins(90),
        format: default_format(),
        queue_mode: QueueMode::HandsInOrder,
        share_limit: Some(Millis::from_mins(3)),
        call_timeout: Millis::from_secs(30),
        open_floor_voices: 3,
        capacity: 12,
        lobby_burst: Some(Burst {
            arrivals: 8,
            within: Millis::from_secs(10),
        }),
    }
}

pub(super) fn step_index(kind: StepKind) -> usize {
    let Format { steps } = default_format();
    steps
        .iter()
        .position(|step| step.kind == kind)
        .expect("the default format has this step")
}

pub(super) fn name(text: &str) -> FirstName {
    FirstName::parse(text).expect("names in tests are valid")
}

pub(super) struct Scenario {
    pub room: Room,
    pub now: Timestamp,
}

impl Scenario {
    /// The doors have just opened; nobody is inside.
    pub(super) fn with_doors_open() -> Self {
        Self {
            room: Room::new(plan(), DOORS_OPEN),
            now: DOORS_OPEN,
        }
    }

    /// A meeting in a step of some kind, with its chair (1), a co-chair (2) and members 3 to 6.
    /// Nobody has the floor.
    pub(super) fn in_step(kind: StepKind) -> Self {
        let mut scenario = Self::with_doors_open();
        let chair = scenario.arrive_as("Dana", Standing::Chair);
        for member in ["Lee", "Ana", "Theo", "Priya", "Omar"] {
            scenario.arrive(member);
        }
        scenario.advance(Millis::from_mins(15));
        let role = Action::SetRole {
            person: ParticipantId(2),
            role: Role::CoChair,
            on: true,
        };
        scenario.act(chair, role);
        scenario.act(chair, Action::StartMeeting);
        if step_index(kind) > 0 {
            scenario.act(chair, Action::Step(Direction::To(step_index(kind))));
        }
        scenario.take_events();
        scenario
    }

    /// The same in the step for shares, while a member shares.
    pub(super) fn with_share_by(person: ParticipantId) -> Self {
        let mut scenario = Self::in_step(StepKind::Shares);
        scenario.act(person, Action::RaiseHand);
        scenario.act(CHAIR, Action::Call(person));
        scenario.act(person, Action::StartSharing);
        scenario.take_events();
        scenario
    }

    pub(super) fn arrive(&mut self, name: &str) -> ParticipantId {
        self.arrive_as(name, Standing::Visitor)
    }

    pub(super) fn arrive_as(&mut self, name: &str, standing: Standing) -> ParticipantId {
        self.try_arrive(name, standing, false)
            .expect("the doors are open")
    }

    pub(super) fn try_arrive(
        &mut self,
        text: &str,
        standing: Standing,
        newcomer: bool,
    ) -> Result<ParticipantId, Refusal> {
        let arrival = Arrival {
            name: name(text),
            standing,
            newcomer,
            newcomer_shown: false,
        };
        self.room.apply(self.now, Command::Arrive(arrival))?;
        Ok(self
            .room
            .people()
            .last()
            .expect("someone has just arrived")
            .id)
    }

    pub(super) fn try_act(&mut self, by: ParticipantId, action: Action) -> Result<(), Refusal> {
        self.room.apply(self.now, Command::Act { by, action })
    }

    #[track_caller]
    pub(super) fn act(&mut self, by: ParticipantId, action: Action) {
        let description = format!("{action:?}");
        assert_eq!(self.try_act(by, action), Ok(()), "{by}: {description}");
    }

    #[track_caller]
    pub(super) fn expect_refusal(&mut self, by: ParticipantId, action: Action, refusal: Refusal) {
        let description = format!("{action:?}");
        assert_eq!(
            self.try_act(by, action),
            Err(refusal),
            "{by}: {description}"
        );
    }

    pub(super) fn disconnect(&mut self, id: ParticipantId) {
        assert_eq!(
            self.room.apply(self.now, Command::ConnectionLost(id)),
            Ok(())
        );
    }

    pub(super) fn reconnect(&mut self, id: ParticipantId) {
        assert_eq!(
            self.room.apply(self.now, Command::ConnectionResumed(id)),
            Ok(())
        );
    }

    pub(super) fn advance(&mut self, span: Millis) {
        self.now = self.now + span;
        self.room.handle_timeout(self.now);
    }

    pub(super) fn advance_secs(&mut self, seconds: u64) {
        self.advance(Millis::from_secs(seconds));
    }

    pub(super) fn take_events(&mut self) -> Vec<Event> {
        std::iter::from_fn(|| self.room.poll_event()).collect()
    }

    /// The people in the queue, in order.
    pub(super) fn queue_order(&self) -> Vec<u32> {
        self.room
            .queue()
            .iter()
            .map(|entry| entry.person.0)
            .collect()
    }

    pub(super) fn queue_state(&self, id: ParticipantId) -> Option<EntryState> {
        self.room
            .queue()
            .iter()
            .find(|entry| entry.person == id)
            .map(|entry| entry.state)
    }

    pub(super) fn floor_holder(&self) -> Option<ParticipantId> {
        self.room.floor().map(|floor| floor.person)
    }

    pub(super) fn is_audible(&self, id: ParticipantId) -> bool {
        match self.room.audible() {
            Audible::Nobody => false,
            Audible::One(person) => person == id,
            Audible::Loudest { of, .. } => of.contains(&id),
        }
    }

    /// Time used by the floor holder until now.
    pub(super) fn used_time(&self) -> Millis {
        let floor = self.room.floor().expect("someone has the floor");
        let running = floor
            .running_since
            .map_or(0, |since| self.now.since(since).0);
        Millis(floor.used.0 + running)
    }

    /// These people raise a hand, in this order.
    pub(super) fn raise_hands(&mut self, people: &[ParticipantId]) {
        for person in people {
            self.advance(Millis(10));
            self.act(*person, Action::RaiseHand);
        }
    }

    /// A complete share that takes one second.
    pub(super) fn complete_share(&mut self, person: ParticipantId) {
        self.act(CHAIR, Action::Call(person));
        self.act(person, Action::StartSharing);
        self.advance_secs(1);
        self.act(person, Action::Done);
    }
}

pub(super) const CHAIR: ParticipantId = ParticipantId(1);
pub(super) const CO_CHAIR: ParticipantId = ParticipantId(2);
pub(super) const ANA: ParticipantId = ParticipantId(3);
pub(super) const THEO: ParticipantId = ParticipantId(4);
pub(super) const PRIYA: ParticipantId = ParticipantId(5);
pub(super) const OMAR: ParticipantId = ParticipantId(6);
