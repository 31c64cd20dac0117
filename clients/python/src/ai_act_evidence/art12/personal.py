"""Texts that look like personal data although they have the form of a technical name."""

from __future__ import annotations

import re

_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")


def looks_like_iban(text: str) -> bool:
    """Whether a technical name is a bank account number (IBAN, ISO 13616).

    Names of systems, keys, scopes and codes may hold letters and digits, and so may an account's number that was put there
    by mistake.
    """
    plain = re.sub(r"[^A-Za-z0-9]", "", text).upper()
    if not _IBAN.fullmatch(plain):
        return False
    # The first four go to the end, letters become 10 to 35, and the number leaves 1 when divided by 97.
    digits = "".join(str(int(character, 36)) for character in plain[4:] + plain[:4])
    return int(digits) % 97 == 1
