"""The proposal for a date: what is done about each thing that is hit, overruled by a choice, adopted as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from scheduler.cover.propose import Choice, Ranked
from scheduler.term.calendar import date_text
from scheduler.term.day import Item
from scheduler.text import clock_text
from scheduler.ui.clicks import once, overtaken
from scheduler.ui.day_plans import DayPlan, HitId, OptionId, Proposed, hit_id
from scheduler.ui.language import _, say
from scheduler.ui.markdown import plain
from scheduler.ui.terms import signature

ROW, MOST_ROWS = 35, 9
MOST_NAMED = 3  # classes


def proposal_view(plan: DayPlan) -> None:
    """Show what to do about what is open, let it be overruled, and adopt it."""
    head = st.container(horizontal=True, vertical_alignment="center")
    with head:
        st.subheader(_("要安排的"), width="content")
    with st.spinner(_("正在安排……")):
        proposal = plan.proposal()
    if proposal is not None and not proposal.choices:
        st.success(_("没有缺人的课和值班。"), icon=":material/check:")
        return
    if proposal is None:
        st.error(_("指定的几处互相冲突，排不到一起。"))
        st.button(_("取消所有指定"), key="undecide-all", on_click=plan.decided.clear)
        return
    with head:
        _total(plan, proposal)
    st.dataframe(
        [_row(plan, choice) for choice in proposal.choices],
        hide_index=True,
        height=ROW * (min(len(proposal.choices), MOST_ROWS) + 1) + 3,
        column_config={
            _("日期"): st.column_config.TextColumn(width=95),
            _("时间"): st.column_config.TextColumn(width=95),
        },
    )
    if plan.in_weeks:
        st.caption(_("几周的一周一周安排，后一周在前几周已定的基础上算。要换个别的人，选那一天再改。"))
    _overrule(plan, proposal)
    _not_kept(proposal)


def _row(plan: DayPlan, choice: Choice) -> dict[str, object]:
    item, runner_up = choice.hit.item, choice.runner_up
    return {
        **({_("日期"): say(date_text(item.date))} if len(plan.dates) > 1 else {}),
        _("时间"): f"{clock_text(item.start)}-{clock_text(item.end)}",
        _("班级"): classes_text(item),
        _("课程"): item.title,
        _("谁不在"): "、".join(choice.hit.missing) or (item.venue or ""),
        _("怎么办"): ("📌 " if hit_id(choice.hit) in plan.decided else "") + say(choice.option.text),
        **(
            {}
            if plan.in_weeks
            else {
                _("其次"): "" if runner_up is None else say(runner_up.text),
                _("多扣"): None if runner_up is None else choice.more,
            }
        ),
    }


def classes_text(item: Item) -> str:
    """Return the classes of something, the first of them where they are many."""
    names = item.classes
    if len(names) <= MOST_NAMED:
        return "、".join(names)
    return _("{first}等{n}个班").format(first=names[0], n=len(names))


def item_label(item: Item) -> str:
    """Return how something held on a date is named in a list of choices."""
    return f"{clock_text(item.start)} {classes_text(item)} {item.title} {'、'.join(item.teachers)}"


def _hit_label(plan: DayPlan, item: Item) -> str:
    return (say(date_text(item.date)) + " " if len(plan.dates) > 1 else "") + item_label(item)


def _overrule(plan: DayPlan, proposal: Proposed) -> None:
    """Let one thing be done otherwise, or alone: the options are in the order of their cost, those that break a hard rule are not among them."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        number: int = st.selectbox(
            _("改哪一处"),
            range(len(proposal.choices)),
            format_func=lambda n: _hit_label(plan, proposal.choices[n].hit.item),
            key=f"hit-{plan.date}-{len(plan.dates)}-{len(proposal.choices)}",
        )
        choice, options = proposal.choices[number], plan.ranked(number)
        if not options:
            _adopt_one(plan, proposal, choice)
            return
        now = next(n for n, each in enumerate(options) if each.option is choice.option)
        key = f"how-{plan.date}-{number}-{hash((proposal.cost, OptionId.of(choice.option)))}"
        st.selectbox(
            _("怎么办（扣分少的在前）"),
            range(len(options)),
            index=now,
            format_func=lambda n: _option_label(options[n]),
            key=key,
            on_change=_decide,
            args=(plan, key, options),
        )
        _adopt_one(plan, proposal, choice)
        if hit_id(choice.hit) in plan.decided:
            st.button(
                _("取消指定"),
                key="undecide",
                icon=":material/keep_off:",
                on_click=_undecide,
                args=(plan, hit_id(choice.hit)),
            )


def _option_label(each: Ranked) -> str:
    words = say(each.option.text)
    return words if each.more == 0 else f"{words}（{each.more:+d}）"


def _decide(plan: DayPlan, key: str, options: tuple[Ranked, ...]) -> None:
    """Keep what somebody chose; the rest is planned anew around it."""
    option = options[st.session_state[key]].option
    plan.decided[hit_id(option.hit)] = OptionId.of(option)


def _undecide(plan: DayPlan, what: HitId) -> None:
    plan.decided.pop(what, None)


def _total(plan: DayPlan, proposal: Proposed) -> None:
    """Say what the day costs, and offer to adopt it."""
    words = _("{n} 处，扣分 **{cost}**").format(n=len(proposal.choices), cost=proposal.cost)
    proven = _("，已证明不能再少") if proposal.proven else _("，至少 {bound}").format(bound=proposal.bound)
    decided = sum(1 for choice in proposal.choices if hit_id(choice.hit) in plan.decided)
    around = _("（指定 {n} 处，其余重新安排）").format(n=decided) if decided else ""
    st.markdown(words + proven + around, width="content")
    st.button(
        _("采用"),
        type="primary",
        key="adopt",
        icon=":material/check:",
        disabled=not plan.changes(proposal.choices),
        on_click=once(_adopt, plan, proposal.choices, dict(plan.decided)),
    )
    if decided:
        st.button(_("取消所有指定"), key="undecide-all", on_click=plan.decided.clear)


def _not_kept(proposal: Proposed) -> None:
    """Say what has nobody, and which rules are not kept."""
    nobody = sum(1 for choice in proposal.choices if choice.option.way is None)
    if nobody:
        st.warning(_("{n} 处没有人能上。").format(n=nobody))
    if proposal.broken:
        with st.expander(_("没有守住的 {n} 处").format(n=len(proposal.broken))):
            st.markdown("\n".join(f"- {plain(say(title))}：{plain(say(text))}" for title, text in proposal.broken))


def _adopt_one(plan: DayPlan, proposal: Proposed, choice: Choice) -> None:
    """Offer to adopt one thing alone, with all its parts; the rest stays a proposal."""
    own = tuple(each for each in proposal.choices if each.hit.item.occasion == choice.hit.item.occasion)
    st.button(
        _("只采用这一处"),
        key="adopt-one",
        disabled=not plan.changes(own),
        on_click=once(_adopt, plan, own, dict(plan.decided)),
        help=_("其余的先不定"),
    )


def _adopt(plan: DayPlan, choices: Sequence[Choice], decided: Mapping[HitId, OptionId]) -> None:
    """Store what is proposed, or some of it, unless something else was decided since it was shown."""
    if plan.decided != decided:
        overtaken()
        return
    opened = plan.opened
    changes = [change.model_copy(update=signature()) for change in plan.changes(choices)]
    days = say(date_text(plan.date))
    if len(plan.dates) > 1:
        days = _("{first}到{last}").format(first=days, last=say(date_text(plan.dates[-1])))
    note = _("{date}：采用 {n} 处安排").format(date=days, n=len(changes))
    term = opened.term.changed(changes)
    if opened.keep(term, note):
        for choice in choices:
            plan.decided.pop(hit_id(choice.hit), None)
