"""How times, states and fields look."""

from datetime import UTC, datetime, timedelta

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone, translation

from zhanggui.core import shown
from zhanggui.core.templatetags.ui import icon

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)  # noon in Shanghai, a Monday


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (5, "5 秒"),
        (130, "2 分"),
        (22_800, "6 小时 20 分"),
        (90_000, "1 天 1 小时"),
        (500_000, "5 天"),
    ],
)
def test_a_span_has_at_most_two_units(seconds, text):
    with translation.override("zh-hans"):
        assert shown.span(seconds) == text


@pytest.mark.parametrize(
    ("distance", "text"),
    [
        (timedelta(seconds=-20), "刚刚"),
        (timedelta(minutes=-3), "3 分前"),
        (timedelta(hours=-5), "5 小时前"),
        (timedelta(days=-1, hours=-1), "昨天 11:00"),
        (timedelta(hours=5), "今天 17:00"),
        (timedelta(days=1), "明天 12:00"),
        (timedelta(days=-40), "10-14"),
        (timedelta(days=-400), "2025-10-19"),
    ],
)
def test_a_moment_reads_as_people_say_it(distance, text):
    with translation.override("zh-hans"):
        assert shown.relative(NOW + distance, NOW) == text


def test_a_missed_deadline_is_cinnabar():
    html = shown.due(timezone.now() - timedelta(hours=1, seconds=5))

    assert 'class="late"' in html
    assert "超时 1 小时" in html


def test_a_state_is_a_dot_and_a_word_and_escapes_it():
    assert shown.state("<b>", "good") == (
        '<span class="state good"><i class="dot" aria-hidden="true"></i>&lt;b&gt;</span>'
    )


def draw(source, **context):
    return Template("{% load ui %}" + source).render(Context(context))


def test_filters_of_the_tag_library():
    assert draw("{{ 123450|yuan }} {{ none|yuan }}", none=None) == "1,234.50 —"
    assert draw('{{ "13912348001"|masked:"phone" }}') == "139****8001"
    assert draw("{{ number|spaced }}", number=302868941808) == "3028 6894 1808"


def test_the_query_is_changed_argument_by_argument():
    request = RequestFactory().get("/?q=a&page=2")

    assert draw("{% qs page=3 %}", request=request) == "?q=a&amp;page=3"
    assert draw('{% qs page="" %}', request=request) == "?q=a"


def test_an_icon_that_nobody_cut_out_is_refused():
    with pytest.raises(ValueError, match=r"icons\.txt"):
        icon("no-such-icon")


class Small(forms.Form):
    name = forms.CharField(help_text="As on the parcel")
    kind = forms.ChoiceField(choices=[("a", "A")])


def test_a_field_is_tied_to_its_hint_and_its_error():
    html = str(Small({"name": "", "kind": "a"}))

    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_name_error"' in html
    assert 'class="form-select"' in html
