"""The words of charts in our workbooks, in sizes that suit a printed page."""

from __future__ import annotations

from openpyxl.chart.text import RichText
from openpyxl.chart.text import Text as ChartText
from openpyxl.chart.title import Title
from openpyxl.drawing.text import (
    CharacterProperties,
    Paragraph,
    ParagraphProperties,
    RegularTextRun,
    RichTextProperties,
)


def chart_title(words: str) -> Title:
    """Return the title of a chart."""
    properties = CharacterProperties(sz=1000, b=True)
    paragraph = Paragraph(pPr=ParagraphProperties(defRPr=properties), r=[RegularTextRun(rPr=properties, t=words)])
    return Title(tx=ChartText(rich=RichText(p=[paragraph])), overlay=False)


def axis_text(size: int, *, upright: bool = False) -> RichText:
    """Return the look of an axis's labels; upright ones stand on end where many share the axis."""
    properties = CharacterProperties(sz=size)
    return RichText(
        bodyPr=RichTextProperties(rot=-5_400_000, vert="horz") if upright else RichTextProperties(),
        p=[Paragraph(pPr=ParagraphProperties(defRPr=properties), endParaRPr=properties)],
    )
