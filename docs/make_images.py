"""Makes the picture of a printed page in the manual: `python docs/make_images.py`. Needs LibreOffice, poppler-utils and Noto Sans CJK."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path

from sample_data.generator import make_school
from scheduler.engine.solve import solve
from scheduler.engine.stopping import StoppingCriterion
from scheduler.export import plan_workbook

IMAGES = Path(__file__).parent / "img"
STAGE, CLASSES, SHOWN = "junior", 12, "七(2)班"
DOTS_PER_INCH = 110
CROP = (45, 75, 823, 1120)  # left, top, width and height in dots: the page without its header and footer
# The workbook asks for 微软雅黑, which only Windows has.
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<include>/etc/fonts/fonts.conf</include>
<alias binding="same"><family>微软雅黑</family><prefer><family>Noto Sans CJK SC</family></prefer></alias>
</fontconfig>"""


def main() -> None:
    """Solve a sample school and write the picture of one class's page."""
    school = make_school(STAGE, CLASSES)
    found = solve(school, StoppingCriterion(60), seed=1)
    if found.report is None:
        raise SystemExit("no plan in time")
    book = plan_workbook(found.report, bound=found.bound)
    for title in book.sheetnames:
        if title != "班级课表":
            book.remove(book[title])
    page = [item.id for item in school.classes].index(SHOWN) + 1
    with tempfile.TemporaryDirectory() as folder:
        workbook = Path(folder) / "classes.xlsx"
        book.save(workbook)
        _picture(workbook, page, IMAGES / "class-timetable")


def _picture(workbook: Path, page: int, target: Path) -> None:
    """Write one page of a workbook as PNG."""
    fonts = workbook.with_name("fonts.conf")
    fonts.write_text(FONTS, encoding="utf-8")
    office = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", workbook.parent, workbook]
    subprocess.run(office, check=True, capture_output=True, env={**os.environ, "FONTCONFIG_FILE": str(fonts)})
    left, top, width, height = CROP
    crop = ["-x", left, "-y", top, "-W", width, "-H", height]
    shown = ["-f", page, "-l", page, "-r", DOTS_PER_INCH, *crop, "-png", "-singlefile"]
    subprocess.run(["pdftoppm", *map(str, shown), workbook.with_suffix(".pdf"), target], check=True)


if __name__ == "__main__":
    main()
