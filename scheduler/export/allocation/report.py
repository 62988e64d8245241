"""选课报告: how the wishes were met, by rank, grade and club, beside first come first served and a lottery; charts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.chart.series_factory import SeriesFactory

from scheduler.allocation import Allocation, Mode, Seat
from scheduler.allocation.nouns import MODE_NAMES
from scheduler.allocation.statistics import Statistics, statistics
from scheduler.allocation.waiting import wants
from scheduler.export.allocation.names import HOME, Printed, rank_of
from scheduler.export.table import BOLD, SMALL_TEXT, Column, TableSheet, Value
from scheduler.text import Text, day_name, grade_name

REPORT = Text("选课报告", "Report on clubs")
CHART_ROW, MOST_CLUBS = 200.0, 20


def add_report(book: Workbook, printed: Printed, others: Mapping[Mode, Allocation]) -> None:
    """Add 选课报告; `others` are allocations of the same wishes to compare with."""
    page, allocation = printed.page, printed.allocation
    columns = [Column(Text("项目", "Item"), 40, SMALL_TEXT), *(Column(Text(" ", " "), 16) for _ in range(3))]
    table = TableSheet(book, page, REPORT, columns, page.text(_verdict(allocation)), landscape=False)
    found = statistics(printed.demand, allocation)
    _compare(table, printed, {allocation.mode: allocation, **others})
    ranks = _rows(
        table,
        Text("各志愿满足人次", "Wishes met by rank"),
        [(page.text(Text(f"第 {rank} 志愿", f"Wish {rank}")), count) for rank, count in found.by_rank.items()],
    )
    grades = _grades(table, found)
    clubs = _rows(
        table,
        Text("没去成的人次（最多的社团，可考虑加开）", "Wished in vain: which club to open next"),
        [
            (f"{seat.club} {page.text(day_name(seat.day))}", count)
            for seat, count in list(found.unmet.items())[:MOST_CLUBS]
        ],
    )
    _closed(table, printed)
    for rows, title in (
        (ranks, Text("各志愿满足人次", "Wishes met by rank")),
        (grades, Text("各年级第一志愿满足人数", "First wishes met by grade")),
        (clubs, Text("没去成的人次", "Wished in vain")),
    ):
        _chart(table, rows, page.text(title))
    table.finish()


def _verdict(allocation: Allocation) -> Text:
    if allocation.mode is not Mode.BEST:
        name = MODE_NAMES[allocation.mode]
        return Text(f"分配方式：{name.zh}；种子 {allocation.seed}", f"{name.en}; seed {allocation.seed}")
    if allocation.proven:
        return Text(
            f"已证明最优：一个志愿都没满足的人最少，其次每人缺的天数、名次最差的尽量好，再使名次总和最小；同等的按抽签，种子 {allocation.seed}",
            f"Proven best: fewest without a wish, then the worst-off, then the sum of ranks; equals by a drawing, seed {allocation.seed}",
        )
    return Text(
        f"规定时间内的最好结果，没有证明最优；种子 {allocation.seed}",
        f"The best found in time, not proven; seed {allocation.seed}",
    )


def _compare(table: TableSheet, printed: Printed, allocations: Mapping[Mode, Allocation]) -> None:
    page = printed.page
    found = [statistics(printed.demand, each) for each in allocations.values()]
    table.section(Text("分配方式比较（同一份志愿）", "Ways to allocate, on the same wishes"))
    table.add(["", *_padded([page.text(MODE_NAMES[mode]) for mode in allocations])], dict.fromkeys(range(1, 4), BOLD))
    rows: list[tuple[Text, list[Value]]] = [
        (Text("填了志愿的学生", "Pupils with wishes"), [each.wishing for each in found]),
        (Text("得到第一志愿的学生", "with a first wish"), [_share(each.first, each.wishing) for each in found]),
        (Text("一个志愿都没有的学生", "without any wish"), [_share(each.without, each.wishing) for each in found]),
        (Text("平均名次", "Mean rank"), [round(each.mean_rank, 2) for each in found]),
        (Text("缺得最多的学生缺几次", "Most wishes that a pupil lacks"), [each.worst for each in found]),
    ]
    for text, values in rows:
        table.add([page.text(text), *_padded(values)])


def _padded(values: Sequence[Value]) -> list[Value]:
    return [*values, *[None] * (3 - len(values))]


def _share(part: int, whole: int) -> str:
    return f"{part}（{part / whole:.1%}）" if whole else "0"


def _rows(table: TableSheet, title: Text, rows: Sequence[tuple[str, int]]) -> range:
    table.section(title)
    first = table.row + 1
    for label, count in rows:
        table.add([label, count, None, None])
    return range(first, table.row + 1)


def _grades(table: TableSheet, found: Statistics) -> range:
    page = table.page
    table.section(Text("各年级", "By grade"))
    heads = (Text("第一志愿", "first wish"), Text("填志愿", "wishing"), Text("一个都没有", "none"))
    table.add(["", *(page.text(head) for head in heads)], dict.fromkeys(range(1, 4), BOLD))
    first = table.row + 1
    for grade, (wishing, has_first, has_none) in found.by_grade.items():
        table.add([page.text(Text(f"{grade_name(grade)}年级", f"Grade {grade}")), has_first, wishing, has_none])
    return range(first, table.row + 1)


def _closed(table: TableSheet, printed: Printed) -> None:
    """Say which sessions are not held and what becomes of those who wished for them."""
    page = table.page
    closed = [seat for seat in printed.allocation.closed if printed.wishes.offer[seat.club].minimum]
    table.section(Text("没有开的社团", "Clubs that are not held"))
    for seat in closed:
        told = _outcome(printed, seat)
        row = table.add([f"{seat.club} {page.text(day_name(seat.day))}：{page.text(told)}", None, None, None])
        table.sheet.row_dimensions[row].height = 44
    if not closed:
        table.add([page.text(Text("没有", "None")), None, None, None])


def _outcome(printed: Printed, seat: Seat) -> Text:
    """Say how many wished for a session that is not held, and where those are now who would rather be in it."""
    demand, allocation = printed.demand, printed.allocation
    here = [o for o in demand.options if o.club == seat.club and seat.day in o.days]
    losers = [o.pupil for o in here if wants(demand, allocation, o)]
    places = Counter(min((rank_of(p) for p in allocation.of.get(pupil, {}).values()), default=HOME) for pupil in losers)
    zh = "、".join(f"{place.zh} {count} 人" for place, count in sorted(places.items()))
    en = ", ".join(f"{place.en} {count}" for place, count in sorted(places.items()))
    least, wished, lost = printed.wishes.offer[seat.club].minimum, len({o.pupil for o in here}), len(losers)
    now = Text(f"现在：{zh}", f"now: {en}") if places else Text("现在都有同样想去或更想去的", "all have as good a wish")
    return Text(
        f"至少 {least} 人，{wished} 人填了它；其中 {lost} 人更想来这里，{now.zh}",
        f"needs {least}, {wished} named it; {lost} would rather be here, {now.en}",
    )


def _chart(table: TableSheet, rows: range, title: str) -> None:
    """Add a chart of some rows below the figures."""
    if not len(rows):
        return
    chart, sheet = BarChart(), table.sheet
    chart.title, chart.legend = title, None
    chart.width, chart.height = 17, 6.6
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.series.append(SeriesFactory(Reference(sheet, min_col=2, min_row=rows[0], max_row=rows[-1])))
    chart.set_categories(Reference(sheet, min_col=1, min_row=rows[0], max_row=rows[-1]))
    table.row += 1
    sheet.row_dimensions[table.row].height = CHART_ROW
    sheet.add_chart(chart, f"A{table.row}")
    sheet.cell(table.row, 1).value = " "
