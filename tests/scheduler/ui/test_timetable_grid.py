"""The grid's colours: one for every subject area, and legible in both themes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scheduler.school import Area
from scheduler.ui import timetable_grid

CSS = Path(timetable_grid.__file__).with_suffix(".css").read_text(encoding="utf-8")
THEMES = {"light": ("#31333f", "#ffffff"), "dark": ("#fafafa", "#0e1117")}  # text and background of Streamlit's themes
AA = 4.5


def hues() -> dict[str, str]:
    found = {}
    for selectors, hue in re.findall(r"([^{}]+)\{ --hue: (#[0-9a-f]{6}); \}", CSS):
        for name in re.findall(r"\.a-([a-z_]+)", selectors):
            found[name] = hue
    return found


def share() -> float:
    found = re.search(r"var\(--hue, var\(--st-text-color\)\) (\d+)%", CSS)
    assert found is not None
    return int(found[1]) / 100


def rgb(colour: str) -> tuple[float, ...]:
    return tuple(int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))


def luminance(colour: tuple[float, ...]) -> float:
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_every_area_has_a_colour() -> None:
    assert set(hues()) == {area.value for area in Area}


@pytest.mark.parametrize("theme", THEMES)
def test_lessons_are_legible(theme: str) -> None:
    text, background = map(rgb, THEMES[theme])
    for name, hue in hues().items():
        mixed = tuple(share() * a + (1 - share()) * b for a, b in zip(rgb(hue), background, strict=True))
        assert contrast(text, mixed) >= AA, name
