"""A place on the map as people paste it, in one form."""

import re

from services.core.errors import BadInput
from services.core.text import normal

LATITUDES, LONGITUDES = (3.0, 54.0), (73.0, 136.0)
"""Where China lies, in degrees: the two ranges share no number, so that the order is plain."""
_NUMBER = re.compile(r"\d{1,3}(?:\.\d+)?")
_AROUND = re.compile(r"[\s,;:、/()\[\]°度北东纬经NELATlatong]*")
HELP = "地图位置看不懂，请写成 35.4123,116.3412 这样，经度写在前面也可以。"


def clean_map_point(text: str) -> str:
    """ "35.4123,116.3412" from 35.41,116.34 or 116.34，35.41 or 北纬35.41° 东经116.34°; empty for
    none. Four decimals are some ten metres. Raises BadInput.
    """
    typed = normal(text)
    if not typed:
        return ""
    numbers = [float(found) for found in _NUMBER.findall(typed)]
    if len(numbers) != 2 or not _AROUND.fullmatch(_NUMBER.sub("", typed)):
        raise BadInput(HELP)
    latitude, longitude = sorted(numbers)
    if not _within(latitude, LATITUDES) or not _within(longitude, LONGITUDES):
        raise BadInput("地图位置不在中国境内，请检查经纬度。")
    return f"{latitude:.4f},{longitude:.4f}"


def degrees(map_point: str) -> tuple[float, float]:
    """Latitude and longitude of a stored map point."""
    latitude, _, longitude = map_point.partition(",")
    return float(latitude), float(longitude)


def _within(value: float, span: tuple[float, float]) -> bool:
    return span[0] <= value <= span[1]
