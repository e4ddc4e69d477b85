"""Digests by mail through everything a mail server does: each match once, or explained."""

import pytest

from tests import delivering


@pytest.mark.parametrize("seed", [2])
def test_each_match_arrives_once_or_is_explained(tmp_path, seed):
    found = delivering.rehearse(tmp_path, days=6, a_day=20, seed=seed)

    assert (120, [], 0) == (found.matches, found.unexplained, found.silent_repeats)
    assert 3 * 120 == found.once + found.explained
    assert found.once > found.explained
    assert found.mishaps.total() > found.mishaps["none"]
