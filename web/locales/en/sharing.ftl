## Handing the schedule on: feeds, calendars, import and export, embedding

## Calendars
calendar-name = { brand } meetings
calendar-topic = Topic: { $topic }
calendar-speaker = Speaker: { $name }
calendar-chair = Chair: { $name }
calendar-group = Held by { $group }
calendar-page = To join, and for what is new: { $address }
calendar-soon = { $title } starts in 15 minutes
