# The room's texts: second person, short, kind; no exclamation marks; no shame.

## The connection
link-reconnecting = Connection lost { $seconds ->
    [0] just now
   *[other] { $seconds } s ago
 }. Trying again.
link-back = Connected again. Your chair and your place were kept.

## Why the connection was closed
closing-ended = The meeting is over. Thank you for being here.
closing-removed = You were removed from this meeting. You can ask the group about it afterwards.
closing-elsewhere = You joined this meeting in another window, so this one was disconnected.
closing-left = You left the meeting. You can come back while the doors are open.
closing-full = The room is full just now. Try again in a moment.
closing-version = The site was updated, and this page is too old for it. Load it again to come back in. Anything you were typing is kept.

## What you hear, and your microphone
sound-blocked = Your browser keeps the sound off. Tap “Turn the sound on” to hear.
mic-denied = Your browser does not let this page use the microphone. You can still listen; to share, allow it in the browser's settings and press again.
mic-insecure = Browsers allow microphones only where the address begins with https, and this one begins with http. You can still listen; to share, ask whoever runs this site for its https address.
mic-missing = No microphone was found. You can still listen; to share, connect one and press again.

mic-help-denied = Your browser has the microphone switched off for this site.
mic-help-insecure = Browsers allow microphones only where the address begins with https. Ask whoever runs this site for its https address.
mic-help-missing = We can't find a microphone. Plug one in, or check that no other app is using it.
mic-steps = { $browser ->
    [chrome_android]
        Tap the icon to the left of the web address, at the top.
        Tap “Permissions”, then “Microphone”.
        Choose “Allow” and come back here.
    [chrome]
        Click the icon to the left of the web address, at the top.
        Switch “Microphone” on.
        Come back here. There is no need to load the page again.
    [firefox_android]
        Tap the lock beside the web address, at the top.
        Tap “Microphone” until it says “Allowed”.
        Come back here.
    [firefox]
        Click the microphone or the lock to the left of the web address, at the top.
        Take away “Blocked” beside “Use the microphone”.
        Come back here, try again, and choose “Allow”.
    [safari_ios]
        Tap “aA” or the icon beside the web address.
        Tap “Website Settings”, then “Microphone”.
        Choose “Allow” and come back here.
    [safari]
        Open the “Safari” menu at the top, and choose “Settings for this website”.
        Beside “Microphone”, choose “Allow”.
        Come back here.
   *[other]
        Open your browser's settings for this website.
        Allow the microphone.
        Come back here.
 }
mic-retry = Try again

## Names
name-marked = { $name }, { $mark }
name-marked-again = { $name }, { $mark } { $number }
mark-diamond = diamond
mark-triangle = triangle
mark-square = square
mark-circle = circle
mark-star = star
mark-cross = cross
name-empty = Write a first name. Any name you like to be called by.
name-too_long = Use at most 20 letters.
name-digits = Use letters only: a first name, and one initial if you like.
name-address = Leave out addresses and links: a first name is enough.
name-too_many_words = Use your first name only, and one initial if you like.
name-two_words = Is all of that your first name? Surnames stay outside.
name-dot = Leave out the dot. An initial with a dot can only follow a first name.
name-reserved = That word is used for a role or a part of the room. Use your own name, or any other you like.
name-not_letters = Use letters only: a first name, and one initial if you like.
name-signs = Leave out emoji and other signs: letters are enough.
name-hidden = Something in the name is invisible. Type it again, letter by letter.
name-decorated = Use plain letters, so that everybody's phone can read the name out.
name-mixed_scripts = Use letters of one alphabet.

## Refusals
refusal-no_such_person = That person is not here any more.
refusal-doors_closed = The doors are not open yet.
refusal-ended = The meeting is over.
refusal-wrong_phase = That is not possible in this part of the meeting.
refusal-not_allowed = Only people who serve here can do that.
refusal-frozen = The room is paused. Try again when it resumes.
refusal-removed = You were removed from this meeting.
refusal-full = The room is full just now. Try again in a moment.
refusal-in_lobby = You are at the door. Someone will let you in.
refusal-queue_closed = The queue is closed for now.
refusal-already_queued = Your hand is already up.
refusal-not_queued = No hand is up.
refusal-not_your_turn = It is not your turn now.
refusal-floor_taken = Someone is speaking. Try again when they are done.
refusal-floor_empty = Nobody is speaking now.
refusal-away = That person's connection is down. Their place is kept.
refusal-chair_taken = Someone else already has the chair.
refusal-no_such_step = That step does not exist.
refusal-chat_closed = You can't write to them in this part of the meeting.
refusal-bad_message = A message needs some text, and at most 500 letters.
refusal-no_links = Links can't be sent by people who are new here.
refusal-no_such_message = That message is already gone.
refusal-out_of_range = That value is too small or too large.
refusal-too_soon = One moment, then press again.
refusal-unchanged = That is already set.
notice-role = { $role ->
    [chair] You are chairing now.
    [co_chair] You are co-chair now: you lead together with the chair.
    [tech_host] You are tech host now: you can do what the chair can do.
    [timekeeper] You are timekeeper now: you can give the speaker more time.
    [greeter] You are greeter now: you can let people in.
    [chat_monitor] You look after the chat now: you can delete messages and mute people.
    [reader] You are a reader now. You will see the text when it is your turn.
   *[other] You have a role in this meeting now.
 }
notice-unsent = You are not connected just now, so that did not go through. Press again when you are back.
notice-lost = The connection dropped before an answer came. Check whether it worked before you press again.

## Announcements to a screen reader
said-called = { $name } has called you. Press Start sharing when you are ready, or Pass.
said-called-plain = You are called. Press Start sharing when you are ready, or Pass.
said-you-speak = Everyone hears you now.
said-speaks = { $name } is sharing.
said-reads = { $name } is reading.
said-leads = { $name } is speaking.
said-quiet = Nobody is speaking now.
said-muted = A host muted you. Press Start sharing to go on.
said-one-minute = { $minutes ->
    [one] One minute left.
   *[other] { $minutes } minutes left.
 }
said-time-up = Your time is up. Finish your thought; nobody will cut you off.
said-time-up-other = The time of { $name } is up.
said-prompt = { $name } is 30 seconds over time.
said-no-answer = { $name } did not answer. Their place is kept.
said-you-no-answer = Your place is kept. You can be called again.
said-thanked = { $name } says thank you.
said-chair = { $name } has the chair now.
said-you-chair = You have the chair now.
said-chair-empty = The chair is empty. Someone will take it in a moment.
said-chair-for-you = The chair is empty. You can take it.
said-frozen = The room is paused. Microphones and chat are off. You keep your chair and your place.
said-unfrozen = The meeting continues.
said-doors = The doors are open. Everyone may talk.
said-session = The meeting begins.
said-fellowship = The meeting has ended. The room stays open to talk.
said-step = { $title }.
said-next = You are next.
said-place = { ORDINAL($place) ->
    [one] You are { $place }st in line.
    [two] You are { $place }nd in line.
    [few] You are { $place }rd in line.
   *[other] You are { $place }th in line.
 }
said-held = Your place is kept.
said-queue-closed = The queue is closed now.
said-queue-open = The queue is open now.
said-message = { $name } wrote to you.
said-at-door = { $count ->
    [one] One person is at the door.
   *[other] { $count } people are at the door.
 }
said-admitted = You are in.

## Components

# The page
page-title = { $title }, the room · { $site }
page-title-plain = The room · { $site }
skip-link = Skip to the content
the-chair = the chair
minutes = { $minutes } min
not-now = Not now
newcomer = newcomer
role = { $role ->
    [chair] chair
    [co_chair] co-chair
    [tech_host] tech host
    [timekeeper] timekeeper
    [greeter] greeter
    [chat_monitor] chat monitor
    [reader] reader
   *[speaker] speaker
 }

# The header
leave = Leave
crisis-long = In crisis? Talk to someone now
crisis-short = Crisis line
crisis-plain = In crisis?
bar-step = { $title } · { $minutes } min left
bar-leading = { $role ->
    [chair] You chair
    [co_chair] You are co-chair
   *[tech_host] You are tech host
 } · ends { TIME($ends) }
bar-doors-open = Doors are open · starts { TIME($starts) }
bar-late = Waiting for the chair · planned for { TIME($starts) }
bar-fellowship = Fellowship · doors close { TIME($closes) }

# The connection, the sound, the microphone
status-connecting = Connecting.
status-lost = Connection lost. Trying again.
status-listening = Connected. You hear everyone; you are muted.
status-closed = Connected. Your microphone is off.
status-heard = Connected. Everyone hears you.
status-sound-connecting = Connected. Connecting sound.
status-sound-failed = Connected, but no sound yet. It keeps trying; the chat works.
status-sound-blocked = Connected. Tap “Turn the sound on” to hear.
sound-label = Sound
sound-on = Turn the sound on
mic-on = Turn my microphone on
mic-off = Turn my microphone off
mic-rest = Mute for a moment
mic-again = Turn my microphone on
notice-close = Close

# The circle and the floor
stage-label = The floor
circle-label = The circle
seat-you = You
seat-speaking = speaking
seat-called = called
seat-hand-up = hand up
seat-away = connection lost, place kept
person-you = You, { $name }
person-speaking = speaking
floor-nobody = Quiet
floor-open = Open floor
floor-paused = Paused
floor-clock-waits = the clock waits
floor-stay = stay where you are
floor-lost = nobody hears you just now
floor-muted = microphone off
floor-past = over time by
floor-last = last minute
floor-mine = everyone hears you
floor-turn = { $turn ->
    [share] is sharing
    [reading] reads
    [speaker] is our speaker
   *[chair] has the floor
 }
floor-allows = is allowing the microphone
floor-called = is called
floor-called-you = you are called
floor-talks = is talking
floor-anyone = anyone may talk
floor-quiet = nobody is speaking
clock-left = left
clock-over = over
clock-seconds = seconds
mine-last = The ring is amber for everyone. Take the time you need to finish.
mine-over = Finish your thought. Nobody will cut you off.
invited-newcomers = If you are new, you can raise your hand and say your first name. You don’t have to.
invited-milestones = If you have a milestone to mark, you can raise your hand. You don’t have to.
invited-burning_desire = If something is weighing on you, this is the time to raise your hand.
thanks = { $others ->
    [0] { $mine ->
        [yes] You say thank you.
       *[no] { $first } says thank you.
     }
    [one] { $first } and one more say thank you.
   *[other] { $first } and { $others } more say thank you.
 }
reading-by = Read by { $name }. Follow along, or just listen.
reading-mine = You are reading. Everyone follows along.
reading-follow = Follow along, or just listen.
reading-link = Open the text on its own page

# Your place, and the queue
after-shared = Thank you, { $name }.
after-passed = You passed, and that is fine. Raise your hand again whenever you like.
after-lowered = Your hand is down. Listening is a good way to be here.
after-skipped = { $chair } moved on for now. You can raise your hand again whenever you like.
place-about = { $minutes ->
    [one] About a minute.
   *[other] About { $minutes } minutes.
 }
place-held = Your place is kept.
place-held-why = { $why ->
    [no_answer] You did not press in time, and that is fine. Raise your hand when you are ready.
    [microphone] You can be called again when your microphone works.
    [lost_connection] Your connection was lost for a while. You can be called again.
   *[chair] You are still waiting; { $chair } will bring you back in.
 }
place-crowd = { $people } people are here.
place-crowd-hands = { $hands ->
    [0] No hand is up.
    [one] One hand is up. Yours is down.
   *[other] { $hands } hands are up. Yours is down.
 }
place-open = Your microphone is off. Turn it on to talk, or just listen.
place-unled = Nobody leads yet. The meeting starts when the chair is here.
place-down = Your hand is down. Listening is a good way to be here.
place-closed = The queue is closed for now. Listening is a good way to be here.
queue-heading = Next to share
queue-next = next
queue-called = called
queue-about = about { $minutes } min
queue-more = And { $count } more.
queue-empty = No hand is up.
queue-closed = The queue is closed for now.
queue-rule = { $minutes ->
    [one] One minute each.
   *[other] { $minutes } minutes each.
 } { $chaired ->
    [yes] { $chair } calls you by name;
   *[no] You are called by name;
 } your microphone opens only when you press.
queue-rule-untimed = { $chaired ->
    [yes] { $chair } calls you by name;
   *[no] You are called by name;
 } your microphone opens only when you press.
tag = Pick { $name }

# Your actions
acts-label = Your actions
raise-hand = Raise hand
lower-hand = Lower hand
start-sharing = Start sharing
pass = Pass
later = A little later
done = I'm done
thank-you = Thank you
call-called = { $chair } has called you, { $name }
call-called-how = Take a breath. When you press, everyone hears you. Nothing opens before that.
call-time = { $seconds ->
    [one] If you don’t press within a second, your place is kept and { $chair } moves on.
   *[other] If you don’t press within { $seconds } seconds, your place is kept and { $chair } moves on.
 }
call-named = { $kind ->
    [reading] Would you read, { $name }?
    [speaker] You are the speaker, { $name }
   *[other] This part is yours, { $name }
 }
call-named-how = { $kind ->
    [reading] It’s a reading: { $title }. When you press, everyone hears you. Nothing opens before that.
   *[other] Begin when you are ready. When you press, everyone hears you. Nothing opens before that.
 }
call-asking = Now press “Allow”
call-asking-how = Your browser asks whether we may use the microphone. Look at the top or the middle of your screen. Nobody hears you yet{ $why ->
    [called] , and the clock waits
   *[other] {""}
 }.
call-microphone = Let's turn your microphone on
call-microphone-how = { $why ->
    [microphone] Your place is kept, and { $chair } knows.
   *[other] Then press “Start sharing” again.
 }
keep-place = Not now, keep my place
decline = I'd rather not
pick = Who would you like to hear next?
pick-how = Thank you for sharing. Pick one of the raised hands, or leave it to { $chair }.
pick-chair = { $chair } can choose
call-muted = Your microphone was turned off
call-muted-how = You still have the floor and your clock waits. Press to go on, or finish here.

# Chat
chat = Chat
send = Send
chat-to = To
chat-to-everyone = Everyone
chat-to-hosts = The hosts
chat-label-everyone = Message everyone
chat-label-hosts = Message the hosts
chat-label-person = Reply to { $name }
chat-label-closed = Chat is closed
chat-you-open = Everyone reads this. It is deleted when the room ends.
chat-you-announcements = The hosts write to everyone; you write to the hosts. It is deleted when the room ends.
chat-you-to_hosts = For now chat goes to the hosts only. It is deleted when the room ends.
chat-you-nobody = None of the hosts is here to read it right now. What you have started to write stays.
chat-you-closed = Chat is closed in this part. What you have started to write stays.
chat-you-frozen = Chat is off while the room is paused. What you have started to write stays.
chat-host-open = Everyone reads this. It is deleted when the room ends.
chat-host-announcements = You write to everyone; others write to the hosts. It is deleted when the room ends.
chat-host-to_hosts = Only you and the hosts read this. It is deleted when the room ends.
chat-host-closed = Closed for everyone else; the hosts can write to each other.
chat-host-frozen = Off for everyone else while the room is paused; the hosts can write to each other.
chat-said-hosts = to the hosts
chat-said-you = to you
chat-said-person = to { $name }
chat-answer = Reply to { $name }
chat-delete = Delete
chat-delete-of = the message of { $name }

# People
people = People
people-heading = In the circle
seats-heading = Seats
seats-find = Find a name
seats-serving = Serving tonight
seats-hands = Hands up, in order
seats-everyone = Everyone, by first name
seats-none = Nobody with that name is here.
seats-more = Show { $count } more
service-heading = Your service

# The chair's desk
now-mine = You have the floor
now-turn = { $turn ->
    [share] { $name } is sharing
    [reading] { $name } is reading
    [speaker] { $name } is speaking
   *[chair] { $name } has the floor
 }
now-over = { $name } is over time
now-over-how = { $waiting ->
    [0] Nobody is waiting.
    [one] One person is waiting.
   *[other] { $waiting } people are waiting.
 }
now-called = { $name } is called
now-called-how = Their microphone opens only when they press.
now-allows = { $name } is allowing the microphone
now-allows-how = The browser asks them. The clock waits.
now-no-microphone = { $name } has no microphone yet
now-no-microphone-how = Their browser said no. Their place is kept, and they have the steps to allow it.
now-picks = { $name } is choosing who's next
now-picks-how = You don't have to wait: you can call anyone.
more-time = More time
await = { $asks ->
    [yes] { $name } is allowing the microphone
   *[no] Waiting for { $name }
 }
now-no-answer = { $name } did not answer
now-no-answer-how = Their place is kept. Perhaps the phone is locked, or they lost their nerve for a moment.
now-share = { $minutes ->
    [0] No limit.
    [one] One minute.
   *[other] { $minutes } minutes.
 } { $shared ->
    [0] First share in this meeting.
   *[other] Has shared before.
 }
now-quiet = Nobody has the floor
now-doors_open = The doors are open
now-fellowship = Fellowship
now-starts = Everyone may talk. The meeting is planned for { TIME($at) }.
now-closes = Everyone may talk. The doors close at { TIME($at) }.
start-meeting = Start the meeting
end-meeting = End the meeting
end-ask = There are steps left. Ending begins fellowship, in which everyone may talk.
end-done = The meeting has ended.
end-undo-for = { $seconds ->
    [one] You can take it back for a second.
   *[other] You can take it back for { $seconds } seconds.
 }
end-undo = Undo
last-step = Ready to end?
declined = { $name } would rather not. Choose someone else, or nobody.
step-declined = { $name } would rather not
close-room = Close the room
close-ask = This sends everyone away. The room opens again for the next meeting.
close-now = Yes, close it
call = Call { $name }
thank-and-call = Thank { $name }, call { $next }
thank-and-close = Thank & close
one-minute-more = +1 min
mute = Mute
skip = Skip
hold = Hold
release = Release
desk-queue = Queue
desk-door = Door
desk-hands = Hands
desk-messages = Messages
say-word = Hold to say a word
through-fine = Coming through
through-silent = No sound from { $name } for a while. Their microphone may be off.
through-muted = { $name } has their microphone off.
through-down = { $name } lost the connection. Their place is kept.
order-heading = Running order
order-doors = Doors open
order-fellowship = Fellowship
order-next = { $minutes ->
    [0] Next is { $title }.
   *[other] Next is { $title }, { $minutes } min.
 }
step-done = Done:
back = Back
next = Next
step-ends = Step ends in { $minutes } min
step-over = { $minutes } min past its time
step-mic-nobody = Microphone: nobody
step-mic-chair_only = Microphone: chair
step-mic-named = Microphone: the person named
step-mic-floor_holder = Microphone: floor holder
step-mic-servants = Microphone: those who serve
step-chat-open = Chat: open
step-chat-announcements = Chat: announcements
step-chat-to_hosts = Chat: to hosts
step-chat-closed = Chat: closed
step-reader = Read by
step-speaker = Speaker
step-nobody = Nobody yet
cutoff = { $waiting ->
    [one] The person waiting needs { $needs } min; { $left } are left.
   *[other] { $waiting } waiting need { $needs } minutes; { $left } are left.
 }
cutoff-shorter = You could shorten shares to { $minutes } minutes.
cutoff-close = You could close the queue.
cutoff-close-after = You could close the queue; time is up after { $name }.
queue-mode = Order
queue-mode-hands_in_order = Hands in order
queue-mode-not_yet_shared = Not yet shared first
queue-mode-newcomers_first = Newcomers first
queue-mode-round_robin = Round robin
queue-mode-tag = The speaker picks
queue-mode-chair_picks = I pick
limit = Time for each
limit-each = { $minutes } min each
limit-off = No limit
close-queue = Close the queue
open-queue = Open the queue
row-held = { $why ->
    [lost_connection] held: lost connection
    [no_answer] held: no answer
    [microphone] held: no microphone yet
   *[chair] held
 }{ $left ->
    [none] {""}
   *[other] , { $left } left
 }
row-called = called, { $left }
row-allows = allowing the microphone, { $left }
row-shared = { $times ->
    [one] shared once
   *[other] shared { $times } times
 }
row-since = hand up { $minutes } min
move-up = Move { $name } up
move-down = Move { $name } down
more-for = More for { $name }
hand-over = Hand over the chair
hand-over-ask = Give the chair to { $name }?
hand-over-newcomer = { $name } is new here.
hand-over-does = They lead from now on. You may take it back.
hand-over-name = Give it to { $name }
roles-of = Roles of { $name }
remove = Remove
remove-name = Remove { $name }
remove-ask = Remove { $name }?
remove-does = They leave now and cannot come back to this meeting. If they should only wait, hold them in the lobby.
removed = { $name } was removed from this meeting.
removed-undo = Let { $name } come back
hold-in-lobby = Hold in the lobby

# The lobby
lobby-heading = Lobby
lobby-count = { $count ->
    [one] One person at the door
   *[other] { $count } people at the door
 }
lobby-waiting = waiting { $minutes } min
lobby-held = held
lobby-is-on = Lobby is on
lobby-is-off = Lobby is off
lobby-on = Turn the lobby on
lobby-off = Turn the lobby off
admit = Admit
admit-all = Admit all { $count }

# Pausing the room (“freeze” in the code and on the wire)
freeze = Pause
freeze-now = Pause now
freeze-ask = Pause the room?
freeze-does = Everyone but the hosts is muted, chat stops, and nobody new comes in. Everyone keeps their chair and their place. You can undo it.
unfreeze = Resume
frozen-tag = Paused
frozen-heading = The room is paused
frozen-host = Read this out, if you like
frozen-read-out = “We are pausing for a moment. Nothing is wrong with your connection. We’ll carry on shortly.”
frozen-held = { $count ->
    [one] One person is at the door.
   *[other] { $count } people are at the door.
 } Nobody was removed.
frozen-by-now = { $name } paused it a moment ago.
frozen-by = { $name } paused it { $minutes } min ago.
frozen-stay = Microphones and chat are off. Stay where you are: you keep your chair.
frozen-place = { ORDINAL($place) ->
    [one] You are still { $place }st in line.
    [two] You are still { $place }nd in line.
    [few] You are still { $place }rd in line.
   *[other] You are still { $place }th in line.
 }

# An empty or changed chair
stand-in = { $kept ->
    [yes] { $name } lost connection.
   *[no] { $name } left.
 } { $chair } is chairing now.
stand-in-kept = The queue and the clock are as they were.
stand-in-you = { $kept ->
    [yes] { $name } lost connection. You have the chair.
   *[no] { $name } left. You have the chair.
 }
stand-in-back = { $name } may take it back.
stand-in-read = Carry on
chair-empty = The chair is empty
chair-empty-speaker = { $name } may finish.
chair-empty-you = The queue waits. You are a trusted servant here, so you can lead from where it stopped.
chair-empty-others = Other people see: “Someone will take the chair in a moment.”
chair-empty-wait = Someone will take the chair in a moment. The queue and the clock stay as they are.
chair-yours = The chair is yours
chair-yours-back = { $chair } is chairing for you. Take it back whenever you like.
take-chair = Take the chair

# Before and after the room
outside-note = Nothing is recorded here, and your microphone opens only when you press.
coming-in = Coming in
coming-in-how = Your chair is being set out. You will hear everyone; nobody hears you.
doors-heading = The doors are not open yet
doors-at = They open at { TIME($at) }, in
doors-in = { $hours ->
    [0] { $minutes } min
   *[other] { $hours } h { $minutes } min
 }
doors-wait = Keep this page open and it will let you in. Or add the meeting to your calendar.
doors-calendar = Add to calendar
door-heading = You are at the door
door-why = A greeter is letting people in by hand. This is about the crowd, not about you.
door-wait = You don’t need to do anything. Just keep this page open.
name-heading = Your name, once more
name-label = Your first name
join = Join
join-both = Yes, join
closed-ended = The meeting is over
closed-removed = You are out of this meeting
closed-elsewhere = Open in another window
closed-left = You have left
closed-full = The room is full
closed-version = This page is out of date
closed-again-left = Come back in
closed-again-elsewhere = Use it here
closed-again-full = Try again
closed-reload = Load the page again
closed-more = See other meetings
closed-other = Find another open meeting
lost-since = Connection lost { $time } ago. Trying again.
lost-heading = Your chair is kept
lost-chair = It stays yours for 2 minutes.
lost-place = { ORDINAL($place) ->
    [one] So is your place, { $place }st in line, for 2 minutes.
    [two] So is your place, { $place }nd in line, for 2 minutes.
    [few] So is your place, { $place }rd in line, for 2 minutes.
   *[other] So is your place, { $place }th in line, for 2 minutes.
 }
lost-how = If this keeps happening, move near a window.
try-now = Try now
