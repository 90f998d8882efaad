## Feeds, import and export
feed-nowhere = Online
feed-cancelled = No meeting on { $date }.
feed-moved = Instead of { $date }: { $to } at { $time }.
feed-kinds = Also: { $kinds }.
feed-doors = { $minutes ->
    [0] Opens in the browser at the start.
   *[other] Opens in the browser { $minutes } minutes before the start.
} No account, no app.

## Calendars
calendar-name = { brand } meetings
calendar-topic = Topic: { $topic }
calendar-speaker = Speaker: { $name }
calendar-chair = Chair: { $name }
calendar-group = Held by { $group }
calendar-page = To join, and for what is new: { $address }
calendar-soon = { $title } starts in 15 minutes
