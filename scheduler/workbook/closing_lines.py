"""Lines of a table that are no rows of it: totals, remarks, dates and signatures, as people put them below their lists."""

from __future__ import annotations

import re

from scheduler.workbook.names import plain

_TOTAL = re.compile(
    r".{0,8}?(?:合计|总计|小计|共计|总人数|总课时|周总课时|总数)(?:[:(\s\d].*|人数?|课时数?|节数?)?"
    r"|[总一]?共\s*\d+\s*\D{0,4}(?:[,，(].*)?|(?:sub)?total\b.*",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    r"(?:制表|填表|填报|审核|审批|校对|复核|统计|打印|录入|更新|联系|负责)(?:人员?|者|部门|单位|处室|时间|日期|电话)?(?:[:\s].*)?"
    r"|(?:备注|说明|注意|注|附注?|日期|时间|校长签[字名]|签[字名]|盖章|落款|单位|联系电话)(?:\d?[:].*)?"
)
_DATE = re.compile(r"\d{4}\s*[.年/-]\s*\d{1,2}\s*[.月/-]\s*\d{1,2}\s*日?(?: 0{1,2}:00(?::00)?)?")
_IN_BRACKETS = re.compile(r"[(【\[][^()【】\[\]]*[)】\]]")
_HEADS = re.compile(r"[一二三四五六七八九十]{1,2}、.*|.*:|以[上下].*")


def is_total(text: str) -> bool:
    """Tell whether a text heads a line of totals: 合计, 合计:4人, 语文组小计, 共10人."""
    said = plain(text)
    return any(_TOTAL.fullmatch(each) is not None for each in (said, said.replace(" ", "")))


def is_closing(text: str, *, alone: bool) -> bool:
    """Tell whether a line that begins with a text closes a table: it holds totals, a remark or a signature.

    A line that says nothing else (`alone`) may also be a date, wholly in brackets, or head what is below it: 一、行政, 三楼:.
    """
    said = plain(text)
    if is_total(said) or _SIGNED.fullmatch(said):
        return True
    return alone and any(pattern.fullmatch(said) for pattern in (_DATE, _IN_BRACKETS, _HEADS))
