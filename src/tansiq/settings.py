"""The settings of a node: one frozen value, read once from `node.toml` and the environment.

Only this module reads the environment. A wrong value stops the start with its name and the reason.

    folder = "var/dz"      → var/dz/node.toml:   state = "DZ"
                                                 service = "National Registry"
                                                 port = 8101
"""

import os
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from tansiq.domain.label import STATE

FOLDER = "TANSIQ_FOLDER"
"""The variable in which `tansiq serve` names the folder to its worker."""
KEY_FILE = "TANSIQ_KEY_FILE"
"""The variable that says where the key file is."""
PASSPHRASE = "TANSIQ_PASSPHRASE"  # noqa: S105
"""The variable that holds the passphrase of the keys."""


ADDRESS = re.compile(r"https?://[a-z0-9.-]+(?::\d+)?")
LOOPBACK = re.compile(r"http://(?:localhost|127\.0\.0\.1)(?::\d+)?")


class SettingsError(Exception):
    """A setting is missing or wrong; the operator mends it."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One node.

    Attributes:
        folder: where its database, keys and settings are.
        state: code of the state that runs it.
        service: the service to which its records belong.
        title: what people call the node.
        port: TCP port on loopback; a proxy in front speaks TLS to the world.
        database_url: `database_url` of the file, else `TANSIQ_DATABASE_URL`, else SQLite in the folder.
        partners: codes of the states to which notices are releasable by default.
        secure_cookies: whether browsers reach it by HTTPS only.
        address: under which browsers reach it (scheme, host, port); passkeys are bound to it. Loopback if absent.
        exercise: whether it holds invented people only and lets them in without a second factor.
        key_file: what opens its keys, if it is not `keys/unlock.key`: `key_file` of the file, else `TANSIQ_KEY_FILE`.
        passphrase: what opens its keys instead of a key file; `TANSIQ_PASSPHRASE`, never in the file.
    """

    folder: Path
    state: str
    service: str
    title: str
    port: int
    database_url: str
    partners: tuple[str, ...] = ()
    secure_cookies: bool = False
    address: str = ""
    exercise: bool = False
    key_file: Path | None = None
    passphrase: str | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        for state in (self.state, *self.partners):
            if not STATE.fullmatch(state):
                raise SettingsError("state", f"{state!r} is not the code of a state")
        if not 1024 <= self.port <= 65535:
            raise SettingsError("port", f"{self.port} is not between 1024 and 65535")
        if not self.service or not self.title:
            raise SettingsError("service", "is empty")
        if self.address and not ADDRESS.fullmatch(self.address):
            raise SettingsError("address", f"{self.address!r} is not like https://registry.example")
        if self.exercise and (self.secure_cookies or not LOOPBACK.fullmatch(self.site)):
            raise SettingsError("exercise", "is for a node that answers on this machine only")

    @property
    def site(self) -> str:
        """The address under which browsers reach the node."""
        return self.address or f"http://localhost:{self.port}"


def load(folder: Path) -> Settings:
    """The settings of the node in a folder.

    Raises:
        SettingsError: if the file is missing or a value is wrong.
    """
    path = folder / "node.toml"
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise SettingsError("folder", f"{folder} holds no node.toml; `tansiq init` makes one") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise SettingsError("node.toml", str(error)) from error
    unknown = set(given) - {
        "state",
        "service",
        "title",
        "port",
        "database_url",
        "partners",
        "secure_cookies",
        "address",
        "exercise",
        "key_file",
    }
    if unknown:
        raise SettingsError(min(unknown), "is not a setting")
    try:
        return Settings(
            folder=folder,
            state=given["state"],
            service=given["service"],
            title=given.get("title", given["service"]),
            port=int(given["port"]),
            database_url=given.get("database_url") or database_url(folder),
            partners=tuple(given.get("partners", ())),
            secure_cookies=bool(given.get("secure_cookies", False)),
            address=given.get("address", ""),
            exercise=given.get("exercise", False) is True,
            key_file=key_file(folder / given["key_file"] if "key_file" in given else None),
            passphrase=passphrase(),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise SettingsError(str(error).strip("'"), "is missing or of the wrong kind") from error


def database_url(folder: Path) -> str:
    """The address of a node's database: `TANSIQ_DATABASE_URL` if it is set, else SQLite in the folder."""
    return os.environ.get("TANSIQ_DATABASE_URL") or f"sqlite:///{(folder / 'node.db').resolve()}"


def key_file(given: Path | None = None) -> Path | None:
    """Where the key file of a node is: as given, else `TANSIQ_KEY_FILE`, else nowhere in particular."""
    named = os.environ.get(KEY_FILE)
    return given if given is not None or not named else Path(named)


def passphrase() -> str | None:
    """The passphrase that the operator put into the environment, if any."""
    return os.environ.get(PASSPHRASE) or None


def hand_over(folder: Path, typed: str | None = None) -> None:
    """Tells the server's worker process which node it serves, and the passphrase that was typed for it."""
    os.environ[FOLDER] = str(folder)
    if typed is not None:
        os.environ[PASSPHRASE] = typed


def handed_over() -> Settings:
    """The settings of the node that this worker process serves.

    Raises:
        SettingsError: if nobody said which.
    """
    folder = os.environ.get(FOLDER)
    if folder is None:
        raise SettingsError(FOLDER, "is not set; start a node with `tansiq serve FOLDER`")
    return load(Path(folder))


def write(settings: Settings) -> None:
    """Writes `node.toml` into the folder, unless one is there."""
    path = settings.folder / "node.toml"
    if path.exists():
        return
    partners = ", ".join(f'"{state}"' for state in settings.partners)
    key_line = f'key_file = "{settings.key_file.resolve()}"\n' if settings.key_file is not None else ""
    exercise = "exercise = true\n" if settings.exercise else ""
    path.write_text(
        f'state = "{settings.state}"\nservice = "{settings.service}"\ntitle = "{settings.title}"\n'
        f"port = {settings.port}\npartners = [{partners}]\n{key_line}{exercise}",
        encoding="utf-8",
    )
