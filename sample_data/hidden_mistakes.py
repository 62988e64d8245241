"""Mistakes that no count shows: each rule by itself leaves room enough, and only together they leave none."""

from __future__ import annotations

from sample_data import curriculum as c
from sample_data.mistake import (
    Mistaken,
    closed_but,
    forbidden,
    group,
    lesson,
    load,
    mistake,
    number_of,
    only_teacher,
    slots_of,
    with_courses,
    with_locks,
    with_setting,
    with_teacher,
)
from scheduler.edits.edit import changed
from scheduler.model.owner import Owner, OwnerKind, class_owner, course_owner, grade_owner, teacher_owner
from scheduler.school import Course, Exclusion, MarkOwner, School, Slot, StageKind
from scheduler.text import Text

MONDAY, WEDNESDAY = 1, 3


def sports_days_apart(school: School) -> Mistaken:
    """PE never on neighbouring days is made a must, so that 3 lessons need Wednesday, when a PE teacher is away."""
    teacher = only_teacher(school, "三(1)班", c.PE)
    away = [slot for slot in slots_of(school) if slot.day == WEDNESDAY]
    made = changed(school, marks=school.marks + forbidden(school, MarkOwner.TEACHER, teacher, away))
    classes = [x for course in school.teacher_courses[teacher] for x in course.classes]
    return Mistaken(with_setting(made, "pe_days_apart", "hard"), (teacher_owner(teacher), *map(class_owner, classes)))


def short_day_of_a_homeroom_teacher(school: School) -> Mistaken:
    """A homeroom teacher without a deputy is at morning reading at 7:45, at the class meeting until 16:55, and may have 8 hours."""
    klass = next(k for k in school.classes if k.deputy_teacher is None and k.homeroom_teacher)
    teacher = str(klass.homeroom_teacher)
    return Mistaken(with_teacher(school, teacher, max_span=480), (teacher_owner(teacher),))


def never_two_in_a_row(school: School) -> Mistaken:
    """A PE teacher comes in the mornings and has no two lessons in a row: 10 lessons at most, of 12."""
    teacher = next(t for t in group(school, "体育组") if load(school, t) == 12)
    mornings = [slot for slot in slots_of(school) if school.half_day(slot).part == 0]
    meetings = [meeting.slot for meeting in school.teacher_meetings[teacher] if meeting.slot is not None]
    made = changed(school, marks=closed_but(school, MarkOwner.TEACHER, teacher, [*mornings, *meetings]))
    return Mistaken(with_teacher(made, teacher, max_in_row=1), (teacher_owner(teacher),))


def evening_before_the_first_lesson(school: School) -> Mistaken:
    """Evening study of 10 groups is for 16 English teachers, of whom 6 have the first lesson next day; a rest between is a must."""
    ninth = [k.id for k in school.classes if k.grade == 9]
    english = {name: x for name in ninth for x in school.class_courses[name] if x.subject == c.ENGLISH}
    first: dict[str, Course] = {}
    for course in english.values():
        first.setdefault(course.teachers[0], course)
    locks = [(course.id, lesson(school, day, 1)) for course in first.values() for day in range(2, 6)]
    others = [name for name in group(school, "英语组") if name not in first]
    made = with_locks(_with_evenings_for(school, (*first, *others[:10])), *locks)
    return Mistaken(with_setting(made, "rest_after_evening", "hard"))


def all_core_in_the_morning(school: School) -> Mistaken:
    """All lessons of five core subjects in the mornings is made a must: more than the 20 slots of a ninth grade's mornings."""
    shares = "语文:100 数学:100 外语:100 物理:100 化学:100"
    return Mistaken(with_setting(school, "core_in_morning", "hard", shares=shares))


def no_club_leader_on_monday(school: School) -> Mistaken:
    """Of the clubs of grades 3 and 4 one alone is left to Mondays, and neither of its leaders is there then."""
    mine = [club for club in school.clubs if club.grades == (3, 4)]
    chosen = next(club for club in mine if club.id == "中段围棋")
    clubs = tuple(
        club.model_copy(update={"days": (2, 3, 4, 5)}) if club in mine and club is not chosen else club
        for club in school.clubs
    )
    slot = Slot(chosen.schedule, MONDAY, chosen.period)
    marks = tuple(m for t in chosen.instructors for m in forbidden(school, MarkOwner.TEACHER, t, [slot]))
    owners = (grade_owner(3), grade_owner(4), *map(teacher_owner, chosen.instructors))
    return Mistaken(changed(school, clubs=clubs, marks=school.marks + marks), owners)


def evenings_after_morning_reading(school: School) -> Mistaken:
    """Evening study is for 18 homeroom teachers, of whom 12 have the reading at 7:45 every day and may not stay until 20:00."""
    alone = [k.homeroom_teacher for k in school.classes if k.deputy_teacher is None]
    others = [k.homeroom_teacher for k in school.classes if k.deputy_teacher is not None][:6]
    return Mistaken(_with_evenings_for(school, tuple(str(name) for name in (*alone, *others))))


def mentor_in_the_same_layers(school: School) -> Mistaken:
    """Of two teachers who teach English in layers, so at the same time, one is to be free while the other teaches."""
    layers = [x for x in school.courses if x.together]
    mentor, apprentice = layers[0].teachers[0], layers[1].teachers[0]
    return Mistaken(with_teacher(school, apprentice, mentor=mentor), (teacher_owner(apprentice),))


def layers_in_two_computer_rooms(school: School) -> Mistaken:
    """English in three layers at once moves to the computer rooms, of which two are left."""
    made = with_courses(
        school, lambda course: course.model_copy(update={"venue_kind": c.COMPUTER_ROOM}) if course.together else course
    )
    venues = tuple(venue for venue in school.venues if venue.id != "计算机教室3")
    return Mistaken(changed(made, venues=venues), (Owner(OwnerKind.VENUE, c.COMPUTER_ROOM),))


def one_teacher_for_two_layers(school: School) -> Mistaken:
    """Two classes have maths at the same time, in layers, though one teacher has both."""
    teacher = group(school, "数学组")[0]

    def layered(course: Course) -> Course:
        is_mine = teacher in course.teachers and course.subject == c.MATHS
        return course.model_copy(update={"together": "数学走班"}) if is_mine else course

    made = with_courses(school, layered)
    mine = tuple(course_owner(x.id) for x in made.teacher_courses[teacher] if x.together)
    return Mistaken(made, (teacher_owner(teacher), *mine))


def rest_at_noon_for_a_late_comer(school: School) -> Mistaken:
    """A rest at noon is made a must, and a PE teacher of 15 lessons comes for lessons 3 to 6: 3 a day, less on two days."""
    teacher = next(t for t in group(school, "体育组") if load(school, t) == 15)
    late = [slot for slot in slots_of(school) if number_of(school, slot) >= 3]
    made = changed(school, marks=closed_but(school, MarkOwner.TEACHER, teacher, late))
    return Mistaken(with_setting(made, "noon_rest", "hard"), (teacher_owner(teacher),))


def shared_tools_in_layers(school: School) -> Mistaken:
    """Two layers of English share one set of tablets and so exclude each other, though layers are held at the same time."""
    layers = [x.id for x in school.courses if x.together][:2]
    exclusion = Exclusion(id="平板电脑共用", courses=tuple(layers))
    return Mistaken(
        changed(school, exclusions=(*school.exclusions, exclusion)),
        (Owner(OwnerKind.EXCLUSION, exclusion.id), *map(course_owner, layers)),
    )


def _with_evenings_for(school: School, teachers: tuple[str, ...]) -> School:
    """Return the school with evening study left to some teachers."""
    stages = tuple(
        stage.model_copy(update={"candidates": teachers}) if stage.kind is StageKind.EVENING_STUDY else stage
        for stage in school.stages
    )
    return changed(school, stages=stages)


HIDDEN = (
    mistake(
        Text(
            "“体育课隔天上”设为硬性，3 节体育只能在周一、三、五，而这位体育教师周三不在",
            "PE on days apart is a must: 3 lessons need Mon, Wed and Fri, and this PE teacher is away on Wednesdays",
        ),
        Text("“体育课隔天上”改回软性，或请他周三来一个上午", "Make the rule soft again, or let him come on Wednesdays"),
        "primary",
        ("pe_days_apart", "unavailable", "protected_subjects"),
        sports_days_apart,
        counted=False,
    ),
    mistake(
        Text(
            "班主任一天最长 8 小时，却没有副班主任：每天 7:45 看早读，周五班队到 16:55",
            "A homeroom teacher without a deputy may have 8 hours a day, with morning reading from 7:45 and the class "
            "meeting until 16:55 on Friday",
        ),
        Text("给这个班写上副班主任，或放宽一天最长时间", "Give the class a deputy, or allow a longer day"),
        "junior",
        ("duty_span", "morning_duty", "locks"),
        short_day_of_a_homeroom_teacher,
        counted=False,
    ),
    mistake(
        Text(
            "体育教师只上午来，又不连上两节：每个上午最多 2 节，一周 10 节，要上 12 节",
            "A PE teacher comes in the mornings and never has two lessons in a row: 10 lessons at most, of 12",
        ),
        Text("准许连上 2 节，或请他来一个下午", "Allow two lessons in a row, or let him come in an afternoon"),
        "junior",
        ("teacher_in_row", "unavailable", "protected_subjects"),
        never_two_in_a_row,
        counted=False,
    ),
    mistake(
        Text(
            "“晚归次日不排首节”设为硬性；晚自习每晚 10 组，只由 16 位英语教师值，其中 6 位周二至周五首节固定有课",
            "A rest after late evenings is a must; 16 English teachers have evening study of 10 groups, and 6 of them the "
            "first lesson from Tuesday to Friday",
        ),
        Text(
            "晚自习增加其他学科的教师，或不固定首节英语",
            "Let others have evening study, or do not fix the first lessons",
        ),
        "junior",
        ("rest_after_evening", "locks", "service_adults", "service_held"),
        evening_before_the_first_lesson,
        counted=False,
    ),
    mistake(
        Text(
            "“主科排在上午”设为硬性，语数英物化全部排上午：九年级 23 节，上午只有 20 个时段",
            "All of Chinese, maths, English, physics and chemistry in the mornings is a must: 23 lessons of grade 9 in 20 slots",
        ),
        Text("降低比例，或改回软性", "Lower the shares, or make the rule soft again"),
        "junior",
        ("core_in_morning", "class_clash", "hours_in_full"),
        all_core_in_the_morning,
        counted=False,
    ),
    mistake(
        Text(
            "中段的社团都不在周一，只剩围棋，而围棋的两位教师周一这时都不在：三、四年级周一只有一类活动可选",
            "Of the clubs of grades 3 and 4 one alone is left to Mondays, when neither of its leaders is there",
        ),
        Text("让一个社团排到周一，或换一位周一在的指导教师", "Let some club meet on Mondays, or name another leader"),
        "primary",
        ("service_choice", "service_unavailable", "service_adults"),
        no_club_leader_on_monday,
        counted=False,
    ),
    mistake(
        Text(
            "晚自习只由 18 位班主任值，其中 12 位没有副班主任，每天 7:45 看早读，按一天 12 小时不能留到 20:00",
            "Evening study for 18 homeroom teachers, of whom 12 have morning reading from 7:45 every day and may not stay "
            "until 20:00",
        ),
        Text("晚自习增加任课教师，或给这些班写上副班主任", "Let other teachers do it, or give these classes deputies"),
        "junior",
        ("duty_span", "morning_duty", "service_adults", "service_held"),
        evenings_after_morning_reading,
        counted=False,
    ),
    mistake(
        Text(
            "师徒两人在同一组走班，同时上课，师父就不能空着听课",
            "Mentor and apprentice teach layers of English that are held at the same time",
        ),
        Text("换一位不在这组走班的师父", "Choose a mentor outside these layers"),
        "junior",
        ("mentor_free", "parallel_groups", "hours_in_full"),
        mentor_in_the_same_layers,
        counted=False,
    ),
    mistake(
        Text(
            "三个层次的英语走班同时上课，都要计算机教室，而计算机教室只剩 2 间",
            "Three layers of English at once want computer rooms, and two are left",
        ),
        Text("补上第三间计算机教室，或让一个层次在教室上", "Add the third room, or let one layer stay in a classroom"),
        "nine-year",
        ("parallel_groups", "venue_capacity", "hours_in_full"),
        layers_in_two_computer_rooms,
        counted=False,
    ),
    mistake(
        Text(
            "两个班的数学填成走班、同时上课，却由同一位教师任教",
            "Two classes have maths in layers, at the same time, with one teacher",
        ),
        Text("其中一个班换一位教师，或不走班", "Name another teacher for one of them, or have no layers"),
        "junior",
        ("parallel_groups", "teacher_clash", "hours_in_full"),
        one_teacher_for_two_layers,
        counted=False,
    ),
    mistake(
        Text(
            "“教师午间有休息”设为硬性；体育教师只第3至6节来，每天最多 3 节，周五更少，排不下 15 节",
            "A rest at noon is a must, and a PE teacher of 15 lessons comes for lessons 3 to 6: 3 a day, fewer on Friday",
        ),
        Text(
            "去掉他第2节的“禁”，或“教师午间有休息”改回软性",
            "Let him come for the second lesson, or make the rule soft again",
        ),
        "primary",
        ("noon_rest", "unavailable", "protected_subjects"),
        rest_at_noon_for_a_late_comer,
        counted=False,
    ),
    mistake(
        Text(
            "两个走班层次共用平板电脑而互斥，走班却要同时上课",
            "Two layers share tablets and exclude each other, though layers are held at the same time",
        ),
        Text("去掉这条互斥，再添一套平板电脑", "Take the exclusion away and buy more tablets"),
        "junior",
        ("exclusions", "parallel_groups", "hours_in_full"),
        shared_tools_in_layers,
        counted=False,
    ),
)
