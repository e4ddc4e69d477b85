from store import settings


def test_a_file_is_noted_when_it_differs_from_its_last_load(db, now):
    with db.transaction():
        noted = [settings.note(db, "rules.toml", text, now=now) for text in ("a", "a", "b", "a")]

    assert [True, False, True, True] == noted
    assert ["a", "b", "a"] == [row["text"] for row in db.rows("SELECT text FROM setting_load ORDER BY id")]
