"""The handlers, one file for each subject, with the same name as its service. Here is the list of all of them."""

from tansiq.web.handlers import sessions

ROUTES = [*sessions.ROUTES]
