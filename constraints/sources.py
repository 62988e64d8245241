"""The documents and articles that rules cite."""

from __future__ import annotations

from typing import NamedTuple

from scheduler.text import Text


class Source(NamedTuple):
    """A document: what it is called in full and how it is cited."""

    title: Text
    cited_as: Text


class Article(NamedTuple):
    """One place in a document and what it asks, in short."""

    source: Source
    number: str
    asks: Text

    @property
    def cited(self) -> Text:
        """How the article is cited in a report: 金教〔2021〕137号 四(一)1."""
        return Text(f"{self.source.cited_as.zh} {self.number}", f"{self.source.cited_as.en} {self.number}")


JINSHUI_2021_137 = Source(
    Text(
        "郑州市金水区教育局《金水区关于进一步提高义务教育学校教育教学质量的实施方案》（2021年11月5日）",
        "Jinshui District Education Bureau, Zhengzhou: plan for raising the quality of compulsory schooling (2021-11-05)",
    ),
    Text("金教〔2021〕137号", "Jinjiao [2021] 137"),
)
CURRICULUM_2022 = Source(
    Text(
        "教育部《义务教育课程方案（2022年版）》", "Ministry of Education: compulsory education curriculum plan (2022)"
    ),
    Text("课程方案（2022年版）", "Curriculum plan 2022"),
)
HENAN_2023 = Source(
    Text(
        "《河南省义务教育课程实施办法（试行）》（2023）",
        "Henan: implementation of the compulsory curriculum (trial, 2023)",
    ),
    Text("河南课程实施办法2023", "Henan 2023"),
)

FULL_CURRICULUM = Article(
    JINSHUI_2021_137,
    "四(一)1",
    Text("开齐开足开好国家规定课程", "every course that the state prescribes, in full"),
)
NO_DISPLACEMENT = Article(
    JINSHUI_2021_137,
    "四(一)1",
    Text(
        "严禁挪用、挤占学生体音美劳上课时间、活动时间和学生自习课时间",
        "PE, music, art and labour lessons, activity time and self-study are never displaced",
    ),
)
NO_ADDED_LESSONS = Article(
    JINSHUI_2021_137, "四(一)1", Text("不得随意增减课时", "lessons are not added or cut at will")
)
SAME_PROGRESS = Article(
    JINSHUI_2021_137,
    "四(三)1",
    Text("同一年级同一学科教学进度大体一致", "classes of one grade keep roughly the same progress in a subject"),
)
EXAMS = Article(
    JINSHUI_2021_137,
    "四(四)1",
    Text(
        "一二年级不进行纸笔考试，其他年级每学期一次期末考试，初中可安排一次期中考试，不得组织周考、月考、单元考试",
        "no paper exams in G1-2, one final a term elsewhere, one mid-term in junior grades, no weekly, monthly or unit exams",
    ),
)
JOINT_PLANNING = Article(
    JINSHUI_2021_137,
    "四(一)4",
    Text(
        "统筹安排集体备课、听评课、专题研究等校本研修",
        "joint preparation and study of teaching are arranged as a whole",
    ),
)
WEEKLY_TOTAL = Article(
    CURRICULUM_2022,
    "课程设置",
    Text("周课时1-2年级26节、3-6年级30节、7-9年级34节", "lessons a week: 26 in G1-2, 30 in G3-6, 34 in G7-9"),
)
HENAN_MINIMA = Article(
    HENAN_2023,
    "课程设置",
    Text(
        "开齐国家课程；劳动、综合实践活动每周各不少于1课时，班团队活动原则上每周不少于1课时",
        "every course of the state; labour, practice and class meeting: 1 lesson a week each",
    ),
)
SERVICE_TIME = Article(
    JINSHUI_2021_137,
    "四(五)1",
    Text(
        "每周5天都要开展课后服务，每天至少2小时，结束时间原则上不早于正常下班时间",
        "service on all 5 days of the week, at least 2 hours a day, not ending before normal off-work time",
    ),
)
EXTENDED_CARE = Article(
    JINSHUI_2021_137,
    "四(五)1",
    Text("对有特殊需要的学生可提供延时托管服务", "extended care for pupils who need it"),
)
EVENING_STUDY = Article(
    JINSHUI_2021_137,
    "四(五)1",
    Text(
        "初中学校在工作日晚上可开设晚自习班，非寄宿制学校晚自习结束时间不得晚于20:00",
        "junior schools may hold evening study on workdays; where pupils do not board it ends by 20:00",
    ),
)
WEEKEND_CARE = Article(
    JINSHUI_2021_137,
    "四(五)1",
    Text(
        "周末托管以素质拓展为主，不得组织集体补课",
        "weekend care is for pursuits beside the lessons, never collective make-up lessons",
    ),
)
SERVICE_CHOICE = Article(
    JINSHUI_2021_137,
    "四(五)1-2",
    Text(
        "为学生提供N种增值服务，提供菜单式项目与内容供学生自愿选择",
        "N kinds of service, offered as a menu from which pupils choose of their own will",
    ),
)
SERVICE_CONTENT = Article(
    JINSHUI_2021_137,
    "四(五)2",
    Text(
        "指导作业、辅导答疑，开展科普、文体、艺术、劳动、阅读、兴趣小组及社团活动，不得利用课后服务时间讲新课",
        "homework, tutoring, science, sport, art, labour, reading, interest groups and clubs; never new lessons",
    ),
)
HOMEWORK_AT_SCHOOL = Article(
    JINSHUI_2021_137,
    "四(三)1、四(五)2",
    Text(
        "一二年级不布置书面作业，三至六年级不超过60分钟，初中不超过90分钟，书面作业基本在校内完成",
        "no written homework in G1-2, at most 60 minutes in G3-6 and 90 in G7-9, done at school",
    ),
)
SERVICE_SAFETY = Article(
    JINSHUI_2021_137,
    "四(五)4",
    Text(
        "明确参与课后服务教师（含外聘人员）的职责与岗位要求，加强校级巡查指导",
        "every serving adult, those from outside too, has named duties; the school's leaders patrol",
    ),
)
EXTERNAL_STAFF = Article(
    JINSHUI_2021_137,
    "四(五)3",
    Text(
        "可聘任具备资质的社会专业人员，学校依法与其签订劳动合同或劳务协议",
        "qualified people from outside may serve, under a contract or service agreement",
    ),
)
FLEXIBLE_HOURS = Article(
    JINSHUI_2021_137,
    "四(二)3",
    Text(
        "统筹安排教师实行弹性上下班，保障参加课后服务的教师给予相应的补助",
        "flexible hours are arranged for teachers as a whole; those who serve receive an allowance",
    ),
)

EDUCATION_2035 = Source(
    Text(
        "中共中央、国务院《教育强国建设规划纲要（2024—2035年）》（2025年1月）；教育部2026年3月7日记者会：各省已落实",
        "Outline for building a strong country in education (2024-2035), January 2025; in force in all provinces since March 2026",
    ),
    Text("教育强国建设规划纲要", "Education outline 2035"),
)
HEALTH_2021 = Source(
    Text(
        "教育部办公厅《关于进一步加强中小学生体质健康管理工作的通知》（2021年4月）",
        "Ministry of Education: notice on the fitness and health of pupils (April 2021)",
    ),
    Text("体质健康管理通知2021", "Health notice 2021"),
)
EXAMS_2025 = Source(
    Text(
        "教育部办公厅《关于进一步加强中小学日常考试管理的通知》（2025年12月）",
        "Ministry of Education: notice on everyday exams in schools (December 2025)",
    ),
    Text("日常考试管理通知2025", "Exam notice 2025"),
)
SPORT_MINUTES = Article(
    EDUCATION_2035,
    "健康第一",
    Text(
        "中小学生每天综合体育活动时间不低于2小时",
        "every pupil has at least two hours of sport a day, of all kinds together",
    ),
)
SPORT_DAILY = Article(
    EDUCATION_2035,
    "健康第一",
    Text(
        "所在地要求每天一节体育课，体育活动课算在内", "where the place asks: a lesson of PE or sport activity every day"
    ),
)
BREAKS = Article(
    EDUCATION_2035,
    "健康第一",
    Text("课间15分钟（各地按学段规定）", "breaks of 15 minutes, by stage as the place says"),
)
BIG_BREAKS = Article(
    HEALTH_2021,
    "一、大课间",
    Text("每天统一安排30分钟大课间体育活动", "a big break of 30 minutes of organised sport every day"),
)
MOCK_EXAMS = Article(
    EXAMS_2025,
    "考试次数",
    Text(
        "毕业年级总复习阶段可组织1—2次模拟考试；小学和非毕业年级不得组织跨校考试",
        "1-2 mock exams of the graduating grade in its review phase; no cross-school exams of others",
    ),
)
