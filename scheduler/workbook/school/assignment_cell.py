"""What people write in a cell of the 任课 matrix: teachers, lessons, odd and even weeks, joint classes, a place, remarks.

王芳            王芳、李强       王芳 4+1        王芳(4+1)       王芳 单          王芳/李强 (odd/even weeks)
单王芳/双李强    王芳 3; 李强 2 (two courses)     王芳 合:七(2)班                 王芳 @操场        王芳(代课)       待定
"""

from __future__ import annotations

import re
from dataclasses import replace

from scheduler.school import Week
from scheduler.text import Text
from scheduler.workbook.names import HAN, class_name, plain, split_names
from scheduler.workbook.notation import NotationError
from scheduler.workbook.people import is_like_a_name, is_remark
from scheduler.workbook.school.assignment_course import CellQuestionError, Known, Part
from scheduler.workbook.school.assignment_words import read_words

NOBODY = {
    "",
    "0",
    "-",
    "--",
    "—",
    "——",
    "/",
    "无",
    "×",
    "x",
    "none",
    "n/a",
    "0节",
    "0课时",
    "无课",
    "没课",
    "不开",
    "不开课",
    "不开设",
    "未开",
    "未开设",
    "停开",
    "不上",
}

_DOT = re.compile(r"(?<=[\u3400-\u9fff])\s*[·•∙⋅・‧．.。]\s*(?=[\u3400-\u9fff])")  # of 买买提·艾力
_JOINT = re.compile(r"(?:^|[\s(,、])合班?\s*[:：]?\s*(?P<classes>[^\s].*)$")
_HAS_LESSONS = re.compile(r"\d\+\d|\d节|(?:^|[\s(])[\d.]+\)?$|[\s(:][单双]|^[单双]")
_NONE = re.compile(r"[\u3400-\u9fff]\s*0(?:节课?|课时)?$")  # 王芳 0
_SOME_WEEKS = re.compile(
    r"[上下前后]?半个?学期|\d{1,2}\s*[-~至到]\s*\d{1,2}\s*月|第?\d+(?:\s*[-~至到、,]\s*第?\d+)*\s*周(?![一二三四五六日天])(?:起|前|后|以后|以前)?|\d+/\d+\s*周|[前后]\s*\d*\s*[半个]*(?:周|学期)"
)


def parse_cell(value: object, known: Known) -> tuple[Part, ...]:
    """Return the courses in a cell, none for an empty one. Raises NotationError, CellQuestionError among them."""
    text = "" if value is None else _DOT.sub("·", str(value))
    if known.is_teacher(plain(text)):
        return (Part((plain(text),)),)
    if _NONE.search(plain(text)):
        raise NotationError(
            Text("写了教师又写 0 节", "A teacher with 0 lessons"),
            Text(
                "不开这门课就清空这一格；要开就写课时", "Clear the cell where it is not taught, else type its lessons"
            ),
        )
    divided = _at_semicolons(text)
    if len(divided) == 1:
        lines = [line for line in map(plain, divided[0].splitlines()) if line]
        # Names below each other teach together, unless each line says how much.
        divided = lines if all(_HAS_LESSONS.search(line) for line in lines) else [_one_line(lines)]
    pieces = [piece for each in divided if (piece := plain(each)).casefold() not in NOBODY]
    found = [_piece(piece, known) for piece in pieces]
    if len(found) > 1:
        _check_pieces(pieces, found)
    return tuple(part for parts in found for part in parts)


def _at_semicolons(text: str) -> list[str]:
    """Return the pieces between semicolons outside of brackets; one that is a remark belongs to the one before it."""
    depth, found = 0, [""]
    for letter in text:
        depth += (letter in "(（[【") - (letter in ")）]】")
        if letter in ";；" and depth <= 0:
            found.append("")
        else:
            found[-1] += letter
    for index in range(len(found) - 1, 0, -1):
        if is_remark(plain(found[index])):
            found[index - 1] += f"({found.pop(index)})"
    return found


def _check_pieces(pieces: list[str], found: list[list[Part]]) -> None:
    """Raise where a semicolon divides a teacher from what is nobody's."""
    for piece, parts in zip(pieces, found, strict=True):
        if not any(part.is_taught or part.joint for part in parts):
            raise NotationError(
                Text(f"分号后面的“{piece}”没有写教师", f"No teacher in “{piece}” behind the semicolon"),
                Text("每一段写成 王芳 3；备注写在括号里", "Type each piece as 王芳 3, a remark in brackets"),
            )


def _one_line(lines: list[str]) -> str:
    """Return lines as names beside each other; a line in brackets belongs to the one above."""
    return re.sub(r"、(?=[(（【\[])", "", "、".join(lines))


def _piece(text: str, known: Known) -> list[Part]:
    text, joint = (text, ()) if text[:1] == "合" and known.is_teacher(text.partition(" ")[0]) else _joint(text)
    if HAN.search(text) and class_name(text) is not None:
        raise CellQuestionError(Text(f"“{text}”是班级，不是教师", f"“{text}” is a class, no teacher"), {})
    _ask_about_weeks(text, known)
    alternatives = [plain(part) for part in re.sub(r"(\d)\s*/\s*周", r"\1", text).split("/")]
    if len(alternatives) > 2:
        raise NotationError(
            Text("斜杠只能分开单周和双周两位教师", "A slash divides the teachers of odd and of even weeks only"),
            Text("写成 王芳/李强；同一节课几位教师一起上用、隔开", "Type 王芳/李强; several at once are divided by 、"),
        )
    if len(alternatives) == 2 and alternatives[0][:1] + alternatives[1][:1] in ("单双", "双单"):
        # 单志强 is a name, but beside 双李强 it is not.
        alternatives = [f"{part[0]} {part[1:].lstrip('周:')}" for part in alternatives]
    parts = [part for each in alternatives for part in read_words(each, known)]
    if len(alternatives) == 2:
        _check_slash(parts)
    if len(alternatives) == 2 or (len(parts) == 2 and {part.week for part in parts} == {Week.ODD, Week.EVEN}):
        parts = _rotated(parts[0], parts[1])
    return [replace(part, joint=joint) for part in parts]


def _check_slash(parts: list[Part]) -> None:
    if len(parts) != 2 or {part.is_taught for part in parts} == {True, False}:
        raise NotationError(
            Text("斜杠两边应各写一位教师", "One teacher is to stand on each side of the slash"),
            Text("写成 王芳/李强；只在单周上写 王芳 单", "Type 王芳/李强, or 王芳 单 for odd weeks alone"),
        )


def _joint(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the text without 合:七(2)班, and the classes that it names."""
    found = _JOINT.search(text)
    if not found:
        return text, ()
    named = found["classes"]
    if named.count(")") > named.count("("):
        named = named.removesuffix(")")
    classes = split_names(named)
    if not classes or not all(class_name(name) for name in classes):
        raise NotationError(
            Text(f"“合”后面的“{named}”不是班名", f"“{named}” after 合 are no classes"),
            Text("写成 王芳 合:七(2)班；多个班用、隔开", "Type 王芳 合:七(2)班; several classes are divided by 、"),
        )
    return plain(text[: found.start()].rstrip("(,、")), classes


def _ask_about_weeks(text: str, known: Known) -> None:
    """Raise where a cell names weeks of the term: a week is planned as it is from now on."""
    if not _SOME_WEEKS.search(text):
        return
    rest = re.sub(r"[()\[\]【】]", " ", _SOME_WEEKS.sub("、", text))
    names = [name for name in split_names(rest) if known.is_person(name) or is_like_a_name(name)]
    lessons = "".join(f" {word}" for word in rest.split() if re.fullmatch(r"\d[\d+]*节?", word))
    raise CellQuestionError(
        Text(f"“{text}”按周次分，排课排的是一周", f"“{text}” names weeks of the term; one week is planned"),
        {name + lessons: Text("现在由谁上", "who teaches now") for name in names if not name[-1].isdigit()},
    )


def _rotated(odd: Part, even: Part) -> list[Part]:
    """Return the two parts of 甲/乙: odd and even weeks unless they say otherwise; what one does not say the other does."""
    if odd.week is even.week is Week.EVERY:
        odd, even = replace(odd, week=Week.ODD), replace(even, week=Week.EVEN)
    lessons = odd.lessons or even.lessons
    place = odd.place or even.place
    return [
        replace(part, lessons=part.lessons or lessons, place=part.place or place, rotates=True) for part in (odd, even)
    ]
