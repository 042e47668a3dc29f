"""The printed pack: pages, tags, and what happens without the libraries."""

import re
import sys
import zlib
from pathlib import Path

import pytest

from matcher.pack.pdf import PackError, page_count, render_pdf
from matcher.pack.render import render_html
from matcher.pack.write import write_pack
from models.errors import BidMatcherError
from models.shortlist import Shortlist
from tests.matcher.pack.samples import empty_shortlist, leeds, leeds_shortlist, wordy_shortlist


def _why_not() -> str:
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError) as error:
        return str(error)
    return ""


needs_pango = pytest.mark.skipif(bool(_why_not()), reason=f"no PDF can be made: {_why_not()}")


def told_by(pdf: bytes) -> bytes:
    """Everything in a PDF, its packed objects unpacked."""
    packed = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    return pdf + b"".join(map(_unpacked, packed))


def _unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""


@needs_pango
def test_the_pdf_is_tagged_and_has_a_title_and_a_language() -> None:
    pdf = render_pdf(leeds_shortlist(), leeds())
    told = told_by(pdf)
    assert pdf.startswith(b"%PDF")
    for expected in (b"/StructTreeRoot", b"/Lang (en-GB)", b"/S /Table", b"/S /H1", b"/S /Figure"):
        assert expected in told
    assert b"/Title (Strategic shortlist for Leeds, 10 August 2026)" in told
    assert b"/Alt (Needs by bids." in told
    assert b"CreationDate" not in told


@needs_pango
def test_the_same_shortlist_gives_the_same_bytes() -> None:
    made = leeds_shortlist(bids=leeds_shortlist().bids[:1])
    assert render_pdf(made, leeds()) == render_pdf(made, leeds())


@needs_pango
@pytest.mark.parametrize(
    ("made", "pages"),
    [
        (leeds_shortlist(), 6),
        (empty_shortlist(), 1),
        (wordy_shortlist(), 2),
        (wordy_shortlist("W"), 2),
        (leeds_shortlist(bids=leeds_shortlist().bids[:1] * 9), 10),
    ],
    ids=["as usual", "empty", "long texts", "one endless word", "nine bids"],
)
def test_each_bid_has_one_page(made: Shortlist, pages: int) -> None:
    assert page_count(made, leeds()) == pages


@needs_pango
@pytest.mark.parametrize("address", ["file", "data"])
def test_nothing_is_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    """A stylesheet that would make a second page is not read, wherever it lies."""
    css = "h2 { break-before: page }"
    (tmp_path / "outside.css").write_text(css)
    outside = {"file": (tmp_path / "outside.css").as_uri(), "data": f"data:text/css,{css}"}[address]
    page = (
        f'<html lang="en"><title>t</title><link rel="stylesheet" href="{outside}">'
        '<body><section id="set"><h1>one</h1><h2>two</h2></section>'
    )
    for name in ("render_html", "render_page"):
        monkeypatch.setattr(f"matcher.pack.pdf.{name}", lambda *_: page)
    assert page_count(empty_shortlist(), leeds()) == 1


def test_without_the_libraries_one_sentence_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "weasyprint"
    broken.mkdir()
    (broken / "__init__.py").write_text(
        "print('a long text')\nraise OSError(\"cannot load library 'libpango-1.0-0'\")\n"
    )
    for name in [name for name in sys.modules if name.partition(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.syspath_prepend(tmp_path)
    file = tmp_path / "pack.pdf"
    with pytest.raises(PackError, match="apt-get install libpango") as caught:
        write_pack(leeds_shortlist(), leeds(), file)
    assert isinstance(caught.value, BidMatcherError)
    assert not file.exists()
    assert render_html(leeds_shortlist(), leeds())
