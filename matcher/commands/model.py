"""The model that the settings name, and what a reader is told about it."""

from sqlalchemy import Engine

from matcher.commands.say import hint
from matcher.encoder import Encoder
from matcher.settings import Settings
from matcher.store import vector_models


def open_encoder(settings: Settings) -> Encoder:
    """Return the encoder; says so where a prepared model is there and cannot be used."""
    encoder = Encoder(settings.model, settings.prepared)
    if encoder.notice:
        hint(encoder.notice[0].upper() + encoder.notice[1:] + ".")
    return encoder


def tell_change(engine: Engine, encoder: Encoder) -> None:
    """Say so where the stored vectors are another model's and texts must be encoded anew."""
    known = vector_models(engine)
    if known and encoder.model_id not in known:
        others = " and ".join(sorted(known))
        hint(
            f"Texts are encoded anew by {encoder.model_id}: the stored vectors are of {others},"
            " and vectors of two models are never compared."
        )
