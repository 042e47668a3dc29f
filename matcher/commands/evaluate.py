"""`bid-matcher evaluate DIR`: measure the ranking on labelled data."""

import json
from argparse import Namespace

from matcher.commands.model import open_encoder
from matcher.commands.say import say
from matcher.evaluation import evaluate, format_report, report_as_json
from matcher.progress import progress_bars
from matcher.settings import Settings
from matcher.store import open_store


def run(settings: Settings, arguments: Namespace) -> int:
    """Print the measures of the lexical, the dense and the shipped ranking."""
    # Labelled texts are kept apart from the city's own, so that they never weigh on its store.
    engine = open_store(f"sqlite:///{(settings.home / 'evaluation.db').absolute()}")
    with progress_bars() as advance:
        report = evaluate(
            arguments.folder,
            engine,
            open_encoder(settings),
            run_file=arguments.run,
            on_progress=lambda done, total: advance("Reading documents", done, total),
        )
    say(json.dumps(report_as_json(report), indent=2) if arguments.json else format_report(report))
    return 0
