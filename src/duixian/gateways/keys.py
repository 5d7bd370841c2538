"""Keys (密钥): Ed25519 private keys in files of mode 0600, public keys as text to hand out.

A key's identifier is derived from its public half, so a new key is a new identifier: rotation is
publishing the new public key, signing with it, and withdrawing the old one later.
"""

from __future__ import annotations

import base64
import hashlib
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from duixian.gateways.errors import Misconfigured

ALGORITHM = "Ed25519"


class Signer(Protocol):
    """What signing needs; a hardware module or another algorithm may stand in."""

    key_id: str
    algorithm: str

    def sign(self, content: bytes) -> bytes: ...


@dataclass(frozen=True, slots=True)
class PublicKey:
    """The half that verifies (公钥); `not_after` ends its use."""

    key_id: str
    text: str
    not_after: datetime | None = None

    def verifies(self, signature: bytes, content: bytes) -> bool:
        """True when this key's owner signed exactly this content."""
        try:
            raw = base64.b64decode(self.text, validate=True)
            Ed25519PublicKey.from_public_bytes(raw).verify(signature, content)
        except (InvalidSignature, ValueError):
            return False
        return True

    def usable_at(self, instant: datetime) -> bool:
        """False once the key has been withdrawn."""
        return self.not_after is None or instant <= self.not_after


class PrivateKey:
    """The half that signs (私钥)."""

    algorithm = ALGORITHM

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key
        raw = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.key_id = "ed25519-" + hashlib.sha256(raw).hexdigest()[:16]
        self.public = PublicKey(self.key_id, base64.b64encode(raw).decode())

    def sign(self, content: bytes) -> bytes:
        return self._key.sign(content)

    @classmethod
    def new(cls) -> PrivateKey:
        """A fresh key from the operating system's randomness."""
        return cls(Ed25519PrivateKey.generate())

    @classmethod
    def from_seed(cls, seed: bytes) -> PrivateKey:
        """The key of a known seed of 32 bytes, for published examples only."""
        return cls(Ed25519PrivateKey.from_private_bytes(seed))


def load_key(path: Path) -> PrivateKey:
    """Read a private key; refuses a file that others may read.

    Raises Misconfigured naming the file and the cure.
    """
    try:
        mode = path.stat().st_mode & 0o777
        content = path.read_bytes()
    except OSError as error:
        raise Misconfigured(f"私钥文件无法读取：{path}（{error.strerror}）") from error
    if mode & 0o077:
        raise Misconfigured(f"私钥文件权限过宽：{path} 为 {mode:o}，应为 600")
    try:
        key = load_pem_private_key(content, password=None)
    except ValueError as error:
        raise Misconfigured(f"私钥文件格式错误：{path}") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise Misconfigured(f"私钥不是 {ALGORITHM}：{path}")
    return PrivateKey(key)


def ensure_key(path: Path) -> PrivateKey:
    """The key at `path`, made there first when there is none; two processes make only one."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.exists():
        _write_new_key(path)
    return load_key(path)


def _write_new_key(path: Path) -> None:
    content = Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        draft.unlink(missing_ok=True)


def court_key(folder: Path, court_code: str) -> PrivateKey:
    """The signing key of one court, kept in `folder`; made on first use."""
    return ensure_key(folder / f"court-{court_code}.pem")
