import itertools

from scheduler.export.styles import FAINT, HEADING_FILL, INK, QUIET, SHADES, Shade, solid
from scheduler.school import Area


def lightness(color: str) -> float:
    """How light a printer without colours makes a colour, 0 to 1."""
    red, green, blue = (int(color[-6:][i : i + 2], 16) for i in (0, 2, 4))
    return (0.299 * red + 0.587 * green + 0.114 * blue) / 255


def test_every_area_has_a_shade() -> None:
    assert set(SHADES) == set(Area)


def test_areas_differ_in_grey() -> None:
    shades = set(SHADES.values())
    assert len(shades) == 10
    for one, other in itertools.combinations(shades, 2):
        told_apart = abs(lightness(one.fill) - lightness(other.fill)) >= 0.04 or one.bold != other.bold
        assert told_apart, (one, other)


def luminance(color: str) -> float:
    parts = [int(color[-6:][i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(text: str, fill: str) -> float:
    light, dark = sorted((luminance(text), luminance(fill)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_text_is_readable_on_every_shade() -> None:
    for shade in set(SHADES.values()):
        assert contrast(INK, shade.fill) > 7 and contrast(QUIET, shade.fill) > 4.5, shade
    assert contrast(FAINT, HEADING_FILL) > 4.5


def test_white_is_no_fill() -> None:
    assert solid(Shade("FFFFFF").fill) is None and solid("EEEEEE") is not None
