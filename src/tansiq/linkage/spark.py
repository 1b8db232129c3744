"""The engine of many machines: the same kernels over Arrow batches on Apache Spark, same pairs, same scores.

Rules: the lists are read and checked by the driver; the right one is saved to a folder that every worker can read, and
each task maps it from there; the left one goes to the tasks in batches. Nothing of Spark is imported before a run asks
for it: the packages are the extra `spark`.
"""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import msgspec
import numpy as np

from tansiq.linkage.errors import EngineError, Lack
from tansiq.linkage.local import read_people
from tansiq.linkage.runs import Found, Lists, Progress, Wish
from tansiq.linkage.tables import Reading, read_list
from tansiq.matching import Identity
from tansiq.matching.evidence import bits_of_probability
from tansiq.matching.joins import Joined, Target
from tansiq.matching.populations import load_population, read_population, save_population

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import SparkSession

_PACKAGES: Final = ("pyspark", "pandas", "pyarrow")
_ROWS_A_FILE: Final = 20_000
_ANY_PYTHON: Final = "python3"
"""What Spark starts if nobody chose: on this machine it must be the Python that has our packages."""
_RIGHT: Final = "right"
_LEFT: Final = "left"
_SCHEMA: Final = "left int, right int, bits double, names double, told array<double>"
_SETTINGS: Final = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.execution.arrow.maxRecordsPerBatch": str(_ROWS_A_FILE),
    "spark.sql.files.maxPartitionBytes": "8m",
    "spark.sql.files.openCostInBytes": "1m",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SparkEngine:
    """Joins two lists on Spark.

    Attributes:
        master: The address of the cluster; where Spark is not told otherwise, all cores of this machine.
        work: A folder that every worker can read; one of this machine if None.
    """

    master: str = ""
    work: Path | None = None

    def __call__(self, lists: Lists, wish: Wish, progress: Progress) -> Found:
        """Return the pairs of two lists.

        Raises:
            EngineError: The packages or Java are missing.
        """
        lacking = [name for name in _PACKAGES if find_spec(name) is None]
        if lacking:
            raise EngineError(Lack.PACKAGES, ", ".join(lacking))
        with TemporaryDirectory(dir=self.work, prefix="tansiq-") as folder, _session(self.master) as spark:
            right_keys, lists_right = _save_right(lists, Path(folder), wish, progress)
            lists.right_reading.take(lists_right)
            left_keys = _save_left(lists, Path(folder), wish, progress)
            progress("comparing", 0, None)
            task = partial(
                _pairs_of, folder=folder, least_bits=bits_of_probability(wish.threshold), is_itself=lists.is_self
            )
            found = spark.read.parquet(str(Path(folder, _LEFT))).mapInArrow(task, _SCHEMA).toArrow()
        return Found(left_keys, right_keys, _joined(found))


@contextmanager
def _session(master: str) -> "Iterator[SparkSession]":
    """Spark, started here and stopped here unless it is running already."""
    from pyspark.errors import PySparkRuntimeError  # noqa: PLC0415 - the extra
    from pyspark.sql import SparkSession  # noqa: PLC0415

    running = SparkSession.getActiveSession()
    if running is not None:
        yield running
        return
    builder = SparkSession.builder.appName("tansiq match")
    if not master or master.startswith("local"):
        builder = builder.config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1")
    for name, value in _SETTINGS.items():
        builder = builder.config(name, value)
    try:
        spark = (builder.master(master) if master else builder).getOrCreate()
    except PySparkRuntimeError as error:
        raise EngineError(Lack.JAVA, str(error).partition("\n")[0]) from error
    if (spark.sparkContext.master or "").startswith("local") and spark.sparkContext.pythonExec == _ANY_PYTHON:
        spark.sparkContext.pythonExec = sys.executable
    try:
        yield spark
    finally:
        spark.stop()


def _save_right(lists: Lists, folder: Path, wish: Wish, progress: Progress) -> tuple[list[str], Reading]:
    keys, population, reading = read_people(lists.right, wish.skips, progress)
    save_population(population, folder / _RIGHT)
    return keys, reading


def _save_left(lists: Lists, folder: Path, wish: Wish, progress: Progress) -> list[str]:
    """Save the left list as Parquet, some thousand rows at a time; return its keys."""
    import pyarrow as pa  # noqa: PLC0415 - the extra
    from pyarrow import parquet  # noqa: PLC0415

    (folder / _LEFT).mkdir()
    keys: list[str] = []
    rows = read_list(lists.left, skip_bad_lines=wish.skips, reading=lists.left_reading)
    while part := list(islice(rows, _ROWS_A_FILE)):
        places = np.arange(len(keys), len(keys) + len(part), dtype=np.int32)
        identities = [msgspec.msgpack.encode(identity) for _, identity in part]
        table = pa.table({"place": places, "identity": pa.array(identities, pa.binary())})
        parquet.write_table(table, folder / _LEFT / f"{len(keys):012}.parquet")
        keys.extend(key for key, _ in part)
        progress(f"reading {lists.left.name}", len(keys), None)
    return keys


def _pairs_of(
    batches: "Iterable[pa.RecordBatch]", *, folder: str, least_bits: float, is_itself: bool
) -> "Iterator[pa.RecordBatch]":
    """Yield the pairs of batches of the left list; runs in a worker."""
    import pyarrow as pa  # noqa: PLC0415 - the extra

    target = Target(load_population(Path(folder, _RIGHT)), counts=True)
    decoder = msgspec.msgpack.Decoder(Identity)
    for batch in batches:
        places = batch.column("place").to_numpy()
        people = read_population(decoder.decode(value.as_py()) for value in batch.column("identity"))
        found = target.join(people, least_bits=least_bits)
        left = places[found.left]
        kept = np.flatnonzero(found.right > left) if is_itself else np.arange(len(found))
        told = pa.array(found.told[kept].reshape(-1, 10).tolist(), pa.list_(pa.float64()))
        columns = [left[kept], found.right[kept], found.bits[kept], found.names[kept], told]
        yield pa.RecordBatch.from_arrays(
            [pa.array(column) for column in columns], names=["left", "right", "bits", "names", "told"]
        )


def _joined(table: "pa.Table") -> Joined:
    """Return the pairs in the order of the lists."""
    columns = {name: table.column(name).to_numpy() for name in ("left", "right", "bits", "names")}
    order = np.lexsort((columns["right"], columns["left"]))
    told = np.array(table.column("told").to_pylist(), np.float64).reshape(-1, 5, 2)
    return Joined(
        columns["left"][order], columns["right"][order], columns["bits"][order], columns["names"][order], told[order]
    )
