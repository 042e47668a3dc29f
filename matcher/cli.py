"""The command line: reads arguments, hands them to a command, turns errors into one sentence.

Nothing heavy is imported before a command runs, so that `--help` answers at once.
"""

import argparse
import atexit
import gc
import os
import sys
from collections.abc import Sequence
from functools import partial
from importlib import import_module, metadata
from pathlib import Path
from typing import TypeAlias

from matcher.cli_values import count, day, pounds
from matcher.commands.accounts_arguments import add_accounts_arguments
from matcher.commands.collect_arguments import add_collect_arguments
from matcher.commands.digest_arguments import add_digest_arguments, add_mail_arguments
from matcher.commands.feeds_arguments import add_feeds_arguments
from matcher.commands.keeping_arguments import add_keeping_arguments
from matcher.commands.match_arguments import add_all_cities, add_match_arguments
from matcher.commands.run_arguments import add_run_arguments
from matcher.commands.subscribers_arguments import add_subscribers_arguments
from matcher.ending import end_as_ctrl_c_does
from matcher.settings import read_settings
from models.errors import BidMatcherError

_FOR_CITIES = ("match", "digest", "run", "serve")  # commands that work for several at once
_DESCRIPTION = "Finds the few large funding calls a city should go for, and says why."
_OBJECTS_BETWEEN_COLLECTIONS = 100_000
_Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Returns 0 done, 2 bad input, 3 nothing could be done, 4 partly done."""
    # Looking for cycles at every 700 new objects takes a tenth of a second of a search.
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS, 20, 20)
    # As does looking once more at the end, when all memory is given back anyway.
    atexit.register(gc.freeze)
    end_as_ctrl_c_does()
    arguments = _parser().parse_args(argv)
    try:
        settings = read_settings(
            home=arguments.home, database=arguments.database, city=arguments.city
        )
        if len(settings.cities) > 1 and arguments.module not in _FOR_CITIES:
            raise ValueError("--city: several cities only to match, digest, run and serve")
        command = import_module(f"matcher.commands.{arguments.module}")
        return int(command.run(settings, arguments))
    except BrokenPipeError:  # whoever read our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (BidMatcherError, ValueError, OSError, KeyboardInterrupt) as error:
        if arguments.debug:
            raise
        sentence, exit_code = _explain(error)
        sys.stderr.write(f"bid-matcher: {sentence}\n")
        return exit_code


def _explain(error: BaseException) -> tuple[str, int]:
    if isinstance(error, KeyboardInterrupt):
        return "stopped; what was stored stays stored", 130
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        return f"{where}{error.strerror or error}", 3
    return str(error), 2 if isinstance(error, ValueError) else 3


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="bid-matcher", description=_DESCRIPTION, parents=[_common()]
    )
    parser.set_defaults(home=None, database=None, city=None, debug=False)
    version = metadata.version("bid-matcher")
    parser.add_argument("--version", action="version", version=f"%(prog)s {version}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_gathering(commands)
    _add_reading(commands)
    _add_tending(commands)
    _add_people(commands)
    _add_checking(commands)
    add_keeping_arguments(partial(_add, commands))
    return parser


def _common(*, with_city: bool = True) -> argparse.ArgumentParser:
    """Options that may stand before or after the command; unset ones keep the parser's defaults."""
    common = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    group = common.add_argument_group("common options")
    group.add_argument("--home", metavar="DIR", help="everything made by running (default: var)")
    group.add_argument("--database", metavar="URL", help="another database than the home's")
    if with_city:
        said = "folder under data/ (default: leeds)"
        group.add_argument("--city", metavar="NAME", action="append", help=said)
    group.add_argument("--debug", action="store_true", help="show an error's full traceback")
    return common


def _add(
    commands: _Commands, name: str, summary: str, *, with_city: bool = True
) -> argparse.ArgumentParser:
    command = commands.add_parser(
        name,
        help=summary,
        description=f"{summary[0].upper()}{summary[1:]}.",
        parents=[_common(with_city=with_city)],
    )
    command.set_defaults(module=name.replace("import", "import_calls").replace("-", "_"))
    return command


def _add_gathering(commands: _Commands) -> None:
    add_collect_arguments(_add(commands, "collect", "fetch calls from the public sources"))
    calls = _add(commands, "import", "read calls from a .jsonl, .json, .csv or .xlsx file")
    calls.add_argument("file", type=Path)
    calls.add_argument(
        "--map", type=Path, metavar="FILE", help="YAML that names the columns (docs/import.md)"
    )
    add_run_arguments(_add(commands, "run", "do all of this at its time, until stopped"))
    serve = _add(commands, "serve", "show it all as a site, until stopped")
    serve.add_argument("--address", default="127.0.0.1", metavar="IP", help="default: 127.0.0.1")
    serve.add_argument("--port", type=int, default=8080, metavar="N", help="default: 8080")
    add_all_cities(serve)
    mcp = _add(commands, "mcp", "answer an assistant on standard input and output")
    mcp.add_argument("--words", action="store_true", help="words only: no model is loaded")
    match = _add(commands, "match", "score every open or announced call for the city")
    add_match_arguments(match)


def _add_reading(commands: _Commands) -> None:
    search = _add(commands, "search", "find calls by meaning and by words")
    search.add_argument("text", help="what you look for, in your own words")
    search.add_argument("--status", choices=("open", "forecasted", "closed", "any"))
    search.add_argument("--funder", metavar="TEXT", help="part of the funder's name")
    search.add_argument("--min-award", type=pounds, metavar="POUNDS", help="e.g. 1000000 or 1m")
    search.add_argument("--closing-before", type=day, metavar="DATE", help="YYYY-MM-DD")
    search.add_argument("--limit", type=count, default=10, metavar="N")
    search.add_argument("--words", action="store_true", help="words only: no model is loaded")
    _add_day(search, "judge open and closed as of this day")
    _add_json(search)
    shortlist = _add(commands, "shortlist", "show the strategic bids put up for decision")
    shortlist.add_argument("--size", type=count, metavar="N", help="how many at most")
    for wish, said in (("--pin", "must be in the set"), ("--exclude", "must not be in the set")):
        shortlist.add_argument(
            wish, action="append", default=[], metavar="CALL", help=f"a call that {said}"
        )
    for kind in ("pdf", "html", "xlsx"):
        shortlist.add_argument(
            f"--{kind}", type=Path, metavar="FILE", help=f"write the board pack as .{kind}"
        )
    shortlist.add_argument("--compare", action="store_true", help="beside other ways to choose")
    shortlist.add_argument("--ics", type=Path, metavar="FILE", help="write the timetables")
    _add_day(shortlist, "as of this day")
    _add_json(shortlist)
    pipeline = _add(commands, "pipeline", "show what opens next: announced calls, expected rounds")
    pipeline.add_argument("--all", action="store_true", help="small calls too")
    _add_day(pipeline, "as of this day")
    _add_json(pipeline)
    mail = _add(commands, "mail", "write everybody's mail for today's digest, and send what is due")
    add_mail_arguments(mail)
    add_digest_arguments(_add(commands, "digest", "collect, match and write the digest"))


def _add_tending(commands: _Commands) -> None:
    """Add the commands of whoever looks after the data."""
    calls = _add_group(commands, "calls", "show a call's history, or undo a merge")
    shown = _add_action(calls, "show", "show every field with where it came from, and its history")
    split = _add_action(calls, "split", "take a call out of the one it was merged with")
    join = _add_action(calls, "join", "undo a split")
    for action in (shown, split, join):
        action.add_argument("key", metavar="KEY", help="source and id, as in ukri:some-opportunity")
    changes = _add_action(calls, "changes", "show new deadlines, amounts, stages and rules")
    changes.add_argument("--since", type=day, metavar="DATE", help="default: the last 7 days")
    _add_judge(commands)
    _add_decide(commands)
    review = _add_group(commands, "review", "decide on changes that were found by watching pages")
    waiting = _add_action(review, "list", "show what waits, and what has changed")
    accept = _add_action(review, "accept", "store what a watched page now says")
    accept.add_argument("keys", nargs="*", metavar="KEY")
    accept.add_argument("--all", action="store_true", help="everything that waits")
    reject = _add_action(review, "reject", "leave out what a watched page now says")
    reject.add_argument("keys", nargs="+", metavar="KEY")
    reject.set_defaults(all=False)
    for action in (shown, changes, waiting):
        _add_json(action)
    awards = _add_group(commands, "awards", "collect, import or show awards: who won what")
    gather = _add_action(awards, "collect", "fetch awards from the public sources")
    gather.add_argument(
        "--source", action="append", metavar="NAME", help="only this source (may be repeated)"
    )
    gather.add_argument(
        "--allow-few", action="store_true", help="store even fewer awards than expected"
    )
    table = _add_action(awards, "import", "read awards from a .csv, .xlsx, .json or .jsonl file")
    table.add_argument("file", type=Path)
    table.add_argument(
        "--map", type=Path, metavar="FILE", help="YAML that names the columns (docs/awards.md)"
    )
    held = _add_action(awards, "show", "show what the city's organisations hold")
    held.add_argument("--organisation", metavar="TEXT", help="part of any holder's name, anywhere")
    _add_json(held)
    indicators = _add_group(commands, "indicators", "refresh or show the city's published figures")
    refresh = _add_action(indicators, "refresh", "read the newest figures into a dated file")
    refresh.add_argument(
        "--from", dest="file", type=Path, metavar="FILE.csv", help="a downloaded file instead"
    )
    _add_day(refresh, "date the file this day")
    _add_json(_add_action(indicators, "show", "show the latest figures"))


def _add_people(commands: _Commands) -> None:
    people = _add_group(commands, "subscribers", "look after who gets the digest by e-mail")
    add_subscribers_arguments(partial(_add_action, people))
    feeds = _add_group(commands, "feeds", "give out feeds and calendars under secret addresses")
    add_feeds_arguments(partial(_add_action, feeds))
    accounts = _add_group(commands, "accounts", "look after who may sign in to the site")
    add_accounts_arguments(partial(_add_action, accounts))


def _add_judge(commands: _Commands) -> None:
    judge = _add(commands, "judge", "say what people decided about a call, so that it is learned")
    judge.usage = (
        "bid-matcher judge CALL keep|dismiss|go|no-go [--need ID] [--reason TEXT] [--by WHO]\n"
        "       bid-matcher judge list [--all] [--json]\n"
        "       bid-matcher judge undo ID|CALL\n"
        "       bid-matcher judge import FILE"
    )
    judge.add_argument("target", metavar="CALL|list|undo|import", help="a key, or part of a title")
    judge.add_argument("what", nargs="?", metavar="VERDICT|ID|FILE", help="see the usage above")
    judge.add_argument("--need", metavar="ID", help="as an answer to this need only")
    judge.add_argument("--reason", metavar="TEXT", help="in a sentence")
    judge.add_argument("--by", metavar="WHO", help="a role is enough; no name is needed")
    judge.add_argument("--all", action="store_true", help="list: what no longer counts too")
    _add_json(judge)


def _add_decide(commands: _Commands) -> None:
    decide = _add(commands, "decide", "record go, watch or no-go on a call, and what became of it")
    decide.usage = (
        "bid-matcher decide CALL go|watch|no-go --reason TEXT --owner WHO [--on DATE]\n"
        "                          [--revisit DATE] [--replace ID]\n"
        "       bid-matcher decide outcome CALL submitted|won|lost|withdrawn [--amount POUNDS]\n"
        "                          [--on DATE]\n"
        "       bid-matcher decide list [--all] [--json]\n"
        "       bid-matcher decide undo ID"
    )
    decide.add_argument("target", metavar="CALL|list|undo|outcome", help="a key or part of a title")
    decide.add_argument("what", nargs="?", metavar="VERDICT|ID|CALL", help="see the usage above")
    decide.add_argument("became", nargs="?", metavar="OUTCOME", help="see the usage above")
    decide.add_argument("--reason", metavar="TEXT", help="in a sentence")
    decide.add_argument("--owner", metavar="WHO", help="a role or an organisation")
    decide.add_argument("--revisit", type=day, metavar="DATE", help="watch: look again that day")
    decide.add_argument("--replace", type=int, metavar="ID", help="another owner's decision")
    decide.add_argument("--amount", type=pounds, metavar="POUNDS", help="asked for or won")
    decide.add_argument("--on", type=day, metavar="DATE", help="when that was (default: now)")
    decide.add_argument("--all", action="store_true", help="list: what no longer counts too")
    _add_json(decide)


def _add_group(commands: _Commands, name: str, summary: str) -> _Commands:
    group = _add(commands, name, summary)
    return group.add_subparsers(title="actions", dest="action", metavar="ACTION", required=True)


def _add_action(actions: _Commands, name: str, summary: str) -> argparse.ArgumentParser:
    return actions.add_parser(
        name, help=summary, description=f"{summary[0].upper()}{summary[1:]}.", parents=[_common()]
    )


def _add_checking(commands: _Commands) -> None:
    evaluate = _add(commands, "evaluate", "measure the ranking on labelled data in BEIR form")
    evaluate.add_argument("folder", type=Path, metavar="DIR")
    evaluate.add_argument("--run", type=Path, metavar="FILE", help="write the shipped ranking here")
    _add_json(evaluate)
    backtest = _add(
        commands, "backtest", "make past weeks' digests again, beside the awards the city won"
    )
    backtest.add_argument("--from", dest="first", type=day, metavar="DATE", help="first week")
    backtest.add_argument("--to", dest="last", type=day, metavar="DATE", help="last week")
    backtest.add_argument(
        "--calls", type=Path, metavar="FILE", help="dated calls, instead of the stored ones"
    )
    backtest.add_argument(
        "--map", type=Path, metavar="FILE", help="YAML that names the columns (docs/import.md)"
    )
    backtest.add_argument(
        "--without", action="append", default=[], metavar="KEY", help="leave this award out"
    )
    _add_json(backtest)
    _add_training(commands)
    sources = _add(commands, "sources", "show the health of every source")
    _add_json(sources)
    sources.add_argument(
        "--markdown", action="store_true", help="print docs/sources.md: terms, and what is proven"
    )
    doctor = _add(
        commands, "doctor", "check what is installed, readable and missing", with_city=False
    )
    doctor.add_argument(
        "--prepare",
        action="store_true",
        help="make the model ready for this machine instead: several times as fast",
    )
    _add_json(doctor)
    doctor.add_argument(
        "--city",
        dest="checked_city",
        nargs="?",
        const="",
        metavar="NAME",
        help="check instead how a city's needs are written (default: the city in use)",
    )


def _add_training(commands: _Commands) -> None:
    train = _add(commands, "train", "learn an adapter of the embedding model from labelled data")
    train.add_argument("folders", nargs="+", type=Path, metavar="DIR", help="in BEIR form")
    train.add_argument("--output", type=Path, required=True, metavar="DIR", help="a new folder")
    train.add_argument(
        "--titles-of",
        action="append",
        default=[],
        type=Path,
        metavar="DIR",
        help="use titles and texts of this data too, not its labels",
    )
    train.add_argument("--rank", type=count, default=8, help="of the updates (default: 8)")
    train.add_argument("--epochs", type=float, default=2.2, help="default: 2.2")
    train.add_argument(
        "--leave-out", metavar="K/N", help="not the K-th of N parts of the queries, to measure on"
    )


def _add_json(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="print JSON for other programs")


def _add_day(command: argparse.ArgumentParser, help_text: str) -> None:
    command.add_argument("--as-of", type=day, metavar="DATE", help=f"YYYY-MM-DD: {help_text}")
