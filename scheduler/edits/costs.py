"""What each change of a school costs it, by the trouble that it makes: the scale by which cures are ranked."""

from scheduler.school import MarkOwner

# Times.
MOVE_ON_THE_DAY = 3  # a meeting at another time of the same day
RELEASE_LOCK = 4
RELEASE_COMMON_LOCK = 12  # where several classes have the same fixed at that time
MOVE_MEETING = 5
EXCUSE = 8  # one member from a meeting
MEET_AFTER_SCHOOL = 16
FREE = {  # a part of a day
    MarkOwner.TEACHER: 10,
    MarkOwner.VENUE: 10,
    MarkOwner.COURSE: 10,
    MarkOwner.CLASS: 12,
    MarkOwner.SUBJECT: 12,
}
FREE_EVERY_DAY = {
    MarkOwner.TEACHER: 25,
    MarkOwner.VENUE: 20,
    MarkOwner.COURSE: 20,
    MarkOwner.CLASS: 30,
    MarkOwner.SUBJECT: 24,
}

LONGER_BREAKS = 2  # what the law asks of the bells comes before all that is the school's own
DAILY_SPORT = 3

# People, courses, places.
RAISE_LIMIT = 12
MORE_ROOM = 14  # one more class at once where there are several
MORE_SEATS = 15
NO_MENTOR = 15
FEWER_DOUBLES = 15
LEAVE_EXCLUSION = 14  # of three or more
DROP_EXCLUSION = 18
MORE_A_DAY = 20
UNTIE = 22
GIVE_COURSE = 25
ROOM_FOR_TWO = 26  # where one class is at a time
RAISE_FOR_ALL = 30  # a limit that a rule sets for everybody
SOFTEN_AGAIN = 18  # a rule that is a wish unless the school makes it a must
SOFTEN = 30
FEWER_LESSONS = 40
ANOTHER_VENUE = 45

# Service.
CLUB_DAY = 8
CLUB_ROOM = 10
NEW_DEPUTY = 10
FEWER_ON_DUTY = 12
ADD_ADULT = 14
RENEW = 12
CLUB_SESSION = 16
OPEN_STAGE = 20  # to all teachers of its classes
NEW_PERSON = 60
