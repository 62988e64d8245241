"""What people typed is nowhere taken for Markdown: found by reading the pages' code (the pages themselves: test_plain_names.py)."""

from __future__ import annotations

import ast
from functools import partial
from pathlib import Path

import pytest

from scheduler.ui.markdown import plain

PAGES = sorted((Path(__file__).parents[3] / "scheduler" / "ui").glob("*.py"))
SINKS = {
    "markdown", "caption", "error", "warning", "info", "success", "toast", "title", "header", "subheader",
    "button", "download_button", "form_submit_button", "metric", "expander", "popover", "dialog", "progress", "spinner",
    "checkbox", "toggle", "radio", "segmented_control", "pills", "selectbox", "multiselect", "number_input", "text_input",
    "date_input", "file_uploader", "status", "badge", "link_button", "text_area", "slider", "select_slider", "tabs",
}  # fmt: skip
SHOWN = {"label", "body", "help", "captions", "text", "title"}
OPTIONS = {"radio", "segmented_control", "pills"}  # whose options are Markdown too
WORDS_OF_THE_PROGRAM = {
    "_",
    "N_",
    "plain",
    "seconds_text",
    "summary",
    "_choice",
    "task_words",
    "comparison_line",
    "_state",
    "_tab",
    "_level_words",
    "_shown_level",
}
NUMBERS = {"len", "sum", "max", "min", "round", "ceil", "int", "number", "whole_minutes", "granted", "closing"}
FIGURES = {
    "number", "cost", "bound", "plans", "plan_number", "weeks", "first", "last", "balance", "people", "range", "gini", "full"
}  # fmt: skip
"""Attributes that are numbers or dates."""


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("一(1)班 王芳 8:00—8:40、A-B", "一(1)班 王芳 8:00—8:40、A-B"),
        ("![p](http://evil/x)", "!\\[p\\](http\\:\u2060//evil/x)"),
        ("<img src=x>&lt;", "\\<img src=x\\>\\&lt;"),
        (":red[a] :material/delete: :smile: :100:", "\\:red\\[a\\] \\:\u2060material/delete\\: \\:\u2060smile\\: \\:\u2060100\\:"),
        ("$x$ **b** `c` ~~d~~ _e_", "\\$x\\$ \\*\\*b\\*\\* \\`c\\` \\~\\~d\\~\\~ \\_e\\_"),
        ("www.evil.example a@evil.example", "www\u2060.evil.example a@\u2060evil.example"),
        ("# a\n\n- b\r\n1. c", "\\# a - b 1. c"),
        ("1. a", "1\\. a"),
        ("a -> b", "a -\u2060\\> b"),
        (12, "12"),
        (" ", ""),
    ],
)  # fmt: skip
def test_a_text_is_written_such_that_it_reads_as_it_is(text: object, written: str) -> None:
    assert plain(text) == written


def _is_safe(node: ast.expr, known: dict[str, list[ast.expr]]) -> bool:
    """Tell whether an expression gives words of the program, numbers, and what was made plain."""
    safe = partial(_is_safe, known=known)
    match node:
        case ast.Constant():
            return True
        case ast.Call(func=ast.Name(id=name)):
            return name in WORDS_OF_THE_PROGRAM or name in NUMBERS
        case ast.Call(func=ast.Attribute(attr="format", value=base)):
            return safe(base) and all(safe(each) for each in (*node.args, *(word.value for word in node.keywords)))
        case ast.Call(func=ast.Attribute(attr="join", value=base), args=[given]):
            return safe(base) and safe(given)
        case ast.GeneratorExp(elt=each) | ast.ListComp(elt=each) | ast.Starred(value=each):
            return safe(each)
        case ast.JoinedStr(values=parts):
            return all(safe(part) for part in parts)
        case ast.FormattedValue(value=value, format_spec=spec):
            return spec is not None or safe(value)
        case ast.BinOp(left=left, op=ast.Add(), right=right) if not _is_whole(left) and not _is_whole(right):
            return safe(left) and safe(right)
        case ast.BinOp(op=op):
            return not isinstance(op, ast.Mult | ast.Mod)
        case ast.IfExp(body=one, orelse=other):
            return safe(one) and safe(other)
        case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.BoolOp(values=parts):
            return all(safe(part) for part in parts)
        case ast.Dict(values=values):
            return all(safe(value) for value in values if value is not None)
        case ast.Subscript(value=value):
            return safe(value)
        case ast.Attribute(attr=name):
            return name in FIGURES
        case ast.Name(id=name):
            if name.isupper():
                return True
            others = {**known, name: [ast.Constant("")]}  # what it was before is looked at too
            return name in known and all(_is_safe(each, others) for each in known[name])
    return False


def _is_whole(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, int)


def _known(function: ast.AST) -> dict[str, list[ast.expr]]:
    """What is assigned to each name of a function; a parameter is known by nothing."""
    found: dict[str, list[ast.expr]] = {}
    for node in ast.walk(function):
        match node:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=value)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
            ):
                found.setdefault(name, []).append(value)
            case ast.AugAssign(target=ast.Name(id=name), value=value):
                found.setdefault(name, []).append(value)
            case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=values)) if len(names) == len(values):
                for each, value in zip(names, values, strict=True):
                    if isinstance(each, ast.Name):
                        found.setdefault(each.id, []).append(value)
    return found


def _shown_options(call: ast.Call) -> list[ast.expr]:
    """What the options of a widget are shown as."""
    given = next((word.value for word in call.keywords if word.arg == "format_func"), None)
    match given:
        case None:
            return call.args[1:2]
        case ast.Lambda(body=body):
            return [body]
        case ast.Attribute(attr="__getitem__", value=words):
            return [words]
    return [ast.Call(func=given, args=[], keywords=[], lineno=call.lineno)]


def unsafe(source: str) -> list[str]:
    """Where a page shows as Markdown what may have been typed by somebody."""
    tree = ast.parse(source)
    found = []
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        known = _known(function)
        for call in ast.walk(function):
            if (
                isinstance(call, ast.Call)
                and isinstance(call.func, ast.Attribute)
                and call.func.attr in SINKS
                and not ast.unparse(call.func.value).endswith(".runs")
            ):
                shown = [*call.args[:1], *(word.value for word in call.keywords if word.arg in SHOWN)]
                shown += call.args[1:2] if call.func.attr == "progress" else []
                shown += _shown_options(call) if call.func.attr in OPTIONS else []
                found += [f"line {each.lineno}: {ast.unparse(each)}" for each in shown if not _is_safe(each, known)]
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_page_shows_what_somebody_typed_as_markdown(page: Path) -> None:
    assert unsafe(page.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "line",
    [
        'st.markdown(f"**{school.name}**")',
        'left.error(_("{a}").format(a=say(text)))',
        "st.button(name)",
        'words = _("a") + school.name\n    st.caption(words)',
        'st.toggle(_("a"), help=say(text))',
    ],
)
def test_the_reading_finds_what_is_not_plain(line: str) -> None:
    assert unsafe(f"def page(school, text, name):\n    {line}\n")
