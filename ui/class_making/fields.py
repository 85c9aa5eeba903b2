"""The fields of a class in every form that makes or changes one."""

from datetime import datetime

from PySide6.QtWidgets import QComboBox, QSpinBox

from services.training_class import MOST_PLACES, BrandKind
from ui.core import theme


def brand_field(name: str, value: BrandKind | None) -> QComboBox:
    """The kind of 特色课堂, or none."""
    field = QComboBox()
    field.setObjectName(name)
    field.addItem("不属于特色课堂", None)
    for brand in BrandKind:
        field.addItem(brand.word, brand)
    field.setCurrentIndex(0 if value is None else list(BrandKind).index(value) + 1)
    return field


def people_field(name: str, value: int | None) -> QSpinBox:
    """How many people, or no limit; read with `people_of`."""
    field = QSpinBox()
    field.setObjectName(name)
    field.setRange(0, MOST_PLACES)
    field.setSpecialValueText("不限")
    field.setSuffix(" 人")
    field.setValue(value or 0)
    field.lineEdit().setTextMargins(theme.current().px(8), 0, 0, 0)
    return field


def people_of(field: QSpinBox) -> int | None:
    return field.value() or None


def span(starts_at: datetime, ends_at: datetime) -> str:
    """`11-24 08:30–11:30`; one that ends after midnight says so: `11-24 22:00–次日01:00`."""
    next_day = "次日" if ends_at.date() > starts_at.date() else ""
    return f"{starts_at:%m-%d %H:%M}–{next_day}{ends_at:%H:%M}"
