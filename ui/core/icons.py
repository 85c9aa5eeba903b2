"""Icons, all from one family (Font Awesome 6 solid), in the theme's colours."""

from PySide6.QtGui import QIcon

from ui.core import theme


def icon(name: str, color: str = "ink_soft") -> QIcon:
    """An icon such as "house"; `color` is a token's name."""
    import qtawesome  # it loads its fonts when imported, which the unlock window need not wait for

    made: QIcon = qtawesome.icon(f"fa6s.{name}", color=theme.current().color(color))
    return made
