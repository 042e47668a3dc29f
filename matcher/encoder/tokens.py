"""The model's own tokenizer, without torch."""

from typing import TYPE_CHECKING

from matcher.encoder.files import TOKENIZER, ModelFiles, read_json
from matcher.encoder.types import EncoderError
from matcher.passages import Token

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer


def load_tokenizer(files: ModelFiles) -> "Tokenizer":
    """Read a model's tokenizer; it neither cuts nor pads. EncoderError for a broken file."""
    from tokenizers import Tokenizer

    path = files.folder / TOKENIZER
    read_json(path)
    try:
        tokenizer = Tokenizer.from_str(path.read_text(encoding="utf-8"))
    except Exception as error:  # tokenizers raises nothing narrower
        raise EncoderError(f"{path} cannot be read as a tokenizer: {error}") from error
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def tokens_of(encoding: "Encoding") -> list[Token]:
    """Return a text's tokens: where each stands, and whether a word begins with it."""
    words = encoding.word_ids
    return [
        Token(start, end, index == 0 or words[index] != words[index - 1])
        for index, (start, end) in enumerate(encoding.offsets)
    ]


def ids_within(ids: list[int], window: int) -> list[int]:
    """Cut token ids to a model's window, the closing special token kept."""
    return ids if len(ids) <= window else [*ids[: window - 1], ids[-1]]
