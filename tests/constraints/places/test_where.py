import pytest

from constraints.places.where import found_place


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        " ",
        "金水区",
        "金水",
        "郑州市金水区",
        "河南省郑州市金水区",
        "河南省 郑州市 金水区",
        "Jinshui District, Zhengzhou",
    ],
)
def test_the_usual_place(text: str | None) -> None:
    assert found_place(text).place.id == "jinshui" and found_place(text).certain


@pytest.mark.parametrize(
    ("text", "place", "told"),
    [
        ("广东", "guangdong", ""),
        ("广东省", "guangdong", ""),
        ("天津", "tianjin", ""),
        ("郑州", "zhengzhou", ""),
        ("全国", "nation", ""),
        ("广东省广州市天河区", "guangdong", "按广东省的规定"),
        ("深圳市", "guangdong", "按广东省的规定"),
        ("洛阳", "henan", "按河南省的规定"),
        ("河南省洛阳市", "henan", "按河南省的规定"),
        ("郑州市中原区", "zhengzhou", "按郑州市的规定"),
        ("天津市和平区", "tianjin", "按天津市的规定"),
        ("浙江省杭州市", "nation", "只按全国的规定"),
        ("广西壮族自治区", "nation", "只按全国的规定"),
        ("辽宁省大连市中山区", "nation", "只按全国的规定"),
        ("湖南省新乡村", "nation", "只按全国的规定"),
    ],
)
def test_the_place_that_is_meant(text: str, place: str, told: str) -> None:
    found = found_place(text)
    assert (found.place.id, found.certain) == (place, True)
    assert told in "".join(note.zh for note in found.notes) and bool(found.notes) is bool(told)


@pytest.mark.parametrize(
    ("text", "like"), [("广冬省", "广东省"), ("今水区", "金水区"), ("郑洲市", "郑州市"), ("某地", None)]
)
def test_an_unknown_place_is_not_certain(text: str, like: str | None) -> None:
    found = found_place(text)
    assert not found.certain and found.place.id == "nation"
    assert like is None or like in found.like


def test_what_is_like_a_place_is_proposed_once_and_towns_too() -> None:
    assert sorted(found_place("广洲").like) == ["广东", "广州", "广西"]
