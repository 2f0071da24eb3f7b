"""The formula guard: text that a spreadsheet could run as a formula gets an apostrophe in front.

Reversible: a text that already looks guarded gets one more, and reading takes off exactly one. Only
text is guarded; numbers, also negative ones, and dates go out as they are.
"""

import re

#: For PostgreSQL and Python alike: = + - @ (also full-width), or a control; behind spaces too.
PATROON = "^'*( *[\t\r\n]|[ \t\r\n]*[=+\\-@＝＋－＠])"
_DANGEROUS = re.compile(PATROON)
_GUARDED = re.compile(PATROON.replace("^'*", "^'+", 1))


def guard(text: str) -> str:
    return f"'{text}" if _DANGEROUS.match(text) else text


def unguard(text: str) -> str:
    return text[1:] if _GUARDED.match(text) else text
