"""Saves a board pack in the form that the file's name asks for."""

from collections.abc import Callable
from pathlib import Path

from matcher.pack.pdf import render_pdf
from matcher.pack.render import render_html
from matcher.pack.sheets import render_xlsx
from matcher.staging import replace_file
from models.city import CityProfile
from models.shortlist import Shortlist


def write_pack(shortlist: Shortlist, city: CityProfile, file: Path) -> None:
    """Save the pack as .pdf, .html or .xlsx, in a folder made if need be.

    It is written whole under another name and then renamed, so an earlier pack
    stays as it was if anything fails. Raises ValueError for another suffix,
    PackError where a PDF cannot be made, OSError with one sentence naming the file.
    """
    content = _form(file)(shortlist, city)
    try:
        replace_file(file, content)
    except OSError as error:
        reason = error.strerror or "the disk refused"
        raise OSError(error.errno, f"the pack could not be saved as {file}: {reason}") from error


def _form(file: Path) -> Callable[[Shortlist, CityProfile], bytes]:
    form = _FORMS.get(file.suffix.lower())
    if form is None:
        allowed = ", ".join(_FORMS)
        raise ValueError(f"{file.name}: a pack is written as one of {allowed}")
    return form


def _html(shortlist: Shortlist, city: CityProfile) -> bytes:
    return render_html(shortlist, city).encode()


_FORMS = {".pdf": render_pdf, ".html": _html, ".xlsx": render_xlsx}
