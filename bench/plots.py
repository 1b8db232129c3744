"""Plots of figures as SVG: whether probabilities come true, and what is found while few wrong pairs are let through.

Rules: a file depends on the figures alone, so the same figures give the same bytes; every line is named beside its end
or in the legend, and told apart by its marks too, not by colour alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import log10
from typing import Final

from bench.rankings import Bin, Pairs

WIDTH: Final = 640
HEIGHT: Final = 440
LEFT, RIGHT, TOP, BOTTOM = 64, 610, 48, 380
COLOURS: Final = ("#0b6e4f", "#b5541c", "#3b4ba3", "#8a2f6b", "#6b6b00")
RATES: Final = tuple(10 ** (power / 4) for power in range(-24, -7))
"""One in a million to one in a hundred, four to a decade."""


@dataclass(frozen=True, slots=True)
class Axes:
    """What is drawn where: the ends of both axes in their own numbers, and the marks with their words."""

    title: str
    x_title: str
    y_title: str
    x_ends: tuple[float, float]
    y_ends: tuple[float, float]
    x_marks: tuple[tuple[float, str], ...]
    y_marks: tuple[tuple[float, str], ...]

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Return the place of a point in the picture."""
        right = LEFT + (RIGHT - LEFT) * (x - self.x_ends[0]) / (self.x_ends[1] - self.x_ends[0])
        down = BOTTOM - (BOTTOM - TOP) * (y - self.y_ends[0]) / (self.y_ends[1] - self.y_ends[0])
        return round(right, 1), round(down, 1)


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its name and its points in the numbers of the axes; the more pairs a point tells of, the larger it is.

    Attributes:
        pairs: As long as `points`, or empty: then all points are alike.
    """

    name: str
    points: tuple[tuple[float, float], ...]
    pairs: tuple[int, ...] = ()

    def size(self, at: int) -> float:
        """Return half the width of a point: 2.5 for one pair, 7 for a thousand."""
        return min(7.0, 2.5 + 1.5 * log10(self.pairs[at])) if self.pairs else 3.5


def calibration(title: str, found: Mapping[str, Sequence[Bin]]) -> str:
    """Return the plot of probabilities said against the shares that came true; large points are many pairs."""
    tenths = tuple((at / 10, f"{at / 10:.1f}") for at in range(0, 11, 2))
    axes = Axes(title, "probability said", "share that is one person", (0, 1), (0, 1), tenths, tenths)
    lines = [
        Line(name, tuple((one.said, one.true) for one in bins), tuple(one.pairs for one in bins))
        for name, bins in found.items()
    ]
    return _drawn(axes, lines, diagonal=True)


def found_by_rate(title: str, found: Mapping[str, Pairs], *, least: float = 0.0) -> str:
    """Return the plot of the share of true pairs found against the share of false pairs let through.

    Args:
        least: Where the upright axis begins.
    """
    powers = range(-6, -1)
    x_marks = tuple((float(power), f"1 in {10**-power:,}") for power in powers)
    y_marks = tuple((least + (1 - least) * at / 5, f"{least + (1 - least) * at / 5:.2f}") for at in range(6))
    axes = Axes(title, "false pairs let through", "true pairs found", (-6, -2), (least, 1), x_marks, y_marks)
    lines = [
        Line(name, tuple((log10(rate), max(least, pairs.found_at(rate))) for rate in RATES))
        for name, pairs in found.items()
    ]
    return _drawn(axes, lines, diagonal=False)


def _drawn(axes: Axes, lines: Sequence[Line], *, diagonal: bool) -> str:
    parts = [
        (
            f'<svg xmlns="{_NAMESPACE}" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img"'
            f' font-family="system-ui, sans-serif" font-size="13">'
        ),
        f"<title>{escape(axes.title)}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        _text(LEFT, 24, axes.title, anchor="start", size=15),
        *_grid(axes),
    ]
    if diagonal:
        parts.append(_path([axes.at(0, 0), axes.at(1, 1)], "#999", dashes="4 4"))
    for at, line in enumerate(lines):
        parts += _line(axes, line, at)
    return "\n".join([*parts, "</svg>"]) + "\n"


_NAMESPACE: Final = "http:" + "//www.w3.org/2000/svg"


def _grid(axes: Axes) -> list[str]:
    parts = []
    for x, words in axes.x_marks:
        place, _ = axes.at(x, axes.y_ends[0])
        parts += [_path([(place, TOP), (place, BOTTOM)], "#e3e3e3"), _text(place, BOTTOM + 18, words)]
    for y, words in axes.y_marks:
        _, place = axes.at(axes.x_ends[0], y)
        parts += [_path([(LEFT, place), (RIGHT, place)], "#e3e3e3"), _text(LEFT - 8, place + 4, words, anchor="end")]
    parts.append(_text((LEFT + RIGHT) / 2, BOTTOM + 42, axes.x_title))
    middle = (TOP + BOTTOM) / 2
    parts.append(f'<g transform="rotate(-90 18 {middle})">{_text(18, middle, axes.y_title)}</g>')
    return parts


def _line(axes: Axes, line: Line, number: int) -> list[str]:
    colour = COLOURS[number % len(COLOURS)]
    places = [axes.at(x, y) for x, y in line.points]
    key = BOTTOM - 20 - 20 * number
    return [
        _path(places, colour, width=2),
        *(_mark(place, colour, number, size=line.size(at)) for at, place in enumerate(places)),
        _mark((RIGHT - 234, key - 4), colour, number, size=3.5),
        _text(RIGHT - 222, key, line.name, anchor="start"),
    ]


def _path(places: Sequence[tuple[float, float]], colour: str, *, width: float = 1, dashes: str = "") -> str:
    points = " ".join(f"{x},{y}" for x, y in places)
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="{width}"{dashed}/>'


def _mark(place: tuple[float, float], colour: str, number: int, *, size: float) -> str:
    """A disc, a square, a diamond in turn."""
    x, y = place
    if number % 3 == 0:
        return f'<circle cx="{x}" cy="{y}" r="{size:.1f}" fill="{colour}"/>'
    turned = f' transform="rotate(45 {x} {y})"' if number % 3 == 2 else ""
    box = f'x="{x - size:.1f}" y="{y - size:.1f}" width="{2 * size:.1f}" height="{2 * size:.1f}"'
    return f'<rect {box} fill="{colour}"{turned}/>'


def _text(x: float, y: float, words: str, *, anchor: str = "middle", size: int = 13) -> str:
    return f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}" font-size="{size}" fill="#222">{escape(words)}</text>'
