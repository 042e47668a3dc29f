"""The norms: the shipped file loads, and what is wrong is named by entry and field."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from matcher.city.norms import NormsError, load_norms
from models.norms import Basis, Figure, SizeNorm
from models.timetable import BidSize

SHIPPED = Path(__file__).parents[3] / "data" / "norms.yaml"


def _figures(norm: SizeNorm) -> tuple[Figure, ...]:
    return (norm.usual_from, norm.usual_to, norm.minimum, norm.lead_days, norm.partner_days)


def test_the_shipped_norms_hold_every_size_and_each_figure_says_what_it_rests_on() -> None:
    norms = load_norms(SHIPPED)
    assert set(norms.sizes) == set(BidSize)
    partners = norms.sizes[BidSize.PARTNERS]
    assert (partners.usual_from.value, partners.usual_to.value, partners.minimum.value) == (
        *(22, 26),
        12,
    )
    assert norms.sizes[BidSize.SINGLE].lead_days.value == 38
    assert norms.programme_times == Decimal(2)
    for norm in norms.sizes.values():
        grounds = [figure.ground for figure in _figures(norm)] + [s.ground for s in norm.steps]
        for ground in grounds:
            assert ground.note
            assert bool(ground.sources) == (ground.basis is Basis.SOURCE)
            assumed = "an assumption: no source states it" in ground.words
            assert assumed == (ground.basis is Basis.ASSUMPTION)


def test_every_source_of_the_shipped_file_is_used_and_has_an_address() -> None:
    data = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))
    entries: list[dict[str, Any]] = [
        entry
        for size in data["sizes"]
        for entry in (*(v for v in size.values() if isinstance(v, dict)), *size["steps"])
    ]
    assert {key for entry in entries for key in entry.get("sources", ())} == set(data["sources"])
    assert all(source["ref"].startswith("https://") for source in data["sources"].values())


def _changed(folder: Path, place: tuple[str | int, ...], value: object) -> Path:
    """The shipped file with one value changed, or taken away where it is None."""
    data: Any = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))
    entry = data
    for step in place[:-1]:
        entry = entry[step]
    if value is None:
        del entry[place[-1]]
    else:
        entry[place[-1]] = value
    path = folder / "norms.yaml"
    path.write_text(yaml.safe_dump(data, sort_keys=False), encoding="utf-8")
    return path


STEPS = ("sizes", 1, "steps")


@pytest.mark.parametrize(
    ("place", "value", "named"),
    [
        (("sizes", 1, "minimum"), None, "'several organisations' > minimum"),
        (("sizes", 1, "minimum", "value"), 23, "'several organisations': Value error, minimum"),
        (("sizes", 1, "minimum", "value"), 0, "'several organisations' > minimum > value"),
        (("sizes", 1, "usual_to", "value"), 21, "'several organisations': Value error, usual_to"),
        (("sizes", 0, "lead", "value"), -1, "'one organisation' > lead > value"),
        (("sizes", 0, "lead", "sources"), [], "'one organisation' > lead"),
        (("sizes", 1, "lead", "sources"), ["ucl"], "'several organisations' > lead"),
        (("sizes", 1, "lead", "basis"), "guess", "'several organisations' > lead > basis"),
        (("sizes", 1, "lead", "note"), "", "'several organisations' > lead > note"),
        ((*STEPS, 2, "weeks"), 17, "step 'first outline' must not lie before"),
        ((*STEPS, 0, "weeks"), 23, "step 'decide to bid and name the lead'"),
        ((*STEPS, 2, "weeks"), None, "'first outline': Value error, say either"),
        ((*STEPS, 7, "working_days"), 11, "'submit' > working_days"),
        ((*STEPS, 7, "working_days"), 0, "'submit' > working_days"),
        ((*STEPS, 7, "weeks"), 1, "'submit': Value error, say either"),
        ((*STEPS, 7, "id"), "first outline", "two steps have one name"),
        ((*STEPS, 2, "sources"), ["nobody"], "'first outline' > sources: 'nobody' is not under"),
        (("sizes", 2, "id"), "one organisation", "sizes must hold"),
        (("sizes", 2, "id"), "a duo", "'a duo' > id"),
        (("programme", "times"), "0.5", "programme > times"),
        (("programme", "sources"), ["nobody"], "programme"),
        (("sources", "ucl", "ref"), None, "sources > ucl > ref"),
        (("weeks",), 3, "weeks"),
    ],
)
def test_a_wrong_file_is_named_with_entry_and_field(
    tmp_path: Path, place: tuple[str | int, ...], value: object, named: str
) -> None:
    path = _changed(tmp_path, place, value)
    with pytest.raises(NormsError) as caught:
        load_norms(path)
    message = str(caught.value)
    assert message.startswith(f"{path}: ")
    assert named in message
    assert "\n" not in message


def test_too_short_a_norm_is_refused(tmp_path: Path) -> None:
    data = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))
    data["sizes"][0] |= {
        field: data["sizes"][0][field] | {"value": 3} for field in ("usual_from", "minimum")
    }
    path = tmp_path / "norms.yaml"
    path.write_text(yaml.safe_dump(data, sort_keys=False), encoding="utf-8")
    with pytest.raises(NormsError, match="usual_from must be 4 weeks or more"):
        load_norms(path)
    with pytest.raises(NormsError, match="is missing"):
        load_norms(tmp_path / "none.yaml")
