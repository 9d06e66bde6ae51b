"""A learner's study day: it begins at the rollover hour of their time zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo


def study_day(moment: datetime, zone: ZoneInfo, rollover_hour: int) -> date:
    """The study day of a moment: before the rollover it is still yesterday's."""
    local = moment.astimezone(zone).replace(tzinfo=None)  # the clock on the wall
    return (local - timedelta(hours=rollover_hour)).date()


def day_start(day: date, zone: ZoneInfo, rollover_hour: int) -> datetime:
    """The moment, in UTC, at which a study day begins, with that day's offset."""
    return datetime.combine(day, time(rollover_hour), tzinfo=zone).astimezone(UTC)


def fuzzed(days: int, seed: str) -> int:
    """An interval spread a little, so that what was learnt together falls apart.

    Anki's ranges: nothing under 2.5 days, then 15 %, 10 % and 5 % of the parts up
    to 7, up to 20 and beyond, plus one day. The same seed gives the same interval.
    """
    if days < 3:
        return days
    spread = 1.0
    for low, high, share in ((2.5, 7, 0.15), (7, 20, 0.1), (20, 36_500, 0.05)):
        spread += share * max(0.0, min(days, high) - low)
    reach = round(spread)
    return Random(seed).randint(max(2, days - reach), days + reach)


def due_at(
    answered_at: datetime,
    interval: timedelta,
    *,
    zone: ZoneInfo,
    rollover_hour: int,
    seed: str,
) -> datetime:
    """When a card comes back: steps to the minute, days at the day's beginning."""
    if interval < timedelta(days=1):
        return answered_at + interval
    day = study_day(answered_at, zone, rollover_hour)
    later = day + timedelta(days=fuzzed(interval.days, seed))
    return day_start(later, zone, rollover_hour)
