"""Turns of phrase that settle what a day is, whatever single words stand nearer to it."""

import re

from scrapers.facts.schedule.words import SENT_THING

# What may stand between such a phrase and its day: a time, a weekday.
_TO_THE_DAY = (
    r"(?:\W|\b(?:on|the|at|noon|midday|midnight|now|then|[a-z]{3,6}day)\b|\d{1,2}\s?[ap]m)*$"
)
# "The deadline for grants that start in June is": what it is the deadline for is no other day.
DEADLINE_IS = re.compile(
    r"\b(?:deadline|closing date|cut-?off(?: date)?|due date)s?(?= (?:for|to|of)\b)"
    r"(?:(?! and (?:the|an?|our|we|you)\b)[^.;:\n]){1,110}"
    rf"\b(?:is|are|was|were|will be|falls on)\b{_TO_THE_DAY}",
    re.IGNORECASE,
)
# "Deadline for the Research Awards:", a label that says of what it is
LABEL_OF = re.compile(
    r"(?P<head>(?:^|[.;|]\s)\W*(?:[\w’'-]+ ){0,2}?(?:deadline|closing date|due date)s?"
    r"(?: extended| reminder)? (?:for|of)\b(?P<thing>(?:(?!\b(?:is|are|was|will)\b)[^.;:\n])"
    r"{1,90}))[:–-]\W*(?:[a-z]{3,6}day\W*)?$",
    re.IGNORECASE,
)
# "The opening date for grants to be awarded in 2027 is"
OPENING_IS = re.compile(
    rf"\b(?:opening|launch|open) date (?:for|of)\b[^.;:\n]{{1,110}}\b(?:is|was"
    rf"|will be)\b{_TO_THE_DAY}",
    re.IGNORECASE,
)
# "In time for the 3 May deadline": a word that stands behind its day
DEADLINE_BEHIND = re.compile(
    r"\s(?:(?:application|submission|funding|grant|final|next)\s)?(?:deadline|closing date"
    r"|cut-?off)\b",
    re.IGNORECASE,
)
BEFORE_ITS_DAY = re.compile(r"\b(?:the|our|this|its|next)\s$", re.IGNORECASE)
# "The application period ends on", whatever else begins or ends
PERIOD_ENDS = re.compile(
    rf"\b(?:{SENT_THING}|bidding|call|entry) (?:period|phase|window|process|round|stage)s?"
    rf" (?:\w+ )?(?:will )?(?:ends?|ended|finish\w*|expires?|runs? out)\b{_TO_THE_DAY}",
    re.IGNORECASE,
)
# "We have extended the deadline for a further three weeks to", whoever does it
EXTENDED = re.compile(
    r"\b(?:extend|mov|push|chang|postpon|put|bring|brought|delay|shift)\w*\b[^.;:]{0,80}"
    r"\b(?:deadline|closing date)s?\b[^.;:]{0,50}\b(?:to|until|till)\b"
    rf"{_TO_THE_DAY}",
    re.IGNORECASE,
)
# "It has been brought forward to", of the closing that the sentence before names.
PUT_OFF = re.compile(
    r"^\W*(?:it|this|that|(?:the|this|that) (?:\w+ )?(?:deadline|closing date|date))\b[^.;]{0,40}"
    r"\b(?:extended|moved|changed|postponed|put back|brought forward|delayed)(?: now)?"
    rf"(?: by [^.;]{{1,20}})? (?:to|until)\b{_TO_THE_DAY}",
    re.IGNORECASE,
)
# "The one after that:", of a closing in the sentence before.
ONE_MORE = re.compile(
    r"\W*(?:and )?the (?:one|next|following|second|third)(?: one)?(?: after (?:that|this|it))?"
    r"(?: is| falls| will be)?(?: on)?\W*(?:[a-z]{3,6}day\W*)?",
    re.IGNORECASE,
)
# "; those for the autumn meeting by ", of what closes on the day before.
THOSE_FOR = re.compile(
    r"[;,]\s(?:and )?(?:those|ones) for (?:[\w'’-]+ ){1,6}?(?:by|on)\s(?:[a-z]{3,6}day\s)?",
    re.IGNORECASE,
)
# "Read in two batches, those in by": of bids, whatever is done with them.
THOSE_BY = re.compile(
    r"\bthose (?:that are |which are )?(?:sent|submitted|received|in|made)(?: in)? by\b"
    rf"{_TO_THE_DAY}",
    re.IGNORECASE,
)
# "We will not read bids that arrive later than": a closing, whoever reads.
NOT_LATER = re.compile(
    rf"\b(?:not|cannot|never|n['’]t)\b[^.;]{{0,40}}\b{SENT_THING}\b[^.;]{{0,30}}"
    rf"\b(?:later than|after)\b{_TO_THE_DAY}",
    re.IGNORECASE,
)
# "The submission system will be open by", which submits nothing.
OPEN_BY = re.compile(
    rf"\b(?:be|is|are) (?:open(?:ed)?|live|available) by\b{_TO_THE_DAY}", re.IGNORECASE
)
# "27 June (closing date)", whatever is said of the days before it.
SAID_IN_BRACKETS = re.compile(
    r"\s?\((?:the |our )?(?:\w+ ){0,2}?(?:(?P<closes>closing date|deadline|closes|close)"
    r"|(?P<opens>opening date|opens|launch|opening))\)",
    re.IGNORECASE,
)
