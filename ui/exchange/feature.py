"""Where the exchange stands in the window."""

from ui.core.desk import Entry
from ui.core.feature import Feature, FileKind
from ui.exchange.page import ExchangePage

FEATURE = Feature(
    "exchange",
    places=(
        Entry(
            "exchange",
            "数据交换",
            "right-left",
            "上报",
            ExchangePage,
        ),
    ),
    files=(FileKind("县级包、回执", "exchange", ending=".psb"),),
)
