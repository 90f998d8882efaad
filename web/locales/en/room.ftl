# The words of the room. Second person, short, kind; no exclamation marks; no shame.

## The connection
link-reconnecting = Connection lost { $seconds ->
    [0] just now
   *[other] { $seconds } s ago
 }. Trying again.
link-back = Connected again. Your chair and your place were kept.

## Why it is over
closing-ended = The meeting is over. Thank you for being here.
closing-removed = You were removed from this meeting. You can ask the group about it afterwards.
closing-elsewhere = You are in this meeting in another window, so this one stepped aside.
closing-left = You left the meeting. You can come back while the doors are open.
closing-full = The room is full just now. Try again in a moment.
closing-version = This page is older than the meeting's program. Load it again to come in.

## What you hear, and your microphone
sound-blocked = Your browser keeps the sound off until you press.
mic-denied = Your browser does not let this page use the microphone. You can still listen; to share, allow it in the browser's settings and press again.
mic-missing = No microphone was found. You can still listen; to share, connect one and press again.

## Names
name-marked = { $name }, { $mark }
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
name-too_many_words = Use one word: a first name, and one initial if you like.
name-not_letters = Use letters only: a first name, and one initial if you like.
name-mixed_scripts = Use letters of one alphabet.

## Refusals
refusal-no_such_person = That person is not here any more.
refusal-doors_closed = The doors are not open yet.
refusal-ended = The meeting is over.
refusal-wrong_phase = That belongs to another part of the meeting.
refusal-not_allowed = Only people who serve here can do that.
refusal-frozen = The room is paused. Try again when it goes on.
refusal-removed = You were removed from this meeting.
refusal-full = The room is full just now. Try again in a moment.
refusal-in_lobby = You are at the door. Someone lets you in.
refusal-queue_closed = The queue is closed for now.
refusal-already_queued = Your hand is up already.
refusal-not_queued = No hand is up.
refusal-not_your_turn = It is not your turn now.
refusal-floor_taken = Someone is speaking. Try again when they are done.
refusal-floor_empty = Nobody is speaking now.
refusal-away = That person's connection is down. Their place is kept.
refusal-chair_taken = Someone else chairs already.
refusal-no_such_step = That step does not exist.
refusal-chat_closed = You can't write to them in this part of the meeting.
refusal-bad_message = A message needs some text, and at most 500 letters.
refusal-no_links = Links can't be sent by people who are new here.
refusal-no_such_message = That message is gone already.
refusal-out_of_range = That value is too small or too large.
refusal-too_soon = One moment, then press again.
refusal-unchanged = It is so already.
notice-lost = The connection dropped before an answer came. Look whether it was done before you press again.

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
said-time-up = Your time is up. Finish your thought; nobody cuts you off.
said-time-up-other = The time of { $name } is up.
said-prompt = { $name } is 30 seconds over time.
said-no-answer = { $name } did not press. Their place is kept.
said-you-no-answer = Your place is kept. Someone calls you again.
said-thanked = { $name } says thank you.
said-chair = { $name } has the chair now.
said-you-chair = You have the chair now.
said-chair-empty = The chair is empty. Someone will take it in a moment.
said-chair-for-you = The chair is empty. You can take it.
said-frozen = The room is paused. Microphones and chat are off. You keep your chair and your place.
said-unfrozen = The meeting goes on.
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
said-lowered = Your hand is down.
said-queue-closed = The queue is closed now.
said-queue-open = The queue is open now.
said-message = { $name } wrote to you.
said-at-door = { $count ->
    [one] One person is at the door.
   *[other] { $count } people are at the door.
 }
said-admitted = You are in.
