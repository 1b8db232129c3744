"""The door of this program keeps the protocol that its page tells others to keep."""

from tests.conftest import NOW, make_id
from tests.unit.services.exchange import Peer, agree, make_agreement, make_peer

from tansiq.couriers import MEDIA_TYPE, PATH
from tansiq.services import conformance, partners


def test_the_door_passes_every_trial(site, tmp_path):
    here = Peer(state="DZ", database=site.node.database, ring=site.node.ring)
    author = make_peer("XA", tmp_path)
    author.know(here)
    here.know(author)
    agree(make_agreement("XA", "DZ"), author, here)
    client = site.client(role=None)

    def send(letters):
        answer = client.post(PATH, content=letters, headers={"content-type": MEDIA_TYPE})
        return (answer.content, "") if answer.status_code == 200 else (b"", f"status {answer.status_code}")

    with author.database.read() as tx:
        who, desk = conformance.author_of(tx, author.own, "DZ", now=NOW), partners.desk(tx, author.own)
    findings = conformance.examine(who, desk, send, ids=iter(make_id, None), now=NOW)
    assert [finding for finding in findings if not finding.is_good] == []
