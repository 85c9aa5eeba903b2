"""The frame inside a bundle: magic, kind, manifest, signature, payload; and its age cover."""

import struct
from dataclasses import dataclass

import pyrage
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from models.exchange import BundleKind
from services.exchange.errors import Damaged, NewerFormat, NotABundle, NotForUs, TooLarge

MAGIC = b"PSDB"
VERSION = 1
SIGNATURE_BYTES = 64
MOST_FILE_BYTES = 64 * 1024 * 1024
MOST_MANIFEST_BYTES = 1024 * 1024
CONTEXT = b"party school desk bundle 1\x00"
AGE_MAGIC = b"age-encryption.org/"
AGE_VERSION = AGE_MAGIC + b"v1\n"

_HEADER = struct.Struct(">4sBBI")  # magic, version, kind, length of the manifest
_KIND_CODES = {
    BundleKind.enrol: 1,
    BundleKind.keyset: 2,
    BundleKind.snapshot: 3,
    BundleKind.receipt: 4,
    BundleKind.issue: 5,
}
_KINDS = {code: kind for kind, code in _KIND_CODES.items()}


@dataclass(frozen=True)
class ExchangeFrame:
    """A frame taken apart; nothing in it is to be believed before `is_signed_by`."""

    kind: BundleKind
    manifest: bytes
    signature: bytes
    payload: bytes

    def is_signed_by(self, verify_key: bytes) -> bool:
        """True where the holder of this Ed25519 key (32 bytes) signed kind and manifest."""
        try:
            Ed25519PublicKey.from_public_bytes(verify_key).verify(
                self.signature, _signed(self.kind, self.manifest)
            )
        except (InvalidSignature, ValueError):
            return False
        return True


def build(kind: BundleKind, manifest: bytes, payload: bytes, signing_key: bytes) -> bytes:
    """The signed frame. The manifest names the payload's hash, so it is covered too."""
    signature = Ed25519PrivateKey.from_private_bytes(signing_key).sign(_signed(kind, manifest))
    header = _HEADER.pack(MAGIC, VERSION, _KIND_CODES[kind], len(manifest))
    return b"".join((header, manifest, signature, payload))


def split(data: bytes) -> ExchangeFrame:
    """Take a frame apart. Raises NotABundle, NewerFormat, Damaged."""
    if len(data) < _HEADER.size or not data.startswith(MAGIC):
        raise NotABundle("这个文件不是教务台的数据包。请确认选对了文件。")
    _, version, code, length = _HEADER.unpack_from(data)
    if version > VERSION:
        raise NewerFormat(f"这个文件是新格式（第 {version} 版），请先升级本程序再导入。")
    body = memoryview(data)[_HEADER.size :]
    if (
        version != VERSION
        or code not in _KINDS
        or length > MOST_MANIFEST_BYTES
        or len(body) < length + SIGNATURE_BYTES
    ):
        raise Damaged("数据包不完整或已损坏，没有导入。请对方重新写一次 U 盘。")
    after = length + SIGNATURE_BYTES
    return ExchangeFrame(
        _KINDS[code], bytes(body[:length]), bytes(body[length:after]), bytes(body[after:])
    )


def cover(data: bytes, recipients: tuple[str, ...]) -> bytes:
    """Encrypt with age (X25519) to every recipient (`age1…`)."""
    keys = [pyrage.x25519.Recipient.from_str(recipient) for recipient in recipients]
    return bytes(pyrage.encrypt(data, keys))


def uncover(data: bytes, age_identity: str) -> bytes:
    """Decrypt. Raises TooLarge, NotABundle, NewerFormat, NotForUs, Damaged."""
    check_size(len(data))
    if not data.startswith(AGE_MAGIC):
        raise NotABundle("这个文件不是教务台的数据包。请确认选对了文件。")
    if not data.startswith(AGE_VERSION):
        raise NewerFormat("这个文件的加密格式本程序不认识，请先升级本程序再导入。")
    try:
        return bytes(pyrage.decrypt(data, [pyrage.x25519.Identity.from_str(age_identity)]))
    except pyrage.DecryptError as error:
        if "No matching keys" in str(error):
            raise NotForUs("这个数据包不是发给本单位的，打不开。请核对收件单位。") from error
        raise Damaged("数据包不完整或已损坏，没有导入。请对方重新写一次 U 盘。") from error


def check_size(size: int) -> None:
    """Raises TooLarge for more bytes than a bundle may have."""
    if size > MOST_FILE_BYTES:
        raise TooLarge("文件超过 64 MB，不是正常的数据包，没有导入。")


def _signed(kind: BundleKind, manifest: bytes) -> bytes:
    return b"".join(
        (CONTEXT, kind.value.encode(), b"\x00", struct.pack(">I", len(manifest)), manifest)
    )
