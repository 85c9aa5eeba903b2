"""Where certificates stand in the window."""

from ui.certificate.page import CertificatePage
from ui.core.desk import Entry
from ui.core.feature import Feature

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
)
