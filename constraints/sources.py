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
