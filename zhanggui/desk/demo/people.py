"""Who works at the demo company: one account per position, and a second shop guide and clerk."""

from dataclasses import dataclass

PASSWORD = "zhanggui-demo"  # noqa: S105 - printed for everybody who tries the product


@dataclass(frozen=True)
class Person:
    """An account of the demo: the user name is what `./zg up` prints, `joined` is years ago."""

    username: str
    name: str
    position: str
    joined_years: int
    performance_fen: int


PEOPLE = (
    Person("zongjingli", "陈国栋", "general-manager", 12, 0),
    Person("jingli", "周敏", "manager", 6, 300_000),
    Person("kefuzhuguan", "王海燕", "service-supervisor", 5, 180_000),
    Person("yingxiaozhuguan", "郑凯", "marketing-supervisor", 4, 200_000),
    Person("daogou", "林晓芸", "shop-guide", 3, 100_000),
    Person("daogou2", "何佳", "shop-guide", 1, 100_000),
    Person("zhijian", "吴建平", "quality", 4, 100_000),
    Person("cangku", "胡大勇", "warehouse", 7, 100_000),
    Person("wuliu", "徐亮", "logistics", 2, 100_000),
    Person("shouhou", "孙丽", "aftersales", 3, 100_000),
    Person("xingxiao", "蔡文静", "promotion", 2, 150_000),
    Person("meigong", "叶青", "web-designer", 2, 100_000),
)
