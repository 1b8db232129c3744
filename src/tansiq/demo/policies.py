"""The label policy of the exercise: both national schemes, with the signatures of invented states.

Algeria's French words are those of article 6 of ordinance 21-09 of 8 June 2021. Everything else is to be confirmed
by the states: the Arabic words, all of Tunisia's scheme, every equivalence, ceiling and number. A real policy is
written by the two states and signed by their keys; this one shows what it holds.
"""

from datetime import date

from tansiq.domain.label import Level
from tansiq.domain.label_policy import Aggregation, Ceiling, Equivalence, Grade, LabelPolicy, Scheme
from tansiq.domain.roles import Role

CODES = ("NC", "DR", "C", "S", "TS")
ARABIC = ("غير مصنَّف", "توزيع محدود", "واجب الكتمان", "سري", "سري جدًا")
FRENCH = ("Non classifié", "Diffusion restreinte", "Confidentiel", "Secret", "Très secret")
ENGLISH = ("Unclassified", "Restricted", "Confidential", "Secret", "Very secret")
LAWS = {
    "DZ": "Ordonnance n° 21-09 du 8 juin 2021, article 6 (quatre degrés). Mots arabes : à confirmer par l'État.",
    "TN": "À confirmer par l'État : degrés, mots et texte.",
}
TUNISIAN_ARABIC = ("غير مصنّف", "محدود التوزيع", "مكتوم", "سرّي", "سرّي للغاية")


def demo_policy(valid_from: date) -> LabelPolicy:
    """The first edition of the exercise's policy."""
    schemes = (_scheme("DZ", ARABIC), _scheme("TN", TUNISIAN_ARABIC))
    names = [scheme.id for scheme in schemes]
    return LabelPolicy(
        id="DZ-TN (exercise)",
        edition=1,
        valid_from=valid_from,
        schemes=schemes,
        equivalences=tuple(
            Equivalence(of=of, level=level, by=by, held_as=level)
            for of in names
            for by in names
            if of != by
            for level in Level
        ),
        ceilings=(
            Ceiling(role=Role.REGISTRY_OFFICER, level=Level.SECRET),
            Ceiling(role=Role.LIAISON_ANALYST, level=Level.CONFIDENTIAL),
        ),
        aggregations=(
            Aggregation(level=Level.RESTRICTED, more_than=200, handled_as=Level.CONFIDENTIAL),
            Aggregation(level=Level.CONFIDENTIAL, more_than=200, handled_as=Level.SECRET),
        ),
    )


def _scheme(state: str, arabic: tuple[str, ...]) -> Scheme:
    grades = zip(Level, CODES, arabic, FRENCH, ENGLISH, strict=True)
    return Scheme(
        id=f"{state}-national",
        state=state,
        law=LAWS[state],
        grades=tuple(Grade(code=code, level=level, ar=ar, fr=fr, en=en) for level, code, ar, fr, en in grades),
    )
