"""`bid-matcher train DIR ...`: learn an adapter of the default model from labelled data."""

from argparse import Namespace

from matcher.commands.say import say
from matcher.encoder.files import check_weights, find_model, weights_sha256
from matcher.evaluation.beir import read_task
from matcher.progress import progress_bars
from matcher.settings import Settings
from matcher.training.pairs import Part, training_pairs


def run(settings: Settings, arguments: Namespace) -> int:
    """Train on queries with their answers and on titles with their texts; write file and card."""
    if arguments.output.exists():
        raise ValueError(f"{arguments.output} exists: name a folder that does not")
    left_out = Part.read(arguments.leave_out) if arguments.leave_out else None
    labelled = [read_task(folder, only_split="dev") for folder in arguments.folders]
    texts = [*labelled, *(read_task(folder) for folder in arguments.titles_of)]
    pairs = training_pairs(labelled, texts, left_out)

    from matcher.training.card import model_card
    from matcher.training.low_rank import tensors
    from matcher.training.train import Recipe, load_bert, train
    from matcher.training.write import adapter_bytes, write_adapter

    files = find_model(settings.model)
    check_weights(files)
    recipe = Recipe(rank=arguments.rank, epochs=arguments.epochs)
    model, tokenizer = load_bert(files.folder)
    with progress_bars() as advance:
        updates = train(
            model, tokenizer, pairs, recipe, lambda done, total: advance("Training", done, total)
        )
    adapter = adapter_bytes(tensors(updates), weights_sha256(files))
    card = model_card(files.name, recipe, pairs, left_out, len(adapter))
    write_adapter(arguments.output, adapter, card)
    say(f"{len(pairs)} pairs; wrote {arguments.output} ({len(adapter) / 1000:.0f} kB).")
    return 0
