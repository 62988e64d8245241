"""What of each school of one owner teachers and parents may see, and the links by which they do.

A link is signed with a key of its school (itsdangerous, HMAC of SHA-256), so that none can be made up, and is looked up at each
use, so that it can be withdrawn. What is damaged in the database opens nothing.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from itsdangerous import BadSignature, Signer
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from scheduler.export.web.audience import Audience, Reader
from scheduler.store.database import Database, OvertakenError
from scheduler.store.errors import NotFoundError
from scheduler.store.models import UNREADABLE, LinkRow, PlanVersionRow, PublicationRow, SchoolRow, now
from scheduler.store.rows import demand_school, version_row
from scheduler.text import Text

KEY_BYTES = 32
_KEY_LETTERS = 43  # of so many bytes
_MOST_LETTERS = 80  # of a token
UNPUBLISHED = Text(
    "发布记录在数据库里已损坏，现在什么也打不开：请重新发布，原来的链接照样能用。",
    "What was published is damaged in the database, and nothing can be opened: publish it again; the links stay as they were.",
)
WITHOUT_KEY = Text(
    "链接的签名密钥在数据库里已损坏，所有链接都打不开：请重新发布，并把新的链接和二维码发给大家。",
    "The key that signs the links is damaged in the database, and none opens anything: publish again and hand out the new links and codes.",
)


@dataclass(frozen=True)
class Publication:
    """Whether anything can be seen, which version of the plan, and who published it when; None where that is damaged."""

    open: bool
    plan_number: int | None
    at: datetime | None
    author: str


@dataclass(frozen=True)
class Link:
    """A link that works while its school is published."""

    id: int
    reader: Reader
    token: str


@dataclass(frozen=True)
class Shown:
    """What a token opens: one page of one version of a plan."""

    owner: str
    school_id: int
    plan_number: int
    at: datetime | None
    reader: Reader


class Publications:
    """Ensures that nothing of a school can be seen until its owner says so, and nothing any more once he has withdrawn it.

    Every method that is given the id of somebody else's school raises NotFoundError.
    """

    def __init__(self, database: Database, owner: str) -> None:
        self._database = database
        self._owner = owner

    def get(self, school_id: int) -> Publication | None:
        """Return what is published of a school; None where nothing ever was."""
        with self._database.reading() as session:
            demand_school(session, self._owner, school_id)
            row = _row(session, school_id)
            return None if row is None else _publication(row)

    def publish(self, school_id: int, plan_number: int, *, author: str = "") -> Publication:
        """Let a version of the plan be seen in place of any other. Raises NotFoundError where there is no such version."""
        for _attempt in range(2):
            try:
                with self._database.writing() as session:
                    demand_school(session, self._owner, school_id, lock=True)
                    version_row(session, PlanVersionRow, school_id, plan_number)
                    row = _row(session, school_id)
                    if row is None:
                        row = PublicationRow(school_id=school_id, key="")
                        session.add(row)
                    if not _is_key(row.key):
                        row.key = secrets.token_urlsafe(KEY_BYTES)
                    row.open, row.plan_number, row.at, row.author = True, plan_number, now(), author
                    session.flush()
                    _give_up_damaged(session, school_id)
                    return _publication(row)
            except OvertakenError:  # somebody published it first at the same moment
                continue
        raise NotFoundError

    def close(self, school_id: int) -> None:
        """Let nothing be seen; links work again once it is published again."""
        with self._database.writing() as session:
            demand_school(session, self._owner, school_id, lock=True)
            row = _row(session, school_id)
            if row is not None:
                row.open = False

    def damage(self, school_id: int) -> list[Text]:
        """Return what is damaged of a publication and of its links, each with its cure."""
        with self._database.reading() as session:
            demand_school(session, self._owner, school_id)
            publication = _row(session, school_id)
            lost = sum(1 for row in _all_links(session, school_id) if _is_damaged(row))
        found = []
        if publication is not None:
            if publication.open is None or (publication.open and publication.plan_number is None):
                found.append(UNPUBLISHED)
            if not _is_key(publication.key):
                found.append(WITHOUT_KEY)
        if lost:
            found.append(
                Text(
                    f"有 {lost} 个链接在数据库里已损坏，打不开：请给没有链接的人重新建。",
                    f"{lost} links are damaged in the database and open nothing: make new ones for who has none.",
                )
            )
        return found

    def links(self, school_id: int) -> list[Link]:
        """Return the links that are not withdrawn, in the order in which they were made."""
        with self._database.reading() as session:
            demand_school(session, self._owner, school_id)
            publication = _row(session, school_id)
            if publication is None or not _is_key(publication.key):
                return []
            signer, found = _signer(publication.key), []
            for row in _links(session, school_id):
                reader = _reader(row)
                if reader is not None:
                    found.append(Link(row.id, reader, signer.sign(str(row.id)).decode()))
            return found

    def add_links(self, school_id: int, readers: Iterable[Reader]) -> None:
        """Make a link for each reader who has none."""
        with self._database.writing() as session:
            demand_school(session, self._owner, school_id, lock=True)
            has = {_reader(row) for row in _links(session, school_id)}
            _give_up_damaged(session, school_id)
            for reader in dict.fromkeys(readers):
                if reader not in has:
                    session.add(
                        LinkRow(school_id=school_id, audience=str(reader.audience), who=reader.who, withdrawn=False)
                    )

    def withdraw(self, school_id: int, readers: Collection[Reader] | None = None) -> None:
        """Let the links of some readers, by default all, never open anything again."""
        with self._database.writing() as session:
            demand_school(session, self._owner, school_id, lock=True)
            for row in _links(session, school_id):
                if readers is None or _reader(row) in readers:
                    session.execute(update(LinkRow).where(LinkRow.id == row.id).values(withdrawn=True))


def shown(database: Database, token: str) -> Shown | None:
    """Return what a token opens; None for one that is made up, withdrawn, or of a school that is not published. Raises StoreError."""
    number = token.partition(".")[0]
    if len(token) > _MOST_LETTERS or not token.isascii() or not number.isdecimal() or len(number) > 9:
        return None
    query = (
        select(LinkRow, PublicationRow, SchoolRow.owner)
        .join(PublicationRow, PublicationRow.school_id == LinkRow.school_id)
        .join(SchoolRow, SchoolRow.id == LinkRow.school_id)
        .where(LinkRow.id == int(number))
    )
    with database.reading() as session:
        found = session.execute(query).first()
    if found is None:
        return None
    link, publication, owner = found
    reader = _reader(link)
    works = publication.open is True and link.withdrawn is False and _is_signed(publication.key, token)
    if not works or reader is None or publication.plan_number is None:
        return None
    return Shown(owner, publication.school_id, publication.plan_number, publication.at, reader)


def _row(session: Session, school_id: int) -> PublicationRow | None:
    return session.scalar(select(PublicationRow).where(PublicationRow.school_id == school_id))


def _all_links(session: Session, school_id: int) -> list[LinkRow]:
    return list(session.scalars(select(LinkRow).where(LinkRow.school_id == school_id).order_by(LinkRow.id)))


def _links(session: Session, school_id: int) -> list[LinkRow]:
    return [row for row in _all_links(session, school_id) if row.withdrawn is False]


def _is_damaged(row: LinkRow) -> bool:
    """Tell whether a link opens nothing although nobody has withdrawn it."""
    return row.withdrawn is None or (row.withdrawn is False and _reader(row) is None)


def _give_up_damaged(session: Session, school_id: int) -> None:
    """Withdraw the links that are damaged; they stay, so that their numbers are never given to others."""
    for row in _all_links(session, school_id):
        if _is_damaged(row):
            session.execute(update(LinkRow).where(LinkRow.id == row.id).values(withdrawn=True))


def _publication(row: PublicationRow) -> Publication:
    return Publication(row.open is True, row.plan_number, row.at, row.author)


def _reader(row: LinkRow) -> Reader | None:
    if row.audience not in set(Audience) or row.who is None or UNREADABLE in row.who:
        return None
    return Reader(Audience(row.audience), row.who)


def _is_key(key: str | None) -> bool:
    """Tell whether a key can sign: what a damaged database gives is known to everybody."""
    return key is not None and key.isascii() and len(key) == _KEY_LETTERS


def _is_signed(key: str, token: str) -> bool:
    if not _is_key(key):
        return False
    try:
        _signer(key).unsign(token)
    except BadSignature:
        return False
    return True


def _signer(key: str) -> Signer:
    return Signer(key, salt="paike.link", sep=".", key_derivation="hmac", digest_method=hashlib.sha256)
