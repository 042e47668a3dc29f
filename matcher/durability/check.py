"""Looking for damage in the store and the archived pages, and making anew what can be."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, Engine

from matcher.durability.pages import look_through_pages, remove
from matcher.progress import Advance
from matcher.store import StoreError
from matcher.store.call_soundness import call_troubles
from matcher.store.soundness import (
    database_troubles,
    outbox_troubles,
    reference_troubles,
    vector_troubles,
)
from matcher.store.transactions import reading, writing
from matcher.store.trouble import Trouble
from matcher.store.word_index import word_index_troubles


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong, or was."""

    where: str
    said: str  # one plain sentence
    can_be_repaired: bool
    repaired: bool = False


_Look = Callable[[Connection], list[Trouble]]


def check(engine: Engine, pages: Path, advance: Advance, *, repair: bool) -> list[Finding]:
    """Look through everything, and with `repair` make anew what can be made anew.

    What was repaired is looked at once more. StoreError where the store cannot be read.
    """
    found = [*check_store(engine, advance, repair=repair), *_check_pages(pages, repair=repair)]
    return list(dict.fromkeys(found))


def check_store(engine: Engine, advance: Advance, *, repair: bool) -> list[Finding]:
    """Look through the store alone."""
    looks: Sequence[_Look] = (
        database_troubles,
        reference_troubles,
        word_index_troubles,
        partial(call_troubles, advance=lambda done: advance("calls", done, None)),
        vector_troubles,
        outbox_troubles,
    )
    return [finding for look in looks for finding in _look(engine, look, repair=repair)]


def _look(engine: Engine, look: _Look, *, repair: bool) -> Iterator[Finding]:
    try:
        with reading(engine) as connection:
            troubles = look(connection)
        mended = repair and any(trouble.repair for trouble in troubles)
        if mended:
            with writing(engine) as connection:
                for trouble in troubles:
                    if trouble.repair is not None:
                        trouble.repair(connection)
        left = _said(engine, look) if mended else {trouble.said for trouble in troubles}
    except StoreError as error:
        yield Finding("database", str(error), can_be_repaired=False)
        return
    for trouble in troubles:
        can = trouble.repair is not None
        yield Finding(trouble.where, trouble.said, can, repaired=can and trouble.said not in left)


def _said(engine: Engine, look: _Look) -> set[str]:
    with reading(engine) as connection:
        return {trouble.said for trouble in look(connection)}


def _check_pages(folder: Path, *, repair: bool) -> Iterator[Finding]:
    for damaged in look_through_pages(folder):
        name = damaged.files[0].relative_to(folder)
        if repair:
            remove(damaged)
        yield Finding("pages", f"{name}: {damaged.why}", can_be_repaired=True, repaired=repair)
