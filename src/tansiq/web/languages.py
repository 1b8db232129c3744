"""The three languages of the pages: words from the catalogues, numbers and dates as each language writes them.

Rules: the message id is the English text, so English needs no catalogue; ``ar`` and ``fr`` are read once, at start-up,
from their ``.po`` files. Only this module knows a format; digits are 0-9 in all three; Arabic uses the month names of
the Maghreb. Both states are at UTC+1 all year, so a local time needs no zone data.

    languages = Languages.load(Path("src/tansiq/web/locales"))
    words = languages.words(Lang.AR, state="DZ")
    words.ngettext("%(n)s result", "%(n)s results", 1234)
"""

import datetime as dt
import io
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import Final, Self

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from babel.numbers import format_decimal
from markupsafe import escape

from tansiq.domain.dates import Calendar, PartialDate

NARROW: Final = "\u202f"  # the narrow no-break space
MINUS: Final = "\u2212"
ABSENT: Final = "\u2014"
ISOLATE_LTR, ISOLATE_FIRST, ISOLATE_END = "\u2066", "\u2068", "\u2069"
LOCAL_TIME: Final = dt.timezone(dt.timedelta(hours=1))
DOMAIN: Final = "tansiq"
FOREIGN: Final = {"rtl": frozenset({"L", "EN", "AN"}), "ltr": frozenset({"R", "AL", "AN"})}


class Lang(StrEnum):
    """The languages, in the order in which the pages offer them."""

    AR = "ar"
    FR = "fr"
    EN = "en"

    @property
    def own_name(self) -> str:
        """The language's name in itself."""
        return {"ar": "العربية", "fr": "Français", "en": "English"}[self.value]

    @property
    def direction(self) -> str:
        """The writing direction: ``rtl`` or ``ltr``."""
        return "rtl" if self is Lang.AR else "ltr"

    @property
    def number_locale(self) -> str:
        """The locale whose digits, group and decimal signs are used; Arabic takes those of French."""
        return "en_GB" if self is Lang.EN else "fr"


class CatalogueError(Exception):
    """A catalogue is missing or damaged; the operator must mend the installation."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path.name}: {reason}")
        self.path = path
        self.reason = reason


def N_(text: str) -> str:  # noqa: N802  # the name that gettext tools know
    """Marks a text for the catalogues and returns it as it is; it is translated where it is shown."""
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class Languages:
    """The catalogues of all languages, as read at start-up."""

    catalogues: Mapping[Lang, NullTranslations]

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Reads ``<folder>/<lang>/LC_MESSAGES/tansiq.po`` of every language but English.

        Raises:
            CatalogueError: a file is absent or is not a catalogue.
        """
        read = {
            lang: read_catalogue(folder / lang / "LC_MESSAGES" / f"{DOMAIN}.po", lang) for lang in (Lang.AR, Lang.FR)
        }
        return cls(catalogues={**read, Lang.EN: NullTranslations()})

    def gettext(self, lang: Lang, msgid: str) -> str:
        """The text in a language, or the English text where no translation is known."""
        return self.catalogues[lang].gettext(msgid) if msgid else ""

    def ngettext(self, lang: Lang, one: str, many: str, n: int) -> str:
        """The plural form that a language uses for ``n``."""
        return self.catalogues[lang].ngettext(one, many, n)

    def words(self, lang: Lang, state: str = "DZ") -> "Words":
        """The words of one request."""
        return Words(languages=self, lang=lang, state=state)

    def negotiate(self, header: str | None) -> Lang:
        """The best language for an ``Accept-Language`` header; Arabic where none is wished."""
        wished = [part.partition(";") for part in (header or "")[:500].split(",")]
        ranked = sorted(
            ((parse_quality(rest), tag.strip().lower()[:2]) for tag, _, rest in wished), key=lambda w: -w[0]
        )
        return next((Lang(tag) for quality, tag in ranked if quality > 0 and tag in list(Lang)), Lang.AR)


def parse_quality(text: str) -> float:
    """The quality in ``q=0.8``: 1 where there is none, 0 where it makes no sense."""
    if not text.strip():
        return 1.0
    name, _, value = text.strip().partition("=")
    try:
        return float(value) if name.strip() == "q" and 0 <= float(value) <= 1 else 0.0
    except ValueError:
        return 0.0


def read_catalogue(path: Path, lang: Lang) -> GNUTranslations:
    """Reads one ``.po`` file without writing a compiled one.

    Raises:
        CatalogueError: the file is absent or is not a catalogue.
    """
    compiled = io.BytesIO()
    try:
        with path.open("rb") as source:
            catalogue = read_po(source, locale=lang.value, abort_invalid=True)
        write_mo(compiled, catalogue)
    except (OSError, PoFileError, ValueError) as error:
        raise CatalogueError(path, str(error)) from error
    if len(catalogue) == 0:  # the reader skips what it cannot read, so damage shows as emptiness
        raise CatalogueError(path, "holds no texts")
    compiled.seek(0)
    return GNUTranslations(compiled)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words, numbers and dates of one request, in its language.

    Values put into a text are isolated where their direction could disturb the sentence. A value that is already
    HTML (a macro's result) makes the whole text HTML; everything else in it is then escaped.
    """

    languages: Languages
    lang: Lang
    state: str

    @property
    def direction(self) -> str:
        """The writing direction of the page."""
        return self.lang.direction

    def context(self) -> dict[str, object]:
        """What a template needs to speak: ``_``, ``ngettext``, ``words``, ``lang``, ``direction``."""
        return {
            "_": self.gettext,
            "ngettext": self.ngettext,
            "words": self,
            "lang": self.lang.value,
            "direction": self.direction,
        }

    def gettext(self, msgid: str, **values: object) -> str:
        """The text in the language, with its ``%(name)s`` filled in; without values nothing is filled in."""
        return self._filled(self.languages.gettext(self.lang, msgid), values)

    def ngettext(self, one: str, many: str, n: int, **values: object) -> str:
        """The text in the plural form for ``n``, which fills ``%(n)s`` unless another value is given for it."""
        return self._filled(self.languages.ngettext(self.lang, one, many, n), {"n": n, **values})

    def _filled(self, text: str, values: Mapping[str, object]) -> str:
        if not values:
            return text
        if any(hasattr(value, "__html__") for value in values.values()):
            return escape(text) % {name: self._shown(value) for name, value in values.items()}
        return text % {name: self._shown(value) for name, value in values.items()}

    def _shown(self, value: object) -> object:
        if hasattr(value, "__html__"):
            return value
        if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
            return self.isolated(self.number(value), mark=ISOLATE_LTR)
        return self.isolated(str(value))

    def isolated(self, text: str, *, mark: str = ISOLATE_FIRST) -> str:
        """The text between isolating marks if it holds anything that runs against the page; a short number does not."""
        foreign = FOREIGN[self.direction]
        if text.isdigit() or not any(unicodedata.bidirectional(letter) in foreign for letter in text):
            return text
        return f"{mark}{text}{ISOLATE_END}"

    def number(self, value: float | Decimal, places: int | None = None) -> str:
        """A number: 1 234,5 in Arabic and French, 1,234.5 in English; ``places`` fixes the decimals."""
        pattern = "#,##0.###" if places is None else "#,##0" + ("." + "0" * places if places else "")
        return format_decimal(value, format=pattern, locale=self.lang.number_locale).replace("-", MINUS)

    def signed(self, value: float | Decimal, places: int = 1) -> str:
        """A number with its sign always shown, such as a weight in bits."""
        text = self.number(value, places)
        return text if text.startswith(MINUS) else f"+{text}"

    def percent(self, share: float | Decimal, places: int = 1) -> str:
        """A share of one as a percentage: 97,4 % or 97.4%."""
        return self.number(share * 100, places) + ("%" if self.lang is Lang.EN else f"{NARROW}%")

    def date(self, value: dt.date | None) -> str:
        """A date in a table, 03/02/2026, the same in all languages."""
        return ABSENT if value is None else value.strftime("%d/%m/%Y")

    def text_date(self, value: dt.date) -> str:
        """A date in a sentence: 3 فيفري 2026, 1er février 2026, 3 February 2026."""
        locale = Locale.parse({"ar": "ar_TN" if self.state == "TN" else "ar_DZ", "fr": "fr", "en": "en_GB"}[self.lang])
        day = "1er" if self.lang is Lang.FR and value.day == 1 else str(value.day)
        return f"{day} {locale.months['format']['wide'][value.month]} {value.year}"

    def partial_date(self, value: PartialDate | None) -> str:
        """A date as far as it is known: 1991, 09/1991, 14/09/1991, 1972-1973; presumed and Hijri ones say so."""
        if value is None:
            return ABSENT
        numbers = [f"{value.day:02}"] if value.day is not None else []
        numbers += [f"{value.month:02}"] if value.month is not None else []
        known = "/".join([*numbers, f"{value.year:04}"]) + (f"\u2013{value.until_year:04}" if value.until_year else "")
        if value.calendar is Calendar.HIJRI:
            known = self.gettext("%(date)s AH").replace("%(date)s", known)
        return self.gettext("presumed %(date)s").replace("%(date)s", known) if value.circa else known

    def time(self, value: dt.datetime) -> str:
        """The local time of day, 24 hours: 14:05."""
        return value.astimezone(LOCAL_TIME).strftime("%H:%M")

    def moment(self, value: dt.datetime) -> str:
        """A local date and time for tables and lists: 03/02/2026 14:05."""
        return value.astimezone(LOCAL_TIME).strftime("%d/%m/%Y %H:%M")

    def journal_time(self, value: dt.datetime) -> str:
        """A moment as the journal writes it, the same in all languages: 2026-02-03 14:05:09 UTC."""
        return value.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M:%S UTC")

    def duration(self, value: dt.timedelta) -> str:
        """A duration in hours and minutes: 1:53; one that has run over: 0:12 with a minus."""
        minutes = abs(value) // dt.timedelta(minutes=1)
        return f"{MINUS if value < dt.timedelta(0) else ''}{minutes // 60}:{minutes % 60:02}"
