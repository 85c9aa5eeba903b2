"""Where certificates stand in the window."""

from services.certificate.earlier import is_register
from ui.certificate.page import CertificatePage
from ui.core.desk import Entry
from ui.core.feature import Feature, FileKind

FEATURE = Feature(
    "certificate",
    places=(
        Entry(
            "certificate",
            "证书",
            "award",
            "成果",
            CertificatePage,
        ),
    ),
    files=(FileKind("旧证书登记簿", "certificate", is_register),),
)
