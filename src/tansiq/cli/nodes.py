"""Nodes: make one, serve one, run the two of the exercise."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from tansiq import settings
from tansiq.settings import Settings, SettingsError

HOST = "127.0.0.1"
KILL_SECONDS = 5
"""How long a server may take to end what is open."""
Folder = Annotated[Path, typer.Argument(help="The folder of the node.")]


def add_to(app: typer.Typer) -> None:
    """Registers the commands of this page."""
    app.command()(init)
    app.command()(serve)
    app.command()(run)


def init(
    folder: Folder,
    state: Annotated[str, typer.Option(help="Code of the state, such as DZ.")],
    service: Annotated[str, typer.Option(help="The service that owns its records.")],
    *,
    port: Annotated[int, typer.Option(help="TCP port on loopback.")] = 8101,
    partner: Annotated[
        list[str] | None, typer.Option(help="A state to which notices are releasable by default.")
    ] = None,
    administrator: Annotated[str | None, typer.Option(help="The first administrator's name to sign in with.")] = None,
    administrator_name: Annotated[str, typer.Option(help="Their name as pages show it.")] = "Administrator",
    password_file: Annotated[
        Path | None, typer.Option(help="A file whose first line is their password; - reads it from standard input.")
    ] = None,
) -> None:
    """Makes a node: folder, settings, keys, tables, and its first administrator. What is there stays as it is."""
    from tansiq.cli.accounts import found_administrator
    from tansiq.node import init_node

    init_node(
        Settings(
            folder=folder,
            state=state,
            service=service,
            title=service,
            port=port,
            database_url=settings.database_url(folder),
            key_file=settings.key_file(),
            passphrase=settings.passphrase(),
            partners=tuple(partner or ()),
        )
    )
    typer.echo(f"The node is in {folder}.")
    if administrator is None and sys.stdin.isatty() and password_file is None:
        administrator = typer.prompt("The first administrator's name to sign in with (blank: none yet)", default="")
    if administrator:
        found_administrator(folder, administrator, administrator_name, password_file)
    typer.echo(f"Next: tansiq account add … --node {folder}, then tansiq serve {folder}.")


def serve(folder: Folder) -> None:
    """Serves the pages of a node on loopback until it is stopped."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    from tansiq.cli.keys import typed_passphrase

    found = settings.load(folder)
    _check_port(found)
    settings.hand_over(folder, typed_passphrase(found))
    Granian(
        "tansiq.web.app:serve_app",
        factory=True,
        address=HOST,
        port=found.port,
        interface=Interfaces.ASGI,
        workers=1,
        workers_kill_timeout=KILL_SECONDS,
        websockets=False,
        log_access=False,
        log_level=LogLevels.warning,
    ).serve()


def run(
    folder: Annotated[Path, typer.Option(help="Where the nodes live.")] = Path("var"),
    *,
    size: Annotated[int, typer.Option(help="Invented notices a state, when the nodes are made.")] = 3000,
) -> None:
    """Starts two linked nodes of invented people; makes them first if they are not there."""
    from tansiq.cli.exercises import prepare, read_sign_ins

    console = Console()
    prepare(folder, size=size, console=console)
    nodes = [settings.load(folder / name) for name in ("dz", "tn")]
    for node in nodes:
        _check_port(node)
    servers = [
        subprocess.Popen([sys.executable, "-m", "tansiq", "serve", str(node.folder)], start_new_session=True)  # noqa: S603
        for node in nodes
    ]
    for node in nodes:
        _wait_for(node)
    _announce(console, nodes, read_sign_ins(folder))
    _watch(servers)


def _announce(console: Console, nodes: list[Settings], sign_ins: dict[str, list[dict[str, str]]]) -> None:
    for node in nodes:
        console.print(f"\n[bold]{node.title}[/bold]  http://{HOST}:{node.port}", highlight=False)
        for one in sign_ins[node.state]:
            console.print(f"  {one['role']:<22} {one['account']:<24} {one['password']}", highlight=False)
    console.print("\nEverybody in these lists is invented. Ctrl+C stops both nodes; nothing is lost.", highlight=False)


def _watch(servers: list[subprocess.Popen[bytes]]) -> None:
    def stop(*_: object) -> None:
        for server in servers:
            if server.poll() is None:
                os.killpg(server.pid, signal.SIGTERM)

    signal.signal(signal.SIGTERM, stop)
    try:
        codes = [server.wait() for server in servers]
    except KeyboardInterrupt:
        stop()
        codes = [server.wait() for server in servers]
    if any(code not in (0, -signal.SIGTERM, 143) for code in codes):
        raise typer.Exit(1)


def _check_port(node: Settings) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, node.port))
        except OSError as error:
            reason = f"{node.port} is in use; stop what uses it, or change port in {node.folder}/node.toml"
            raise SettingsError("port", reason) from error


def _wait_for(node: Settings, seconds: int = 60) -> None:
    import threading

    pause = threading.Event()
    for _ in range(seconds * 10):
        with socket.socket() as probe:
            if probe.connect_ex((HOST, node.port)) == 0:
                return
        pause.wait(0.1)
    raise SettingsError("port", f"the node of {node.folder} did not start within {seconds} seconds")
