import re
from pathlib import Path

import pytest

WEB = Path(__file__).parents[2] / "src" / "tansiq" / "web"
SHEETS = sorted((WEB / "static").glob("*.css"))
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
SCRIPTS = sorted((WEB / "static").glob("*.js"))
PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right|top|bottom)[\w-]*"
    r"|left|right|(?:min-|max-)?(?:width|height)|border-(?:top|bottom)-(?:left|right)-radius)\s*:|:\s*(?:left|right)\s*[;}]"
    r"|(?<![\w-])translateX\("
)
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|(?<![\w-])(?:hsla?|oklch)\(")
TOKEN = re.compile(r"--([\w-]+):\s*(#[0-9A-F]{6})")


def without_conditions(text):
    """The sheet without comments and without the conditions of its media queries, which are about the window."""
    return re.sub(r"@media[^{]*\{", "@media {", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL))


def block(selector):
    text = (WEB / "static" / "tokens.css").read_text()
    start = text.index(selector)
    return dict(TOKEN.findall(text[start : text.index("}", start)]))


LIGHT = block(":root {")
DARK = block(':root[data-theme="dark"] {')


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


TEXT_PAIRS = [
    *((text, on) for text in ("ink", "quiet", "accent", "agree", "against") for on in ("surface", "ground", "sunken")),
    *((kind, on) for kind in ("s1", "s2", "s3", "s4", "ok", "label") for on in ("surface", "ground", f"{kind}-soft")),
    *(("ink", f"{kind}-soft") for kind in ("s1", "s2", "s3", "s4", "ok", "label", "accent")),
    ("on-accent", "accent"),
    ("on-banner", "banner"),
    ("on-bar", "bar"),
    ("bar-quiet", "bar"),
]
EDGE_PAIRS = [("edge", "surface"), ("edge", "ground"), ("focus", "surface"), ("focus", "ground")]
EDGE_PAIRS += [("focus-bar", "bar"), ("focus-bar", "banner"), ("bar-mark", "bar"), ("bar-edge", "bar")]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda p: p.name)
def test_only_logical_properties_are_used(sheet):
    assert PHYSICAL.findall(without_conditions(sheet.read_text())) == []


@pytest.mark.parametrize(
    "sheet", [s for s in SHEETS if s.name not in {"tokens.css", "print.css"}], ids=lambda p: p.name
)
def test_colours_are_named_by_tokens_alone(sheet):
    assert COLOUR.findall(without_conditions(sheet.read_text())) == []


@pytest.mark.parametrize("path", [*SHEETS, *TEMPLATES, *SCRIPTS], ids=lambda p: p.name)
def test_nothing_is_loaded_from_another_host(path):
    assert re.findall(r"(?:https?:)?//[a-z0-9-]+\.[a-z]", path.read_text()) == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda p: p.name)
def test_no_template_holds_inline_style_or_script(template):
    text = template.read_text()
    assert re.findall(r"\sstyle\s*=|<style|\son[a-z]+\s*=\s*[\"']|hx-on|javascript:|<script(?![^>]*\ssrc=)", text) == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda p: p.name)
def test_every_token_used_is_declared(sheet):
    declared = set(re.findall(r"--([\w-]+)\s*:", "".join(s.read_text() for s in SHEETS)))
    assert set(re.findall(r"var\(--([\w-]+)", sheet.read_text())) - declared == set()


def test_the_device_wish_for_dark_gives_the_same_colours_as_the_setting():
    assert block(":root:not([data-theme]) {") == DARK


def test_both_themes_name_the_same_tokens():
    assert LIGHT.keys() == DARK.keys()


@pytest.mark.parametrize(("text", "on"), TEXT_PAIRS)
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_text_has_a_contrast_of_at_least_four_and_a_half(theme, text, on):
    assert contrast(theme[text], theme[on]) >= 4.5


@pytest.mark.parametrize(("edge", "on"), EDGE_PAIRS)
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_edges_and_focus_have_a_contrast_of_at_least_three(theme, edge, on):
    assert contrast(theme[edge], theme[on]) >= 3


def test_every_font_of_the_sheet_is_copied_at_set_up():
    names = set(re.findall(r"vendor/([\w-]+\.woff2)", "".join(s.read_text() for s in SHEETS)))
    tool = (WEB.parents[2] / "tools" / "copy_vendor.py").read_text()
    assert all(re.search(rf'"{re.escape(name.rsplit("-", 2)[0])}"', tool) for name in names if "latin-ext" not in name)


def test_the_latin_family_stands_first_so_that_it_owns_the_digits():
    assert "--family: Plex, " in (WEB / "static" / "tokens.css").read_text()


def test_arabic_is_never_slanted_spaced_justified_or_in_capitals():
    sheets = "".join(without_conditions(s.read_text()) for s in SHEETS)
    assert re.findall(r"italic|letter-spacing|justify;|text-align:\s*justify|text-transform", sheets) == []
