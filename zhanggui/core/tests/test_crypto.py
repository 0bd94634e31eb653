import pytest

from zhanggui.core import crypto


@pytest.fixture(autouse=True)
def keys(settings, tmp_path):
    """Keys of this test alone."""
    settings.FIELD_KEYS_DIR = tmp_path / "keys"
    crypto.forget_keys()
    yield tmp_path / "keys"
    crypto.forget_keys()


def test_what_is_sealed_is_read_back_and_never_twice_the_same():
    first, second = crypto.encrypt("13912348001"), crypto.encrypt("13912348001")

    assert first != second
    assert "13912348001" not in first
    assert crypto.decrypt(first) == crypto.decrypt(second) == "13912348001"


def test_a_new_key_seals_and_the_old_one_still_reads(keys):
    old = crypto.encrypt("瑞安市塘下镇")
    (keys / "k2").write_text("another secret")
    crypto.forget_keys()

    new = crypto.encrypt("瑞安市塘下镇")

    assert (old.split(":")[0], new.split(":")[0]) == ("k1", "k2")
    assert crypto.decrypt(old) == crypto.decrypt(new) == "瑞安市塘下镇"


def test_a_changed_value_is_refused():
    sealed = crypto.encrypt("13912348001")
    changed = sealed[:-6] + ("A" if sealed[-6] != "A" else "B") + sealed[-5:]

    with pytest.raises(crypto.CannotDecryptError, match="changed"):
        crypto.decrypt(changed)


def test_a_missing_key_is_named(keys):
    sealed = crypto.encrypt("13912348001")
    (keys / "k1").unlink()
    crypto.forget_keys()

    with pytest.raises(crypto.CannotDecryptError, match="k1"):
        crypto.decrypt(sealed)


def test_equal_texts_meet_by_hash_under_one_key_only(keys):
    found = crypto.keyed_hash("8001")

    assert found == crypto.keyed_hash("8001")
    assert len(found) == 32
    (keys / "index").write_text("another index key")
    crypto.forget_keys()
    assert found != crypto.keyed_hash("8001")


def test_the_key_file_is_for_its_owner_alone(keys):
    crypto.encrypt("x")

    assert (keys / "k1").stat().st_mode & 0o077 == 0


def test_nothing_stays_nothing():
    assert crypto.encrypt("") == crypto.decrypt("") == crypto.keyed_hash("") == ""
