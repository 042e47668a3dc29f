"""Texts to vectors, with weights that come through pip.

Nothing is fetched from a hub and no code that travels with a model is run. A model
that was prepared on this machine (`prepare`) runs without torch; else torch is
imported when the first text is encoded, not before: naming the model and splitting
texts need only its small files.
"""

from matcher.encoder.encoder import Encoder
from matcher.encoder.types import EncoderError, Kind, Progress, Rows

__all__ = ["Encoder", "EncoderError", "Kind", "Progress", "Rows"]
