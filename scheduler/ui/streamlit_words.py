"""Streamlit's own words (menus of columns, tools of tables, names for screen readers), which it says in English only, in the language of the session."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from scheduler.ui.language import N_, _, language

_show = st.components.v2.component(
    "paike_streamlit_words", js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
)
WORDS = {
    # Menu of a column.
    "Dataframe column menu": N_("这一列的菜单"),
    "Copy column name": N_("复制列名"),
    "Sort ascending": N_("升序"),
    "Sort descending": N_("降序"),
    "Statistics": N_("统计"),
    "Format": N_("格式"),
    "Autosize": N_("自动列宽"),
    "Pin column": N_("固定这一列"),
    "Unpin column": N_("不再固定"),
    "Hide column": N_("隐藏这一列"),
    "Automatic": N_("自动"),
    "Localized": N_("本地格式"),
    "Plain": N_("纯数字"),
    "Compact": N_("紧凑"),
    "Dollar": N_("美元"),
    "Euro": N_("欧元"),
    "Yen": N_("日元"),
    "Percent": N_("百分比"),
    "Scientific": N_("科学记数"),
    "Accounting": N_("会计格式"),
    "Duration": N_("时长"),
    "Distance": N_("距今"),
    "Calendar": N_("日历"),
    "Values": N_("值"),
    "Empty": N_("空"),
    "Distinct": N_("不同的值"),
    "Minimum": N_("最小"),
    "Maximum": N_("最大"),
    "Average": N_("平均"),
    "Median": N_("中位数"),
    "Range": N_("范围"),
    "Count": N_("个数"),
    "Standard deviation": N_("标准差"),
    "Minimum length": N_("最短"),
    "Maximum length": N_("最长"),
    "Average length": N_("平均长度"),
    # Tools of tables and charts.
    "Show/hide columns": N_("显示或隐藏列"),
    "Download as CSV": N_("下载为 CSV"),
    "Download as PNG": N_("下载为图片"),
    "Copy Vega-Lite spec": N_("复制图的 Vega-Lite 描述"),
    "Show data": N_("看数据"),
    "Show chart": N_("看图"),
    "Search": N_("查找"),
    "Previous Result": N_("上一个"),
    "Next Result": N_("下一个"),
    "Close Search": N_("关闭查找"),
    "Fullscreen": N_("放大到全屏"),
    "Close fullscreen": N_("退出全屏"),
    "Toggle fullscreen": N_("全屏"),
    "Add row": N_("添加一行"),
    "Delete row(s)": N_("删除选中的行"),
    "Clear selection": N_("取消选中"),
    # Lists and fields.
    "Open": N_("打开"),
    "Close": N_("关闭"),
    "Clear all": N_("全部清除"),
    "Clear value": N_("清除"),
    "Clear entry": N_("清除"),
    "Select all": N_("全选"),
    "Selected values": N_("已选的"),
    "Select...": N_("请选择"),
    "Choose an option": N_("请选择"),
    "Choose options": N_("请选择"),
    "Add options": N_("添加"),
    "No results": N_("没有找到"),
    "No options to select": N_("没有可选的"),
    "Increment": N_("加一"),
    "Decrement": N_("减一"),
    "Press Enter to apply": N_("按回车生效"),
    "Press Enter to submit form": N_("按回车提交"),
    "Upload": N_("上传"),
    "file upload": N_("选择文件"),
    "Choose date": N_("选日期"),
    "Choose date range": N_("选起止日期"),
    "Clear date": N_("清除日期"),
    "Previous month": N_("上个月"),
    "Next month": N_("下个月"),
    # Around the page.
    "Skip to main content": N_("跳到正文"),
    "Sidebar": N_("侧栏"),
    "App pages": N_("各页"),
    "Collapse sidebar": N_("收起侧栏"),
    "Expand sidebar": N_("展开侧栏"),
    "Main menu": N_("主菜单"),
    "Notifications": N_("通知"),
    "Link to heading": N_("到这一标题的链接"),
    "Scroll tabs left": N_("向左看别的标签"),
    "Scroll tabs right": N_("向右看别的标签"),
    "Running...": N_("正在处理"),
    "Stop script": N_("停止"),
    "Loading": N_("正在载入"),
}
BEGINNINGS = {
    'Create "': (N_("新建“{what}”"), '"'),
    "Add: ": (N_("添加：{what}"), ""),
    "Help for ": (N_("{what}的说明"), ""),
    "Remove ": (N_("移除 {what}"), ""),
}
"""Sentences of Streamlit's about something, by how they begin, with how they end."""


def say_streamlits_words() -> None:
    """Let Streamlit's own words on the page, and those that come, be said in the language of the session."""
    chinese = language() == "zh"
    words = WORDS if chinese else {value: key for key, value in WORDS.items()}
    begins = [[start, end, *_(words).split("{what}")] for start, (words, end) in BEGINNINGS.items()] if chinese else []
    _show(key="streamlit-words", data={"words": words, "begins": begins}, height=1)
