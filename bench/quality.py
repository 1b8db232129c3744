"""Quality on the exercise, of which the generator knows the truth."""

from datetime import UTC, datetime
from pathlib import Path

from bench.figures import Figure, of_time, timed
from bench.nodes import SEED
from tansiq.demo import demo_lists
from tansiq.domain.proposal import PROPOSE_FROM_PPM
from tansiq.matching import IdentityIndex
from tansiq.services.identities import identity

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
"""The exercise of a fixed day, so that its figures can be compared between versions."""


def measure(folder: Path, size: int) -> list[Figure]:  # noqa: ARG001 - every stage is called alike
    """Pairs found and precision at the proposal threshold, and how much there is to review."""
    register = min(3000, max(300, size // 20))
    lists = demo_lists(SEED, now=NOW, size=register, overlap=register * 2 // 15)
    notices = [record for register_ in lists.registers.values() for record in register_]
    with timed() as spent:
        index = IdentityIndex.build((str(record.id), identity(record)) for record in notices)
        found = {(a, b): m.probability for a, b, m in index.pairs(PROPOSE_FROM_PPM / 1_000_000)}
    truth = {(str(left), str(right)) for left, right in lists.truth}
    alike = {(str(one.left), str(one.right)) for one in lists.lookalikes}
    right = len(truth & found.keys())
    return [
        of_time(f"the exercise of {len(notices):,} notices compared", spent, note=f"{len(found):,} pairs proposed"),
        _share("true pairs that are proposed", right, len(truth)),
        _share("proposals that are true", right, len(found)),
        _share("proposals that are relatives or namesakes", len(alike & found.keys()), len(found)),
        Figure(what="pairs to review for 1,000 notices", spent=1000 * len(found) / len(notices), unit="pairs"),
        *(_above(found, truth, least) for least in (0.5, 0.9)),
    ]


def _above(found: dict[tuple[str, str], float], truth: set[tuple[str, str]], least: float) -> Figure:
    some = {pair for pair, probability in found.items() if probability >= least}
    note = f"{100 * len(some & truth) / len(truth):.1f} % of the true pairs; {len(some):,} pairs"
    return Figure(
        what=f"precision from probability {least:g}",
        spent=100 * len(some & truth) / max(1, len(some)),
        unit="%",
        note=note,
    )


def _share(what: str, part: int, whole: int) -> Figure:
    return Figure(what=what, spent=100 * part / max(1, whole), unit="%", note=f"{part:,} of {whole:,}")
