"""The handlers, one file for each subject, with the same name as its service. Here is the list of all of them."""

from tansiq.web.handlers import (
    accounts,
    approvals,
    erasures,
    exports,
    glasses,
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
    sign_ins,
)

ROUTES = [
    *accounts.ROUTES,
    *approvals.ROUTES,
    *erasures.ROUTES,
    *exports.ROUTES,
    *glasses.ROUTES,
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
    *sign_ins.ROUTES,
]
