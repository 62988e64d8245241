"""Reads what an allocation of clubs needs, and tells everything that is wrong with it at once, without naming a pupil."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from openpyxl import Workbook

from scheduler.allocation import Companions, Listing, Offer, Pupil, Wishes
from scheduler.plan import Plan
from scheduler.school import School
from scheduler.text import Text
from scheduler.workbook.files import open_workbook
from scheduler.workbook.names import key
from scheduler.workbook.notation import read_day, read_days, read_whole_number
from scheduler.workbook.problem import Note, Problem
from scheduler.workbook.school.answers import Answers
from scheduler.workbook.school.service_layout import YES_NO_WORDS
from scheduler.workbook.tables import Cell, ReadingReport, Row, read_tables
from scheduler.workbook.wish_sheets import (
    COMPANIONS,
    LISTINGS,
    MORE_PROMISE_WORDS,
    PROMISE_WORDS,
    PUPILS,
    TOGETHER_WORDS,
)
from scheduler.workbook.wishes.answers_of_pupils import read_answers
from scheduler.workbook.wishes.clubs import ClubNames
from scheduler.workbook.wishes.offers import read_offers
from scheduler.workbook.wishes.people import PupilDirectory

MOST_ACCOUNT = 100_000
EVERY_GRADE = tuple(range(1, 13))


class WishesReading(NamedTuple):
    """What was read, everything that is wrong with it, and what was assumed. `wishes` is None when a problem blocks."""

    wishes: Wishes | None
    problems: tuple[Problem, ...] = ()
    notes: tuple[Note, ...] = ()


def read_wishes(
    path: Path,
    school: School,
    *,
    plan: Plan | None = None,
    answers: Mapping[str, str] | None = None,
    most: int = 1,
    held: bool = True,
    gone: Collection[str] = (),
) -> WishesReading:
    """Return the pupils, wishes and offers in a workbook; no file is so wrong that this raises.

    `plan` tells on which days clubs are held where 选课社团 does not; a club of which nobody knows that is refused, or (`held` False,
    before there is a programme) offered on none; so are clubs that are `gone` from the school since they were wished. `most` is as in
    `Wishes`. `answers` say what is meant by what is not certain,
    beside those of sheet 确认.
    """
    book, problems = open_workbook(path)
    if book is None:
        return WishesReading(None, problems)
    report = ReadingReport()
    for problem in problems:
        report.problems[problem] = []
    told = Answers(report, answers or {})
    told.read(book)
    reader = _Reader(book, report, told, school, [club for club in gone if club not in school.club])
    wishes = reader.read(plan, most, held=held)
    return WishesReading(None if report.has_errors else wishes, tuple(report.told()), tuple(report.notes))


def own_number(class_id: str, name: str) -> str:
    """Return the number of a pupil without one: his class and a few letters that his name decides but that do not tell it."""
    return f"{class_id}-{hashlib.sha256(key(name).encode()).hexdigest()[:6]}"


class _Reader:
    """Reads the sheets one after the other, those that others speak of first."""

    def __init__(
        self, book: Workbook, report: ReadingReport, answers: Answers, school: School, gone: Collection[str]
    ) -> None:
        self.book, self.report, self.school = book, report, school
        self.gone = {club: Offer(club=club, places=1, grades=EVERY_GRADE) for club in gone}
        self.people = PupilDirectory(report, answers, {(c.grade, c.number): c.id for c in school.classes})
        names = {club.id: club.grades for club in school.clubs} | dict.fromkeys(gone, EVERY_GRADE)
        self.clubs = ClubNames(report, answers, names)

    def read(self, plan: Plan | None, most: int, *, held: bool) -> Wishes:
        """Return what the sheets say; where something was told it is not to be used."""
        told = self.gone | read_offers(self.book, self.report, self.clubs, self.school, plan, held=held)
        offers = {club: offer for club, offer in told.items() if offer is not None}
        if not self.school.clubs:
            self.report.error(
                Cell("社团", ""), Text("学校没有社团", "The school has no clubs"), Text("填写“社团”表", "Fill in 社团")
            )
        self._read_pupils()
        grades = {club: self.clubs.clubs[club] if offer is None else offer.grades for club, offer in told.items()}
        self.clubs = ClubNames(self.report, self.clubs.answers, grades)
        answered = read_answers(self.book, self.report, self.people, self.clubs)
        listings = tuple(self._listings(offers))
        companions = tuple(self._companions())
        self.clubs.tell_taken()
        self.people.tell_padded()
        self._check_room(offers)
        pupils = tuple(self.people.pupils.values())
        known = (wish for wish in answered.wishes if wish.club in offers)
        return Wishes(
            pupils=pupils,
            offers=tuple(offers.values()),
            wishes=tuple(known),
            listings=listings,
            companions=companions,
            most=most,
            first_come=answered.first_come,
        )

    def _read_pupils(self) -> None:
        tables = read_tables(self.book, PUPILS, self.report)
        rows = [row for table in tables for row in table.rows]
        if not rows:
            self.report.error(
                Cell(PUPILS.title.zh, ""),
                Text("没有“学生”表", "There is no sheet 学生"),
                Text("加一张“学生”表：学号、姓名、班级，一行一位", "Add a sheet 学生: 学号, 姓名, 班级, a row a pupil"),
            )
        names = Counter((key(row["class"].text), key(row["name"].text)) for row in rows)
        for row in rows:
            pupil = self._pupil(row, several=names[key(row["class"].text), key(row["name"].text)] > 1)
            if pupil is not None:
                self.people.add(pupil)

    def _pupil(self, row: Row, *, several: bool) -> Pupil | None:
        report, number = self.report, row["id"]
        if not row["name"].text:
            report.error(
                number._replace(value=None), Text("没有写姓名", "No name given"), Text("写上姓名", "Type the name")
            )
            return None
        class_id = self.people.class_of(row["class"])
        if class_id is None:
            if not row["class"].text:
                report.error(
                    row["name"]._replace(value=None),
                    Text("没有写班级", "No class given"),
                    Text("写上班级", "Type the class"),
                )
            return None
        if several and not number.text:
            report.error(
                row["name"]._replace(value=None),
                Text("这个班有同名的学生，要写学号才分得清", "Two of this class have the name: a number is needed"),
                Text("给他们写上学号", "Give each a number"),
            )
            return None
        identity = number.text or own_number(class_id, row["name"].text)
        if key(identity) in self.people.by_key:
            report.error(
                number._replace(value=None),
                Text("这个学号写了两次", "This number stands twice"),
                Text("只留一行，或改正学号", "Keep one row, or correct it"),
            )
            return None
        return Pupil(
            id=identity,
            name=row["name"].text,
            class_id=class_id,
            grade=self.school.school_class[class_id].grade,
            days=report.read(row["days"], read_days, ()) or (1, 2, 3, 4, 5),
            care=report.word(row["care"], YES_NO_WORDS, False),
            account=report.read(row["account"], lambda value: read_whole_number(value, 0, MOST_ACCOUNT), 0),
        )

    def _listings(self, offers: Mapping[str, Offer]) -> Iterator[Listing]:
        self.promised: list[tuple[Listing, Cell]] = []
        self._days = {club: offer.days for club, offer in offers.items()}
        for table in read_tables(self.book, LISTINGS, self.report):
            for row in table.rows:
                pupil = self.people.find(row)
                club = (
                    None
                    if pupil is None
                    else self.clubs.find(row["club"], row["club"].text, self.people.pupils[pupil].grade)
                )
                promised = self.report.word(row["promised"], PROMISE_WORDS, True, MORE_PROMISE_WORDS)
                day = self.report.read(row["day"], read_day, None) if row["day"].text else None
                if pupil is None or club is None or club not in offers:
                    continue
                listing = Listing(pupil=pupil, club=club, promised=promised, day=day)
                self._check_promise(listing, row["club"], offers[club])
                yield listing

    def _check_promise(self, listing: Listing, cell: Cell, offer: Offer) -> None:
        """Tell of a promise that no allocation could keep."""
        if not listing.promised:
            return
        pupil = self.people.pupils[listing.pupil]
        days = set(offer.days if listing.day is None else (listing.day,)) & set(offer.days)
        before = [
            each for each, _ in self.promised if each.pupil == listing.pupil and (each.day is None or each.day in days)
        ]
        self.promised.append((listing, cell))
        wrong = None
        if pupil.grade not in offer.grades:
            wrong = Text("这位学生的年级不在这个社团的年级里", "The club is not for this pupil's grade")
        elif not days & set(pupil.days):
            wrong = Text("这位学生在社团开的日子不参加课后服务", "The pupil does not stay on the club's days")
        elif before and any(days & self._held(each, offer) for each in before):
            wrong = Text("这位学生同一天已经保证了一个社团", "A club is promised to this pupil on the same day already")
        if wrong is not None:
            self.report.error(cell, wrong, Text("改正这一行，或删去", "Correct the row, or delete it"))

    def _held(self, listing: Listing, offer: Offer) -> set[int]:
        return {listing.day} if listing.day is not None else set(self._days.get(listing.club, offer.days))

    def _check_room(self, offers: Mapping[str, Offer]) -> None:
        """Tell of more promises than places."""
        taken: Counter[tuple[str, int]] = Counter()
        for listing, cell in self.promised:
            offer = offers[listing.club]
            for day in offer.days if listing.day is None else (listing.day,):
                taken[listing.club, day] += day in self.people.pupils[listing.pupil].days
                if taken[listing.club, day] == offer.places + 1:
                    self.report.error(
                        cell,
                        Text(
                            f"保证的比名额（{offer.places}）多",
                            f"More are promised than there are places ({offer.places})",
                        ),
                        Text("增加名额，或少保证几位", "Give the club more places, or promise fewer"),
                    )

    def _companions(self) -> Iterator[Companions]:
        for table in read_tables(self.book, COMPANIONS, self.report):
            for row in table.rows:
                one, other = self.people.find(row, "1"), self.people.find(row, "2")
                together = self.report.word(row["together"], TOGETHER_WORDS, True)
                if one is not None and one == other:
                    where = row["id1"] if row["id1"].text else row["name1"]
                    self.report.error(
                        where._replace(value=None),
                        Text("两位是同一位学生", "Both are the same pupil"),
                        Text("改正其中一位", "Correct one of them"),
                    )
                elif one is not None and other is not None:
                    yield Companions(one=one, other=other, together=together)
