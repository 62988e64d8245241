"""Nobody who stands in or changes places is in two places at once, and no place holds more than it can."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from constraints.cover.dates import Duties, item_text
from constraints.rule import CoverRule, NoParameters, Verdict, Violation
from scheduler.model.cover import CoverVariables
from scheduler.model.owner import Level, class_owner, teacher_owner, venue_owner
from scheduler.model.poster import Poster
from scheduler.term.day import Day, Item, binds
from scheduler.term.nouns import OWN_ROOM, Way
from scheduler.term.options import Option
from scheduler.term.view import CoverView
from scheduler.text import Text


def post(poster: Poster, variables: CoverVariables, parameters: NoParameters) -> None:
    """Ensure that no two duties which options ask of one person overlap, and that no lesson or place is used twice.

    What is there before anything is done was looked at when options were made.
    """
    asked: dict[str, Duties] = defaultdict(list)
    partners: dict[object, list[int]] = defaultdict(list)
    places: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for number, option in enumerate(variables.options):
        for duty in option.duties:
            asked[duty.teacher].append((duty, number))
        if option.other is not None:
            partners[option.other.occasion].append(number)
        for place in _places(option):
            places[place].append(number)
    for teacher, duties in asked.items():
        for together in _at_once(duties):
            poster.at_most_one([variables.chosen[n] for n in sorted(together)], teacher_owner(teacher))
    for numbers in partners.values():
        other = variables.options[numbers[0]].other
        assert other is not None
        poster.at_most_one([variables.chosen[n] for n in numbers], class_owner(other.classes[0]))
    for place, numbers in places.items():
        poster.at_most_one([variables.chosen[n] for n in numbers], venue_owner(str(place[0])))


def _places(option: Option) -> Iterator[tuple[object, ...]]:
    """Yield the places that an option newly uses, with the time: one of the same kind at a time is enough to be safe."""
    item = option.hit.item
    if option.venue not in (None, OWN_ROOM):
        yield option.venue, item.date, item.slot
    if option.way is Way.MERGE and option.other is not None and option.other.venue not in (None, item.venue):
        yield option.other.venue, item.date, option.other.slot
    if option.way is Way.EXCHANGE and option.other is not None:
        for moved, there in ((item, option.other), (option.other, item)):
            if moved.venue is not None and moved.venue != there.venue:
                yield moved.venue, there.date, there.slot


def _at_once(duties: Duties) -> Iterable[set[int]]:
    """Yield the options of each set of duties that share a minute; those of one option do not exclude each other."""
    for duty, _ in duties:
        found = {n for other, n in duties if other.date == duty.date and other.start <= duty.start < other.end}
        if len(found) > 1:
            yield found


def check(view: CoverView, parameters: NoParameters) -> Verdict:
    """Find everybody, and every class and place, that has two things at once because something was changed; one each pair."""
    found, judged = [], 0
    for date in view.touched:
        day = view.day(date)
        changed = [item for item in day.items if item.change is not None and item.change in view.changes]
        judged += len(changed)
        for item in changed:
            for other in day.items:
                if other is not item and other.overlaps(item) and (other not in changed or item.key < other.key):
                    found += list(_clashes(day, item, other))
    return Verdict(judged, tuple(found))


def _clashes(day: Day, item: Item, other: Item) -> Iterator[Violation]:
    here, there = item_text(item), item_text(other)
    joined = {item.change and item.change.joins, other.change and other.change.joins}
    together = item.key in joined or other.key in joined
    for teacher in sorted(set(item.teachers) & set(other.teachers)):
        if not together and binds(day, item) and binds(day, other):
            text = Text(f"{teacher}同时有{here.zh}和{there.zh}", f"{teacher} has {here.en} and {there.en} at once")
            yield Violation(teacher_owner(teacher), 1, text, teachers=(teacher,))
    for class_id in sorted(set(item.classes) & set(other.classes)):
        if item.kind is other.kind and not _takes_turns(day, item, other):
            text = Text(f"{class_id}同时有{here.zh}和{there.zh}", f"{class_id} has {here.en} and {there.en} at once")
            yield Violation(class_owner(class_id), 1, text, classes=(class_id,))
    known = day.school.venue.get(item.venue or "")
    if known is not None and other.venue == item.venue and not together:
        used = sum(1 for each in day.items if each.venue == item.venue and each.overlaps(item))
        if used > known.capacity:
            text = Text(f"{known.id}同时有{here.zh}和{there.zh}", f"{known.id} holds {here.en} and {there.en} at once")
            yield Violation(venue_owner(known.id), 1, text)


def _takes_turns(day: Day, item: Item, other: Item) -> bool:
    """Tell whether two lessons are each for a part of the same pupils (走班), or service beside which others go to clubs."""
    courses = [day.school.course.get(each.key.id) for each in (item, other)]
    if None in courses:
        return True
    names = {course.together for course in courses if course is not None}
    return len(names) == 1 and None not in names


RULE = CoverRule(
    id="cover_clash",
    title=Text("代课调课不冲突", "Cover without clashes"),
    words=Text(
        "代课、调课的教师同一时间只在一处，换去的场地放得下。",
        "Whoever stands in or changes places is in one place at a time, and places hold what is moved there.",
    ),
    level=Level.HARD,
    unit=Text("处", "places"),
    parameters=NoParameters,
    post=post,
    check=check,
)
