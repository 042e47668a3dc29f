"""The targets that read files that people hand over: calls, awards, judgements, people, YAML."""

import gzip
import io
import tempfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from matcher.city.indicator_files import IndicatorReport
from matcher.city.indicator_map import FingertipsShape
from matcher.city.load import CityError
from matcher.city.shapes import CityShape, NeedsShape, OrganisationsShape
from matcher.imports import ImportFailure, read_calls
from matcher.imports.award_mapping import AwardMapping
from matcher.imports.awards import read_awards
from matcher.imports.files import Limits
from matcher.imports.judgements import Known, read_judgements
from matcher.imports.mapping import Mapping as CallMapping
from matcher.imports.mapping import load_mapping
from matcher.imports.subscribers import KnownIds, read_people
from matcher.neutral import neutral
from matcher.schedule.times import Times
from matcher.serial import dump_json, load_json
from matcher.yaml_files import check_yaml
from models.call import Call
from scrapers.source import read_definition
from tests.fuzz.target import Sample, Target

if TYPE_CHECKING:
    from pydantic import BaseModel

_ROOT = Path(__file__).parents[2]
_DATA = _ROOT / "data"
_NOW = datetime(2026, 6, 15, 6, 0, tzinfo=UTC)
_LIMITS = Limits(file=5_000_000, document=5_000_000, line=1_000_000)

_CALLS_CSV = """id,title,description,source,funder,status,closeDate,maxAwardAmount,currency
a-1,Falls prevention,"Older people, at home",https://example.org/1,NIHR,open,2026-09-15,1500000,GBP
a-2,Dementia care,"A ""large"" trial",https://example.org/2,MRC,forecasted,2026-10-01T17:00,2.5,EUR
a-3,Clean air;lungs,,https://example.org/3,,closed,,,
"""
_CALLS_JSON = b"""{"items": [{"id": "a", "title": "Falls prevention", "description": "Older people",
 "source": "https://example.org/1", "status": {"value": "open"}, "funding":
 {"maxAwardAmount": {"amount": "1500000.50", "currency": "GBP"}, "estimatedAwardCount": 3},
 "keyDates": {"closeDate": {"name": "Closes", "eventType": "singleDate", "date": "2026-09-15"},
 "postDate": {"name": "Posted", "eventType": "singleDate", "date": "2026-06-01"}},
 "createdAt": "2026-06-01T10:00:00Z", "lastModifiedAt": "2026-06-02T10:00:00Z"},
 {"id": "b", "title": "Dementia care", "source": "https://example.org/2"}]}"""
_JUDGEMENTS = b"""call,verdict,need,reason,by,when
ukri:1,keep,dementia,Fits our centre,Research office,2026-06-01
ukri:2,no-go,,Too late,,2026-06-02T10:00:00+01:00
ukri:1,dismiss,dementia,"Not us, ever",,
"""
_PEOPLE = b"""address,name,language,role,needs,searches,min_award_gbp,notice_days,frequency
a@example.org,A Reader,en-GB,researcher,dementia,falls prevention,"1,000,000",30,weekly
b@example.org,,,,,"early diagnosis;stroke",,,
"""
_SHAPES: Mapping[str, type["BaseModel"]] = {
    "leeds/city.yaml": CityShape,
    "leeds/needs.yaml": NeedsShape,
    "leeds/organisations.yaml": OrganisationsShape,
    "leeds/fingertips.yaml": FingertipsShape,
    "leeds/schedule.yaml": Times,
    "leeds/indicators-2026-11-22.yaml": IndicatorReport,
    "mappings/uk_calls.yaml": CallMapping,
    "mappings/nihr_awards.yaml": AwardMapping,
}


def targets() -> Iterator[Target]:
    """Yield a target for each kind of file, and one for all YAML."""
    lines = (_DATA / "catalogue" / "uk_calls.jsonl").read_bytes().splitlines(keepends=True)[:6]
    calls = {
        "csv": _CALLS_CSV.encode(),
        "json": _CALLS_JSON,
        "jsonl": _CALLS_JSON.replace(b"\n", b"") + b"\n" + b'{"id": "c", "title": "x"}\n',
    }
    for kind, body in calls.items():
        run = partial(_calls, None)
        yield Target(f"calls .{kind}", (Sample(f"a.{kind}", body),), run, (ImportFailure,), 2)
    mapped = partial(_calls, "uk_calls.yaml")
    yield Target("calls mapped", (Sample("a.jsonl", b"".join(lines)),), mapped, (ImportFailure,), 2)
    packed = (Sample("a.csv.gz", gzip.compress(_CALLS_CSV.encode(), mtime=0)),)
    yield Target("calls .gz", packed, partial(_calls, None), (ImportFailure,))
    yield Target("calls .xlsx", tuple(_workbooks()), _workbook, (ImportFailure,), 2)
    awards = _ROOT / "tests" / "fixtures" / "awards" / "nihr_hta_awards.csv"
    yield Target("awards .csv", (Sample("a.csv", _head(awards)),), _awards, (ImportFailure,), 2)
    yield Target("judgements", (Sample("a.csv", _JUDGEMENTS),), _judgements, (ImportFailure,))
    yield Target("subscribers", (Sample("a.csv", _PEOPLE),), _people, (ImportFailure,))
    yaml = tuple(Sample(name, (_DATA / name).read_bytes()[:12_000]) for name in _SHAPES)
    yield Target("yaml", yaml, _yaml, (CityError,), 2)
    sources = sorted((_ROOT / "scrapers" / "sources").glob("*/source.yaml"))
    definitions = tuple(Sample(path.parent.name, path.read_bytes()) for path in sources)
    yield Target("source.yaml", definitions, _definition, (ValueError,))


def _head(path: Path) -> bytes:
    return b"".join(path.read_bytes().splitlines(keepends=True)[:12])


@cache
def _folder() -> Path:
    """A folder of this process; the operating system's place for such things holds it."""
    folder = tempfile.TemporaryDirectory(prefix="bid-matcher-fuzz-")
    _FOLDERS.append(folder)
    return Path(folder.name)


_FOLDERS: list[tempfile.TemporaryDirectory[str]] = []


def _file(name: str, body: bytes) -> Path:
    path = _folder() / name
    path.write_bytes(body)
    return path


def _calls(mapping: str | None, about: str, body: bytes) -> None:
    rules = None if mapping is None else _mapping(mapping)
    result = read_calls(_file(about, body), rules, _NOW.date(), _LIMITS)
    for call in result.calls[:20]:
        assert call.title.strip(), "a call without a title"
        kept = neutral(call)
        kept.content_hash()
        assert load_json(Call, dump_json(kept)) == kept, "it is another one once it was stored"


@cache
def _mapping(name: str) -> CallMapping:
    return load_mapping(_DATA / "mappings" / name)


def _workbooks() -> Iterator[Sample]:
    """Yield the parts of a workbook, each to be broken by itself, and the whole file."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in _CALLS_CSV.splitlines():
        sheet.append(line.split(",")[:9])
    whole = io.BytesIO()
    book.save(whole)
    yield Sample("whole", whole.getvalue())
    import zipfile

    with zipfile.ZipFile(whole) as parts:
        for part in parts.namelist():
            yield Sample(part, parts.read(part))


def _workbook(about: str, body: bytes) -> None:
    """Put the broken part into a workbook that is whole otherwise."""
    import zipfile

    if about == "whole":
        _calls(None, "a.xlsx", body)
        return
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for sample in _kept_workbook():
            archive.writestr(sample.about, body if sample.about == about else sample.body)
    _calls(None, "a.xlsx", packed.getvalue())


@cache
def _kept_workbook() -> tuple[Sample, ...]:
    return tuple(_workbooks())[1:]


def _awards(about: str, body: bytes) -> None:
    from matcher.imports.award_mapping import load_award_mapping

    found = read_awards(
        _file(about, body), load_award_mapping(_DATA / "mappings" / "nihr_awards.yaml"), _LIMITS
    )
    for award in found.awards[:20]:
        neutral(award).content_hash()
        dump_json(neutral(award))


def _judgements(about: str, body: bytes) -> None:
    known = Known("leeds", ("dementia",), lambda name: name)
    for judgement in read_judgements(_file(about, body), known, _NOW):
        dump_json(judgement)


def _people(about: str, body: bytes) -> None:
    for _, person in read_people(_file(about, body), KnownIds("leeds", ("dementia",), ())).people:
        dump_json(person)


def _yaml(about: str, body: bytes) -> None:
    check_yaml(body.decode("utf-8", "replace"), about, _SHAPES[about], CityError)


def _definition(about: str, body: bytes) -> None:
    folder = _folder() / about
    folder.mkdir(exist_ok=True)
    path = folder / "source.yaml"
    path.write_bytes(body)
    read_definition(path)
