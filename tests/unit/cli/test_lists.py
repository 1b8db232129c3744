"""Lists at the machine: in an officer's name, for a purpose that every entry of the journal bears."""

from tests.unit.cli.test_accounts import PASSWORD, TRAINED, add, node, run
from tests.unit.services.conftest import row, table

from tansiq import settings
from tansiq.domain.journal import Act
from tansiq.node import open_node

__all__ = ["node"]
SET = ("offence=travel", "measure=inquiry_check", "reviewer=desk 4")


def test_an_import_bears_the_purpose_that_was_stated(node, tmp_path):
    add(node, "k.registry", "registry_officer", *TRAINED, "--clearance", "secret")
    path = tmp_path / "list.csv"
    path.write_bytes(
        table(row(1), row(2))
        .replace(b";", b",")
        .replace(b"no,name,birth,basis,authority,facts", b"reference,name,birth,basis,authority,threshold")
    )
    words = ["import", "csv", path, "--node", node, "--as", "k.registry", "--purpose", "registry", "--list", "csv/r"]
    for one in SET:
        words += ["--set", one]
    answer = run(*words, "--password-file", "-", given=f"{PASSWORD}\n")
    assert answer.exit_code == 0, answer.output
    assert "2 added" in answer.output
    opened = open_node(settings.load(node))
    with opened.database.read() as tx:
        found = [line.entry for line in tx.journal.page(limit=50) if line.entry.officer == "k.registry"]
    opened.close()
    assert Act.LIST_IMPORTED in [one.act for one in found]
    assert {one.purpose for one in found if one.act is not Act.FACTOR_ENROLLED} == {"registry"}
