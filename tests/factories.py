"""What tests arrange with: the content of the house, read once for each process."""

from pathlib import Path

from intake.content import load, read_folder
from intake.i18n import COUNTRIES

ROOT = Path(__file__).parents[1]
CONTENT = load(read_folder(ROOT), countries=COUNTRIES)
