"""Names of officers: a partner's officer is not taken for one of ours who has the same identifier."""

from tests.conftest import NOW, make_notice
from tests.partners import know
from tests.unit.services.test_accounts import CHEAP

from tansiq.domain.access import Role
from tansiq.domain.journal import Act
from tansiq.services import accounts, authors
from tansiq.services.keeping import keep_many


def test_a_partners_officer_of_the_same_identifier_has_no_name_here(desk):
    own, theirs = make_notice(state="DZ"), make_notice(state="TN")
    new = accounts.NewAccount(
        id="registry", name="K. Er-Rimal", role=Role.REGISTRY_OFFICER, state="DZ", service="Registry", password="x" * 16
    )
    accounts.create(desk.database, CHEAP, new, now=NOW)
    with desk.database.write() as tx:
        know(tx, "f", "TN", b"1" * 32, at=NOW)
        keep_many(tx, [own, theirs], Act.NOTICE_ISSUED)
        known = authors.names(tx, [own, theirs])
    assert (authors.maker(known, own), authors.reviewer(known, own)) == ("K. Er-Rimal", "K. Er-Rimal")
    assert (authors.maker(known, theirs), authors.reviewer(known, theirs)) == ("registry", "registry")
