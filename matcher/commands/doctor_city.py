"""`bid-matcher doctor --city`: how a city's needs are written, and what to write instead."""

import json
from argparse import Namespace
from collections.abc import Iterable
from dataclasses import asdict, replace
from itertools import groupby

from matcher.city import load_city
from matcher.city.wording import EXAMPLE, Remark, review_needs
from matcher.commands.say import say
from matcher.settings import Settings
from models.city import CityProfile

_TO_IMPROVE = 4


def run(settings: Settings, arguments: Namespace) -> int:
    """Print what to write better, need by need. 0 if nothing, 4 if something.

    Raises CityError where the folder cannot be read.
    """
    folder = replace(settings, city=arguments.checked_city or settings.city).city_folder
    city = load_city(folder)
    remarks = review_needs(city.needs, city.name)
    if arguments.json:
        say(json.dumps([asdict(remark) for remark in remarks], indent=2))
    else:
        for line in _lines(city, remarks):
            say(line)
    return _TO_IMPROVE if remarks else 0


def _lines(city: CityProfile, remarks: Iterable[Remark]) -> Iterable[str]:
    names = {need.id: need.name for need in city.needs}
    found = [(need, list(of_need)) for need, of_need in groupby(remarks, lambda r: r.need)]
    if not found:
        yield f"{city.name}: {len(names)} needs, and each says what it is."
        return
    yield f"{city.name}: {len(found)} of {len(names)} needs could be written better."
    for need, of_need in found:
        yield f"\n{need} ({names[need]})"
        for remark in of_need:
            yield f"  {remark.field}: {remark.problem}"
            yield f"    {remark.advice}"
    yield f"\nA definition that works reads like this: {EXAMPLE}"
