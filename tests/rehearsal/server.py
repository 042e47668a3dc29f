"""One server that plays every source from its fixture pages, each at a port of its own.

    with Rehearsal() as rehearsal:
        rehearsal.spoil("ukri", FAULTS["gzip bomb"], after=3)
        ... rehearsal.bases, rehearsal.sites["ukri"].asked() ...

`python -m tests.rehearsal` runs it for `bid-matcher collect` in another terminal.
"""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from types import TracebackType
from typing import Self

from scrapers.registry import load_award_sources
from tests.rehearsal.faults import Fault
from tests.scrapers.fixture_pages import SOURCES, fixture_files, read_fixture, serve
from tests.scrapers.local_server import Answer, Handler, LocalServer

EVERYONE = (*SOURCES, *(source.name for source in load_award_sources()))


class Rehearsal:
    """The sites of all sources."""

    def __init__(self, names: Iterable[str] = EVERYONE) -> None:
        self.sites = {name: LocalServer() for name in names}
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        for name, site in self.sites.items():
            self._stack.enter_context(site)
            serve(name, site)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()

    @property
    def bases(self) -> dict[str, str]:
        """Where each source is to be asked."""
        return {name: site.address for name, site in self.sites.items()}

    def environment(self) -> Iterator[tuple[str, str]]:
        """Yield the settings with which the command line asks this server."""
        yield "BID_MATCHER_NOW", "2026-06-15T06:00:00+00:00"
        yield "BID_MATCHER_WAIT_SCALE", "0"
        for name, address in self.bases.items():
            yield f"BID_MATCHER_BASE_{name.upper()}", address

    def spoil(self, name: str, fault: Fault, after: int = 0) -> None:
        """Let a source's site go wrong at every page, after that many whole answers."""
        site, count = self.sites[name], [0]
        for path in fixture_files(name):
            whole, spoilt = site.answer_for(path), fault(read_fixture(name, path))
            site.answer(path, _after(after, count, whole, spoilt))

    def turn_in_circles(self, name: str) -> None:
        """Let every address of a source show its first page."""
        first, *others = fixture_files(name)
        for path in others:
            self.sites[name].page(path, *read_fixture(name, first))


def _after(after: int, count: list[int], whole: Answer, spoilt: Answer) -> Answer:
    def answer(handler: Handler) -> None:
        count[0] += 1
        (whole if count[0] <= after else spoilt)(handler)

    return answer
