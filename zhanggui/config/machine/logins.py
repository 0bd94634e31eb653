"""One login per position, for whoever has just started the demo company."""

from zhanggui.config.machine.say import plain
from zhanggui.desk.demo.people import PASSWORD, PEOPLE
from zhanggui.org.models import Position, User


def show() -> None:
    """Print the demo company's logins, if it is loaded and nobody changed its passwords."""
    there = {u.username: u for u in User.objects.filter(username__in=[p.username for p in PEOPLE])}
    names = dict(Position.objects.values_list("code", "name"))
    shown = set()
    for person in PEOPLE:
        user = there.get(person.username)
        if user is None or person.position in shown or not user.check_password(PASSWORD):
            continue
        shown.add(person.position)
        post = names.get(person.position, person.position)
        plain(f"    {person.username:<18}{PASSWORD:<16}{post} · {person.name}")
    if shown:
        plain()
