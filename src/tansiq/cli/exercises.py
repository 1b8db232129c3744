"""The exercise: two linked nodes, filled with invented people, at work on the main job.

Every step looks whether it is done already, so a run that was stopped anywhere goes on where it was.
"""

import json
import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer
from rich.console import Console

from tansiq import settings
from tansiq.cli.lists import progress_bar
from tansiq.domain.access import Role
from tansiq.domain.link import Judgement
from tansiq.domain.source import Format
from tansiq.settings import Settings

if TYPE_CHECKING:
    from tansiq.demo import DemoLists
    from tansiq.domain.access import Officer
    from tansiq.node import Node

SEED = 20261123
SIGN_INS = "first-sign-ins.json"
READY = "exercise.ready"
JUDGED = 8
"""One pair of so many is judged already, so that persons of several notices can be seen at once; the rest waits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """One of the two states of the exercise."""

    code: str
    partner: str
    service: str
    title: str
    port: int


STATES = (
    State(code="DZ", partner="TN", service="National Registry (exercise)", title="Algeria, exercise node", port=8101),
    State(code="TN", partner="DZ", service="National Registry (exercise)", title="Tunisia, exercise node", port=8102),
)


def add_to(app: typer.Typer) -> None:
    """Registers the commands of this page."""
    app.command()(demo)


def demo(
    folder: Annotated[Path, typer.Argument(help="Where the two nodes are made.")] = Path("var"),
    *,
    seed: Annotated[int, typer.Option(help="Another seed invents other people.")] = SEED,
    size: Annotated[int, typer.Option(help="Notices a state.")] = 3000,
) -> None:
    """Makes two nodes of invented people, each with the other's list and a third source; repeats nothing."""
    prepare(folder, seed=seed, size=size, console=Console())


def prepare(folder: Path, *, console: Console, seed: int = SEED, size: int = 3000) -> None:
    """The two nodes are ready under a folder; what was done before is not done again."""
    from tansiq.node import clock, open_node

    if (folder / READY).exists():
        for state in STATES:
            _let_in(folder / state.code.lower())
        return

    folder.mkdir(parents=True, exist_ok=True)
    now = clock()
    console.print(f"Setting up two nodes under {folder}; this is done once and takes about a minute.")
    for state in STATES:
        _init(folder, state)
    sign_ins = _sign_ins(folder)
    nodes = {state.code: open_node(settings.load(folder / state.code.lower())) for state in STATES}
    try:
        _Exercise(folder=folder, nodes=nodes, console=console, now=now, seed=seed, size=size).fill(sign_ins)
    finally:
        for node in nodes.values():
            node.close()
    (folder / READY).touch()


def _init(folder: Path, state: State) -> None:
    from tansiq.node import init_node

    home = folder / state.code.lower()
    init_node(
        Settings(
            folder=home,
            state=state.code,
            service=state.service,
            title=state.title,
            port=state.port,
            database_url=settings.database_url(home),
            partners=(state.partner,),
            exercise=True,
        )
    )
    _let_in(home)


def _let_in(home: Path) -> None:
    """Marks a node as one of the exercise, where a password lets people in; nodes of earlier versions too."""
    from tansiq.node import MARK, mark_exercise

    if (home / MARK).exists():
        return
    path = home / "node.toml"
    said = path.read_text(encoding="utf-8")
    if "\nexercise = " not in said:
        path.write_text(f"{said}exercise = true\n", encoding="utf-8")
    mark_exercise(settings.load(home))


def _sign_ins(folder: Path) -> dict[str, list[dict[str, str]]]:
    path = folder / SIGN_INS
    if not path.exists():
        given = {
            state.code: [
                {"account": f"{role.replace('_', '.')}", "role": role.value, "password": secrets.token_urlsafe(9)}
                for role in Role
            ]
            for state in STATES
        }
        partial = path.with_suffix(".part")
        partial.touch(mode=0o600)
        partial.write_text(json.dumps(given, indent=1), encoding="utf-8")
        partial.replace(path)
    return read_sign_ins(folder)


def read_sign_ins(folder: Path) -> dict[str, list[dict[str, str]]]:
    """The first sign-in of each role at each node, by state: account, role and password."""
    found: dict[str, list[dict[str, str]]] = json.loads((folder / SIGN_INS).read_text(encoding="utf-8"))
    return found


NAMES = {
    "DZ": (
        "S. Et-Telli",
        "N. El Ouaha",
        "K. Er-Rimal",
        "H. En-Nejma",
        "F. El Kasba",
        "L. Ez-Zitoun",
        "R. El Menara",
        "O. El Mizan",
        "B. El Miftah",
    ),
    "TN": (
        "A. Ennakhil",
        "M. Essedra",
        "I. Erraml",
        "W. Elkamar",
        "Z. Elborj",
        "D. Ezzaytouna",
        "G. Elmanar",
        "Y. Elmizen",
        "T. Elmefteh",
    ),
}
"""Invented officers, in the order of the roles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Exercise:
    folder: Path
    nodes: dict[str, "Node"]
    console: Console
    now: datetime
    seed: int
    size: int

    def fill(self, sign_ins: dict[str, list[dict[str, str]]]) -> None:
        from tansiq.demo import demo_lists

        for state in STATES:
            self._accounts(state, sign_ins[state.code])
            self._enrol(state)
        self._adopt()
        self.console.print(f"Inventing people (seed {self.seed})")
        lists = demo_lists(self.seed, now=self.now, size=self.size, overlap=max(1, self.size * 2 // 15))
        for state in STATES:
            self.console.print(f"{state.code}: keeping its register of {len(lists.registers[state.code])} notices")
            self._register(state, lists)
        self.console.print("Exchanging what the agreement lets flow by itself")
        self._agree()
        self._exchange()
        for state in STATES:
            self.console.print(f"{state.code}: taking a third list in the UN format")
            self._import(state, Format.UN_XML, {"exercise-un.xml": lists.un_xml})
        (self.folder / "exercise-un-next.xml").write_bytes(lists.un_xml_next)
        for state in STATES:
            self._unify(state)
            self._judge(state, lists)

    def _officer(self, code: str, role: Role) -> "Officer":
        from tansiq.cli.officers import find_officer

        return find_officer(self.nodes[code], role.replace("_", "."))

    def _accounts(self, state: State, sign_ins: list[dict[str, str]]) -> None:
        from tansiq.services import accounts

        node = self.nodes[state.code]
        for name, one in zip(NAMES[state.code], sign_ins, strict=True):
            with node.database.read() as tx:
                if tx.accounts.find(one["account"]) is not None:
                    continue
            new = accounts.NewAccount(
                id=one["account"],
                name=name,
                role=Role(one["role"]),
                state=state.code,
                service=state.service,
                password=one["password"],
            )
            accounts.create(node.database, node.passwords, new, now=self.now)

    def _enrol(self, state: State) -> None:
        """Each node knows the other by its card, as after a ceremony."""
        from tansiq.services import cards, enrolments

        node, partner = self.nodes[state.code], self.nodes[state.partner]
        with node.database.read() as tx:
            if tx.partners.cards():
                return
        address = f"http://127.0.0.1:{partner.settings.port}"
        says = cards.Says(state=state.partner, title=partner.settings.title, address=address)
        card = cards.own_card(says, partner.ring, now=self.now)
        with node.database.write() as tx:
            enrolments.enrol(tx, state.code, card, by=Role.ADMINISTRATOR.value, now=self.now)

    def _adopt(self) -> None:
        """Both nodes sign the exercise's label policy and adopt it."""
        from tansiq.demo.policies import demo_policy
        from tansiq.formats.label_policy import sign_label_policy, write_label_policy
        from tansiq.services import labels

        data = write_label_policy(demo_policy(self.now.date()))
        for node in self.nodes.values():
            data = sign_label_policy(data, node.settings.state, node.key)
        for node in self.nodes.values():
            with node.database.write() as tx:
                if labels.current(tx) is None:
                    keys = labels.known_keys(tx, node.settings.state, node.signing_keys)
                    labels.adopt(tx, data, keys, now=self.now)

    def _register(self, state: State, lists: "DemoLists") -> None:
        from tansiq.services import exercises

        with self.nodes[state.code].database.write() as tx:
            exercises.fill_register(tx, lists.registers[state.code])

    def _agree(self) -> None:
        """Both nodes hold the exercise's agreement and sign it."""
        from tansiq.demo.agreements import demo_agreement
        from tansiq.services import agreements

        first = next(iter(self.nodes.values()))
        with first.database.read() as tx:
            held = agreements.held(tx)
        record = (
            next(iter(held.values())).record
            if held
            else demo_agreement(first.database.new_id(self.now), tuple(self.nodes), now=self.now)
        )
        for node in self.nodes.values():
            with node.database.write() as tx:
                if not agreements.held(tx):
                    agreements.propose(tx, record)
        for node in self.nodes.values():
            self._sign(node, record.id)

    def _sign(self, node: "Node", agreement: UUID) -> None:
        from tansiq.services import agreements

        state, key = node.settings.state, node.key
        with node.database.write() as tx:
            held = agreements.held(tx)[agreement]
            if state not in held.signers:
                secretary = Role.COMMITTEE_SECRETARY.replace("_", ".")
                agreements.sign(tx, agreement, key, state=state, by=secretary, now=self.now)
            signatures = tx.partners.signatures()[agreement, held.record.version]
        for other in self.nodes.values():
            with other.database.write() as tx:
                for signature in signatures:
                    if signature.state == state:
                        agreements.take_signature(tx, signature, key.public, now=self.now)

    def _exchange(self) -> None:
        """What flows by itself goes both ways until nothing waits, as it will between the nodes that serve."""
        from tansiq.federation.items import Lane
        from tansiq.services import inbox, outbox, outflow

        for state in STATES:
            node, partner = self.nodes[state.code], self.nodes[state.partner]
            outflow.catch_up(node.database, state.code, now=self.now)
            for lane in Lane:
                while (
                    batch := outbox.write_batch(node.database, node.own, state.partner, lane, now=self.now)
                ) is not None:
                    answer = inbox.receive(partner.database, partner.own, batch.data, now=self.now)
                    outbox.take_receipts(node.database, node.own, answer, now=self.now)

    def _import(self, state: State, format_: Format, files: dict[str, bytes]) -> None:
        from tansiq.services import uploads

        node, officer = self.nodes[state.code], self._officer(state.code, Role.REGISTRY_OFFICER)
        with node.database.write() as tx:
            upload = uploads.stage(tx, officer, format_, files, now=self.now)
        with node.database.read() as tx:
            reading = uploads.read(tx, officer, upload)
        plan = uploads.plan(node.database, officer, reading, label=node.default_label, now=self.now)
        uploads.apply(node.database, officer, plan, now=self.now, confirmed=True)

    def _unify(self, state: State) -> None:
        from tansiq.services import unification

        node = self.nodes[state.code]
        with progress_bar(self.console) as bar:
            task = bar.add_task(f"{state.code}: comparing everybody", total=None)
            unification.catch_up(
                node.database,
                node.identities,
                now=self.now,
                progress=lambda done, total: bar.update(task, completed=done, total=total),
            )

    def _judge(self, state: State, lists: "DemoLists") -> None:
        from tansiq.services import exercises

        officer = self._officer(state.code, Role.LIAISON_ANALYST)
        lookalikes = [(one.left, one.right) for one in lists.lookalikes]
        with self.nodes[state.code].database.write() as tx:
            exercises.judge_known(
                tx,
                officer,
                lists.truth[::JUDGED],
                Judgement.SAME,
                reason="الاسم والميلاد متفقان، والوثيقة صادرة بعد ضياع الأولى",
                now=self.now,
            )
            exercises.judge_known(
                tx,
                officer,
                lookalikes[::JUDGED],
                Judgement.DIFFERENT,
                reason="شقيقان: اسم الأب واحد والاسم الشخصي مختلف",
                now=self.now,
            )
