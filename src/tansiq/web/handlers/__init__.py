"""The handlers, one file for each subject, with the same name as its service. Here is the list of all of them."""

from tansiq.web.handlers import (
    exports,
    home,
    imports,
    journals,
    labels,
    nodes,
    notices,
    persons,
    quarantine,
    reviews,
    sessions,
)

ROUTES = [
    *exports.ROUTES,
    *home.ROUTES,
    *imports.ROUTES,
    *journals.ROUTES,
    *labels.ROUTES,
    *nodes.ROUTES,
    *notices.ROUTES,
    *persons.ROUTES,
    *quarantine.ROUTES,
    *reviews.ROUTES,
    *sessions.ROUTES,
]
