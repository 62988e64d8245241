"""What the 说明 sheet tells: what is needed at least, how cells are written, what each sheet is for."""

from __future__ import annotations

from typing import NamedTuple

from scheduler.text import Text

PURPOSES: dict[str, Text] = {
    "guide": Text("怎样填写这份工作簿。", "How to fill in this workbook."),
    "school": Text(
        "学校名称和学期，印在每张课表上。学期起止日期用来核对外聘合同。",
        "Name and term; its dates are those that contracts must cover.",
    ),
    "schedule": Text(
        "一天的节次与起止时间，按先后一行一节；正课才排课。几套作息就取几个名称。",
        "The periods of a day in their order; lessons are placed in those of the kind 正课. One name a bell schedule.",
    ),
    "classes": Text(
        "全校班级，一行一个班。不填这张表时，班级取自“任课”。",
        "All classes, a row each. Left empty, they are taken from 任课.",
    ),
    "subjects": Text(
        "全校学科、所属领域和上课场地。规则按领域识别学科，如“体育与健康”属于体育。",
        "All subjects, their areas and where they are taught. Rules know a subject by its area.",
    ),
    "curriculum": Text(
        "各年级每门学科的周课时，应符合国家课程标准：1-2年级共26节，3-6年级30节，7-9年级34节。",
        "Lessons a week of each subject in each grade. The standard: 26 in grades 1-2, 30 in 3-6, 34 in 7-9.",
    ),
    "teachers": Text(
        "全校教师及个人上限，一行一位。不填这张表时，教师取自“任课”。",
        "All teachers and their limits, a row each. Left empty, they are taken from 任课.",
    ),
    "assignment": Text(
        "必填。一行一个班，一列一门学科，格里填教师姓名。课时与课程计划不同、有连堂或分单双周时写在姓名后面，如 王芳 4+1。灰格不开这门课，蓝格写在“任课明细”或单双周的列里。",
        "Needed. A row a class, a column a subject, cells name the teacher, with lessons where they differ: 王芳 4+1.",
    ),
    "assignment_list": Text(
        "“任课”一格写不下的课：合班、分层走班、半班轮流、单双周轮换、指定场地，一行一门。同一班的同一门课只写在一处。",
        "Courses that no cell of 任课 can say: joint classes, courses at the same time, half classes, alternating weeks, venues.",
    ),
    "times": Text(
        "教师、班级、学科、场地的时间要求：禁 不能排，避 尽量不排，优 尽量排在这里，空格不限。一行一位。",
        "禁 forbidden, 避 avoided, 优 preferred; empty: free. A row a teacher, class, subject or venue.",
    ),
    "time_list": Text(
        "不按节次说的时间要求，如 周三 14:00–16:00 不能排。",
        "Times that are no whole lessons, such as Wed 14:00-16:00.",
    ),
    "venues": Text(
        "本班教室以外的场地。同类型的可以互换，由程序安排。",
        "Places other than home rooms; those of a kind are interchangeable.",
    ),
    "meetings": Text(
        "教研、集体备课、例会：这段时间成员都不排课。", "Meetings: their members have no lessons at that time."
    ),
    "locks": Text(
        "固定在某一时间的课，如 全校 班队 周五第6节。", "Lessons that stand where they are, such as class meetings."
    ),
    "exclusions": Text(
        "不能同时上课的教师，或不能同时上的课。", "Teachers, or courses, of which no two at the same time."
    ),
    "exams": Text(
        "本学期的考试。一二年级不进行纸笔考试；不安排周考、月考、单元考试。",
        "This term's exams: none on paper in grades 1-2, no weekly, monthly or unit exams.",
    ),
    "stages": Text(
        "课后服务的时段，一行一个：在哪个节次、给哪些年级、做什么、怎样编组。不填这张表就只排课表。",
        "The stages of the after-school day, a row each: when, for which grades, what is done, in which groups.",
    ),
    "enrolment": Text(
        "各班参加每个时段的人数。不填的：作业辅导、答疑、活动按全班，延时托管、晚自习、周末托管按 0 人。人少并入别的班写 12→三(2)班。",
        "Pupils of each class in each stage. Empty: all in homework, tutoring and activity, none in the others.",
    ),
    "clubs": Text(
        "社团和兴趣班，一行一个。指导教师写几位，程序从中安排；场地与上课共用。",
        "Clubs, a row each. Of several instructors one is chosen; venues are shared with lessons.",
    ),
    "contracts": Text(
        "参加课后服务的外聘人员：合同和资质须管到学期结束（学期日期写在“学校”表）。",
        "People from outside who serve: contract and qualification must last through the term given in 学校.",
    ),
    "duties": Text(
        "巡查和替补：每个课后服务时段都要有巡查。不填这张表时每个时段 1 人，从全体在编教师中安排。",
        "Patrols and substitutes. Left empty, one of the staff is on patrol at each time of service.",
    ),
    "working": Text(
        "上下班时间和弹性上下班的做法，只有一行。不填就不安排弹性时间。",
        "Working hours and how they flex, one row. Left empty, no flexible hours are planned.",
    ),
    "pay": Text("各岗位每次的课后服务补助（元）。", "The allowance for a session of each kind of post, in yuan."),
    "rules": Text(
        "全部规则。硬性和软性可以停用，权重和参数可以改；法规不能停用。",
        "Every rule. Hard and soft ones may be switched off, weights and parameters changed; regulations stay on.",
    ),
}

NEEDED_AT_LEAST = Text(
    "只要填好“任课”表就能排课。其余各表已有默认内容，可以不动；没有写的，程序按默认处理，并逐条告诉您。",
    "Fill in 任课 and the week can be planned. Everything else has a default, and what was assumed is told.",
)

STEPS = (
    Text(
        "1. 在“任课”表里填教师。一行一个班，一列一门学科；班数不对就在“班级”和“任课”两张表里增删行。",
        "1. Name the teachers in 任课. Add or delete rows in 班级 and 任课 where the number of classes differs.",
    ),
    Text(
        "2. 核对“作息”的时间和“课程计划”的课时，与本校不同就直接改。",
        "2. Check the clock times in 作息 and the lessons a week in 课程计划.",
    ),
    Text(
        "3. 有要求再填：“教师时间”“教研”“固定课”“场地”“任课明细”等；没有就留空。",
        "3. Fill in the other sheets only where the school asks for something.",
    ),
    Text(
        "4. 保存为 .xlsx，运行 paike solve 文件名.xlsx --out 结果。哪里填错了，会说明是哪张表、哪一格、怎么改。",
        "4. Save it as .xlsx and run: paike solve FILE.xlsx --out OUT. What is wrong is told with sheet, cell and cure.",
    ),
)


class Example(NamedTuple):
    """What is typed in a cell of 任课, and what it means."""

    cell: str
    meaning: Text


EXAMPLES = (
    Example("王芳", Text("王芳任教，课时取自课程计划", "The teacher; lessons from 课程计划")),
    Example("王芳、李强", Text("两位教师同时在一节课上", "Two teachers in the same lessons")),
    Example("王芳 5", Text("每周 5 节", "5 lessons a week")),
    Example("王芳 4+1", Text("4 节单课，加 1 次两节连堂，共 6 节", "4 single lessons and a double: 6 in all")),
    Example("王芳 2+1+1", Text("2 节单课，加 2 次连堂，共 6 节", "2 single lessons and two doubles: 6 in all")),
    Example("王芳 1单", Text("单周 1 节（双周写 1双）", "1 lesson in odd weeks (even weeks: 1双)")),
    Example("王芳/李强 1", Text("单周王芳、双周李强，用同一时段", "Odd weeks / even weeks in the same slot")),
    Example("王芳 3; 李强 2", Text("分成两门课：王芳 3 节，李强 2 节", "Two courses of one subject")),
    Example("王芳 合:七(2)班", Text("与七(2)班合班上课", "Together with class 七(2)班")),
    Example("王芳 @操场", Text("在操场上课（场地或场地类型）", "Held in a venue or a kind of venue")),
    Example("—", Text("不开这门课（空着也可以）", "Not taught (or leave it empty)")),
)

REMARKS = (
    Text(
        "深色表头的列必填，浅色的可以不填。鼠标停在表头上有说明；有固定选项的格子可从下拉表选。",
        "Dark headings must be filled in, light ones may stay empty. Rest the mouse on a heading for a note.",
    ),
    Text(
        "班名写 三(1)班、三年级1班、301 都认得。教师同名时加数字区分，如 刘洋1、刘洋2。",
        "Classes may be written 三(1)班, 三年级1班 or 301. Tell teachers of one name apart by numbers.",
    ),
    Text(
        "“音乐/美术”这样的列名表示单周上前一门、双周上后一门，两门共用时段。",
        "A column headed 音乐/美术 means the first subject in odd weeks and the second in even weeks.",
    ),
    Text(
        "各表的列可以换位置，可以加“备注”列；不用的表可以删去。",
        "Columns may change places, a column 备注 may be added, sheets that are not needed may be deleted.",
    ),
)
