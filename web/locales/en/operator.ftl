## Operators: feeds of other directories, sites that embed the schedule, groups
operator-title = Running this site
account-operator = Operator
invite-operator = With this link you become an operator of this site.
made-operator = You are now an operator of this site.

## Not allowed
error-not-yours-title = This page is for those who serve here
error-not-yours = You are signed in, but this is not one of your services. Nothing has been changed.
error-not-yours-hint = If it should be, ask the people who run this site, or your group, for an invitation.

## The operator's page
operator-signed-out = Not saved: you are not signed in as an operator. Everything that you typed is still here. Open another tab to sign in, then press again.
operator-invitation = Whoever opens this link becomes a secretary of { $group }. It works once, within seven days, and is shown only now.
operator-feeds = Meetings from other directories
operator-feeds-lead = Subscribe to the Meeting Guide feeds of other directories. Their online meetings are listed here with the name of the directory, and lead to its pages.
operator-feed-new = Subscribe to a feed
operator-feed-name = What to call it
operator-feed-name-hint = Shown beside each of its meetings.
operator-feed-url = Address of the feed
operator-feed-url-hint = Begins with https:// and usually ends with .json, or with action=meetings.
operator-feed-zone = Its time zone, if its meetings do not name one
operator-feed-zone-hint = A big city. Leave it empty if you are not sure: the list below will say if it is needed.
operator-feed-zone-unknown = We don’t know that one. Try a bigger city nearby, or a name such as Europe/London.
operator-feed-add = Subscribe
operator-feed-no-name = Give it a name of at most 60 characters.
operator-feed-address = Give the whole address, beginning with https://
operator-feed-credentials = Leave out the name and password before the @. A feed that needs them can’t be read here.
operator-feed-inside = That address is inside a private network, and this site fetches only what everyone can reach. Use the public address of the feed.
operator-feed-taken = You already subscribe to this address.
operator-feed-too-many = There are twenty feeds already. Unsubscribe from one first.
operator-feed-ask = Fetch now
operator-feed-change = Edit or unsubscribe
operator-feed-save = Save the name and zone
operator-feed-remove-confirm = Yes, take its meetings off the schedule at once
operator-feed-remove = Unsubscribe
operator-feed-never = It has not been fetched yet.
operator-feed-nothing = None of its meetings are listed yet.
operator-feed-good = { $meetings ->
    [one] One online meeting is listed.
   *[other] { $meetings } online meetings are listed.
} { $left-out ->
    [0] { "" }
    [one] One entry is left out: it is not held online, or is a duplicate.
   *[other] { $left-out } entries are left out: they are not held online, or are duplicates.
}
operator-feed-stale = { $meetings ->
    [one] One meeting is listed and marked as not confirmed lately.
   *[other] { $meetings } meetings are listed and marked as not confirmed lately.
}
operator-feed-dropped = { $meetings ->
    [one] One meeting is no longer listed: the feed has not been read for two weeks.
   *[other] { $meetings } meetings are no longer listed: the feed has not been read for two weeks.
}
operator-feed-now = It will be fetched in a moment.
operator-feed-next = It will be fetched next on { $date } at { $time }, { city-time }.
operator-feed-looked-up = Its address will be checked again on { $date } at { $time }, { city-time }.
operator-feed-stays = Its earlier meetings stay listed for now.
operator-feed-rows = { $count ->
    [one] One entry could not be listed
   *[other] { $count } entries could not be listed
}
operator-feed-row = Entry { $row }, { $name }: { $what }
operator-feed-row-no-zone = It does not say which time zone its time is in. Edit this feed and give its time zone.
operator-feed-more-rows = { $count ->
    [one] And one more.
   *[other] And { $count } more.
}
feed-trouble-address = It leads to an address that can’t be fetched. Find the right one, and subscribe to that instead.
feed-trouble-private = That address leads inside a private network, and this site does not connect there. Use one that everyone can reach.
feed-trouble-unreachable = There is no answer. Is the address right? This site will try again by itself.
feed-trouble-certificate = Its certificate can’t be trusted. Tell the people who run that site.
feed-trouble-slow = It took too long to answer. This site will try again by itself.
feed-trouble-redirects = It redirects too often, or to an address without encryption. Use the address that it ends at.
feed-trouble-status = It answers with code { $code } instead of a feed. { $code ->
    [404] Is the address right?
    [403] Ask the people who run that site to let this one in.
   *[other] This site will try again by itself.
}
feed-trouble-large = It is too large: at most 8 MiB and 20,000 entries are read.
feed-trouble-nothing = The answer is empty. Is the address right? This site will try again by itself.
feed-trouble-xml = That is XML, not a Meeting Guide feed, which is JSON. Ask the people who run that site for the address of the feed.
feed-trouble-calendar = That is a calendar, not a Meeting Guide feed. Ask the people who run that site for the address of the feed.
feed-trouble-binary = That is a file such as a PDF or an archive, not a feed. Ask the people who run that site for the address of the feed.
feed-trouble-text = That is plain text, not a Meeting Guide feed, which is JSON. Often it is an error message of that site: open the address to read it.
feed-trouble-broken-off = The answer broke off before its end. This site will try again by itself.
feed-trouble-truncated = It ends in the middle, in line { $line }: the rest of the feed is missing. Tell the people who run that site.
feed-trouble-not-http = The answer can’t be understood: it is not what a web server sends. Is the address right?
feed-trouble-zone = Its meetings do not say which time zone their times are in. Edit the feed below and give its time zone.
feed-trouble-page = That is a web page, not a feed. Ask the people who run that site for the address of the feed.
feed-trouble-json = It can’t be read: there is an error in line { $line }, column { $column }. Tell the people who run that site.
feed-trouble-list = It is not a list of meetings. Ask the people who run that site for the address of the feed.
feed-trouble-empty = There are no online meetings in it.
feed-trouble-room = Together with the other feeds, it has more than { $most } online meetings, which is the most that this site lists. Unsubscribe from another feed, or choose a smaller one.
operator-framers = Sites that may show the schedule
operator-framers-lead = These sites may show the schedule inside their own pages.
operator-framers-label = Their addresses, one per line
operator-framers-hint = Such as https://intergroup.example, without anything after it.
operator-framers-bad = These are not addresses of sites: { $lines }. Begin with https:// and leave out what comes after the name.
operator-framers-save = Save the sites
operator-groups = Groups
operator-group-invite = Invite a secretary
operator-group-new = A new group
operator-group-slug-hint = Leave it empty, and it is made from the name.
operator-group-add = Create the group
