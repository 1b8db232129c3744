"""Checks that every text of the pages is translated into Arabic and French; names each one that is not.

Usage: python tools/check_translations.py [--update]

A text is found by its call: ``_("…")``, ``N_("…")``, ``gettext("…")`` or ``ngettext("…", "…", n)`` in a template or
in a module under src/tansiq/web. With ``--update`` new texts are added, untranslated, to the catalogues and unused
ones are taken out; the files are sorted and carry neither places nor dates, so that the work of two people merges.

The signs of each language are checked as well: a narrow no-break space before ``: ; ? ! %`` and inside « » in French,
the Arabic comma, semicolon and question mark and the digits 0-9 in Arabic.
"""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

WEB = Path(__file__).parent.parent / "src" / "tansiq" / "web"
PLURALS = {
    "ar": (6, "n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5"),
    "fr": (2, "n>1"),
}
KEYWORDS: dict[str, tuple[int, ...] | None] = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}
PLACEHOLDER = re.compile(r"%\((\w+)\)s")
SIGNS = {
    "ar": (
        (re.compile(r"[,;?](?=\s|$)"), "Latin sign for an Arabic one"),
        (re.compile(r"[\u0660-\u0669\u06f0-\u06f9]"), "digit that is not 0-9"),
        (re.compile(r"[\"'“”\u200e\u200f\u202a-\u202e]"), "quotation mark or direction mark that is not ours"),
        (re.compile(r"\u0640(?=[\u0620-\u064a])"), "stretched word"),
    ),
    "fr": (
        (re.compile(r"[^\u202f](?:[;?!»]|:(?=\s|$)|%(?!\())|«(?!\u202f)"), "no narrow space at a sign"),
        (re.compile(r"[\"'“”]"), "quotation mark or apostrophe that is not French"),
    ),
}
"""What no text of a language holds, and what that is called."""
HEADER = (
    'msgid ""\nmsgstr ""\n"Language: {language}\\n"\n"MIME-Version: 1.0\\n"\n'
    '"Content-Type: text/plain; charset=utf-8\\n"\n'
    '"Content-Transfer-Encoding: 8bit\\n"\n"Plural-Forms: {plural};\\n"\n\n'
)


def found_texts(web: Path) -> Catalog:
    """Every text that the templates and modules under a folder speak."""
    catalog = Catalog()
    for path in sorted([*web.rglob("*.py"), *web.glob("templates/**/*.html")]):
        method = babel_extract if path.suffix == ".html" else "python"
        with path.open("rb") as source:
            for _, text, _, context in extract(method, source, keywords=KEYWORDS, options={"silent": "false"}):
                if text and text != ("", ""):
                    catalog.add(text, context=context)
    return catalog


def read_catalogue(path: Path, language: str) -> Catalog:
    """The catalogue of a language, empty where there is no file yet."""
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as source:
        return read_po(source, locale=language, abort_invalid=True)


def catalogue_path(web: Path, language: str) -> Path:
    """Where the catalogue of a language lies."""
    return web / "locales" / language / "LC_MESSAGES" / "tansiq.po"


def texts(catalog: Catalog) -> dict[str, Message]:
    """The messages of a catalogue by their first id, without the header."""
    return {first(message.id): message for message in catalog if message.id}


def first(text: str | tuple[str, ...] | list[str]) -> str:
    """The singular of a text."""
    return text if isinstance(text, str) else text[0]


def forms(text: str | tuple[str, ...] | list[str] | None) -> list[str]:
    """All forms of a text."""
    return [text or ""] if text is None or isinstance(text, str) else list(text)


def placeholders(text: str) -> set[str]:
    """The names that a text leaves to be filled in."""
    return set(PLACEHOLDER.findall(text))


def faults(found: Catalog, known: Catalog, language: str) -> Iterator[str]:
    """Each fault of a catalogue, as a line to print."""
    wanted, held = texts(found), texts(known)
    for key in sorted(wanted.keys() - held.keys()):
        yield f"{language}: missing: {key!r}"
    for key in sorted(held.keys() - wanted.keys()):
        yield f"{language}: unused: {key!r}"
    for key in sorted(wanted.keys() & held.keys()):
        for fault in message_faults(wanted[key], held[key], language):
            yield f"{language}: {fault}: {key!r}"


def message_faults(wanted: Message, held: Message, language: str) -> Iterator[str]:
    """What is wrong with one translation."""
    if bool(wanted.pluralizable) != bool(held.pluralizable):
        yield "plural in one place and not in the other"
        return
    if held.pluralizable and forms(wanted.id) != forms(held.id):
        yield "another plural id than in the source"
    if held.fuzzy:
        yield "fuzzy"
    translated = forms(held.string)
    expected = PLURALS[language][0] if held.pluralizable else 1
    if len(translated) != expected or not all(form.strip() for form in translated):
        yield f"empty, or not {expected} plural forms" if held.pluralizable else "empty"
    elif not all(agrees(form, wanted) for form in translated):
        yield "placeholders differ"
    for pattern, fault in SIGNS[language]:
        if any(pattern.search(form) for form in translated):
            yield fault


def agrees(form: str, wanted: Message) -> bool:
    """Tells whether a translated form fills in what the source does; a plural may spell its number out (one, two)."""
    known = set().union(*(placeholders(source) for source in forms(wanted.id)))
    optional = {"n"} if wanted.pluralizable else set()
    return placeholders(form) <= known and known - optional <= placeholders(form)


def merged(found: Catalog, known: Catalog, language: str) -> Catalog:
    """The catalogue with new texts added, unused ones gone and the translations kept."""
    held = texts(known)
    result = Catalog(locale=language)
    for key, message in texts(found).items():
        same = key in held and bool(held[key].pluralizable) == bool(message.pluralizable)
        flags = held[key].flags if same else set()
        result.add(message.id, held[key].string if same else None, flags=flags - {"python-format"})
    return result


def written(catalog: Catalog, language: str) -> bytes:
    """The bytes of a catalogue file: our own short header, then the texts in order."""
    body = io.BytesIO()
    for message in catalog:
        message.flags.discard("python-format")
    write_po(body, catalog, no_location=True, omit_header=True, sort_output=True, width=0)
    count, expression = PLURALS[language]
    return (
        HEADER.format(language=language, plural=f"nplurals={count}; plural=({expression})").encode() + body.getvalue()
    )


def main(arguments: list[str], web: Path = WEB) -> int:
    """Checks, or updates and then checks; returns the number of faults, at most 1."""
    found = found_texts(web)
    lines: list[str] = []
    for language in PLURALS:
        path = catalogue_path(web, language)
        if "--update" in arguments:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(written(merged(found, read_catalogue(path, language), language), language))
        lines += faults(found, read_catalogue(path, language), language)
    print("\n".join(lines) or f"translations: {len(texts(found))} texts, complete in {', '.join(PLURALS)}")
    return min(len(lines), 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
