"""Why a file is not taken in: one kind for each case, each with a stable code."""

from services.core.errors import DeskError, Refused


class BundleRefused(DeskError):
    """A file was not taken in, and nothing was changed. The sentence names what the file is."""

    code = "bundle_refused"


class NotABundle(BundleRefused):
    """Some other file: no frame and no age header."""

    code = "bundle_not_one"


class TooLarge(BundleRefused):
    code = "bundle_too_large"


class Damaged(BundleRefused):
    """A byte is not what was written, or the end is missing."""

    code = "bundle_damaged"


class NotForUs(BundleRefused):
    """Encrypted to another workspace, or its manifest names another addressee."""

    code = "bundle_not_for_us"


class UnknownSender(BundleRefused):
    """Signed by no key that was checked against a key card."""

    code = "bundle_unknown_sender"


class OwnBundle(BundleRefused):
    """This workspace wrote the file itself."""

    code = "bundle_own"


class WrongCounty(BundleRefused):
    code = "bundle_wrong_county"


class WrongKind(BundleRefused):
    """A kind that this side does not take in, or that is handled elsewhere (key cards)."""

    code = "bundle_wrong_kind"


class NewerFormat(BundleRefused):
    """Written by a newer program; refused whole, with the version that it needs."""

    code = "bundle_newer_format"


class TooOld(BundleRefused):
    """Written by a program older than the one before this."""

    code = "bundle_too_old"


class Stale(BundleRefused):
    """A later bundle of this sender was already taken in."""

    code = "bundle_stale"


class CloneAlarm(BundleRefused):
    """The same number with other contents: two PCs carry on the same workspace."""

    code = "bundle_clone"


class NewEpoch(BundleRefused):
    """The sender was set up again or restored; its key card must be checked anew."""

    code = "bundle_epoch"


class BadContents(BundleRefused):
    """Signed as it should be, but the payload breaks a rule; the first reason is named."""

    code = "bundle_bad_contents"


class ForeignRows(BadContents):
    """Rows that the sender does not own (domain.md, invariant 7)."""

    code = "bundle_foreign_rows"


class WrongTotals(BadContents):
    """The report's totals do not follow from the rows."""

    code = "bundle_wrong_totals"


class NeedsSecondYes(BundleRefused):
    """More than a fifth of what is here would go; `second_yes=True` takes it in."""

    code = "bundle_needs_second_yes"


class WrongFingerprint(Refused):
    """The groups typed from the key card are not those of the keys in the file."""

    code = "wrong_fingerprint"
