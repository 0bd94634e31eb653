"""`createuser`: an account for a person, in the positions named."""

import argparse
import getpass
import secrets
import sys

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from zhanggui.config.machine.say import Trouble, plain, say
from zhanggui.org.models import Position, User
from zhanggui.org.services.seating import assign


def perform(options: argparse.Namespace) -> int:
    """Make the account.

    :raises Trouble: if the name is taken, a position is unknown, or the password is too weak
    """
    password, made = choose_password()
    create(options.username, options.name, options.position, password)
    say(f"已建立帐号 / account made: {options.username}")
    if made:
        plain(f"    密码 / password: {password}")
    return 0


def choose_password() -> tuple[str, bool]:
    """Ask for a password twice; without a terminal make one. Return it and whether it was made."""
    if not sys.stdin.isatty():
        return secrets.token_urlsafe(12), True
    password = getpass.getpass("密码 / password: ")
    if getpass.getpass("再输一次 / once more: ") != password:
        raise Trouble("两次输入不一致。", "The two differ.")
    return password, False


@transaction.atomic
def create(username: str, name: str, codes: list[str], password: str) -> None:
    """Make the user and the assignments, all or nothing."""
    if User.objects.filter(username=username).exists():
        raise Trouble(f"帐号 {username} 已存在。", f"The account {username} exists already.")
    user = User(username=username, display_name=name)
    try:
        validate_password(password, user)
    except ValidationError as error:
        words = " ".join(error.messages)
        raise Trouble(f"密码不合要求：{words}", f"The password will not do: {words}") from error
    user.set_password(password)
    user.save()
    positions = Position.objects.in_bulk(codes, field_name="code")
    if unknown := sorted(set(codes) - set(positions)):
        known = ", ".join(Position.objects.order_by("code").values_list("code", flat=True))
        raise Trouble(
            f"没有这个岗位：{', '.join(unknown)}。可选：{known or '（手册尚未装入）'}",
            f"No such position: {', '.join(unknown)}. Choose from: {known or '(none yet)'}",
        )
    now = timezone.now()
    for position in positions.values():
        assign(user, position, by=None, active_from=now, at=now)
