"""How people are named in cells: what is a name, what only stands beside one, what stands for nobody yet, which two are alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import combinations

from pypinyin import lazy_pinyin

from scheduler.workbook.names import COMPOUND_SURNAMES, HAN, key, plain


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Somebody is meant who is not known yet.
VACANCIES = _set(
    """
    待定 待聘 待安排 待分配 待招 待补 待 未定 暂定 暂无 暂缺 暂空 空缺 缺 缺人 缺编 缺教师 缺老师 无人 无教师 无老师 没人 没有
    招聘中 新教师 新老师 新人 外聘 外聘教师 外聘老师 外请 临聘 临时 代课 代课教师 代课老师 实习生 实习教师 某某 某某某 xx xxx
    ? ?? ??? tbd tba tbc vacant none 教师 老师 任课教师 任课老师 本校教师 其他 其它 另定 另行安排 再定
    以后定 后补 拟聘 新聘 新招 待招聘 校聘 外聘教练 外聘人员 志愿者 特岗 特岗教师 顶岗 顶岗教师 校外教师 机构教师 未知 不详 不明 未分配
    """
)
# What is said about a person, beside the name.
_REMARKS = _set(
    """
    代 代课 暂代 兼 兼职 兼任 兼课 暂 临时 外聘 返聘 支教 交流 轮岗 走教 实习 见习 新 新来 新教师 新老师 新调入 调入 班主任
    副班主任 组长 年级组长 教研组长 备课组长 主任 副主任 校长 副校长 书记 教导 总务 产假 病假 事假 孕 孕期 哺乳 哺乳期 休假 请假
    待产 退休 借调 男 女 党员 骨干 主 副 主教 助教 辅 主讲 外教 临聘 合同 编外 在编 编制 负责 负责人 第一学期 上学期 下学期
    本学期 小 大 老 重名 同名
    """
)
# What stands in such cells and is no name.
_NO_NAMES = _set(
    """
    无课 不开设 未开设 停开 见附表 详见明细 照旧 不变 同去年 自选 原任 全科 家长 后勤 错误 连堂 双课 大课 小课 双节 单节
    隔周 每周 两周一节 上午 下午 自习 活动 走班 社团 阅读 阅览 班会 班队 休息 大扫除 机动 自主 午休 轮流 轮休 合班 分班 单周 双周 同左 同右 同上 同下 合上 合堂 停课
    放假 补课 辅导 值日 值班 早读 晚自习 不上 不开 未开 免 全体 全校 年级 大家 自愿 随机 不定 备用 备注 姓名 班级 学科 语文
    数学 英语 外语 道法 道德与法治 科学 体育 体健 音乐 美术 信息 信息科技 信息技术 劳动 综合实践 综合 历史 地理 生物 物理 化学
    政治 校本 地方 心理 书法 合计 总计 小计 课时 教室 操场 机房 true false null nan na
    """
)
# 周三, 五节, 小张, 马校: days, lessons, and how a person is called who is named elsewhere.
_NO_PERSON = re.compile(
    r"^周[一二三四五六日天]$|^星期.$|^第?[一二三四五六七八九十]节|[一二两三四五六]节$|^[小老大阿].$|^.[副校总]$|^不"
)
_OTHER_THINGS = re.compile(
    "服务|托管|附表|明细|[组班]$|^同|^各|^本班|自习|早读|晨读|活动|课程|课时|学科|年级|班级|教室|学生|家长"
)
_TITLES = (
    "副校长",
    "副主任",
    "副书记",
    "教导主任",
    "老师",
    "教师",
    "先生",
    "女士",
    "主任",
    "校长",
    "书记",
    "教导",
    "组长",
)
_MARKS = re.compile(r"[*★☆△▲※♀♂√✓'\"^~`①-⑳.。!…_“”„‟]+")
_HAN = HAN.pattern
_FOREIGN = re.compile(r"[^\W\d_]+(?:[ .'-]+[^\W\d_]+)*\.?")
_MINORITY = re.compile(rf"{_HAN}{{1,8}}(?:·{_HAN}{{1,8}})+")
_SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤"
    "滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭"
    "梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井"
    "段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴鬱胥能苍双闻莘党"
    "翟谭贡劳逄姬申扶堵冉宰郦雍郤璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚"
    "越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公仉督岳帅缑亢况郈有琴商牟佘佴伯赏墨哈谯笪年爱阳佟言福肖闫付代覃仝"
    "涂原官苑初芦鹿邸楚由修郄卿央撒尕冶朴禤闭粟邝招矫苟揭蒿鄢岩巨门展衣信隋栗晋宛冼揣仪仵佃勇矣磨黑麦迟"
    "兰丘尧丛么庹弋旷拓折束来果植檀步汝沐泰漆烟贵德恩承敬朗星普木松纳马哈底且字普尚亓占战逢税"
)
# Characters that are mistaken for each other by the eye, beside those that sound alike.
_LOOK_ALIKE = tuple(
    map(
        frozenset,
        _set(
            """
            未末 土士 己已巳 戊戌戍 日曰 人入八 干千于 天夭 大太犬 晴睛 杨扬 育肓 今令 免兔 辛幸 壮状 侯候 徐除 凤风 田由甲申 王玉主
            冶治 泠冷 恩思 晓哓 瑞端 娟捐 芳芬 鹏朋 明朋 静净 建健 国固
            莹营 萍苹 伟纬
            """
        ),
    )
)


def is_vacancy(text: str) -> bool:
    """Tell whether a text stands for somebody who is not known yet: 待定, ?, 外聘, 新教师1."""
    said = plain(text).casefold().replace(" ", "").strip("()[]【】")
    return said in VACANCIES or said.rstrip("0123456789") in VACANCIES


def is_remark(text: str) -> bool:
    """Tell whether a word is said about a person and names nobody: 代课, 兼, 产假."""
    return text.casefold() in _REMARKS


def without_marks(word: str) -> str:
    """Return a word without what marks it for a footnote: 孙丽* is 孙丽."""
    return re.sub(rf"^{_MARKS.pattern}|{_MARKS.pattern}$", "", word)


def without_title(word: str, least: int = 2) -> str:
    """Return a name without how a person is addressed: 孙丽老师 is 孙丽. What would be left of 孙老师 names nobody."""
    title = next((title for title in _TITLES if word.endswith(title) and len(word) - len(title) >= least), "")
    return word.removesuffix(title)


def is_like_a_name(text: str) -> bool:
    """Tell whether a text is written as a person's name is: a surname and one or two characters, 阿依古丽·买买提, Li Lei.

    Two namesakes are told apart by a digit: 刘洋1.
    """
    name = text.replace(" ", "") if HAN.search(text) else text
    name = re.sub(r"(?<=\D)\d$", "", name)
    if name.casefold() in _NO_NAMES or name.endswith(_TITLES) or _NO_PERSON.search(name) or _OTHER_THINGS.search(name):
        return False
    if re.fullmatch(rf"{_HAN}+", name):
        if name.startswith(tuple(COMPOUND_SURNAMES)):
            return 3 <= len(name) <= 5
        double = len(name) == 4 and name[1] in _SURNAMES
        return name[0] in _SURNAMES and (2 <= len(name) <= 3 or double)
    if _MINORITY.fullmatch(name):
        return True
    return len(name) >= 2 and bool(_FOREIGN.fullmatch(name)) and not HAN.search(name)


def may_be_a_name(text: str) -> bool:
    """Tell whether a text may be a person's name though it is not usual: 道法师, 语文老师1; not 自习, 4+x."""
    said = text.replace(" ", "")
    if said.endswith(_TITLES) or _OTHER_THINGS.search(said):
        return False
    unnamed = re.fullmatch(rf"{_HAN}{{1,8}}(?:老师|教师)(?:[A-Z]|\d{{1,3}})", said)
    if _NO_PERSON.search(said) or said.rstrip("0123456789") in _NO_NAMES:
        return bool(unnamed)
    return bool(unnamed) or bool(re.fullmatch(rf"{_HAN}{{2,4}}\d?", said))


def alike(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield each two names that may be one person's, in the order in which they are given.

    One stands inside the other (孙丽, 孙丽华), or a character of the given name is another that sounds or looks the same
    (孔皓, 孔浩). 赵芳 and 赵伟 are two people.
    """
    keys = {name: key(name) for name in names}
    for (one, a), (other, b) in combinations(keys.items(), 2):
        if _is_inside(a, b) or _is_inside(b, a) or _is_mistyped(a, b):
            yield one, other


def _is_inside(short: str, long: str) -> bool:
    """Tell whether a name stands in another one; 刘洋 in 刘洋1 does too."""
    return 2 <= len(short) < len(long) and short in long


def _is_mistyped(one: str, other: str) -> bool:
    if len(one) != len(other) or len(one) < 2 or one[0] != other[0]:
        return False
    pairs = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return len(pairs) == 1 and is_alike(*pairs[0])


@lru_cache(maxsize=10_000)
def is_alike(one: str, other: str) -> bool:
    """Tell whether a character may have been typed for another: it sounds or looks the same."""
    if any(one in group and other in group for group in _LOOK_ALIKE):
        return True
    return bool(HAN.fullmatch(one) and HAN.fullmatch(other)) and lazy_pinyin(one) == lazy_pinyin(other)
