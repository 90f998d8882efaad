## Serving a group: its page, the forms for meetings and single dates
