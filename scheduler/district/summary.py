"""What the bureau's report needs of one school, computed from the school and, where there is one, its audited plan."""

from __future__ import annotations

from constraints.articles import ArticleFindings, by_article
from constraints.audit import Report
from constraints.service.grade_service import judged_grades
from scheduler.district.anonymous import Anonymous
from scheduler.district.figures import (
    Adults,
    ArticleFigures,
    External,
    Flexible,
    GradeHours,
    GradeService,
    GradeSport,
    Person,
    Protected,
    SubjectLoad,
)
from scheduler.district.hours import grade_hours, grade_sport, protected_lessons
from scheduler.district.nouns import Said
from scheduler.district.service import adults_of, external_of, grade_service
from scheduler.district.staff import USUAL, Norms, flexible_of, people_of, subject_loads
from scheduler.explanation.counting.counting import shortages
from scheduler.model.owner import Level
from scheduler.plan import Plan, PlanView
from scheduler.plan.layout import tells_service
from scheduler.plan.omissions import NOTHING_OMITTED, Omissions, PlanPart
from scheduler.school import School, StaffKind
from scheduler.school.base import FrozenModel
from scheduler.text import Text

FORMAT = 1
PLACES_SHOWN = 3
SERVICE_PARTS = frozenset({PlanPart.GROUPS, PlanPart.CLUBS})


class SchoolSummary(FrozenModel):
    """What a bureau is told of a school. None: not known, as there is no plan or it does not tell that part.

    `judged`: there is a plan that was audited; whether it is `compliant` is not known where none of what was understood of it breaks
    anything, but not all of it was. `hard` counts the places where a plan breaks what the school itself has made binding, beside the articles. `short` says what
    counting found to be lacking, so that no plan can exist; `people` are there only where names were asked for.
    """

    format: int = FORMAT
    school: str
    term: str
    grades: tuple[int, ...]
    classes: int
    pupils: int
    staff: int
    posts: float
    judged: bool = False
    compliant: bool | None = None
    cost: int | None = None
    hard: int | None = None
    articles: tuple[ArticleFigures, ...] = ()
    hours: tuple[GradeHours, ...] | None = None
    protected: tuple[Protected, ...] | None = None
    sport: tuple[GradeSport, ...] | None = None
    service: tuple[GradeService, ...] | None = None
    adults: Adults | None = None
    external: External | None = None
    flexible: Flexible | None = None
    loads: tuple[SubjectLoad, ...] = ()
    short: tuple[Said, ...] = ()
    people: tuple[Person, ...] = ()


def summary_of(
    school: School,
    plan: Plan | None = None,
    report: Report | None = None,
    *,
    names: bool = False,
    omissions: Omissions = NOTHING_OMITTED,
    norms: Norms = USUAL,
) -> SchoolSummary:
    """Return what a bureau is told of a school; without a plan and its `report`: who is there, and what is short.

    `omissions` is what the plan leaves out (`PlanReading.omissions`). Without `names` no teacher is named anywhere in it.
    Raises ValueError when a rule setting cannot be used.
    """
    anonymous, short = Anonymous(school, names=names), shortages(school)
    own = [teacher for teacher in school.teachers if teacher.kind is StaffKind.STAFF]
    found = SchoolSummary(
        school=school.name,
        term=school.term,
        grades=school.grades,
        classes=len(school.classes),
        pupils=sum(klass.size for klass in school.classes),
        staff=len(own),
        posts=sum(teacher.fte for teacher in own) / 100,
        loads=subject_loads(school, short, norms),
        short=tuple(anonymous.text(each.text) for each in short),
    )
    if plan is None or report is None:
        return found
    return _with_plan(found, PlanView(school, plan), report, anonymous, omissions, names=names)


def _with_plan(
    found: SchoolSummary,
    view: PlanView,
    report: Report,
    anonymous: Anonymous,
    omissions: Omissions,
    *,
    names: bool,
) -> SchoolSummary:
    service = _service_told(view, omissions)
    granted = service and PlanPart.GRANTS not in omissions.parts and view.school.working is not None
    duties = service and PlanPart.DUTIES not in omissions.parts
    lessons = not omissions.courses
    return found.renewed(
        judged=True,
        compliant=report.compliant,
        cost=report.cost,
        hard=_hard(report),
        articles=tuple(_article(each, anonymous) for each in by_article(report)),
        hours=grade_hours(view, omissions.classes) if lessons else None,
        protected=protected_lessons(view, omissions.classes) if lessons else None,
        sport=grade_sport(view, omissions.classes) if lessons and service else None,
        service=grade_service(view) if service else None,
        adults=adults_of(view) if duties else None,
        external=external_of(view) if service else None,
        flexible=flexible_of(view) if granted else None,
        people=people_of(view) if names else (),
    )


def _service_told(view: PlanView, omissions: Omissions) -> bool:
    """Tell whether the plan says who is in service: all of it, or there is none to say."""
    if not judged_grades(view.school) and not view.school.service.stations:
        return True
    return tells_service(view.plan) and not omissions.parts & SERVICE_PARTS


def _hard(report: Report) -> int:
    """Return the places where hard rules that cite no article are broken."""
    return sum(
        len(finding.verdict.violations)
        for finding in report.findings
        if finding.active.level is Level.HARD and finding.active.article is None
    )


def _article(found: ArticleFindings, anonymous: Anonymous) -> ArticleFigures:
    binding = [each for each in found.findings if each.active.level is not Level.SOFT] or found.findings
    violations = [violation for each in binding for violation in each.verdict.violations]
    unjudged = dict.fromkeys(each.verdict.unjudged for each in found.findings if each.verdict.unjudged is not None)
    return ArticleFigures(
        cited=found.article.cited,
        asks=found.article.asks,
        rules=tuple(each.active.rule.title for each in found.findings),
        binding=found.binding,
        result=found.result,
        judged=found.judged,
        broken=found.broken,
        places=tuple(anonymous.text(violation.text) for violation in violations[:PLACES_SHOWN]),
        why=_joined(list(unjudged)) if unjudged else None,
    )


def _joined(texts: list[Text]) -> Text:
    return Text("；".join(text.zh for text in texts), "; ".join(text.en for text in texts))
