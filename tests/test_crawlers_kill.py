"""Jobs that are killed lose nothing and double nothing; benchmarks/kill.py does it more often."""

import pytest

from tests.killing import Left, rehearse


@pytest.fixture(scope="module")
def desks(tmp_path_factory: pytest.TempPathFactory) -> tuple[Left, Left]:
    """Undisturbed, and with some kills."""
    return rehearse(tmp_path_factory.mktemp("kill"), kills=8, minutes=(0, 70), seed=1)


def test_every_address_is_found_and_has_its_state(desks):
    calm, disturbed = desks

    assert calm.urls == disturbed.urls
    assert calm.fetched == disturbed.fetched


def test_export_is_that_of_an_undisturbed_run(desks):
    calm, disturbed = desks

    assert calm.exported == disturbed.exported


def test_store_is_whole(desks):
    _, disturbed = desks

    assert ("ok", None, []) == (disturbed.integrity, disturbed.chain_broken_at, disturbed.unreadable)
