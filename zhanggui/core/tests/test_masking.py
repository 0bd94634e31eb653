import pytest

from zhanggui.core.masking import mask_address, mask_name, mask_nick, mask_phone


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("13912348001", "139****8001"),
        ("0577-65432210", "0577****2210"),
        ("12345", "*****"),
        ("", ""),
    ],
)
def test_a_phone_keeps_its_ends(phone, shown):
    assert mask_phone(phone) == shown


def test_a_name_keeps_its_first_character():
    assert [mask_name(name) for name in ("林晓芸", "李", "")] == ["林**", "李*", ""]


def test_a_nick_keeps_its_ends():
    assert [mask_nick(nick) for nick in ("tb_lin88", "x", "")] == ["t**8", "x", ""]


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("浙江省 温州市 瑞安市 塘下镇环城路 12 号", "浙江省 温州市 瑞安市 ****"),
        ("浙江省温州市鹿城区五马街 1 号", "浙江省温州市鹿城区 ****"),
        ("内蒙古自治区呼和浩特市赛罕区大学东街 8 号", "内蒙古自治区呼和浩特市赛罕区 ****"),
        ("北京市朝阳区建国路 88 号", "北京市朝阳区 ****"),
        ("no region in it", "****"),
        ("", ""),
    ],
)
def test_an_address_keeps_its_region(address, shown):
    assert mask_address(address) == shown
