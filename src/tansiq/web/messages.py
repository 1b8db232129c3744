"""Messages after an act: a code in the address, its words in one table, an undo where there is one.

The address holds codes and identifiers only, so nobody can put words into a page by a link.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from tansiq.web.languages import N_, Words


@dataclass(frozen=True, slots=True)
class Done:
    """What was done, and where it can be undone: a path with `{id}` for the identifier in the address."""

    text: str
    undo: str | None = None


MESSAGES: Mapping[str, Done] = {
    "same": Done(N_("Recorded: same person."), "/review/links/{id}/withdraw"),
    "different": Done(N_("Recorded: different persons."), "/review/links/{id}/withdraw"),
    "unsure": Done(N_("Recorded: unsure."), "/review/links/{id}/withdraw"),
    "deferred": Done(N_("Put off until tomorrow."), "/review/pairs/{id}/resume"),
    "resumed": Done(N_("The pair waits again.")),
    "withdrawn": Done(N_("The judgement was taken back; the pair waits again.")),
    "issued": Done(N_("The notice is in force.")),
    "corrected": Done(N_("The new version is in force.")),
    "renewed": Done(N_("The notice was renewed.")),
    "label-reviewed": Done(N_("The level stays; its next review was set.")),
    "ended": Done(N_("The notice ended; it is erased when the day is over."), "/notices/{id}/reopen"),
    "reopened": Done(N_("The notice is in force again.")),
    "applied": Done(N_("The list was applied.")),
    "unchanged": Done(N_("The file changes nothing; nothing was written.")),
    "discarded": Done(N_("The file was let go; nothing of it was applied.")),
    "mended": Done(N_("The row is in the list.")),
    "row-discarded": Done(N_("The row was let go.")),
    "settings": Done(N_("The settings were saved.")),
    "purpose": Done(N_("The purpose of your session was changed; the journal says so.")),
    "password": Done(N_("Your password was changed; your other sessions are over.")),
    "factor": Done(N_("The second factor was enrolled.")),
    "factor-removed": Done(N_("The passkey was removed.")),
    "session-ended": Done(N_("The session is over.")),
    "sessions-ended": Done(N_("All sessions of the account are over.")),
    "account-closed": Done(N_("The account is closed and its sessions are over.")),
    "proposed": Done(N_("Your proposal waits for a second person.")),
    "approved": Done(N_("Approved, and done.")),
    "rejected": Done(N_("Rejected; nothing was done.")),
    "proposal-withdrawn": Done(N_("Your proposal was withdrawn.")),
    "glass-closed": Done(N_("What was opened is closed again.")),
    "proved": Done(N_("Thank you. For five minutes you can do what is grave.")),
    "report-written": Done(N_("The report was kept; nobody else has it yet.")),
    "report-corrected": Done(N_("The new version was kept; partners hold what they held.")),
    "released": Done(N_("It is on its way; the receipt shows here.")),
    "recalled": Done(N_("It was called back; the receipt shows here.")),
    "asked": Done(N_("The request is on its way.")),
    "replied": Done(N_("The reply is on its way.")),
    "signed-out": Done(N_("You are signed out.")),
}
"""Every message there is."""


def message(words: Words, parameters: Mapping[str, str]) -> list[dict[str, str | None]]:
    """The message that the parameters of an address ask for, ready for the page; none if they ask for none."""
    done = MESSAGES.get(parameters.get("done", ""))
    if done is None:
        return []
    thing = _identifier(parameters.get("id", ""))
    undo = done.undo.format(id=thing) if done.undo and thing else None
    return [{"text": words.gettext(done.text), "undo_url": undo, "undo_token": None}]


def _identifier(value: str) -> str | None:
    try:
        return "..".join(str(UUID(part)) for part in value.split("..", 1))
    except ValueError:
        return None
