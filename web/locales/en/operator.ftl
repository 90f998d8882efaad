## What the operator sees: feeds from elsewhere, who may embed, who may serve
operator-title = Running this site
account-operator = Operator
invite-operator = With this link you become an operator of this site.
made-operator = You are now an operator of this site.

## Not allowed
error-not-yours-title = This page is for those who serve here
error-not-yours = You are signed in, but this service is not yours. Nothing has been changed.
error-not-yours-hint = If it should be, ask whoever runs this site, or your group, for an invitation.
