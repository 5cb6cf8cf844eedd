"""What each kind of crime is called elsewhere, held against the shape of those lists."""

import re

from tests.factories import CONTENT

# How many of the 47 have a name in each list; the vulnerability report, for one, is no crime and has none in three.
NAMED = {"ic3": 46, "ftc": 34, "mx": 47, "rsit": 47, "iccs": 46}
_ICCS = re.compile(r"0\d{3,4}(-\d)?(/0\d{3,4})*( Cy)?")


def test_every_category_has_its_names_elsewhere() -> None:
    categories = CONTENT.rules.categories.values()
    counted = {name: sum(name in category.mappings for category in categories) for name in NAMED}
    assert len(categories) == 47 and counted == NAMED
    assert {name for category in categories for name in category.mappings} == NAMED.keys()


def test_the_codes_of_crime_statistics_have_their_shape() -> None:
    codes = [category.mappings.get("iccs", "0000") for category in CONTENT.rules.categories.values()]
    assert [code for code in codes if not _ICCS.fullmatch(code)] == []


def test_no_name_is_an_empty_mark() -> None:
    names = [name for category in CONTENT.rules.categories.values() for name in category.mappings.values()]
    assert [name for name in names if not re.search(r"\w", name)] == []
