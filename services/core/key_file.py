"""The key file: the database key, wrapped by a password and by a recovery code.

JSON, so that it can be looked at: nothing in it opens anything without one of the two.
"""

import hashlib
import hmac
import json
import secrets
from base64 import b64decode, b64encode
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from services.core import files
from services.core.errors import DamagedFile, NewerVersion, WrongPassword

FORMAT = 1
KEY_BYTES = 32
LEAST_PASSWORD = 8
MEMORY_KIB = 64 * 1024
ROUNDS = 3
CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U to misread
CODE_GROUPS, CODE_GROUP = 8, 4
CLERK = "clerk"
RECOVERY = "recovery"


@dataclass(frozen=True)
class NewKey:
    """A fresh database key (32 bytes), and the recovery code that is shown and printed once."""

    key: bytes
    recovery_code: str


def create(path: Path, password: str) -> NewKey:
    """Make a database key and write the file that wraps it. The file must not exist."""
    key = secrets.token_bytes(KEY_BYTES)
    code = new_recovery_code()
    slots = {CLERK: _wrap(key, password), RECOVERY: _wrap(key, _canonical(code))}
    _write(path, key, slots, new=True)
    return NewKey(key, code)


def unlock(path: Path, secret: str) -> bytes:
    """The database key, by the password or the recovery code.

    Raises WrongPassword, DamagedFile or NewerVersion.
    """
    body = _read(path)
    for slot, given in ((CLERK, secret), (RECOVERY, _canonical(secret))):
        if slot == RECOVERY and len(given) != CODE_GROUPS * CODE_GROUP:
            continue
        key = _unwrap(body["slots"][slot], given)
        if key is not None:
            if not hmac.compare_digest(_check_value(key), b64decode(body["check"])):
                raise DamagedFile("密钥文件已损坏，请用备份中的密钥文件替换。")
            return key
    raise WrongPassword("密码不对。请检查大小写和输入法后再试；忘记密码可输入恢复码。")


def change_password(path: Path, secret: str, password: str) -> None:
    """Wrap the same key anew for the clerk; nothing is encrypted again."""
    key = unlock(path, secret)
    slots = dict(_read(path)["slots"])
    slots[CLERK] = _wrap(key, password)
    _write(path, key, slots, new=False)


def new_recovery_code() -> str:
    """160 random bits as eight groups of four, e.g. 4KQ7-…"""
    letters = [secrets.choice(CODE_ALPHABET) for _ in range(CODE_GROUPS * CODE_GROUP)]
    groups = (letters[i : i + CODE_GROUP] for i in range(0, len(letters), CODE_GROUP))
    return "-".join("".join(group) for group in groups)


def _canonical(code: str) -> str:
    folded = code.upper().replace("O", "0").replace("I", "1").replace("L", "1")
    return "".join(letter for letter in folded if letter in CODE_ALPHABET)


def _wrap(key: bytes, secret: str) -> dict[str, Any]:
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    cost = {"memory_kib": MEMORY_KIB, "rounds": ROUNDS}
    wrapped = ChaCha20Poly1305(_stretch(secret, salt, cost)).encrypt(nonce, key, None)
    return {
        "cost": cost,
        "salt": b64encode(salt).decode(),
        "nonce": b64encode(nonce).decode(),
        "wrapped": b64encode(wrapped).decode(),
    }


def _unwrap(slot: dict[str, Any], secret: str) -> bytes | None:
    stretched = _stretch(secret, b64decode(slot["salt"]), slot["cost"])
    try:
        return ChaCha20Poly1305(stretched).decrypt(
            b64decode(slot["nonce"]), b64decode(slot["wrapped"]), None
        )
    except InvalidTag:
        return None


def _stretch(secret: str, salt: bytes, cost: dict[str, int]) -> bytes:
    return hash_secret_raw(
        secret.encode("utf-8", "surrogatepass"),
        salt,
        time_cost=cost["rounds"],
        memory_cost=cost["memory_kib"],
        parallelism=1,
        hash_len=KEY_BYTES,
        type=Type.ID,
    )


def _check_value(key: bytes) -> bytes:
    return hmac.digest(key, b"desk key check", "sha256")


def _write(path: Path, key: bytes, slots: dict[str, Any], *, new: bool) -> None:
    body = {"format": FORMAT, "check": b64encode(_check_value(key)).decode(), "slots": slots}
    text = json.dumps({"body": body, "sha256": _sum(body)}, indent=1)
    with files.explained("写密钥文件"):
        (files.write_new if new else files.replace)(path, text.encode())


def _read(path: Path) -> dict[str, Any]:
    with files.explained("读密钥文件"):
        data = path.read_bytes()
    try:
        whole = json.loads(data)
        body: dict[str, Any] = whole["body"]
        if body["format"] > FORMAT:
            raise NewerVersion("这个数据夹由更新版本的程序建立，请先升级本程序。")
        if _sum(body) != whole["sha256"] or {CLERK, RECOVERY} - set(body["slots"]):
            raise ValueError("checksum")
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise DamagedFile("密钥文件已损坏，请用备份中的密钥文件替换。") from error
    return body


def _sum(body: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
