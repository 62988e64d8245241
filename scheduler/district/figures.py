"""What a bureau is told of a school: plain numbers and sentences, without the name of a teacher or a pupil.

None stands for what is not known: the plan does not tell it, or the school has not said it. It is never a zero.
"""

from __future__ import annotations

from constraints.articles import Result
from scheduler.district.nouns import Said
from scheduler.school.base import FrozenModel


class ArticleFigures(FrozenModel):
    """How a school keeps an article: `judged` places were looked at, `broken` of them break it, the first few of them in words.

    `cited` names document and number, `why` says what could not be judged.
    """

    cited: Said
    asks: Said
    rules: tuple[Said, ...]
    binding: bool
    result: Result
    judged: int
    broken: int
    places: tuple[Said, ...] = ()
    why: Said | None = None


class AreaHours(FrozenModel):
    """Lessons a week of what the state asks for in a grade: the least that it asks, the least that a class has, and how many classes
    have less."""

    name: Said
    asked: int
    least: float
    short: int


class GradeHours(FrozenModel):
    """Lessons a week of a grade's classes: what the standard says in all (None: it says nothing), the least and the most held."""

    grade: int
    classes: int
    asked: int | None
    least: float
    most: float
    areas: tuple[AreaHours, ...] = ()


class Protected(FrozenModel):
    """Lessons a week of an area that others like to displace, over all classes."""

    area: str
    due: float
    held: float


class GradeService(FrozenModel):
    """The service of a grade: `minutes` on the weekday with the least, of those `asked` (None: nobody asks any), `kinds` (the N) on the
    weekday with the fewest, in the `week`.

    `asked`: the minutes that the place asks, None where it asks none. `ends`: when the service for everybody is over on the day when that is earliest, `evening` and `care` when evening study and
    extended care are over at the latest, in minutes of the day; None where none is held.
    """

    grade: int
    pupils: int
    enrolled: int
    days: int
    minutes: int
    kinds: int
    week: tuple[str, ...]
    asked: int | None = None
    ends: int | None = None
    evening: int | None = None
    care: int | None = None


class GradeSport(FrozenModel):
    """Sport of a grade's classes, each figure that of the class with the least: lessons of sport a week, days with one, and minutes on
    the day with the least (lessons, big breaks, service), of those `asked` (None: nobody asks any)."""

    grade: int
    lessons: float
    days: int
    minutes: int
    asked: int | None = None


class Adults(FrozenModel):
    """Who is with the pupils after lessons: sessions held, adults that they lack, times with pupils that nobody patrols or at which
    a patrol lacks somebody."""

    sessions: int
    adults: int
    lacking: int
    unpatrolled: int


class External(FrozenModel):
    """People from outside: how many, how many of them serve, and whose contract and qualification cover the term."""

    people: int
    serving: int
    sessions: int
    faultless: int
    faults: tuple[Said, ...] = ()


class SpreadFigures(FrozenModel):
    """How minutes are spread over people: their number, mean, the largest less the smallest, the Gini coefficient."""

    people: int
    mean: float
    range: int
    gini: float


class Flexible(FrozenModel):
    """Flexible hours: `staff` have them, `with_grant` were granted some in the week, by kind; and how fair service, granted time and
    balances are."""

    staff: int
    with_grant: int
    grants: dict[str, int]
    minutes: int
    service: SpreadFigures
    granted: SpreadFigures
    balance: SpreadFigures


class SubjectLoad(FrozenModel):
    """Lessons a week of a subject and who gives them.

    `posts` are full posts: each teacher's is shared out over his subjects by their lessons. `norm` is the posts that these lessons
    take by the usual load (None: that is not known). `vacant` lessons have no teacher, `beyond` are more than their teachers can hold (counted, so that no
    plan can have them); `lacks` is the least number of teachers that would have to come for these.
    """

    subject: str
    area: str
    lessons: float
    teachers: int
    posts: float
    norm: float | None
    vacant: float = 0
    beyond: int = 0
    lacks: int = 0

    @property
    def short(self) -> float | None:
        """The full posts that are lacking by the usual load; None where that is not known."""
        return None if self.norm is None else max(0.0, round(self.norm - self.posts, 2))


class Person(FrozenModel):
    """One of a school's teachers; told only where names are asked for."""

    teacher: str
    subject: str
    fte: int
    external: bool
    lessons: float
    service_minutes: int
    granted: int
    closing: int
