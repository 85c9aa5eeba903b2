"""Enums with their words, as pages know them: `ui` never imports `models`."""

from models.core.words import Words as Words
