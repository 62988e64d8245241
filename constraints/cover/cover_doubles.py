"""An exchange does not split a double lesson."""

from __future__ import annotations

from constraints.cover.dates import item_text
from constraints.rule import CoverRule, NoParameters, Verdict, Violation
from scheduler.model.cover import CoverVariables
from scheduler.model.owner import Level, class_owner
from scheduler.model.poster import Poster
from scheduler.term.day import Day, Item, day_of
from scheduler.term.nouns import ItemKind, Way
from scheduler.term.view import CoverView
from scheduler.text import Text


def in_double(day: Day, item: Item) -> bool:
    """Tell whether a lesson stands beside another of a course that has doubles, on a day as it was planned."""
    course = day.school.course.get(item.key.id)
    if item.kind is not ItemKind.LESSON or course is None or not course.doubles:
        return False
    following = day.school.next_in_double
    own = [other.slot for other in day.of_class.get(item.classes[0], ()) if other.key.id == item.key.id]
    return any(following(slot) == item.slot or following(item.slot) == slot for slot in own)


def post(poster: Poster, variables: CoverVariables, parameters: NoParameters) -> None:
    """Ensure that neither lesson of an exchange is one of a double."""
    for literal, option in variables.of_way(Way.EXCHANGE):
        assert option.other is not None
        for item in (option.hit.item, option.other):
            if in_double(variables.situation.day(item.date), item):
                poster.none(literal, class_owner(item.classes[0]))


def check(view: CoverView, parameters: NoParameters) -> Verdict:
    """Find every lesson of a double that is exchanged; the amount is in lessons."""
    found, judged = [], 0
    for _, item in view.exchanged():
        judged += 1
        if in_double(day_of(view.before, item.date), item):
            what = item_text(item)
            text = Text(f"{what.zh}是连堂，被拆开", f"{what.en} is one of a double that is split")
            found.append(Violation(class_owner(item.classes[0]), 1, text, classes=item.classes))
    return Verdict(judged, tuple(found))


RULE = CoverRule(
    id="cover_doubles",
    title=Text("不拆连堂", "Doubles are not split"),
    words=Text("调课不拆开连堂。", "An exchange takes no lesson out of a double."),
    level=Level.HARD,
    levels=(Level.HARD, Level.SOFT),
    weight=30,
    unit=Text("节", "lessons"),
    parameters=NoParameters,
    post=post,
    check=check,
)
