"""Identity numbers at rest: encrypted (AES-256-GCM), found by keyed hash (HMAC-SHA-256).

Keys stay in the data folder or the operator's secret store; a sealed text names its key, so
that keys can be rotated while the append-only journal keeps its old texts.
"""

from __future__ import annotations

import base64
import hmac
import os
from functools import cache
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_PREFIX = "sealed"
_NONCE_BYTES = 12


@cache
def _cipher(key_id: str) -> AESGCM:
    return AESGCM(settings.IDENTITY_KEYS[key_id])


def seal(text: str) -> str:
    """Encrypt `text` under the present key; two sealings of one text differ."""
    key_id = settings.IDENTITY_KEY_CURRENT
    nonce = os.urandom(_NONCE_BYTES)
    body = _cipher(key_id).encrypt(nonce, text.encode(), key_id.encode())
    return f"{_PREFIX}:{key_id}:{base64.b64encode(nonce + body).decode()}"


def is_sealed(text: str) -> bool:
    return text.startswith(_PREFIX + ":")


def unseal(sealed: str) -> str:
    """The text behind a sealing. Raises ValueError when key or text do not fit."""
    prefix, key_id, body = sealed.split(":", 2)
    if prefix != _PREFIX or key_id not in settings.IDENTITY_KEYS:
        raise ValueError("not sealed under a key this installation holds")
    raw = base64.b64decode(body)
    try:
        plain = _cipher(key_id).decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], key_id.encode())
    except InvalidTag as fault:
        raise ValueError("the sealed text was changed or the key is wrong") from fault
    return plain.decode()


def keyed_hash(text: str) -> str:
    """The hash an identity number is searched by; useless without the lookup key."""
    return hmac.new(settings.IDENTITY_HASH_KEY, text.encode(), sha256).hexdigest()
