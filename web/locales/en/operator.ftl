## What the operator sees: feeds from elsewhere, who may embed, who may serve
operator-title = Running this site
account-operator = Operator
invite-operator = With this link you become an operator of this site.
made-operator = You are now an operator of this site.

## Not allowed
error-not-yours-title = This page is for those who serve here
error-not-yours = You are signed in, but this service is not yours. Nothing has been changed.
error-not-yours-hint = If it should be, ask whoever runs this site, or your group, for an invitation.

## The operator's page
operator-signed-out = Not saved: you are not signed in as an operator. Everything that you typed is still here. Sign in in another tab, then press again.
operator-invitation = This link makes its bearer a secretary of { $group }. It works once, within seven days, and is shown only now.
operator-feeds = Meetings from elsewhere
operator-feeds-lead = Subscribe to the Meeting Guide feeds of other directories: their online meetings are listed here, marked, and lead to them.
operator-feed-new = Subscribe to a feed
operator-feed-name = What to call it
operator-feed-name-hint = Shown beside each of its meetings.
operator-feed-url = Address of the feed
operator-feed-url-hint = Begins with https:// and usually ends with .json, or with action=meetings.
operator-feed-zone = Its time zone
operator-feed-zone-hint = A big city. Only for meetings that do not tell theirs.
operator-feed-zone-unknown = We don’t know that one. Try a bigger city nearby, or a name such as Europe/London.
operator-feed-add = Subscribe
operator-feed-no-name = Give it a name of at most 60 characters.
operator-feed-address = Give the whole address, beginning with https://
operator-feed-credentials = Leave out the name and password before the @. A feed that needs them can’t be read here.
operator-feed-inside = That address is inside a network, and this site asks only what everyone can reach. Use the public address of the feed.
operator-feed-taken = You are subscribed to this address already.
operator-feed-too-many = There are twenty feeds. Give one up first.
operator-feed-ask = Ask now
operator-feed-change = Change or give up
operator-feed-save = Save the name and zone
operator-feed-remove-confirm = Yes, take its meetings off the schedule at once
operator-feed-remove = Give up
operator-feed-never = It has not been read yet.
operator-feed-nothing = None of its meetings are listed yet.
operator-feed-good = { $meetings ->
    [one] One online meeting is listed.
   *[other] { $meetings } online meetings are listed.
} { $left-out ->
    [0] { "" }
    [one] One entry is left out, since it is not held online or came twice.
   *[other] { $left-out } entries are left out, since they are not held online or came twice.
}
operator-feed-stale = { $meetings ->
    [one] One meeting is listed and marked as not confirmed lately.
   *[other] { $meetings } meetings are listed and marked as not confirmed lately.
}
operator-feed-dropped = { $meetings ->
    [one] One meeting is no longer listed, since nothing was heard for two weeks.
   *[other] { $meetings } meetings are no longer listed, since nothing was heard for two weeks.
}
operator-feed-now = It is asked in a moment.
operator-feed-next = It is asked next on { $date } at { $time }, { $city } time.
operator-feed-looked-up = Where its name leads is looked up again on { $date } at { $time }, { $city } time.
operator-feed-stays = What it held before stays listed for now.
operator-feed-rows = { $count ->
    [one] One entry could not be listed
   *[other] { $count } entries could not be listed
}
operator-feed-row = Entry { $row }, { $name }: { $what }
operator-feed-more-rows = { $count ->
    [one] And one more.
   *[other] And { $count } more.
}
feed-trouble-address = It leads to an address that can’t be asked. Find the right one, and subscribe to that instead.
feed-trouble-private = That address leads inside a network, and nothing in there is asked from here. Use the one that everyone can reach.
feed-trouble-unreachable = Nobody answers there. Is the address right? It is tried again by itself.
feed-trouble-certificate = Its certificate can’t be trusted. Tell whoever keeps that site.
feed-trouble-slow = It took too long to answer. It is tried again by itself.
feed-trouble-redirects = It sends on too often, or to where nothing is encrypted. Use the address that it ends at.
feed-trouble-status = It answers with code { $code } instead of a feed. { $code ->
    [404] Is the address right?
    [403] Ask whoever keeps that site to let this one in.
   *[other] It is tried again by itself.
}
feed-trouble-large = It is too large: at most 8 MiB and 20,000 entries are read.
feed-trouble-page = That is a web page, not a feed. Ask whoever keeps that site for the address of the feed.
feed-trouble-json = It can’t be read: something is wrong in line { $line }, column { $column }. Tell whoever keeps that site.
feed-trouble-list = It is not a list of meetings. Ask whoever keeps that site for the address of the feed.
feed-trouble-empty = There is no online meeting in it.
feed-trouble-room = With the other feeds it holds more than { $most } online meetings, and no more are kept here. Give up another feed, or take one that holds less.
operator-framers = Sites that may show the schedule
operator-framers-lead = These sites may show the schedule inside their own pages.
operator-framers-label = Their addresses, one a line
operator-framers-hint = Such as https://intergroup.example, without anything after it.
operator-framers-bad = These are no addresses of sites: { $lines }. Begin with https:// and leave out what comes after the name.
operator-framers-save = Save the sites
operator-groups = Groups
operator-group-invite = Invite a secretary
operator-group-new = A new group
operator-group-slug-hint = Leave it empty to have it made from the name.
operator-group-add = Make the group
