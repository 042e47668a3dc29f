"""Says whose dollars a bare "$" means, by the countries and funders that a text names."""

import re

_OWNERS = (
    (
        "AUD",
        r"australia\w*|(?-i:AUD)|a\$|new south wales|nsw|queensland|tasmania\w*|abn|nhmrc|mrff"
        r"|austrade"
        r"|business\.gov\.au",
    ),
    ("CAD", r"canad\w+|c\$|ontario|qu[eé]bec|alberta|british columbia|cihr|nserc|sshrc"),
    ("NZD", r"new zealand\w*|nzd?|nz\$|aotearoa|m[aā]ori|wh[aā]nau"),
    ("USD", r"united states|u\.s\.|(?-i:USA?)|us\$|american?|nih|nsf|congress|grants\.gov"),
)
_NAMED = tuple(
    (code, re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)) for code, words in _OWNERS
)


def dollars_of(text: str) -> str:
    """Return the currency of a bare "$": American, unless the text names one other owner only."""
    found = [code for code, named in _NAMED if named.search(text)]
    return found[0] if len(found) == 1 else "USD"
