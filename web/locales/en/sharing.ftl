## Handing the schedule on: feeds, calendars, import and export, embedding
