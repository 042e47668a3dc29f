"""The page `docs/sources.md`: one row for each source, from what its `source.yaml` says."""

from collections.abc import Iterable, Iterator, Sequence

from scrapers.source import AwardSource, Source, SourceDefinition

_HEAD = """\
# Sources

What is read, under which terms, and how far each reading is proven. This page is made from the
`source.yaml` files by `bid-matcher sources --markdown`; a test holds it to them.

**No source has been read on its live site by the people who wrote this.** Every reading is proven
on pages with the structure that its publisher or independent parsers document, served by a local
server that behaves like the real one, faults included. "What is not confirmed" is where to look
first when a source turns out to be silent or wrong; `bid-matcher sources` shows when it is.

A source whose changes wait for a person is marked *review*: `bid-matcher review list`.
"""


def sources_page(
    sources: Sequence[Source], awards: Sequence[AwardSource], figures: Sequence[SourceDefinition]
) -> str:
    """Write the whole page, in Markdown. `figures` are the sources of the city's own figures."""
    calls = [source.definition for source in sources]
    given = [source.definition for source in awards]
    everything = [*calls, *given, *figures]
    parts = [
        _HEAD,
        "## Calls\n",
        *_table(calls),
        "\n## Awards\n",
        *_table(given),
        "\n## The city's figures\n",
        *_table(figures),
        "\n## Licences and credit lines\n",
        *_licences(everything),
        "\n## What is not confirmed\n",
        *_doubts(everything),
    ]
    return "\n".join(parts).rstrip("\n") + "\n"


def _table(definitions: Iterable[SourceDefinition]) -> Iterator[str]:
    yield "| source | what it gives | how often | expected | how the reading was verified |"
    yield "|---|---|---|---|---|"
    for known in definitions:
        name = f"[{known.title}]({known.url})" + (" (*review*)" if known.review else "")
        cells = (name, known.knowledge.gives, known.schedule, _expected(known))
        yield f"| {' | '.join(map(_cell, (*cells, known.knowledge.verified)))} |"


def _expected(known: SourceDefinition) -> str:
    expect = known.expect
    if expect.min_listed:
        return f"{expect.min_listed:,} or more entries, at most {expect.max_calls:,} kept"
    return f"{expect.min_calls:,} to {expect.max_calls:,}"


def _licences(definitions: Iterable[SourceDefinition]) -> Iterator[str]:
    yield "| source | publisher | licence | credit line |"
    yield "|---|---|---|---|"
    for known in definitions:
        terms = known.licence
        licence = f"[{terms.name}]({terms.url})" if terms.url else terms.name
        cells = (known.title, known.publisher.name, licence, terms.credit)
        yield f"| {' | '.join(map(_cell, cells))} |"


def _doubts(definitions: Iterable[SourceDefinition]) -> Iterator[str]:
    for known in definitions:
        doubts = known.knowledge.unconfirmed
        yield f"- **{known.title}**: {' '.join(doubts) if doubts else 'nothing is open.'}"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
