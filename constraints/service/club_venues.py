"""A club meets in the place that it names or in one of the kind that it needs, and nothing meets in a closed one."""

from __future__ import annotations

from ortools.sat.python import cp_model

from constraints.rule import Level, NoParameters, Rule, Verdict, post_owner
from constraints.serving import broken, post_name
from scheduler.engine.poster import Poster
from scheduler.engine.service import Literal
from scheduler.engine.variables import LessonVariables
from scheduler.engine.venues import is_closed
from scheduler.plan import PlanView
from scheduler.school import WITH_PUPILS, Post, School, Slot
from scheduler.text import Text


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Ensure that each session which needs a venue is in just one, and that this is open."""
    school, service = variables.school, variables.service
    for each in school.posts.values():
        if each.venue_kind is None:
            continue
        closed: list[Literal] = []
        for slot, held in service.held(each.id).items():
            places = {each.venue: held} if each.venue is not None else service.venues(each.id, slot)
            if each.venue is None:
                poster.require(cp_model.LinearExpr.sum(list(places.values())) == held, post_owner(each.id))
            closed += [x for venue, x in places.items() if is_closed(school, school.venue[venue], slot)]
        if closed:
            poster.require(cp_model.LinearExpr.sum(closed) == 0, post_owner(each.id))


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find clubs without a venue and sessions in a wrong or closed one; each counts 1."""
    school, judged, violations = view.school, 0, []
    for post_id, sessions in view.of_post.items():
        each = school.posts[post_id]
        if each.kind not in WITH_PUPILS:
            continue
        for session in {(s.slot, s.venue): s for s in sessions}.values():
            judged += 1
            why = _wrong(school, each, session.slot, session.venue or each.venue)
            if why is not None:
                name = post_name(school, each, session.slot)
                text = Text(f"{name.zh}{why.zh}", f"{name.en} {why.en}")
                place = session.venue if session.venue in school.venue else None
                violations.append(broken(view, session, 1, text)._replace(venue=place))
    return Verdict(judged, tuple(violations))


def _wrong(school: School, each: Post, slot: Slot, name: str | None) -> Text | None:
    """Return why a session must not be where it is; None when it may."""
    if name is None:
        return None if each.venue_kind is None else Text(f"没有安排{each.venue_kind}", f"has no {each.venue_kind}")
    venue = school.venue.get(name)
    if venue is None:
        return Text(f"：没有名为 {name} 的场地", f": there is no venue called {name}")
    if each.venue is not None and name != each.venue:
        return Text(f"排在{name}，应在{each.venue}", f"is in {name}, not in {each.venue}")
    if each.venue_kind is not None and venue.kind != each.venue_kind:
        return Text(f"排在{name}，应在{each.venue_kind}", f"is in {name}, which is no {each.venue_kind}")
    if is_closed(school, venue, slot):
        return Text(f"排在{name}，此时不开放", f"is in {name}, which is closed then")
    return None


RULE = Rule(
    id="club_venues",
    title=Text("社团有场地", "A place for every club"),
    words=Text(
        "需要场地的社团每次都在指定的或同类的场地活动，不开放的场地不安排；容不容得下由“场地不超容量”判断。",
        "A club meets in the place that it names or in one of its kind, never in a closed one; whether there is room is another "
        "rule's to say.",
    ),
    level=Level.HARD,
    unit=Text("次", "sessions"),
    parameters=NoParameters,
    post=post,
    check=check,
)
