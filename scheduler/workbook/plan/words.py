"""What stands in a timetable's cell and is no lesson: words for free time, activities, placeholders, Excel's errors, remarks.

A school's own names come first: where it has a subject 阅读, 阅读 is that subject.
"""

from __future__ import annotations

from enum import Enum, auto

from scheduler.workbook.names import key
from scheduler.workbook.tables import is_error_value


class NoLesson(Enum):
    """Why a word is no lesson."""

    FREE = auto()
    ACTIVITY = auto()
    PLACEHOLDER = auto()
    WATCH = auto()
    EXCEL_ERROR = auto()


_FREE = """
无 无课 没课 没有课 空 空课 空闲 空堂 空节 不上课 不排课 休 休息 放学 放假 离校 none nil no_lesson no_class free
free_period free_time free_lesson off rest break recess dismissal -- — / × x n/a na
"""
_ACTIVITIES = """
大扫除 扫除 卫生 打扫卫生 卫生打扫 值日 值日生 阅读 阅读课 自由阅读 课外阅读 晨读 早读 午读 读书 诵读 经典诵读 社团 社团课 社团活动 兴趣小组
兴趣课 兴趣班 选修 走班 机动 机动课 自习 自习课 自修 早自习 午自习 晚自习 晚修 活动 活动课 课外活动 体育活动 阳光体育 大课间
课间 课间操 早操 广播操 眼保健操 眼操 跑操 升旗 升旗仪式 晨会 晨检 午会 夕会 集会 班队活动 班级活动 队活动 队会 少先队活动 团队活动 班会
午休 午睡 午餐 午饭 午间 早餐 晚餐 课后服务 课后托管 托管 延时服务 延时托管 作业 作业辅导 写作业 辅导 答疑 考试 测试 月考
期中考试 期末考试 备课 集体备课 教研 教研活动 教研组会 例会 会议 开会 全体会 培训 听课 评课 值班 值周 看班 巡查 行政
self-study self_study study study_hall assembly flag_raising lunch lunch_break nap reading morning_reading club clubs
activity activities cleaning homework duty meeting staff_meeting exam flexible
"""
_WATCHES = "看护 空课看护 自习看护 午间看护 课间看护 课间值守 值守 watch"  # who does it stands among the duties
_PLACEHOLDERS = "待定 未定 待排 待安排 待排课 待补 待聘 暂缺 暂定 暂无 缺 ? ?? ??? tbd tba tbc ... …"
_REMARKS = """
代 代课 代上 代教 替 顶 换 换课 调 调课 兼 兼课 主 副 助 助教 主讲 主教 配班 跟班 实习 实习生 实习教师 见习 外聘 返聘 外教 支教 交流
连 连堂 连上 大 小 实 实验 实验课 实践 理论 复习 新授 讲评 练习 测验 作文 写作 听力 口语 公开课 研讨课 录播 直播 网课 停 停课 补 补课
新 旧 男 女 男生 女生 上 下 全 半 临时 暂 周 本周 下周 起 止 室内 室外 早 晚 午 一 二 三 四 五 六 甲 乙 丙 丁 老师 教师 班 节 sub substitute cover acting temp lab double
"""


def _keys(words: str) -> frozenset[str]:
    return frozenset(key(word.replace("_", " ")) for word in words.split())


_MEANINGS = {
    **dict.fromkeys(_keys(_ACTIVITIES), NoLesson.ACTIVITY),
    **dict.fromkeys(_keys(_FREE), NoLesson.FREE),
    **dict.fromkeys(_keys(_PLACEHOLDERS), NoLesson.PLACEHOLDER),
    **dict.fromkeys(_keys(_WATCHES), NoLesson.WATCH),
}
REMARKS = _keys(_REMARKS)


def no_lesson(text: str) -> NoLesson | None:
    """Return why a text is no lesson whatever the school teaches; None where it may be one."""
    if is_error_value(text):
        return NoLesson.EXCEL_ERROR
    return _MEANINGS.get(key(text).strip("()[]:,.!。") or key(text))


def is_remark(word: str) -> bool:
    """Tell whether a word beside a subject or a name only says something of it: 代 in 王芳(代), 实验 in 物理(实验)."""
    return key(word) in REMARKS
