"""A picture from a file, made small enough to be kept with a member."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QImage, QImageWriter

from services.core.errors import BadInput
from services.member.photo import MOST_BYTES, MOST_HEIGHT, MOST_WIDTH

PICTURES = "图片 (*.jpg *.jpeg *.png *.bmp)"
QUALITIES = (88, 75, 60, 45, 30)


def small_jpeg(image: QImage) -> bytes:
    """The picture at most 240×320 and 60 KB. Raises BadInput where it is none."""
    if image.isNull():
        raise BadInput("这个文件不是能读的图片，请选 JPG、PNG 或 BMP 图片。")
    if image.width() > MOST_WIDTH or image.height() > MOST_HEIGHT:
        image = image.scaled(
            MOST_WIDTH,
            MOST_HEIGHT,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    made = b""
    for quality in QUALITIES:
        kept = QByteArray()
        buffer = QBuffer(kept)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        writer = QImageWriter(buffer, QByteArray(b"jpeg"))
        writer.setQuality(quality)
        writer.write(image.convertToFormat(QImage.Format.Format_RGB888))
        made = bytes(kept.data())
        if len(made) <= MOST_BYTES:
            break
    return made
