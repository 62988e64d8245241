"""Place files that people write: what is inherited, what is refused and how that is said."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from constraints.places.law import Law
from constraints.places.place import load_places
from constraints.places.place_file import PlaceError, read_place_file

DOCUMENT = """
[[document]]
title = "{cited}"
title_en = "{cited}"
cited = "{cited}"
cited_en = "{cited}"
date = {date}
sure = "certain"
source = "全文"
{more}
[[document.article]]
id = "service_time"
number = "三"
asks = "每天"
asks_en = "daily"
figure = [{figures}]
"""


def place_file(name: str, *documents: str, above: str | None = None, more: str = "") -> str:
    upper = f'above = "{above}"\n' if above else ""
    return f'name = "{name}"\nname_en = "{name}"\n{upper}{more}{"".join(documents)}'


def document(cited: str, since: str, *figures: str, more: str = "") -> str:
    return DOCUMENT.format(cited=cited, date=since, figures=", ".join(f"{{ {each} }}" for each in figures), more=more)


def loaded(folder: Path, **files: str) -> dict[str, Law]:
    """The law of each place on 1 September 2026."""
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return {name: Law(place, date(2026, 9, 1)) for name, place in load_places(folder).items()}


def refusal(folder: Path, **files: str) -> str:
    with pytest.raises(PlaceError) as error:
        loaded(folder, **files)
    return str(error.value)


UPPER = place_file("国", document("国一", "2021-01-01", 'key = "minutes", least = 60', 'key = "end", most = "20:30"'))


def test_a_place_inherits_and_may_be_stricter(tmp_path: Path) -> None:
    lower = place_file("省", document("省一", "2022-01-01", 'key = "minutes", least = 90'), above="nation")
    found = loaded(tmp_path, nation=UPPER, province=lower, county=place_file("县", above="province"))
    assert list(found) == ["nation", "province", "county"]
    assert {name: (at.value("minutes"), at.value("end")) for name, at in found.items()} == {
        "nation": (60, "20:30"),
        "province": (90, "20:30"),
        "county": (90, "20:30"),
    }
    assert found["county"].figures["minutes"].article.cited.zh == "省一 三"


@pytest.mark.parametrize(
    ("figure", "why"),
    [
        ('key = "minutes", least = 59', "省一 › minutes: least 59 is looser than least 60 of 国一"),
        ('key = "end", most = "20:31"', "省一 › end: most 20:31 is looser than most 20:30 of 国一"),
        ('key = "minutes", most = 90', "省一 › minutes: 国一 says least 60"),
        ('key = "end", most = 20', "省一 › end: 国一 says most 20:30"),
    ],
)
def test_never_looser_than_above(tmp_path: Path, figure: str, why: str) -> None:
    lower = place_file("省", document("省一", "2022-01-01", figure), above="nation")
    said = refusal(tmp_path, nation=UPPER, province=lower)
    assert said.startswith("province.toml: ") and why in said


def test_an_older_document_below_gives_way_to_a_stricter_one_above(tmp_path: Path) -> None:
    lower = place_file("省", document("省一", "2020-01-01", 'key = "minutes", least = 30'), above="nation")
    at = loaded(tmp_path, nation=UPPER, province=lower)["province"]
    assert (at.value("minutes"), at.figures["minutes"].article.document.cited.zh) == (60, "国一")


def test_what_is_over_holds_no_more(tmp_path: Path) -> None:
    old = document("国一", "2021-01-01", 'key = "minutes", least = 60', more="until = 2026-08-31")
    new = document("国二", "2026-09-01", 'key = "minutes", least = 45', 'key = "later", least = 1, since = 2026-09-02')
    at = loaded(tmp_path, nation=place_file("国", old, new))["nation"]
    assert (at.value("minutes"), at.value("later")) == (45, None)
    assert Law(at.place, date(2026, 8, 31)).value("minutes") == 60
    assert [each.cited.zh for each in at.articles("service_time")] == ["国二 三"]


def test_dates_that_are_known_in_part(tmp_path: Path) -> None:
    documents = (
        document("国一", '"2026-09"', 'key = "a", least = 1'),
        document("国二", '"2027"', 'key = "b", least = 1'),
    )
    at = loaded(tmp_path, nation=place_file("国", *documents))["nation"]
    assert (at.value("a"), at.value("b"), [each.date.text for each in at.documents]) == (1, None, ["2026-09"])


def test_why_a_figure_is_unknown_is_said_by_the_nearest_place(tmp_path: Path) -> None:
    def unknown(key: str, why: str) -> str:
        return f'[[unknown]]\nkey = "{key}"\nwhy = "{why}"\nwhy_en = "{why}"\n'

    upper = place_file("国", more=unknown("a", "国不知道") + unknown("b", "国不知道"))
    lower = place_file(
        "省", document("省一", "2022-01-01", 'key = "b", least = 1'), above="nation", more=unknown("a", "省不知道")
    )
    at = loaded(tmp_path, nation=upper, province=lower)["province"]
    assert {key: why.zh for key, why in at.unknown.items()} == {"a": "省不知道"}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("name = ", "province.toml: "),
        (place_file("省", above="nowhere"), "no place file is called nowhere"),
        (place_file("省", more='colour = "red"\n'), "colour: Extra inputs are not permitted"),
        (
            place_file("省", document("省一", "2022-01-01", more="figure = 3")),
            "省一 › figure: Extra inputs are not permitted",
        ),
        (
            place_file("省", document("省一", '"soon"')),
            '省一 › date: Value error, a date such as 2021-11-05, or "2025-12"',
        ),
        (
            place_file("省", document("省一", "2022-01-01", 'key = "a"')),
            "service_time › a: Value error, figure a: either",
        ),
        (
            place_file("省", document("省一", "2022-01-01", 'key = "a", least = "8点"')),
            "省一 › service_time › a › least",
        ),
        (
            place_file("省", document("省一", "2022-01-01", 'key = "a", least = "25:00"')),
            "省一 › service_time › a › least",
        ),
        (place_file("省", document("省一", "2022-01-01", 'key = "A b", least = 1')), "省一 › service_time › A b › key"),
        (place_file("省", document("省一", "2022-01-01").replace("certain", "perhaps")), "省一 › sure"),
    ],
)
def test_a_file_that_cannot_be_used_says_where(tmp_path: Path, text: str, why: str) -> None:
    said = refusal(tmp_path, province=text)
    assert said.startswith("province.toml: ") and why in said


def test_a_mark_that_an_editor_puts_before_the_text_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "province.toml"
    path.write_text(place_file("省"), encoding="utf-8-sig")
    assert read_place_file(path).name == "省"


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "province.toml"
    path.write_bytes('name = "省"'.encode("gbk"))
    with pytest.raises(PlaceError, match=r"province\.toml"):
        read_place_file(path)
