"""Writes a shortlist as an Excel workbook: its facts as tables, to sort and to count with."""

from matcher.pack.frame import frame_of
from matcher.pack.tables import tables_of
from matcher.pack.workbook import write_workbook
from models.city import CityProfile
from models.shortlist import Shortlist


def render_xlsx(shortlist: Shortlist, city: CityProfile) -> bytes:
    """Write the sheets Set, Needs, Too late, Effort, Milestones and Evidence.

    The same shortlist gives the same bytes, and no cell is a formula. Raises
    KeyError for a need or organisation that the city does not have, ValueError
    for a next call that the shortlist does not hold.
    """
    frame = frame_of(shortlist, city)
    title = f"Strategic shortlist for {frame.city.name}, {frame.today.isoformat()}"
    return write_workbook(tables_of(frame), title, shortlist.as_of)
