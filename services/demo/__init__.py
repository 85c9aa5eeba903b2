"""A made-up school (or county) from a seeded generator, for trying and for measuring."""

from services.demo.make import Size as Size
from services.demo.make import fill as fill
from services.demo.make import make as make
from services.demo.people import person as person
