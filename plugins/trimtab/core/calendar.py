"""The day on which a library is judged."""

from __future__ import annotations

import datetime
import os


def today() -> datetime.date:
    """The day that `SOURCE_DATE_EPOCH` names, in seconds since 1970, else today, both in UTC.

    Source: https://reproducible-builds.org/specs/source-date-epoch/
    """
    seconds = os.environ.get("SOURCE_DATE_EPOCH", "")
    if seconds.isascii() and seconds.isdigit():
        return datetime.datetime.fromtimestamp(int(seconds), datetime.UTC).date()
    return datetime.datetime.now(datetime.UTC).date()


def months_between(first: datetime.date, last: datetime.date) -> int:
    """How many whole calendar months lie between two days; negative where the first is later."""
    months = 12 * (last.year - first.year) + last.month - first.month
    return months - (last.day < first.day)
