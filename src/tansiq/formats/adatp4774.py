"""Confidentiality labels as others write them: ADatP-4774 edition A version 1 (STANAG 4774), in and out.

    write_label(label, policy, created=now)  →  <slab:originatorConfidentialityLabel …>
    parse_label(data, policy)                →  the label again, and when it was given

| ours | theirs |
| --- | --- |
| `policy` | `PolicyIdentifier` |
| `level`, `words` | `Classification`: the originator's own words, else the scheme's French ones |
| `releasable_to` | `Category` "Releasable To", `PERMISSIVE` |
| `compartments` | `Category` "Compartment", `RESTRICTIVE` |
| `codes` | `Category` "Handling", `RESTRICTIVE` |
| `edition` | `Category` "Policy Edition", `INFORMATIVE` |
| `review_on` | `ReviewDateTime`, which the standard asks of every label without a succession |

What this node cannot keep to is refused, not dropped: a classification that no scheme of the policy knows, or a
category other than informative. An alternative label (another policy's view) is not read: equivalents are computed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from lxml import etree

from tansiq.domain.errors import InvalidError
from tansiq.domain.label import HandlingCode, Label, Level
from tansiq.domain.label_policy import LANGUAGES, LabelPolicy
from tansiq.formats.errors import LabelFileError, LabelProblem

NAMESPACE = "urn:nato:stanag:4774:confidentialitymetadatalabel:1:0"
ROOT = "originatorConfidentialityLabel"
READ_ROOTS = frozenset({ROOT, "ConfidentialityLabel"})
"""The second is the standard's own older name, kept for backwards compatibility."""
MAX_BYTES = 100_000
"""A label has about a thousand bytes; one with a hundred states has ten thousand."""
RELEASABLE, COMPARTMENT, HANDLING, EDITION = "Releasable To", "Compartment", "Handling", "Policy Edition"
PERMISSIVE, RESTRICTIVE, INFORMATIVE = "PERMISSIVE", "RESTRICTIVE", "INFORMATIVE"
TYPES = {RELEASABLE: PERMISSIVE, COMPARTMENT: RESTRICTIVE, HANDLING: RESTRICTIVE, EDITION: INFORMATIVE}

Element = Any
"""An element of lxml, whose stubs hide that text may be absent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadLabel:
    """A label that came from outside.

    Attributes:
        created: when its originator gave it; aware UTC.
    """

    label: Label
    created: datetime


def write_label(label: Label, policy: LabelPolicy, *, created: datetime) -> bytes:
    """The label as an XML document, UTF-8.

    Args:
        created: when the label was given: when the first version that bears it was made.

    Raises:
        LabelFileError: if the policy does not know the label's scheme.
    """
    root = etree.Element(_name(ROOT), nsmap={"slab": NAMESPACE})
    root.set("ReviewDateTime", _moment(label.review_on or _years_later(created, policy.review_years)))
    information = etree.SubElement(root, _name("ConfidentialityInformation"))
    etree.SubElement(information, _name("PolicyIdentifier")).text = label.policy
    etree.SubElement(information, _name("Classification")).text = _classification(label, policy)
    for tag, values in _categories(label):
        category = etree.SubElement(information, _name("Category"), Type=TYPES[tag], TagName=tag)
        for value in values:
            etree.SubElement(category, _name("GenericValue")).text = value
    etree.SubElement(root, _name("CreationDateTime")).text = _stamp(created)
    etree.indent(root)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n"


def parse_label(data: bytes, policy: LabelPolicy) -> ReadLabel:
    """The label that an XML document is, in the common levels of the policy.

    Raises:
        LabelFileError: if it is no such label, or says what this node cannot keep to.
    """
    root = _parse_document(data)
    information = _child(root, "ConfidentialityInformation")
    scheme = _text(_child(information, "PolicyIdentifier"))
    words = _text(_child(information, "Classification"))
    categories = _read_categories(information)
    try:
        label = Label(
            policy=scheme,
            level=_level(policy, scheme, words),
            releasable_to=tuple(categories.get(RELEASABLE, ())),
            compartments=tuple(categories.get(COMPARTMENT, ())),
            codes=tuple(HandlingCode(code) for code in categories.get(HANDLING, ())),
            review_on=_review(root),
            edition=int((categories.get(EDITION) or ("0",))[0]),
            words=words,
        )
        return ReadLabel(label=label, created=_time(_text(_child(root, "CreationDateTime"))))
    except (InvalidError, ValueError) as error:
        raise LabelFileError(LabelProblem.MALFORMED, str(error)[:200]) from error


def _classification(label: Label, policy: LabelPolicy) -> str:
    scheme = policy.scheme(label.policy)
    if scheme is None:
        raise LabelFileError(LabelProblem.UNKNOWN_POLICY, label.policy)
    grade = scheme.grade(label.level)
    return label.words if label.words in {grade.word(lang) for lang in LANGUAGES} else grade.fr


def _level(policy: LabelPolicy, scheme: str, words: str) -> Level:
    held = policy.scheme(scheme)
    if held is None:
        raise LabelFileError(LabelProblem.UNKNOWN_POLICY, scheme[:100])
    wanted = words.casefold()
    known = {g.level for g in held.grades if wanted in {g.word(lang).casefold() for lang in LANGUAGES}}
    if len(known) != 1:
        raise LabelFileError(LabelProblem.UNKNOWN_CLASSIFICATION, words[:100])
    return known.pop()


def _categories(label: Label) -> Iterator[tuple[str, tuple[str, ...]]]:
    edition = (str(label.edition),) if label.edition else ()
    given = {RELEASABLE: label.releasable_to, COMPARTMENT: label.compartments, HANDLING: label.codes, EDITION: edition}
    yield from ((tag, tuple(values)) for tag, values in given.items() if values)


def _read_categories(information: Element) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for category in information.iterfind(_name("Category")):
        tag, kind = category.get("TagName", ""), category.get("Type", "")
        if TYPES.get(tag) == kind:
            found.setdefault(tag, []).extend(_text(value) for value in category)
        elif kind != INFORMATIVE:
            raise LabelFileError(LabelProblem.UNKNOWN_CATEGORY, f"{kind} {tag}"[:100])
    return found


def _parse_document(data: bytes) -> Element:
    if not data or len(data) > MAX_BYTES:
        raise LabelFileError(LabelProblem.WRONG_SIZE, str(len(data)))
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise LabelFileError(LabelProblem.MALFORMED, str(error)[:200]) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise LabelFileError(LabelProblem.FORBIDDEN_MARKUP)
    name = etree.QName(root)
    if name.namespace != NAMESPACE or name.localname not in READ_ROOTS:
        raise LabelFileError(LabelProblem.WRONG_FORMAT, root.tag[:100])
    return root


def _review(root: Element) -> date | None:
    """The day of the review; `None` if the label names a successor instead."""
    said = root.get("ReviewDateTime")
    return None if said is None else _time(said).date()


def _child(parent: Element, name: str) -> Element:
    found = parent.findall(_name(name))
    if len(found) != 1:
        raise LabelFileError(LabelProblem.MALFORMED, name)
    return found[0]


def _text(element: Element) -> str:
    """The text of an element as a token: blanks at the ends and between words made one (xs:token)."""
    if len(element):
        raise LabelFileError(LabelProblem.MALFORMED, element.tag[:100])
    text = " ".join((element.text or "").split())
    if not text:
        raise LabelFileError(LabelProblem.MALFORMED, element.tag[:100])
    return text


def _name(local: str) -> str:
    return f"{{{NAMESPACE}}}{local}"


def _time(text: str) -> datetime:
    """A time of the standard; without a zone it is taken as UTC, as the standard asks."""
    found = datetime.fromisoformat(text)
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def _moment(day: date) -> str:
    return _stamp(datetime.combine(day, time.min, UTC))


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _years_later(at: datetime, years: int) -> date:
    return (at + timedelta(days=365 * years)).date()
