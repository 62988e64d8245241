"""Invented teachers' names: common surnames and given names put together at random; any likeness to a person is chance."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
GIVEN_NAMES = (
    "芳 敏 静 丽 强 磊 军 洋 勇 艳 杰 娟 涛 明 超 霞 平 刚 鹏 辉 玲 红 梅 雪 琳 颖 丹 莹 洁 倩 晨 宁 帆 凯 斌 欣 悦 婷 蕾 薇 "
    "建华 秀英 志强 晓燕 文静 海燕 玉兰 春梅 立新 国栋 雅琴 思远 子涵 雨桐 嘉怡 浩然 梦洁 佳慧 晓东 俊峰 慧敏 淑贞 永康 振华 "
    "书瑶 怀瑾 清越 若水 知行 景行 望舒 语冰 安然 宛如 长青 明远 致远 博文 静姝 婉清 承志 新宇 瑞雪 春晖 秋实 晓晨 丽娜 海峰"
)


def names(random: Random) -> Iterator[str]:
    """Yield names without end in a random order, no name twice; a number follows once all pairs are used."""
    pairs = [surname + given for surname in SURNAMES for given in GIVEN_NAMES.split()]
    random.shuffle(pairs)
    yield from pairs
    number = 2
    while True:
        for pair in pairs:
            yield f"{pair}{number}"
        number += 1
