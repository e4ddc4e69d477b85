from benchmarks import start


def test_help_and_match_start_fast():
    """The limits are 8 and 25 bare starts; a busy machine gets twice that here, the benchmark measures."""
    bare_s, help_s, match_s = start.medians_s(3)

    assert help_s / bare_s < 2 * start.LIMIT
    assert match_s / bare_s < 2 * start.LIMIT_OF_MATCH
