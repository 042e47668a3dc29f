"""`bid-matcher doctor --prepare`: the model made ready for this machine."""

from matcher.commands.say import say
from matcher.encoder.prepare import find_source, prepare, prepared_already
from matcher.encoder.prepared import Manifest
from matcher.imports.catalogue import load_catalogue
from matcher.places import one_writer
from matcher.settings import Settings

_JOINED = 3  # bundled texts to one of the length that collected ones have
_STEP = 2


def prepare_model(settings: Settings) -> int:
    """Prepare the model unless that is done already, and say what was chosen. Returns 0."""
    with one_writer(settings):
        source = find_source(settings.model)
        manifest = prepared_already(source, settings.prepared)
        if manifest is not None:
            say(f"{manifest.model} is ready for this machine: {_chosen(manifest)}.")
            return 0
        say(f"Preparing {source.files.name} for this machine (once; a minute) ...")
        manifest = prepare(source, settings.prepared, _texts(settings))
    say(f"{manifest.model} is ready for this machine: {_chosen(manifest)}.")
    for tried in manifest.candidates:
        if tried.refused:
            say(f"Not used: {tried.name}: {tried.refused}.")
    return 0


def _chosen(manifest: Manifest) -> str:
    """Say in words what was chosen, and what it is beside torch."""
    name = f"{manifest.backend}-{manifest.precision}"
    tried = {candidate.name: candidate for candidate in manifest.candidates}
    chosen, torch = tried[name], tried["torch-float32"]
    speed, usual = chosen.texts_per_second or 0.0, torch.texts_per_second or 0.0
    if chosen is torch:
        return f"{name}, {speed:.0f} texts a second, nothing faster was safe"
    return (
        f"{name}, {speed:.0f} texts a second where torch does {usual:.0f},"
        f" mean cosine with torch's vectors {chosen.cosine_mean:.4f}"
    )


def _texts(settings: Settings) -> list[str]:
    """The bundled calls, as they are and joined to the length of a passage."""
    texts = [call.match_text() for call in load_catalogue(settings.data / "catalogue").calls]
    joined = [
        "\n".join(texts[begin : begin + _JOINED]) for begin in range(0, len(texts) - _JOINED, _STEP)
    ]
    return [*texts[::_STEP], *joined]
