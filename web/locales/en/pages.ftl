## Every page
brand = Porchlight
skip = Skip to the content
nav-main = Main
nav-meetings = Meetings
nav-new = New here?
nav-sign-in = Sign in
nav-account = Account
nav-about = About this site
crisis-link = In crisis? Talk to someone now
foot-kept = What we keep about you: almost nothing
foot-crisis = Crisis lines
foot-crisis-none = In crisis?
see-open = See what is open now
all-meetings = All meetings
new-here = New here? What to expect

## Time
weekday-monday = Monday
weekday-tuesday = Tuesday
weekday-wednesday = Wednesday
weekday-thursday = Thursday
weekday-friday = Friday
weekday-saturday = Saturday
weekday-sunday = Sunday
date = { $weekday } { $day } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
}
date-of-year = { $date } { $year }
day-short = { $weekday } { $day }
today = Today
today-is = Today, { $date }
tomorrow-is = Tomorrow, { $date }
span-minutes = { $minutes } min
span-hours = { $hours } h
span-hours-minutes = { $hours } h { $minutes } min
span-days = { $days ->
    [one] { $days } day
   *[other] { $days } days
}
lasts-minutes = for { $minutes } minutes
lasts-hours = { $hours ->
    [one] for an hour
   *[other] for { $hours } hours
}
# With a space that does not break.
time-am = { $time } AM
time-pm = { $time } PM
hours = { $from } to { $until }
list-more = { $first }, { $rest }
list-last = { $first } and { $last }

## The schedule
schedule-title = Meetings
schedule-open = { $count ->
    [1] One meeting is open right now
    [2] Two meetings are open right now
    [3] Three meetings are open right now
    [4] Four meetings are open right now
    [5] Five meetings are open right now
    [6] Six meetings are open right now
   *[other] { $count } meetings are open right now
}
schedule-next = The next meeting starts in { $span }
schedule-quiet = No meetings in the next 24 hours
schedule-bare = No meetings are listed here yet
schedule-week-bare = No meetings in the next seven days
schedule-found = { $count ->
    [1] One meeting matches
    [2] Two meetings match
    [3] Three meetings match
   *[other] { $count } meetings match
}
schedule-on = Later meetings
schedule-lead-on = Later dates, earliest first.
schedule-print = Print this week’s meetings
schedule-calendar = Add the meetings held here to your calendar
schedule-far = No meeting near you?
schedule-found-none = No meetings match your search
schedule-lead = Come in and listen. Audio only, first names only. No account needed.
schedule-lead-elsewhere = Come in and listen. Meetings held here are audio only, with first names only and no account. The others lead to where they are held.
schedule-lead-quiet = The days below show when the next ones are.
schedule-lead-bare = Come back soon. Until then, the crisis link takes you to people you can talk to.
schedule-lead-found = In the next seven days.
schedule-lead-none = Nothing like that in the next seven days. Other doors are open.
schedule-now = Happening now
schedule-soon = Starting soon
schedule-day = The next 24 hours
schedule-matching = Later this week
schedule-tonight = Tonight
schedule-later-today = Later today
schedule-small-hours = After midnight
schedule-all-open = { $count ->
    [one] Show one more that is open now
   *[other] Show { $count } more that are open now
}
schedule-next-page = { $count ->
    [one] Show one more
   *[other] Show later meetings: { $count } more
}
schedule-week = The week
schedule-day-count = { $count ->
    [one] { $count } meeting
   *[other] { $count } meetings
}
schedule-asked = You searched for
schedule-remove = , remove
schedule-everything = Show everything
schedule-instead = Open right now instead
schedule-near = Close to what you searched for
schedule-loosen = Remove one of these, or show everything.
schedule-loosen-more = Removing only one of these finds no meeting. Remove several, or show everything.
schedule-without = { $count ->
    [0] none without it
   *[other] { $count } without it
}
row-left = { $span } left
row-fellowship = open talk
row-doors = doors { $time }
row-doors-open = doors open
row-cancelled = cancelled
row-here = { $count } here
row-source = on { $source }
row-source-stale = on { $source }, not confirmed lately
change-topic = Topic: { $what }
change-speaker = { $what } speaks
change-chair = { $what } chairs
change-moved = Moved from { $time }
change-moved-day = Moved from { $day } at { $time }
row-join = Join
row-details = Details
# Leads to the meeting before its time, if no page describes it.
row-call = Open the call
# Beside a button; such as “opens zoom.us”.
row-opens = opens { $host }
# Calls the meeting by phone, if that is the only way to join; the number is beside it.
row-dial-in = Call in
row-rings = by phone, { $number }

## The visitor's zone
# Such as “London time”; the reference zone has no city.
city-time = { $city ->
    [UTC] UTC
   *[other] { $city } time
}
zone-is = Times are in { city-time }. It is { $time }, { $weekday }.
zone-change = Change
zone-label = Your city
zone-hint = A big city in your time zone, such as London or New York.
zone-unknown = We don’t know that one. Try a bigger city nearby, or choose from the list.
zone-unknown-here = We don’t know that one. Try a bigger city nearby.
zone-choose = Your time zone
zone-use = Use this
zone-list = Choose from a list

## The printable week
week-title = Meetings this week
week-zone = All times are in { city-time }.
week-hint = Print this page from your browser’s menu, or save it. It shows what is planned; dates may change.
week-time = Time
week-meeting = Meeting
week-about = About
week-narrow = Narrow the search
week-left-out = { $count ->
    [one] One more comes after these.
   *[other] { $count } more come after these.
}

## Far from any meeting
far-title = No meeting near you?
far-count = { $count ->
    [0] No meeting while you are up in the next 24 hours
    [one] You can listen to one meeting in the next 24 hours
   *[other] You can listen to { $count } meetings in the next 24 hours
}
far-lead = Wherever you are, someone is awake. These are at hours when you are up, by your own clock. You need no camera, no account, and no microphone to listen.
far-lead-elsewhere = Wherever you are, someone is awake. These are at hours when you are up, by your own clock. Meetings held here need no camera, no account, and no microphone to listen. The others lead to where they are held.
far-you = Your day
far-from = From
far-until = Until
far-hours = The hours ahead
far-later = Later
far-any-language = Show meetings in any language

## Finding a meeting
find-title = Find a meeting
find-search = Name, group or word
find-day = Day
find-any-day = Any day
find-time = Time of day
find-any-time = Any time
time-morning = Morning
time-afternoon = Afternoon
time-evening = Evening
time-night = Night
find-kind = Kind
find-any-kind = Any kind
find-language = Language
find-any-language = Any
find-access = Open or closed
find-either = Either
find-newcomers = Newcomers welcome
find-awake = When you are up
find-show = Show
access-open = Open
access-closed = Closed

## One meeting
meeting-when = { $days } at { $time }, { city-time }, { $lasts }.
when-once = On { $date }
when-daily = { $every ->
    [1] Every day
    [2] Every second day
   *[other] Every { $every } days
}
when-weekly = { $every ->
    [1] Every { $days }
    [2] Every second week on { $days }
   *[other] Every { $every } weeks on { $days }
}
when-monthly-weekday = { $every ->
    [1] The { $places } { $weekday } of the month
    [2] The { $places } { $weekday } of every second month
   *[other] The { $places } { $weekday }, every { $every } months
}
when-monthly-date = { $every ->
    [1] On day { $day } of the month
    [2] On day { $day } of every second month
   *[other] On day { $day }, every { $every } months
}
when-monthly-last-day = { $every ->
    [1] On the last day of the month
    [2] On the last day of every second month
   *[other] On the last day of the month, every { $every } months
}
when-from = It begins on { $from }.
when-until = The last date is { $until }.
when-between = From { $from } until { $until }.
place-first = first
place-second = second
place-third = third
place-fourth = fourth
place-fifth = fifth
place-last = last
meeting-yours = Next for you: { $date } at { $time }, { city-time }.
meeting-held = Hosted by { $group }.
meeting-open = Open: anyone may listen
meeting-closed = Closed: for those who want to stop using
meeting-for = Especially for { $who }.
# Whom a meeting is for, within that sentence.
audience = { $code ->
    [BE] newcomers
    [W] women
    [M] men
    [Y] young people
    [SEN] seniors
    [LGBTQ] LGBTQ people
    [G] gay people
    [L] lesbians
    [BI] bisexual people
    [T] transgender people
    [NB] non-binary people
    [POC] people of color
    [NDG] Indigenous people
    [N] Native Americans
   *[P] professionals
}
meeting-ways = Other ways to listen
meeting-address = The address of this page
meeting-copy = Copy the address
meeting-copied = Copied
meeting-calendar = Add to your calendar
notice-cancelled = { $date } at { $time } is cancelled.
notice-moved = { $date } at { $time } has moved to { $new-date } at { $new-time }.
meeting-like = What it is like
meeting-outline = How it goes
meeting-dates = Next dates
meeting-contribute-title = Contributions
meeting-contribute = The group welcomes contributions from those who wish to give. Nobody has to.
meeting-contribute-link = Give to { $group }
meeting-share = This page’s address always leads to the meeting. Pass it on to someone who needs it.
door-open = The doors are open
door-starts = The meeting starts in { $span }
door-on = The meeting is under way
door-left = { $span } left. You can come in any time.
door-fellowship = The meeting has ended
door-fellowship-left = People stay and talk for another { $span }. You may join them.
door-closed = The doors are not open yet
door-opens = They open { $day } at { $time }, in { $span }
door-opens-today = They open at { $time }, in { $span }
door-closed-live = Keep this page open: it opens the door by itself when the time comes. You need no account.
door-closed-hint = Come back then and load this page again. You need no account.
door-never = This meeting has no more dates
door-never-hint = It may have paused. Others are open.
join-again = Your name, once more
join-name = Your first name
join-name-hint = Whatever you like to be called. Surnames stay outside.
join-newcomer = I am new here
join-newcomer-hint = Only those who serve see this, so that they can make you welcome. You will not be called on.
join-newcomer-shown = Everyone may see that I am new
join-go = Join
join-both = Yes, join
join-insecure = Browsers allow microphones only where the address begins with https, and this one begins with http. You can come in and listen. To speak, ask whoever runs this site for its https address.
calm-muted = You will be muted. You never have to speak.
calm-unseen = Nobody sees you, and nothing is recorded. There is no video here.
calm-listen = You need no microphone to listen.
calm-leave = You may come late, take a break, and leave whenever you like.

## A name that can't be used
name-empty = Write a first name, or whatever you like to be called.
name-too-long = Use at most 20 letters.
name-digits = Leave out the digits: a first name, and one initial if you like.
name-address = Leave out addresses and links: they would show who you are.
name-too-many-words = Use your first name only, and one initial if you like.
name-two-words = Is all of that your first name? Surnames stay outside.
name-dot = Leave out the dot. An initial with a dot can only follow a first name.
name-reserved = That word is used for a role or a part of the room. Use your own name, or any other you like.
# Nobody can be called so, nor by a word that looks like one of these. Separated by commas.
reserved-names = chair, chairman, chairperson, chairwoman, co-chair, host, hosts, co-host, admin, administrator, moderator, operator, greeter, timekeeper, secretary, everyone, you
name-signs = Leave out emoji and other signs: letters are enough.
name-hidden = Something in the name is invisible. Type it again, letter by letter.
name-decorated = Use plain letters, so that everybody's phone can read the name out.
name-not-letters = Use letters only: a first name, and one initial if you like.
name-mixed-scripts = Use the letters of one alphabet.

## The room, before its script runs
room-noscript-title = This room needs JavaScript
room-noscript = To carry sound, the room runs a small program in your browser. Switch JavaScript on for this page, or open it in another browser. Nothing is installed.
room-noscript-back = Back to the meeting

## An invitation
invite-title = You are invited to serve
invite-chair = With this link you become the chair of { $meeting }.
invite-secretary = With this link you become the secretary of { $group }.
invite-once = The link works once.
invite-new-title = Make an account
invite-new-lead = No e-mail, no phone number, no surname. We could not say who you are, even if asked.
invite-name-hint = What people see when you serve.
invite-passphrase = Passphrase
invite-passphrase-hint = Eight characters or more. Four or five words in a row are easy to remember and hard to guess.
invite-make = Create the account
invite-have-title = Already have an account?
invite-have = Sign in and serve
invite-as = You are signed in as { $name }.
invite-accept = Serve as { $name }
invite-other = Not you? Sign out first, then open this link again.
invite-gone-title = This invitation can’t be used
invite-gone = It was already used, it has expired, or part of the link is missing. You did nothing wrong.
invite-gone-hint = If it was yours and you have an account, sign in. Otherwise, ask the person who gave you the link for a new one.
passphrase-too-short = Use eight characters or more.
passphrase-too-long = Use at most 256 characters.
passphrase-too-simple = That one is easy to guess. Four or five words in a row would do.
passphrase-number = Use something other than your account number.

## The account number, shown once
made-title = Keep this number
made-lead = Together with your passphrase, it is the only way in. It is shown only on this page.
made-number = Your account number
made-how-title = How to keep it
made-how-write = Write it on paper, or let your password manager save it.
made-how-apart = Keep the passphrase somewhere else.
made-how-lost = Nobody can send either of them to you. If either is lost, ask for a new invitation and make a new account.
made-chair = You are now the chair of { $meeting }.
made-secretary = You are now the secretary of { $group }.
made-onward = I have saved it. Go to { $place }
made-account = your account

## Signing in
sign-in-title = Sign in
sign-in-lead = You never need an account to attend. It is for people who serve: chairs, greeters, secretaries.
sign-in-number = Account number
sign-in-number-hint = Sixteen digits. Spaces do not matter.
sign-in-passphrase = Passphrase
sign-in-go = Sign in
sign-in-refused = That number and passphrase do not match. Check both and try again.
sign-in-busy = Too many people are signing in right now. Try again in a moment.
sign-in-none = No account? You get one with an invitation from your group.

## Your account
account-title = Your account
account-name = Signed in as { $name }.
account-serve = Where you serve
account-serve-none = Nowhere yet. An invitation from your group puts it here.
account-chair = Chair
account-secretary = Secretary
account-out = Sign out
account-delete-title = Delete this account
account-delete = Your name, your number and your services are deleted at once and for good. You can attend every meeting without an account.
account-delete-confirm = Yes, delete it for good
account-delete-unconfirmed = Tick the box to confirm that you mean it.
account-delete-go = Delete the account

## When something is wrong
error-code = Code { $code }.
error-missing-title = We can’t find this page
error-missing = The link may be old, or the meeting may have moved. You did nothing wrong.
error-missing-hint = If a group gave you this link, ask them for the new one.
error-origin-title = That came from another site
error-origin = For your safety, this site accepts changes only from its own pages. Nothing has been changed.
error-origin-hint = Open the page here and try again.
error-often-title = That was a lot at once
error-often = We slow down for a moment when many requests come from one place. Nothing is lost.
error-often-hint = Wait a minute, then try again.
error-form-title = We couldn’t read that
error-form = Something was missing from the form, or there was too much in it. Nothing has been changed.
error-form-hint = Go back and try once more.
error-slow-title = That took too long to arrive
error-slow = Your connection was too slow or was lost. Nothing has been changed.
error-slow-hint = Go back and try once more. What you typed should still be there.
error-busy-title = Very many people are here right now
error-busy = We can’t open another page at the moment. The meetings in progress continue.
error-busy-hint = Wait a minute, then try again.
error-storage-title = We can’t save anything right now
error-storage = The disk or the database of this site has a problem, so nothing was saved or changed. It is not your fault, and it has been noted for the people who run this site.
error-storage-hint = Wait a few minutes, then go back and try again. Meetings that are open go on.
error-fault-title = Something went wrong here
error-fault = It is our fault, not yours, and it has been noted.
error-fault-hint = Try again in a moment. The meetings may still be open.

## New here
new-title = What to expect
new-lead = A meeting is people who help each other stop using by talking, and mostly by listening. Come as you are.
new-before-title = Before you come in
new-before-name = You give a first name. It doesn’t have to be your real one.
new-before-free = It costs nothing and you sign nothing.
new-before-belief = You don’t have to believe in anything, or be sure that you want to stop. An open meeting is open to anyone.
new-before-using = If you used today, you are welcome today.
new-inside-title = Inside
new-inside-circle = You come in muted and unseen, and take a chair in the circle. Nobody learns where you are or who you are.
new-inside-chair = One person, the chair, leads. First something may be read, then people share, one at a time, for a few minutes each.
new-inside-answer = Nobody answers a share or gives advice. You may press Thank you.
new-inside-hand = If you want to speak, press Raise hand. When it is your turn, only your own press opens your microphone. You can pass.
new-inside-leave = You can leave at any moment. Nobody minds.
new-after-title = Afterwards
new-after = When the meeting ends, many stay to talk. It is a good time to ask anything, or to find someone to keep in touch with.
new-kept-title = What we keep about you
new-kept = Almost nothing. No e-mail, no phone number, no network address, and nothing that links one visit to another. There is no recording. The chat is gone when the room ends. Your own browser keeps your time zone, if you chose one, and the name that you came in with, until you close it. People who serve have an account: a first name, a number and a scrambled passphrase. A group may name a guest speaker for a date, by first name; we forget it a month later.

## In crisis
crisis-title = Talk to someone now
crisis-lead = You do not have to get through this alone. The people on these lines are there to listen.
crisis-danger-title = If a life is in danger
crisis-danger = Call your country’s emergency number. If someone has taken too much and can’t be woken, call first, then lay them on their side and stay with them. Give naloxone if you have it.
crisis-lead-none = You do not have to get through this alone.
crisis-none-title = If you need someone now
crisis-none = Your country’s emergency number can put you through to help, day and night. Someone you trust can make the call for you.
crisis-meeting-title = Or come and sit with people
crisis-meeting = A meeting is no substitute for a crisis line, but you can listen to one without saying a word.
crisis-meeting-none = You can listen to one without saying a word.
crisis-page = Website of { $name }

## Kinds of meetings, by Meeting Guide code
kind-11 = Step 11 and meditation
kind-12x12 = Steps and traditions
kind-a = Secular
kind-absi = As Bill Sees It
kind-af = Afrikaans
kind-al = With Alateen
kind-al-an = With Al-Anon
kind-am = Amharic
kind-ar = Arabic
kind-asl = American Sign Language
kind-b = Big Book
kind-ba = Babysitting
kind-be = Newcomers
kind-beg = Newcomers
kind-bg = Bulgarian
kind-bi = Bisexual
kind-brk = Breakfast
kind-bt = Basic Text
kind-can = Candlelight
kind-cf = Child-friendly
kind-cpt = Concepts
kind-cw = Children welcome
kind-d = Discussion
kind-da = Danish
kind-db = Digital basket
kind-dd = Dual diagnosis
kind-de = German
kind-disc = Discussion
kind-dr = Daily reflections
kind-el = Greek
kind-en = English
kind-fa = Persian
kind-ff = Fragrance free
kind-fi = Finnish
kind-fr = French
kind-g = Gay
kind-gl = Gay and lesbian
kind-gr = Grapevine
kind-h = Birthday
kind-he = Hebrew
kind-hi = Hindi
kind-hr = Croatian
kind-hu = Hungarian
kind-ip = Pamphlet study
kind-is = Icelandic
kind-ita = Italian
kind-iw = It Works study
kind-ja = Japanese
kind-jft = Just For Today study
kind-ka = Georgian
kind-kor = Korean
kind-l = Lesbian
kind-lc = Living Clean
kind-lgbtq = LGBTQ
kind-lit = Literature
kind-ls = Living Sober
kind-lt = Lithuanian
kind-m = Men
kind-med = Meditation
kind-ml = Malayalam
kind-mt = Maltese
kind-n = Native American
kind-nb = Non-binary
kind-ndg = Indigenous
kind-ne = Nepali
kind-nl = Dutch
kind-no = Norwegian
kind-ns = Non-smoking
kind-out = Outdoors
kind-p = Professionals
kind-poa = Proof of attendance
kind-poc = People of color
kind-pol = Polish
kind-por = Portuguese
kind-pun = Punjabi
kind-qa = Questions and answers
kind-ra = Restricted access
kind-rus = Russian
kind-s = Spanish
kind-sen = Seniors
kind-sk = Slovak
kind-sl = Slovenian
kind-sm = Smoking permitted
kind-smok = Smoking permitted
kind-sp = Speaker
kind-spk = Speaker
kind-st = Step study
kind-step = Step study
kind-sv = Swedish
kind-swg = Step guide study
kind-t = Transgender
kind-tc = Place closed for now
kind-th = Thai
kind-tl = Tagalog
kind-top = Topic
kind-tr = Tradition study
kind-trad = Tradition study
kind-tur = Turkish
kind-uk = Ukrainian
kind-var = Format varies
kind-w = Women
kind-x = Wheelchair access
kind-xb = Wheelchair-accessible bathroom
kind-xt = Cross talk permitted
kind-y = Young people
