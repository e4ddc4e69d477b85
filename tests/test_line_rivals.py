from datetime import timedelta

from rivals import rival


def test_two_passes_at_once_do_nothing_twice(tmp_path):
    """Three rounds here, the digest in the last of them; benchmarks.rivals does twenty."""
    found = rival(tmp_path / "desk", rounds=3, step=timedelta(minutes=70))

    assert {0, 75} >= {code for codes in found.codes for code in codes}
    assert 0 == found.repeated_requests + sum(found.doubled.values())
    assert ("ok", None) == (found.integrity, found.chain_broken_at)
    assert (1, True) == (found.rows["digest"], found.rows["ledger"] > 40)
