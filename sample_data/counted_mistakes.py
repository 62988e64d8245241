"""Mistakes that counting shows: more is asked for than there are slots, places or people."""

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
    teachers_of,
    with_locks,
    with_setting,
    with_subject,
    with_teacher,
)
from scheduler.edits.edit import changed
from scheduler.model.owner import Owner, OwnerKind, class_owner, course_owner, station_owner, teacher_owner
from scheduler.school import DutyKind, Exclusion, MarkOwner, Meeting, School, StageKind
from scheduler.text import Text


def lab_forgotten(school: School) -> Mistaken:
    """One of the two physics laboratories is missing: 2 classes at once, 35 slots, 72 lessons."""
    venues = tuple(venue for venue in school.venues if venue.id != "物理实验室2")
    return Mistaken(changed(school, venues=venues), (Owner(OwnerKind.VENUE, "物理实验室1"),))


def sports_from_fourth_lesson(school: School) -> Mistaken:
    """PE from the fourth lesson on: 6 classes at once on the ground, 15 slots, 120 lessons."""
    early = [slot for slot in slots_of(school) if number_of(school, slot) < 4]
    marks = school.marks + forbidden(school, MarkOwner.SUBJECT, c.PE, early)
    owners = (Owner(OwnerKind.VENUE, "操场"), Owner(OwnerKind.SUBJECT, c.PE))
    return Mistaken(changed(school, marks=marks), owners)


def squeezed_teacher(school: School) -> Mistaken:
    """An English teacher of 6 lessons has 8 slots, of which the group's meeting takes two and the class meetings another."""
    teacher = next(t for t in group(school, "英语组") if load(school, t) == 6)
    kept = ((3, 3), (3, 4), (3, 5), (3, 6), (4, 3), (4, 4), (5, 3), (5, 6))
    marks = closed_but(school, MarkOwner.TEACHER, teacher, [lesson(school, *each) for each in kept])
    return Mistaken(changed(school, marks=marks), (teacher_owner(teacher),))


def two_locks(school: School) -> Mistaken:
    """Two fixed lessons of one PE teacher, in two classes, at one time."""
    teacher = group(school, "体育组")[0]
    one, other = [x.id for x in school.teacher_courses[teacher] if x.subject == c.PE][:2]
    slot = lesson(school, 2, 3)
    return Mistaken(
        with_locks(school, (one, slot), (other, slot)),
        (teacher_owner(teacher), course_owner(one), course_owner(other)),
    )


def sports_on_two_days(school: School) -> Mistaken:
    """PE on Thursdays and Fridays only, one lesson a day at most as 学科 says, 3 or 4 lessons a week."""
    closed = [slot for slot in slots_of(school) if slot.day <= 3]
    marks = school.marks + forbidden(school, MarkOwner.SUBJECT, c.PE, closed)
    return Mistaken(with_subject(changed(school, marks=marks), c.PE, max_per_day=1))


def instruments_shared(school: School) -> Mistaken:
    """Three music teachers who share instruments are never to teach at once: 40 lessons in 30 slots."""
    teachers = tuple(group(school, "音乐组")[:3])
    exclusion = Exclusion(id="音乐器材共用", teachers=teachers)
    return Mistaken(
        changed(school, exclusions=(*school.exclusions, exclusion)), (Owner(OwnerKind.EXCLUSION, exclusion.id),)
    )


def leaders_meet_in_class_meeting(school: School) -> Mistaken:
    """All homeroom teachers meet when all classes have their class meeting."""
    teachers = tuple(dict.fromkeys(klass.homeroom_teacher for klass in school.classes if klass.homeroom_teacher))
    slot = slots_of(school)[-1]
    meeting = Meeting(id="班主任例会", teachers=teachers, schedule=slot.schedule, slot=slot)
    return Mistaken(
        changed(school, meetings=(*school.meetings, meeting)),
        (Owner(OwnerKind.MEETING, meeting.id), *map(teacher_owner, teachers)),
    )


def all_staff_meeting(school: School) -> Mistaken:
    """All teachers meet on Tuesday's fourth lesson, though grades 3 to 6 have lessons in each of their 30 slots."""
    slot = lesson(school, 2, 4)
    teachers = tuple(name for name, courses in school.teacher_courses.items() if courses)
    meeting = Meeting(id="全体教师会", teachers=teachers, schedule=slot.schedule, slot=slot)
    full = [klass.id for klass in school.classes if klass.grade >= 3]
    return Mistaken(
        changed(school, meetings=(*school.meetings, meeting)),
        (Owner(OwnerKind.MEETING, meeting.id), *map(class_owner, full)),
    )


def homework_by_chinese_teachers(school: School) -> Mistaken:
    """Homework of 24 classes at once, two adults with each, is left to the 18 Chinese teachers of grades 3 to 6."""
    upper = {klass.id for klass in school.classes if klass.grade >= 3}
    teachers = teachers_of(school, (c.CHINESE,), upper)
    stages = tuple(
        stage.model_copy(update={"candidates": teachers, "per_adult": 30})
        if stage.kind is StageKind.HOMEWORK
        else stage
        for stage in school.stages
    )
    return Mistaken(changed(school, stages=stages))


def one_evening_each(school: School) -> Mistaken:
    """Grade 9 alone has evening study, of 4 groups on 4 evenings, by its 10 physics and chemistry teachers, one evening each."""
    last = {klass.id for klass in school.classes if klass.grade == 9}
    teachers = teachers_of(school, (c.PHYSICS, c.CHEMISTRY), last)
    evenings = {stage.id for stage in school.stages if stage.kind is StageKind.EVENING_STUDY}
    stages = tuple(
        stage.model_copy(update={"grades": (9,), "candidates": teachers}) if stage.id in evenings else stage
        for stage in school.stages
    )
    enrolments = tuple(each for each in school.enrolments if each.stage not in evenings or each.class_id in last)
    made = with_setting(changed(school, stages=stages, enrolments=enrolments), "service_limits", evenings="1")
    stations = tuple(
        station_owner(station.id) for station in made.service.stations.values() if station.pool == teachers
    )
    return Mistaken(made, (*stations, *map(teacher_owner, teachers)))


def two_people_patrol(school: School) -> Mistaken:
    """Two leaders alone go round: 25 turns a week, at most 10 each."""
    names = tuple(group(school, "道德与法治组")[:2])
    duties = tuple(
        duty.model_copy(update={"candidates": names}) if duty.kind is DutyKind.PATROL else duty
        for duty in school.duties
    )
    made = changed(school, duties=duties)
    owners = tuple(station_owner(station.id) for station in made.service.stations.values() if station.pool == names)
    return Mistaken(made, (*owners, *map(teacher_owner, names)))


def no_pair_for_a_double(school: School) -> Mistaken:
    """An art teacher of double lessons has the second, third and fifth lesson of each day: no two of them are a pair."""
    teacher = only_teacher(school, "五(1)班", c.ART)
    kept = [slot for slot in slots_of(school) if number_of(school, slot) in (2, 3, 5)]
    marks = closed_but(school, MarkOwner.TEACHER, teacher, kept)
    doubles = tuple(course_owner(x.id) for x in school.teacher_courses[teacher] if x.doubles)
    return Mistaken(changed(school, marks=marks), (teacher_owner(teacher), *doubles))


def visitor_for_three_days_work(school: School) -> Mistaken:
    """A PE teacher comes on two days, and each of the classes has PE on three."""
    teacher = next(t for t in group(school, "体育组") if load(school, t) == 12)
    mine = tuple(course_owner(x.id) for x in school.teacher_courses[teacher])
    return Mistaken(with_teacher(school, teacher, max_days=2), (teacher_owner(teacher), *mine))


def layers_never_together(school: School) -> Mistaken:
    """Of the teachers of English in layers one is away on Mon and Tue, one on Wed and Thu; 学科 says one lesson a day."""
    layers = [x for x in school.courses if x.together]
    one, other = layers[0].teachers[0], layers[1].teachers[0]
    early = [slot for slot in slots_of(school) if slot.day <= 2]
    late = [slot for slot in slots_of(school) if slot.day in (3, 4)]
    marks = forbidden(school, MarkOwner.TEACHER, one, early) + forbidden(school, MarkOwner.TEACHER, other, late)
    owners = (teacher_owner(one), teacher_owner(other), *(course_owner(x.id) for x in layers))
    return Mistaken(with_subject(changed(school, marks=school.marks + marks), c.ENGLISH, max_per_day=1), owners)


def labour_and_practice_apart(school: School) -> Mistaken:
    """Labour in the afternoons, practice in the mornings, where they take turns in the same slots."""
    halves = [[slot for slot in slots_of(school) if school.half_day(slot).part == part] for part in (0, 1)]
    marks = forbidden(school, MarkOwner.SUBJECT, c.LABOUR, halves[0])
    marks += forbidden(school, MarkOwner.SUBJECT, c.PRACTICE, halves[1])
    owners = tuple(course_owner(x.id) for x in school.courses if x.pair)
    return Mistaken(changed(school, marks=school.marks + marks), owners)


def mentor_without_time(school: School) -> Mistaken:
    """A PE teacher of 15 lessons is to be free whenever another one of 15 lessons teaches."""
    mentor, apprentice = [t for t in group(school, "体育组") if load(school, t) == 15][:2]
    return Mistaken(with_teacher(school, apprentice, mentor=mentor), (teacher_owner(apprentice), teacher_owner(mentor)))


def other_subjects_in_the_afternoon(school: School) -> Mistaken:
    """Music, art, science, IT, labour, practice and morality in the afternoons: more than their 9 slots hold."""
    mornings = [slot for slot in slots_of(school) if school.half_day(slot).part == 0]
    subjects = (c.MUSIC, c.ART, c.SCIENCE, c.IT, c.LABOUR, c.PRACTICE, c.MORALITY)
    marks = tuple(m for name in subjects for m in forbidden(school, MarkOwner.SUBJECT, name, mornings))
    return Mistaken(changed(school, marks=school.marks + marks))


def hall_closed_for_the_visitor(school: School) -> Mistaken:
    """The hall is closed on Tuesdays and Thursdays, when alone the visitor comes who teaches there."""
    closed = [slot for slot in slots_of(school) if slot.day in (2, 4)]
    marks = school.marks + forbidden(school, MarkOwner.VENUE, c.HALL, closed)
    courses = [x for x in school.courses if x.venue_kind == c.HALL]
    owners = (Owner(OwnerKind.VENUE, c.HALL), *(course_owner(x.id) for x in courses))
    return Mistaken(changed(school, marks=marks), (*owners, *(teacher_owner(x.teachers[0]) for x in courses)))


COUNTED = (
    mistake(
        Text(
            "场地表漏了一间物理实验室：剩下的一间每次容 2 个班，一周 35 个时段，放不下 72 节物理课",
            "One of the two physics laboratories is missing: 2 classes at once in 35 slots, for 72 lessons",
        ),
        Text("在场地表补上“物理实验室2”，或让部分物理课在教室上", "Add the second laboratory, or teach in classrooms"),
        "junior",
        ("venue_capacity", "hours_in_full"),
        lab_forgotten,
        counted=True,
    ),
    mistake(
        Text(
            "体育只准排在第4至6节：操场同时 6 个班，放不下 120 节体育课",
            "PE from the fourth lesson on only: 6 classes at once on the ground, for 120 lessons",
        ),
        Text("去掉体育第2、3节的“禁”", "Allow PE in the second and third lesson"),
        "primary",
        ("unavailable", "venue_capacity", "protected_subjects"),
        sports_from_fourth_lesson,
        counted=True,
    ),
    mistake(
        Text(
            "英语教师能来的 8 个时段里，两个要教研，一个全校都在上班队，剩下 5 个排不下 6 节课",
            "An English teacher's 8 slots, less the group's meeting and the class meetings, cannot hold 6 lessons",
        ),
        Text("去掉这位教师的一个“禁”", "Take one of the marks away"),
        "primary",
        ("unavailable", "meetings", "locks", "teacher_clash", "class_clash", "hours_in_full"),
        squeezed_teacher,
        counted=True,
    ),
    mistake(
        Text("同一位体育教师的两节固定课在同一时间", "Two fixed lessons of one PE teacher at one time"),
        Text("其中一节换个时间，或不固定", "Move one of them, or do not fix it"),
        "primary",
        ("locks", "teacher_clash"),
        two_locks,
        counted=True,
    ),
    mistake(
        Text(
            "体育只能排在周四、周五，学科表写明每天最多 1 节，而每周有 3 至 4 节",
            "PE on two days, one a day at most as Subjects says, 3 or 4 lessons a week",
        ),
        Text("去掉体育周一至周三的“禁”", "Allow PE from Monday to Wednesday"),
        "primary",
        ("unavailable", "subject_per_day", "protected_subjects"),
        sports_on_two_days,
        counted=True,
    ),
    mistake(
        Text(
            "三位音乐教师不得同时上课，共 40 节课，一周只有 30 个时段",
            "Three music teachers never at once: 40 lessons in 30 slots",
        ),
        Text("互斥里只留两位教师", "Leave two of them in the exclusion"),
        "primary",
        ("exclusions", "teacher_clash", "protected_subjects"),
        instruments_shared,
        counted=True,
    ),
    mistake(
        Text(
            "班主任例会固定在周五最后一节，而这一节各班都固定上班队",
            "The homeroom teachers' meeting is fixed at the lesson in which all classes have their class meeting",
        ),
        Text("例会换个时间", "Move the meeting"),
        "primary",
        ("meetings", "locks", "teacher_clash"),
        leaders_meet_in_class_meeting,
        counted=True,
    ),
    mistake(
        Text(
            "全体教师会固定在周二第4节，而三至六年级一周 30 节课，30 个时段一个也空不出来",
            "All teachers meet on Tuesday's fourth lesson, though grades 3 to 6 have lessons in each of their 30 slots",
        ),
        Text("全体教师会改到放学以后", "Hold the meeting after school"),
        "primary",
        ("meetings", "teacher_clash", "class_clash", "hours_in_full", "protected_subjects"),
        all_staff_meeting,
        counted=True,
    ),
    mistake(
        Text(
            "三至六年级 24 个班同时作业辅导，每班按 30 人一位要 2 位教师，却只许 18 位语文教师负责",
            "Homework of 24 classes at once, with an adult for each 30 pupils, is left to 18 Chinese teachers",
        ),
        Text("把数学、英语教师也列入作业辅导的人选", "Let teachers of maths and English do it, too"),
        "primary",
        ("service_adults", "service_held", "service_clash"),
        homework_by_chinese_teachers,
        counted=True,
    ),
    mistake(
        Text(
            "九年级晚自习 4 个组、每周 4 晚，共 16 人次，只许 10 位物理、化学教师值，每人每周最多 1 晚",
            "Evening study of grade 9, 4 groups on 4 evenings, for 10 teachers of physics and chemistry, one evening each",
        ),
        Text("每周最多晚自习晚数改为 2", "Allow two evenings each"),
        "junior",
        ("service_limits", "service_adults", "service_held"),
        one_evening_each,
        counted=True,
    ),
    mistake(
        Text(
            "巡查每周 25 人次，只有两位领导，每人每周最多 10 次",
            "25 turns of patrol a week for two leaders, 10 each at most",
        ),
        Text("增加巡查人选", "Let more people patrol"),
        "primary",
        ("service_patrol", "service_limits"),
        two_people_patrol,
        counted=True,
    ),
    mistake(
        Text(
            "美术要连堂，而这位美术教师每天只有第2、3、5节，没有相连的两节",
            "Art is in doubles, and its teacher has lessons 2, 3 and 5 of each day, no two of which are a pair",
        ),
        Text("把第3节换成第1节，或美术不连堂", "Give him the first lesson instead of the third, or have no doubles"),
        "primary",
        ("unavailable", "double_lessons"),
        no_pair_for_a_double,
        counted=True,
    ),
    mistake(
        Text(
            "体育教师每周只来 2 天，而所教的班每周 3 节体育、每天最多 1 节",
            "A PE teacher comes on 2 days; his classes have 3 lessons, one a day at most",
        ),
        Text("每周最多天数改为 3 以上", "Let him come on 3 days or more"),
        "primary",
        ("teacher_days", "subject_per_day", "protected_subjects"),
        visitor_for_three_days_work,
        counted=True,
    ),
    mistake(
        Text(
            "英语走班的教师一位周一、周二不在，一位周三、周四不在，共同的只有周五；英语每天最多 1 节，排不下 5 节",
            "Of those who teach English in layers one is away on Mon and Tue, one on Wed and Thu: Friday alone, one lesson a day, cannot hold 5",
        ),
        Text("让其中一位多来一些，或换一位教师", "Let one of them come more often, or name another teacher"),
        "junior",
        ("unavailable", "parallel_groups", "subject_per_day", "hours_in_full"),
        layers_never_together,
        counted=True,
    ),
    mistake(
        Text(
            "劳动只准排下午、综合实践只准排上午，而两门课单双周轮换、共用时段",
            "Labour in the afternoons, practice in the mornings, though they take turns in the same slots",
        ),
        Text("去掉其中一门课的“禁”，或不轮换", "Take the marks of one away, or let them not take turns"),
        "primary",
        ("unavailable", "alternating_pairs", "protected_subjects"),
        labour_and_practice_apart,
        counted=True,
    ),
    mistake(
        Text(
            "师徒两位体育教师各有 15 节课：徒弟上课时师父要空着，共 30 节，再加教研，排不进 30 个时段",
            "Mentor and apprentice have 15 PE lessons each, and the mentor is to be free during the other's",
        ),
        Text("换一位课少的师父，或减少徒弟的课", "Choose a mentor with fewer lessons"),
        "primary",
        ("mentor_free", "teacher_clash", "protected_subjects"),
        mentor_without_time,
        counted=True,
    ),
    mistake(
        Text(
            "音乐、美术、科学、信息科技、劳动、综合实践、道德与法治都只准排下午，班级下午没有这么多时段",
            "Music, art, science, IT, labour, practice and morality all in the afternoons: more than the afternoons hold",
        ),
        Text("准许其中几门课排上午", "Allow some of them in the mornings"),
        "primary",
        ("unavailable", "class_clash", "hours_in_full", "protected_subjects"),
        other_subjects_in_the_afternoon,
        counted=True,
    ),
    mistake(
        Text(
            "报告厅周二、周四不开放，而在报告厅上校本课的外聘教师只在这两天来",
            "The hall is closed on Tuesdays and Thursdays, when alone the visitor comes who teaches there",
        ),
        Text(
            "报告厅周二、周四开放，或请外聘教师换一天来", "Open the hall on these days, or ask the visitor for another"
        ),
        "junior",
        ("unavailable", "venue_capacity", "hours_in_full"),
        hall_closed_for_the_visitor,
        counted=True,
    ),
)
