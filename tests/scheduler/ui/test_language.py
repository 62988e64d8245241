"""Everything that the pages say can be said in English too."""

from __future__ import annotations

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from scheduler.ui.language import DOMAIN, LOCALE

HOME = Path(__file__).parents[3]
SOURCES = [HOME / "app_streamlit.py", *sorted((HOME / "scheduler" / "ui").glob("*.py"))]
CATALOGUE = LOCALE / "en" / "LC_MESSAGES" / f"{DOMAIN}.po"
CHINESE = re.compile(r"[\u4e00-\u9fff]")
IN_BOTH = re.compile(r" / [A-Za-z]")
NAMES = {"paike 排课", "中文", "学校.xlsx", "班"}
SAID = {"_", "N_", "Text"}


def messages() -> set[str]:
    """What is asked of the catalogue, also within an f-string, where `make catalogue` does not find it."""
    calls = [
        node
        for source in SOURCES
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
    ]
    asked = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id in ("_", "N_")]
    given = [call.args[0] for call in asked]
    return {each.value for each in given if isinstance(each, ast.Constant) and isinstance(each.value, str)}


def translations() -> dict[str, str]:
    with CATALOGUE.open("rb") as file:
        return {str(each.id): str(each.string) for each in read_po(file) if each.id}


def fields(message: str) -> list[str]:
    return sorted(re.findall(r"{[^}]*}", message))


def test_every_message_is_translated() -> None:
    known = translations()
    assert messages()
    missing = sorted(message for message in messages() if not known.get(message))
    assert not missing, (
        f"{len(missing)} without English in {CATALOGUE.name}, beginning with {missing[:3]}: make catalogue"
    )


def test_the_catalogue_has_no_message_that_nobody_says() -> None:
    assert not set(translations()) - messages()


def test_translations_keep_the_fields_and_are_english() -> None:
    wrong = {zh: en for zh, en in translations().items() if fields(zh) != fields(en)}
    assert not wrong
    # Names of sheets are the same in both languages.
    chinese = {zh: en for zh, en in translations().items() if CHINESE.search(re.sub(r"“[^”]*”", "", en))}
    assert not chinese


def test_the_compiled_catalogue_is_that_of_the_text() -> None:
    compiled = gettext.translation(DOMAIN, LOCALE, ["en"])
    assert {zh: compiled.gettext(zh) for zh in translations()} == translations()


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_no_chinese_is_said_past_the_catalogue(source: Path) -> None:
    past = [text for text in chinese_literals(source) if text not in NAMES and not IN_BOTH.search(text)]
    assert not past


def chinese_literals(source: Path) -> Iterator[str]:
    """Yield the literals in Chinese that are neither documentation nor said by `_`, `N_` or `Text`."""
    tree = ast.parse(source.read_text(encoding="utf-8"))
    fine: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SAID:
            fine.update(id(each) for each in ast.walk(node))
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            fine.add(id(node.value))
    literals = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in fine)
    yield from (node.value for node in literals if isinstance(node.value, str) and CHINESE.search(node.value))
