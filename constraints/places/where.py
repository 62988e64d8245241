"""Finds the place that somebody means: by its name, by a known place that it lies in, else by its province."""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import cache
from typing import NamedTuple

from constraints.places.place import NATION, USUAL, Place, places
from scheduler.text import Text

PROVINCES = (
    *(
        "北京",
        "天津",
        "上海",
        "重庆",
        "河北",
        "山西",
        "辽宁",
        "吉林",
        "黑龙江",
        "江苏",
        "浙江",
        "安徽",
        "福建",
        "江西",
        "山东",
    ),
    *(
        "河南",
        "湖北",
        "湖南",
        "广东",
        "海南",
        "四川",
        "贵州",
        "云南",
        "陕西",
        "甘肃",
        "青海",
        "内蒙古",
        "广西",
        "西藏",
        "宁夏",
    ),
    *("新疆", "香港", "澳门", "台湾"),
)
_SPACE = re.compile(r"\s+")
_KIND = re.compile(r"(?:特别行政区|壮族自治区|回族自治区|维吾尔自治区|自治区|自治州|[省市区县])$")


class Where(NamedTuple):
    """A place that was found, and what was assumed. `certain` is False where nothing known was recognised; then `like` are
    the nearest names."""

    place: Place
    notes: tuple[Text, ...] = ()
    certain: bool = True
    like: tuple[str, ...] = ()


def found_place(text: str | None) -> Where:
    """Return the place that a text means. Without one it is the usual one, which is said; an unknown one is not certain."""
    if text is None or not text.strip():
        name = places()[USUAL].name
        said = Text(f"没有写所在地，按{name.zh}的规定", f"no place is told: the rules of {name.en} are taken")
        return Where(places()[USUAL], (said,))
    wanted = _SPACE.sub("", text)
    exact = _names().get(wanted.casefold()) or _names().get(_short(wanted))
    if exact is not None:
        return Where(places()[exact])
    return _within(wanted) or _unknown(wanted)


def place_names() -> tuple[str, ...]:
    """Return the names of the known places, as they are proposed to people."""
    return tuple(place.name.zh for place in places().values())


def _short(name: str) -> str:
    """Return a name without 省, 市, 区 and the like, unless nothing much is left."""
    short = _KIND.sub("", name)
    return short if len(short) > 1 else name


@cache
def _names() -> dict[str, str]:
    """Return the id of each known place by the names that it goes by."""
    found: dict[str, str] = {}
    for place in places().values():
        for name in (place.name.zh, place.name.en, *place.also):
            found[_SPACE.sub("", name).casefold()] = place.id
            found.setdefault(_short(name), place.id)
    return found


def _within(wanted: str) -> Where | None:
    """Return the lowest known place that a text names as what the place lies in; else its province, which has no file."""
    best = None
    for place in reversed(places().values()):
        if place.id != NATION and any(name in wanted for name in (*place.also, *place.within)):
            best = place
            break
    province = next((name for name in PROVINCES if wanted.startswith(name)), None)
    if best is not None and (province is None or _lies_in(best, province)):
        name = best.name
        return Where(
            best,
            (
                Text(
                    f"没有单独收录{wanted}，按{name.zh}的规定",
                    f"{wanted} has no file: the rules of {name.en} are taken",
                ),
            ),
        )
    if province is None:
        return None
    nation = places()[NATION]
    said = Text(
        f"没有收录{wanted}的规定，只按全国的规定；当地另有要求的，写在“规则”表里",
        f"{wanted} has no file: the rules of the nation are taken; what is asked there besides goes into 规则",
    )
    return Where(nation, (said,))


def _lies_in(place: Place, province: str) -> bool:
    return any(province in (_short(each.name.zh), *each.also) for each in place.upwards)


def _unknown(wanted: str) -> Where:
    within = (name for place in places().values() for name in place.within)
    near = get_close_matches(wanted, list(dict.fromkeys((*_names(), *PROVINCES, *within))), n=3, cutoff=0.5)
    said = Text(
        f"不认识所在地“{wanted}”，只按全国的规定", f"{wanted} is no known place: the rules of the nation are taken"
    )
    return Where(places()[NATION], (said,), False, tuple(near))
