"""A city's files: the real one loads, and what is wrong is named by file, entry and field."""

from copy import deepcopy
from pathlib import Path

import pytest
import yaml

from matcher.city import CityError, load_city
from matcher.city.weights import weigh
from models.city import Limits, Strategy
from models.need import Direction, Indicator, Mention

LEEDS = Path(__file__).parents[3] / "data" / "leeds"


@pytest.fixture
def city_folder(tmp_path: Path) -> Path:
    """A small valid city that a test can spoil."""
    (tmp_path / "city.yaml").write_text(
        "name: Exampleton\nons_code: E08000099\nthresholds: {large_gbp: 1000000, "
        "strategic_gbp: 5000000, match_score: 0.5, closing_soon_days: 30, decisions: 5}\n"
    )
    (tmp_path / "needs.yaml").write_text(
        yaml.safe_dump(
            {
                "sources": {"s": {"ref": "https://example.org", "label": "A survey"}},
                "needs": [
                    {
                        "id": "falls",
                        "name": "Falls",
                        "description": "Older people fall and break bones more often than others.",
                        "evidence": [
                            {
                                "indicator": "Hip fractures",
                                "city_value": 12,
                                "england_value": 10,
                                "higher_is": "worse",
                                "period": "2024",
                                "source": "s",
                            },
                            {
                                "indicator": "Modelled falls",
                                "city_value": 90,
                                "england_value": 10,
                                "higher_is": "worse",
                                "source": "s",
                                "caution": "modelled",
                            },
                        ],
                        "named_in": [{"strategy": "The plan", "source": "s", "as": "falls"}],
                    }
                ],
            }
        )
    )
    (tmp_path / "organisations.yaml").write_text(
        yaml.safe_dump(
            {
                "sources": {"s": {"ref": "https://example.org"}},
                "organisations": [
                    {
                        "id": "uni",
                        "name": "University",
                        "type": "university",
                        "in_city": True,
                        "capabilities": [{"text": "falls research", "source": "s"}],
                        "typical_roles": ["lead"],
                        "need_ids": ["falls"],
                    }
                ],
            }
        )
    )
    return tmp_path


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_leeds_loads_with_all_its_needs_and_organisations() -> None:
    leeds = load_city(LEEDS)
    assert len(leeds.needs) == 33
    assert len(leeds.organisations) == 35
    assert all(0 < need.weight <= 1 and need.weight_reason for need in leeds.needs)


def test_weights_of_leeds_tell_needs_apart() -> None:
    """17 of 33 at the top is too many for "a small number"."""
    weights = sorted((need.weight for need in load_city(LEEDS).needs), reverse=True)
    assert sum(weight >= 0.75 for weight in weights) <= 10
    assert weights[0] - weights[-1] > 0.4


def test_maternity_is_not_led_by_the_trust_under_inquiry_without_a_person() -> None:
    trust = load_city(LEEDS).organisation("ltht")
    assert trust.caution is not None
    assert trust.caution_need_ids == ("maternity-infant",)


def test_rows_marked_caution_are_neither_shown_nor_counted(city_folder: Path) -> None:
    need = load_city(city_folder).need("falls")
    assert [indicator.name for indicator in need.indicators] == ["Hip fractures"]
    assert need.weight == pytest.approx(0.5 * 0.7 + 0.5 * 0.2)


def test_sources_are_expanded_for_readers(city_folder: Path) -> None:
    assert load_city(city_folder).need("falls").indicators[0].source == "A survey"


def test_a_weight_written_by_the_city_wins(city_folder: Path) -> None:
    spoil(city_folder / "needs.yaml", "  name: Falls", "  name: Falls\n  weight: 0.95")
    need = load_city(city_folder).need("falls")
    assert (need.weight, need.weight_reason) == (0.95, "set by the city")


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("city.yaml", "large_gbp: 1000000", "large_gbp: lots", "thresholds > large_gbp"),
        ("city.yaml", "strategic_gbp: 5000000", "strategic_gbp: 5", "must not be less"),
        (
            "city.yaml",
            "strategic_gbp: 5000000",
            "strategic_gbp: 5000000, strategic_structure_gbp: 6000000",
            "strategic_structure_gbp must be between",
        ),
        ("city.yaml", "name: Exampleton", "name: Exampleton\ncolour: red", "colour"),
        ("needs.yaml", "city_value: 12", "city_value: twelve", "'falls' > evidence"),
        ("needs.yaml", "  name: Falls", "  weight: 3\n  name: Falls", "'falls' > weight"),
        ("needs.yaml", "source: s", "source: nowhere", "'nowhere' is not under sources"),
        ("needs.yaml", "needs:", "needs: [", "line"),
        ("needs.yaml", "  name: Falls", "  name: ' - '", "'falls' > name"),
        ("needs.yaml", "  name: Falls\n", "", "'falls' > name"),
        ("needs.yaml", "  name: Falls", "  definition: ' '\n  name: Falls", "'falls' > definition"),
        ("needs.yaml", "  name: Falls", "  terms: [falls, ' ']\n  name: Falls", "'falls' > terms"),
        ("organisations.yaml", "- falls\n", "- flying\n", "no need is called 'flying'"),
        ("organisations.yaml", "in_city: true", "in_city: perhaps", "'uni' > in_city"),
    ],
)
def test_what_is_wrong_is_named(
    city_folder: Path, file: str, old: str, new: str, expected: str
) -> None:
    spoil(city_folder / file, old, new)
    with pytest.raises(CityError, match=file) as error:
        load_city(city_folder)
    assert expected in str(error.value)
    assert "\n" not in str(error.value)


def weighed(city_folder: Path, strategy: str) -> Strategy:
    with (city_folder / "city.yaml").open("a") as file:
        file.write(f"strategy: {strategy}\n")
    return load_city(city_folder).strategy


def test_a_city_that_says_nothing_of_its_strategy_has_the_usual_one(city_folder: Path) -> None:
    assert load_city(city_folder).strategy == Strategy()
    assert weighed(city_folder, "{}") == Strategy()


def test_a_strategy_is_read_as_written(city_folder: Path) -> None:
    found = weighed(
        city_folder,
        "{weights: {capability: 3, time: 0}, returns: [1, 0.5], "
        "leads_at_once: {default: 2, uni: 4}, days_per_quarter: {default: 60, uni: 90.5}}",
    )
    assert found == Strategy(3, 1, 0, (1, 0.5), 2, {"uni": 4}, 60, {"uni": 90.5})


def test_what_only_one_organisation_can_carry_leaves_the_others_as_they_were(
    city_folder: Path,
) -> None:
    found = weighed(city_folder, "{leads_at_once: {uni: 4}, days_per_quarter: {uni: 90}}")
    assert (found.leads_at_once, found.leads_of) == (1, {"uni": 4})
    assert (found.days_per_quarter, found.days_of) == (None, {"uni": 90})


@pytest.mark.parametrize(
    ("strategy", "place"),
    [
        ("{weights: {capability: -1}}", "strategy > weights > capability"),
        ("{weights: {scale: .nan}}", "strategy > weights > scale"),
        ("{weights: {time: .inf}}", "strategy > weights > time"),
        ("{weights: {need: 1}}", "strategy > weights > need"),
        ("{weights: {capability: 0, scale: 0, time: 0}}", "strategy > weights: "),
        ("{returns: []}", "strategy > returns"),
        ("{returns: [0.9, 0.5]}", "strategy > returns: "),
        ("{returns: [1, 0.2, 0.4]}", "strategy > returns: "),
        ("{returns: [1, -0.1]}", "strategy > returns > entry 2"),
        ("{returns: [1, .nan]}", "strategy > returns > entry 2"),
        ("{leads_at_once: {uni: -1}}", "strategy > leads_at_once > uni"),
        ("{leads_at_once: {uni: 1.5}}", "strategy > leads_at_once > uni"),
        ("{leads_at_once: {unicorn: 1}}", "strategy > leads_at_once > 'unicorn': no organisation"),
        ("{days_per_quarter: {default: .nan}}", "strategy > days_per_quarter > default"),
        ("{days_per_quarter: {unicorn: 1}}", "strategy > days_per_quarter > 'unicorn': no"),
        ("{returning: [1]}", "strategy > returning"),
    ],
)
def test_what_is_wrong_in_a_strategy_is_named(city_folder: Path, strategy: str, place: str) -> None:
    with pytest.raises(CityError, match=r"city\.yaml") as error:
        weighed(city_folder, strategy)
    assert place in str(error.value)
    assert "\n" not in str(error.value)


def test_leeds_can_prepare_several_large_bids_at_once() -> None:
    strategy = load_city(LEEDS).strategy
    assert strategy.leads_of == {"uol": 3, "ltht": 2}
    assert strategy.days_per_quarter is not None


def test_a_need_that_appears_twice_is_refused(city_folder: Path) -> None:
    needs = yaml.safe_load((city_folder / "needs.yaml").read_text())
    needs["needs"].append(deepcopy(needs["needs"][0]))
    (city_folder / "needs.yaml").write_text(yaml.safe_dump(needs))
    with pytest.raises(CityError, match="'falls' appears twice"):
        load_city(city_folder)


def test_a_city_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CityError, match="no city at"):
        load_city(tmp_path / "atlantis")
    with pytest.raises(CityError, match="missing"):
        load_city(tmp_path)


def test_bytes_that_are_not_text(city_folder: Path) -> None:
    (city_folder / "needs.yaml").write_bytes(b"needs: \xff\xfe")
    with pytest.raises(CityError, match="not UTF-8"):
        load_city(city_folder)


def indicator(value: float, comparator: float | None, direction: Direction | None) -> Indicator:
    return Indicator("x", value, "", "2024", "s", direction, "England", comparator)


def test_worse_than_england_weighs_more_than_better() -> None:
    worse, _ = weigh([indicator(12, 10, Direction.HIGHER_IS_WORSE)], [])
    better, _ = weigh([indicator(12, 10, Direction.HIGHER_IS_BETTER)], [])
    unknown, reason = weigh([indicator(12, None, None)], [])
    assert worse > unknown > better
    assert "no figure" in reason


def test_each_strategy_counts_once_and_five_are_enough() -> None:
    def mention(name: str) -> Mention:
        return Mention(name, None, "s")

    assert weigh([], [mention("a"), mention("a")]) == weigh([], [mention("a")])
    assert weigh([], [mention(str(n)) for n in range(9)])[0] == pytest.approx(0.75)


def test_the_mail_of_a_city_has_its_own_limits(city_folder: Path) -> None:
    assert load_city(city_folder).limits == Limits()
    file = city_folder / "city.yaml"
    before = file.read_text()
    file.write_text(f"{before}\nmail: {{new: 5, silent_days: 20}}\n")
    assert load_city(city_folder).limits == Limits(new=5, silent_days=20)
    for wrong, place in (
        ("{new: 0}", "mail > new"),
        ("{closing: many}", "mail > closing"),
        ("{silent_days: 400}", "mail > silent_days"),
        ("{decide: 3}", "mail > decide"),
    ):
        file.write_text(f"{before}\nmail: {wrong}\n")
        with pytest.raises(CityError, match=place):
            load_city(city_folder)
