import pytest

from tansiq.domain.compliance import Ground, check_grounds, find_ground
from tansiq.domain.errors import ComplianceError, Problem

REFUSED = [
    (Ground.OPINION, "Sought for his political opinions."),
    (Ground.OPINION, "Recherché pour ses opinions politiques."),
    (Ground.OPINION, "Délit d’opinion établi."),
    (Ground.OPINION, "Activiste politique connu."),
    (Ground.OPINION, "مطلوب بسبب آرائه ومعارضة سياسية"),
    (Ground.OPINION, "بسبب الآراء السياسية"),
    (Ground.OPINION, "معارض سياسي معروف"),
    (Ground.ASSEMBLY, "Took part in a peaceful protest."),
    (Ground.ASSEMBLY, "Présent à une manifestation pacifique."),
    (Ground.ASSEMBLY, "Participation à un attroupement."),
    (Ground.ASSEMBLY, "شارك في مظاهرة"),
    (Ground.ASSEMBLY, "شارك في المظاهرة"),
    (Ground.ASSEMBLY, "قام بالتظاهر في الساحة"),
    (Ground.ASSEMBLY, "شارك في مُظَاهرة"),
    (Ground.ASSEMBLY, "حضر المسيرة السلمية"),
    (Ground.ASSEMBLY, "للاعتصام أمام المقر"),
    (Ground.JOURNALISM, "He works as a journalist."),
    (Ground.JOURNALISM, "Auteur d'un article de presse."),
    (Ground.JOURNALISM, "JOURNALISTE"),
    (Ground.JOURNALISM, "يعمل في الصحافة"),
    (Ground.JOURNALISM, "صحفية مستقلة"),
    (Ground.BELIEF, "Known for his religious practice."),
    (Ground.BELIEF, "Prière assidue depuis un an."),
    (Ground.BELIEF, "مواظبة على الصلاة"),
    (Ground.BELIEF, "ظهرت عليه علامات التدين"),
    (Ground.APPEARANCE, "Wears a beard since spring."),
    (Ground.APPEARANCE, "Barbu, tenue religieuse."),
    (Ground.APPEARANCE, "ذو لحية طويلة"),
    (Ground.APPEARANCE, "ترتدي النقاب"),
]
ALLOWED = [
    "Seen by two invented witnesses while he crossed the border with weapons.",
    "The evidence demonstrated that he trained recruits.",
    "Manifestations cliniques d'une blessure par balle.",
    "Rassemblement de combattants armés dans la montagne bleue.",
    "Actes de barbarie commis en réunion.",
    "Financed an armed group through the Exemple company.",
    "شوهد وهو يعبر الحدود حاملا السلاح",
    "أدلة تدين المتهم",
    "تظاهر بأنه تاجر",
    "انضم إلى جماعة مسلحة",
    "Il a présenté une opinion d'expert falsifiée.",
    "",
]


@pytest.mark.parametrize(("ground", "statement"), REFUSED)
def test_a_statement_that_names_a_protected_act_is_found(ground, statement):
    found = find_ground(statement)
    assert found is not None
    assert found[0] is ground


@pytest.mark.parametrize("statement", ALLOWED)
def test_a_statement_of_facts_passes(statement):
    assert find_ground(statement) is None


def test_the_refusal_names_the_field_the_ground_and_the_words():
    with pytest.raises(ComplianceError) as caught:
        check_grounds("threshold", "Took part in a peaceful march.")
    error = caught.value
    assert (error.field, error.problem) == ("threshold", Problem.FORBIDDEN_GROUND)
    assert error.detail == "assembly: peaceful march"


def test_every_ground_is_looked_for_in_three_languages():
    for ground in Ground:
        statements = [s for g, s in REFUSED if g is ground]
        assert any(s.isascii() for s in statements)
        assert any("\u0600" <= c <= "\u06ff" for s in statements for c in s)
