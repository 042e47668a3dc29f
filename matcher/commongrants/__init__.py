"""Our calls and awards in the words of CommonGrants 0.4, an open protocol for grant data. Pure.

What is not known is left out: the protocol has no null. Nothing is made up to fill a field.
The protocol and its field names: https://commongrants.org/protocol/
"""
