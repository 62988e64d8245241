"""`paike publish`: writes pages of a plan for teachers and parents, to be put on the school's own web space."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from scheduler.cli.common import AsJson, Language, OutFolder, PlanFile, SchoolFile, plan_in, refuse, school_in, writing
from scheduler.cli.console import Console
from scheduler.text import Text

AUDIENCES = ("class", "teacher", "staff")


def publish(
    school: SchoolFile,
    plan: PlanFile,
    out: OutFolder,
    base_url: Annotated[
        str, typer.Option(help="网页将放在哪里，如 https://www.example.edu.cn/kb；二维码要用 / where the pages will be")
    ] = "",
    audience: Annotated[
        list[str] | None,
        typer.Option(
            "--for", help="class 班级、teacher 教师、staff 办公室，可写几次；不写则全部 / whose pages, all by default"
        ),
    ] = None,
    renew: Annotated[
        list[str] | None,
        typer.Option(help="链接泄露了的班或教师：旧链接作废，换新的 / whose link is withdrawn for a new one"),
    ] = None,
    as_json: AsJson = False,
    lang: Language = "zh",
) -> None:
    """写出给教师和家长看的网页、日历和二维码 / Write pages, calendars and QR codes for teachers and parents."""
    from scheduler.export.calendars import term_of
    from scheduler.export.lessons import Lessons
    from scheduler.export.web.audience import Audience, readers
    from scheduler.export.web.folder import DamagedLinksError, Publication, is_web_address
    from scheduler.export.web.folder import publish as write
    from scheduler.plan import PlanView

    console = Console(lang, as_json)
    unknown = [each for each in audience or () if each not in AUDIENCES]
    if unknown:
        refuse(
            console,
            Text(
                f"--for 只能是 class、teacher、staff，不是“{unknown[0]}”",
                f"--for is class, teacher or staff, not “{unknown[0]}”",
            ),
        )
    if base_url and not is_web_address(base_url):
        refuse(
            console,
            Text(
                f"--base-url 要写成 https://…，不是“{base_url}”", f"--base-url is written https://…, not “{base_url}”"
            ),
        )
    read = school_in(console, school)
    lessons = Lessons(PlanView(read, plan_in(console, plan, read)), console.language)
    strangers = sorted(set(renew or ()) - {reader.name("zh") for reader in readers(lessons)})
    if strangers:
        names = "、".join(strangers)
        refuse(console, Text(f"--renew：没有“{names}”的网页", f"--renew: there is no page of “{names}”"))
    publication = Publication(
        lessons, {Audience(each) for each in audience or AUDIENCES}, base_url, term_of(read), date.today()
    )
    with writing(console, out):
        try:
            found = write(publication, out, renew=set(renew or ()))
        except DamagedLinksError:
            refuse(
                console,
                Text(
                    f"{out / 'links.json'} 已损坏，什么也没有写出：换了名字，发出去的链接和二维码就打不开了。请换回备份；真要全部换新的，就删掉它。",
                    f"{out / 'links.json'} is damaged; nothing was written, as with new names all links would lead nowhere. "
                    "Put back a copy; to have new names for all, delete it.",
                ),
            )
    console.say(_told(out, found.pages, found.withdrawn))
    if publication.term is None:
        console.note(
            Text("没有写日历：“学校”表没有填学期的起止日期。", "No calendars: 学校 does not say when the term is.")
        )
    if not base_url:
        console.note(
            Text(
                "没有二维码：不知道网页将放在哪里，请加 --base-url https://…",
                "No QR codes: add --base-url https://…, where the pages will be.",
            )
        )
    console.document({"status": "written", "files": [str(file) for file in found.files], "withdrawn": found.withdrawn})


def _told(out: Path, pages: int, withdrawn: int) -> Text:
    gone = Text(f"，作废 {withdrawn} 页", f"; {withdrawn} withdrawn") if withdrawn else Text("", "")
    return Text(
        f"已写出 {pages} 页{gone.zh}。把 {out / '网页'} 里的文件传到学校网站；链接.xlsx 和 links.json 留在学校，不要上传。",
        f"Wrote {pages} pages{gone.en}. Upload the files in {out / '网页'}; keep 链接.xlsx and links.json to yourselves.",
    )
