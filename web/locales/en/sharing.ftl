## Feeds, import and export
feed-nowhere = Online
feed-cancelled = No meeting on { $date }.
feed-moved = Instead of { $date }: { $to } at { $time }.
feed-kinds = Also: { $kinds }.
feed-doors = { $minutes ->
    [0] Opens in the browser at the start.
   *[other] Opens in the browser { $minutes } minutes before the start.
} No account, no app.

sharing-title = Use this schedule elsewhere
sharing-lead = For people who keep another site, or a directory of meetings. Every address here is open to all, needs no key, and changes as the schedule does.
sharing-feed-title = In a directory of meetings
sharing-feed = The meetings that are held here, as a Meeting Guide feed. Directories and the apps made for it read this address:
sharing-feed-weekly = That format knows only what happens every week. A meeting that comes monthly, or every second week, is in the feed during the seven days before each date. A date that is cancelled or moved is told in the notes.
sharing-tsml-title = With TSML UI
sharing-tsml = TSML UI counts a link as online only if it knows the site behind it. Add this below its settings, and people can join from your page:
sharing-wordpress-title = With the 12 Step Meeting List plugin for WordPress
sharing-wordpress = Add the feed’s address as a data source. Then put this line into your theme’s functions.php, for the same reason:
sharing-fields-title = What each field means
sharing-field-name = What the group calls the meeting.
sharing-field-slug = Names the entry, and stays the same whatever else changes. A meeting on several days has one entry a day, such as evening_tue.
sharing-field-day = The weekday where the meeting is at home, by its own clock. 0 is Sunday.
sharing-field-time = By the same clock. It stays the same when the clocks change.
sharing-field-timezone = Whose clock that is, by its name in the tz database. Always there.
sharing-field-types = O is open, C is closed; then the language, and what kind of meeting it is, in the codes of the format.
sharing-field-notes = What the group says about it, then the kinds that the format has no code for, how it repeats, and dates that differ in the next four weeks.
sharing-field-group = The group that holds it.
sharing-field-conference = Opens the meeting itself, in any browser.
sharing-field-conference-notes = When the doors open, and other ways to listen.
sharing-field-url = Tells about the meeting.
sharing-field-address = Roughly where the group is at home. Nobody goes there: directories leave out what has no address.
sharing-field-updated = When the meeting was last changed, in UTC.
sharing-embed-title = Inside a page of yours
sharing-embed = Ask whoever runs this site to let your site in; until then the frame stays empty. Then put this where the schedule should be:
sharing-embed-name = Online meetings
sharing-embed-filter = It takes the same questions as the schedule. So you can show, for example, only what is held in Spanish, by the clock of Madrid:
sharing-calendar-title = In a calendar
sharing-calendar = Any calendar program can follow this address. Dates that are cancelled or moved change there too:
sharing-calendar-one = Every meeting’s own page leads to its own calendar.
sharing-search-title = In a program of your own
sharing-search = The schedule as JSON, with the same questions as its page:
sharing-sheet-title = Many meetings at once, in a sheet
sharing-sheet = Groups can bring their meetings here in a sheet, and take them away again: a CSV file with one meeting a row. The first row names the columns, in any order, and most may be missing. For a meeting that is here already, an empty cell leaves things as they are; only notes, kinds, until and other_ways are emptied by it. Names of columns that other sheets use, such as Name, Day, Timezone and Types, are understood too. Reading a sheet in never deletes anything, and shows first what it would do.
sharing-sheet-weekly = A Meeting Guide feed in JSON can be read in too. It holds weekly meetings only; the CSV file also holds all others, and single dates that differ.
sheet-slug = Names the meeting in its address: small letters, digits and hyphens. A row with the slug of a meeting changes it. A row without one is a new meeting, unless the group has one with the same title, days, time and zone.
sheet-group = The slug of the group. Only needed where meetings of several groups are read in.
sheet-title = What the meeting is called.
sheet-notes = Anything people should know. A blank line starts a new paragraph.
sheet-kinds = Codes of the Meeting Guide, with spaces between them, such as BE D.
sheet-language = A language tag, such as en or es.
sheet-access = open or closed.
sheet-repeats = once, daily, weekly, monthly-weekday or monthly-date.
sheet-every = 2 for every second day, week or month. Nothing means every one.
sheet-days = For weekly: mon tue wed thu fri sat sun.
sheet-places = For monthly-weekday: first second third fourth fifth last.
sheet-weekday = For monthly-weekday: one day, such as tue.
sheet-day-of-month = For monthly-date: 1 to 31, or last.
sheet-from = The first date, such as 2027-01-31. For once, the date itself.
sheet-until = The last date, or nothing.
sheet-time = When it starts, by the clock of the zone: 19:00 or 7pm.
sheet-zone = A city or a name of the tz database, such as Europe/London.
sheet-minutes = How long it lasts. Instead of it a column end_time is understood.
sheet-dates = Single dates that differ, with ; between them, such as: 2026-12-24 cancelled; 2026-12-31 moved 2027-01-01 18:00; 2027-01-07 topic="Gratitude" speaker="Anna" chair="Ben". These replace all that there were, and the word none takes them away.
sheet-end-time = When it ends, by the same clock: 20:00 or 8pm.
sheet-doors = How many minutes before the start the doors open.
sheet-fellowship = How many minutes people may stay after the end.
sheet-other-ways = How else one can listen, such as a phone bridge that the group keeps.

import-title = Bring meetings in
import-of-group = The meetings of { $group }
import-of-site = The meetings of every group
import-lead = Send a sheet or a feed. You first see what it would do, and nothing happens until you say so. No meeting is ever deleted by it.
import-columns = What the columns mean
import-file = A file
import-file-hint = A CSV file with one meeting a row, or a Meeting Guide feed in JSON. It goes before what stands below.
import-text = Or the rows themselves
import-text-hint = Begin with the row that names the columns.
import-check = See what it would do
import-go = { $count ->
    [one] Import 1 meeting
   *[other] Import { $count } meetings
}
import-report-title = What it would do
import-done-title = What was done
import-told-anew = Something is different from what you were shown: the rows, or the meetings here. Nothing was done. This is what it would do now.
import-unknown = These columns mean nothing here and are left out: { $columns }.
import-nothing = There is no meeting in it.
import-count-new = { $count } new
import-count-changed = { $count } changed
import-count-same = { $count } as they are already
import-count-refused = { $count } left out
import-count-done = { $count ->
    [one] 1 meeting imported
   *[other] { $count } meetings imported
}
import-row = Row { $row }
import-new = A new meeting.
import-namesake = The group has another meeting of this name already. If this row is meant to change that one, put its slug into the row: { $slug }
import-new-done = It is on the schedule.
import-next = Next: { $date }.
import-changed = This would change:
import-changed-done = This was changed:
# Between what a cell held and what it holds then.
import-becomes = becomes
import-became = became
import-empty = nothing
import-refused = Left out. Please mend this:
import-taken = Not done: another meeting took this slug just now. Give it another one, or leave the slug empty.
import-newer = Not done: somebody changed this meeting just now. Look at it again before you overwrite that.
import-gone = Not done: this meeting was deleted just now.
import-failed = Not done: something went wrong here. Try this row again.
import-see = See the schedule
import-broken = It didn’t arrive whole. Please send it once more.
import-not-allowed = You are not signed in as somebody who looks after these meetings. Sign in in another tab, then press the button again: what you sent is still here.
export-title = Take meetings away
export-lead = The CSV file holds everything that the schedule tells of them. The JSON file is a Meeting Guide feed and holds weekly meetings only. Either can be brought in again, up to { $rows } rows and { $most } MiB at a time.
export-csv = CSV file
export-json = JSON file
wrong-twice = Row { $row } has the same slug. Give each meeting its own.
wrong-other-group = This belongs to another group.
wrong-no-such-group = No group here has this slug. Look at the end of the group’s address.
wrong-no-group = Say which group it is: put its slug here.
wrong-missing = Something has to stand here. { $takes }
wrong-unread = This can’t be understood. { $takes }
wrong-date = “{ $entry }”: { $why }
wrong-not-held = The meeting is not held on this date. Use a date that its days give.
wrong-date-twice = This date is there already. Put everything about it into one place.
wrong-dates-many = These are too many dates: there is room for those of one year.
wrong-kinds = Not known here: { $codes }. { $takes }
wrong-lasts = A meeting lasts from { $least } to { $most } minutes. Look at this and at the time.
quoted = “{ $text }”
wrong-slug = Use only small letters, digits and hyphens, and no hyphen at the start or the end.
wrong-long = This is too long: { $most } at most.
wrong-number = Use a whole number from { $least } to { $most }.
wrong-before = This is before the first date.
wrong-never = With these there would never be a meeting. Look at the first and the last date, and at what goes with this.
unread-empty = There is nothing in it. Choose a file, or put rows below.
unread-large = It is too large: { $most } MiB at most. Send it in parts.
unread-not-text = This is not a CSV or JSON file. Save the sheet as “CSV UTF-8”, and send that.
unread-no-columns = Its first row names no column that is known here, such as title, days, time and zone.
unread-column-twice = Its first row names the column { $column } twice. Leave one of them out.
unread-row = Row { $row } can’t be read. Look for a quotation mark that is missing there or in a row above.
unread-rows = It has too many rows: { $count } at most. Send it in parts.
feed-web-page = This is a web page, not a feed. Look for the address of the feed itself.
feed-not-json = This is not JSON: something is wrong in line { $line }, at character { $column }.
feed-not-list = This is JSON, but not a list of meetings.
feed-row-malformed = This is no meeting, or far too long for one.
feed-row-no-name = It has no name.
feed-row-no-time = It has no day or no time, so it can’t stand on a schedule.
feed-row-no-zone = It doesn’t say whose clock its time is by. Give it a timezone, such as Europe/London.
feed-row-no-way = People can only call in, and no page says how. Give it a link.
feed-row-day = “{ $value }” is no day. Use 0 for Sunday up to 6 for Saturday.
feed-row-time = “{ $value }” is no time. Write it like 19:00.
feed-row-zone = “{ $value }” is no time zone. Use a name such as Europe/London.
feed-row-link = “{ $value }” is no address of a web page.

## Calendars
calendar-name = { brand } meetings
calendar-topic = Topic: { $topic }
calendar-speaker = Speaker: { $name }
calendar-chair = Chair: { $name }
calendar-group = Held by { $group }
calendar-page = To join, and for what is new: { $address }
calendar-soon = { $title } starts in 15 minutes
