import datetime as dt
import importlib.util
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from markupsafe import Markup

from tansiq.domain.dates import Calendar, PartialDate
from tansiq.web.languages import CatalogueError, Lang, Languages, Words

ROOT = Path(__file__).parents[3]
LOCALES = ROOT / "src" / "tansiq" / "web" / "locales"
AFTERNOON = dt.datetime(2026, 2, 3, 13, 5, 9, tzinfo=dt.UTC)


def load_tool():
    spec = importlib.util.spec_from_file_location("check_translations", ROOT / "tools" / "check_translations.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def languages():
    return Languages.load(LOCALES)


def in_all(languages, speak):
    return [speak(languages.words(lang)) for lang in Lang]


def test_a_number_has_narrow_groups_in_arabic_and_french(languages):
    assert in_all(languages, lambda w: w.number(1234.5)) == ["1\u202f234,5", "1\u202f234,5", "1,234.5"]


def test_a_negative_number_has_a_true_minus(languages):
    assert in_all(languages, lambda w: w.signed(-14.25)) == ["\u221214,2", "\u221214,2", "\u221214.2"]


def test_a_weight_shows_its_plus(languages):
    assert languages.words(Lang.AR).signed(7.9) == "+7,9"


def test_a_percentage_follows_the_language(languages):
    assert in_all(languages, lambda w: w.percent(0.974)) == ["97,4\u202f%", "97,4\u202f%", "97.4%"]


def test_a_table_date_is_the_same_everywhere(languages):
    assert set(in_all(languages, lambda w: w.date(dt.date(2026, 2, 3)))) == {"03/02/2026"}


@pytest.mark.parametrize("state", ["DZ", "TN"])
def test_an_arabic_text_date_uses_the_months_of_the_maghreb(languages, state):
    months = [languages.words(Lang.AR, state).text_date(dt.date(2026, month, 3)).split()[1] for month in range(1, 13)]
    first_half = ["جانفي", "فيفري", "مارس", "أفريل", "ماي", "جوان"]
    assert months == [*first_half, "جويلية", "أوت", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"]


def test_the_first_of_a_french_month_is_an_ordinal(languages):
    words = languages.words(Lang.FR)
    assert (words.text_date(dt.date(2026, 2, 1)), words.text_date(dt.date(2026, 2, 3))) == (
        "1er février 2026",
        "3 février 2026",
    )


def test_an_english_text_date_is_british(languages):
    assert languages.words(Lang.EN).text_date(dt.date(2026, 2, 3)) == "3 February 2026"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, ["—", "—", "—"]),
        (PartialDate(year=1991), ["1991"] * 3),
        (PartialDate(year=1991, month=9), ["09/1991"] * 3),
        (PartialDate(year=1991, month=9, day=4), ["04/09/1991"] * 3),
        (PartialDate(year=1972, until_year=1973), ["1972\u20131973"] * 3),
        (PartialDate(year=1950, circa=True), ["خلال 1950", "présumé 1950", "presumed 1950"]),
        (PartialDate(year=1411, month=3, calendar=Calendar.HIJRI), ["03/1411 هـ", "03/1411 H", "03/1411 AH"]),
    ],
)
def test_a_partial_date_says_only_what_is_known(languages, value, expected):
    assert in_all(languages, lambda w: w.partial_date(value)) == expected


def test_a_moment_is_shown_in_local_time(languages):
    assert set(in_all(languages, lambda w: w.moment(AFTERNOON))) == {"03/02/2026 14:05"}


def test_the_journal_is_in_utc_in_all_languages(languages):
    assert set(in_all(languages, lambda w: w.journal_time(AFTERNOON))) == {"2026-02-03 13:05:09 UTC"}


@pytest.mark.parametrize(("minutes", "text"), [(113, "1:53"), (-12, "\u22120:12"), (0, "0:00"), (1440, "24:00")])
def test_a_duration_that_ran_over_carries_a_minus(languages, minutes, text):
    assert languages.words(Lang.AR).duration(dt.timedelta(minutes=minutes)) == text


@pytest.mark.parametrize(
    ("n", "text"), [(0, "لا أسطر"), (1, "سطر واحد"), (2, "سطران"), (3, "3 أسطر"), (11, "11 سطرًا"), (100, "100 سطر")]
)
def test_arabic_has_six_plural_forms(languages, n, text):
    assert languages.words(Lang.AR).ngettext("%(n)s row", "%(n)s rows", n) == text


@pytest.mark.parametrize(("n", "text"), [(0, "0 ligne"), (1, "1 ligne"), (2, "2 lignes"), (1234, "1\u202f234 lignes")])
def test_french_zero_is_singular(languages, n, text):
    assert languages.words(Lang.FR).ngettext("%(n)s row", "%(n)s rows", n) == text


@pytest.mark.parametrize(("n", "text"), [(0, "0 rows"), (1, "1 row"), (2, "2 rows")])
def test_english_needs_no_catalogue_for_its_plurals(languages, n, text):
    assert languages.words(Lang.EN).ngettext("%(n)s row", "%(n)s rows", n) == text


def test_an_unknown_text_is_shown_in_english(languages):
    assert languages.gettext(Lang.AR, "no such text") == "no such text"


def test_the_empty_text_is_not_the_header_of_the_catalogue(languages):
    assert languages.gettext(Lang.FR, "") == ""


def test_a_latin_name_in_an_arabic_text_is_isolated(languages):
    assert (
        languages.words(Lang.AR).gettext("%(who)s: %(n)s", who="AHMED B. (ZZ)", n=3) == "\u2068AHMED B. (ZZ)\u2069: 3"
    )


def test_an_arabic_name_in_a_french_text_is_isolated(languages):
    assert languages.words(Lang.FR).gettext("%(who)s", who="زهرة") == "\u2068زهرة\u2069"


def test_a_grouped_number_in_an_arabic_text_is_isolated(languages):
    assert languages.words(Lang.AR).gettext("%(n)s", n=1234) == "\u20661\u202f234\u2069"


def test_html_put_into_a_text_makes_it_html_and_escapes_the_rest(languages):
    text = languages.words(Lang.EN).gettext("<%(a)s %(b)s", a=Markup("<b>x</b>"), b="<i>")
    assert text == Markup("&lt;<b>x</b> &lt;i&gt;")
    assert isinstance(text, Markup)


def test_a_text_without_values_keeps_its_percent_sign(languages):
    assert languages.words(Lang.EN).gettext("100 % sure") == "100 % sure"


@pytest.mark.parametrize(
    ("header", "lang"),
    [
        (None, "ar"),
        ("", "ar"),
        ("fr", "fr"),
        ("FR-dz;q=0.5, en;q=0.9", "en"),
        ("de, fr;q=0.1", "fr"),
        ("de", "ar"),
        ("fr;q=0, en;q=0", "ar"),
        ("en;q=high, fr;q=2", "ar"),
        (";;;,,;q=", "ar"),
    ],
)
def test_the_language_is_negotiated_and_arabic_where_nothing_fits(languages, header, lang):
    assert languages.negotiate(header) == lang


def test_a_missing_catalogue_stops_the_start_with_its_name(tmp_path):
    with pytest.raises(CatalogueError, match=r"tansiq\.po"):
        Languages.load(tmp_path)


def test_a_damaged_catalogue_stops_the_start(tmp_path):
    for lang in ("ar", "fr"):
        folder = tmp_path / lang / "LC_MESSAGES"
        folder.mkdir(parents=True)
        (folder / "tansiq.po").write_text('msgid "a\nmsgstr nothing\n')
    with pytest.raises(CatalogueError):
        Languages.load(tmp_path)


def test_the_template_context_speaks_the_language(languages):
    context = languages.words(Lang.AR).context()
    assert (context["lang"], context["direction"], isinstance(context["words"], Words)) == ("ar", "rtl", True)


def test_the_names_of_the_languages_are_in_themselves():
    assert [lang.own_name for lang in Lang] == ["العربية", "Français", "English"]


def catalogs(*messages):
    found, known = Catalog(), Catalog(locale="ar")
    for message_id, translation in messages:
        found.add(message_id)
        if translation is not None:
            known.add(message_id, translation)
    return found, known


@pytest.mark.parametrize(
    ("message_id", "translation", "fault"),
    [
        ("Save", None, "ar: missing: 'Save'"),
        ("Save", "", "ar: empty: 'Save'"),
        ("of %(n)s", "من", "ar: placeholders differ: 'of %(n)s'"),
        (("%(n)s row", "%(n)s rows"), ("سطر", "أسطر"), "ar: empty, or not 6 plural forms: '%(n)s row'"),
    ],
)
def test_a_text_without_a_good_translation_is_named(message_id, translation, fault):
    assert list(load_tool().faults(*catalogs((message_id, translation)), "ar")) == [fault]


def test_a_fuzzy_translation_is_named():
    found, known = catalogs(("Save", None))
    known.add("Save", "حفظ", flags={"fuzzy"})
    assert list(load_tool().faults(found, known, "ar")) == ["ar: fuzzy: 'Save'"]


def test_an_unused_translation_is_named():
    _, known = catalogs(("Save", "حفظ"))
    assert list(load_tool().faults(Catalog(), known, "ar")) == ["ar: unused: 'Save'"]


def test_texts_are_found_in_templates_and_modules(tmp_path):
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "a.html").write_text('{{ _("One") }}{{ ngettext("%(n)s cat", "%(n)s cats", n) }}')
    (tmp_path / "b.py").write_text('x = N_("Two")\ny = words.gettext("Three")\n')
    assert sorted(load_tool().texts(load_tool().found_texts(tmp_path))) == ["%(n)s cat", "One", "Three", "Two"]


def test_updating_twice_changes_nothing(tmp_path):
    tool = load_tool()
    (tmp_path / "b.py").write_text('x = N_("Two")\n')
    tool.main(["--update"], tmp_path)
    first = tool.catalogue_path(tmp_path, "ar").read_bytes()
    tool.main(["--update"], tmp_path)
    assert tool.catalogue_path(tmp_path, "ar").read_bytes() == first
