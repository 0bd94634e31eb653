"""The pages of the handbook: files, editions, questions, the duty map."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from docx import Document
from pypdf import PdfReader

from zhanggui.core.periods import day_of
from zhanggui.org.models import HandbookVersion, OpenQuestion, User
from zhanggui.org.rules.yamltext import write_yaml
from zhanggui.org.services.editions import start_draft
from zhanggui.org.services.loading import HANDBOOK_FILE

DAY = timedelta(days=1)


@pytest.fixture
def as_manager(client, manager):
    client.force_login(manager)
    return client


def page(client, name, *args, status=200, **query):
    answer = client.get(reverse(f"org:{name}", args=args), query)
    assert answer.status_code == status
    return answer.content.decode() if status == 200 else ""


def post(client, view, /, *args, status=302, **data):
    answer = client.post(reverse(f"org:{view}", args=args), data)
    assert answer.status_code == status, answer.content.decode()
    return answer


def text_of(pdf):
    return "".join(sheet.extract_text() for sheet in PdfReader(BytesIO(pdf)).pages)


def test_the_chart_and_the_handbook_are_pdf_files(as_manager, web_designer):
    chart = as_manager.get(reverse("org:chart-pdf"))
    handbook = as_manager.get(reverse("org:export-pdf", args=[1]))

    assert chart["Content-Type"] == handbook["Content-Type"] == "application/pdf"
    assert "叶青" in text_of(chart.content)
    assert "录入快递单号" in text_of(handbook.content)


def test_the_handbook_is_a_word_file_without_pay_for_those_who_may_not_see_it(client, shop_guide):
    client.force_login(shop_guide)

    answer = client.get(reverse("org:export-docx", args=[1]))

    document = Document(BytesIO(answer.content))
    said = "\n".join(p.text for p in document.paragraphs)
    assert "导购专员" in said
    assert "30,000" not in said
    assert any("SG-08" in cell.text for table in document.tables for cell in table.columns[0].cells)


def test_only_editors_take_the_handbook_as_yaml(as_manager, client, shop_guide):
    answer = as_manager.get(reverse("org:export-yaml", args=[1]))
    assert answer.content.decode() == write_yaml(HandbookVersion.objects.get(number=1).tree)

    client.force_login(shop_guide)
    page(client, "export-yaml", 1, status=403)


def test_a_draft_is_edited_compared_and_published(
    as_manager, client, shop_guide, web_designer, department
):
    post(as_manager, "start-draft")
    duty = {"zh": "改过的职责", "tool": "org", "done_when": ""}
    post(as_manager, "edit-duty", "shop-guide", "SG-07", **duty)
    post(as_manager, "add-duty", "midsale", id="MS-01", zh="售中跟单", tool="org/chart")
    post(as_manager, "remove-duty", "department", "DEPT-09")
    post(as_manager, "own-duties", "quality")
    seat = {"title_zh": "设计组长", "reports_to": "manager", "appraised_by": "manager"}
    post(
        as_manager,
        "edit-position",
        "design-supervisor",
        **seat,
        annual_low=60000,
        annual_high=90000,
    )
    post(
        as_manager, "add-position", code="live", title_zh="主播", reports_to="marketing-supervisor"
    )

    drawn = page(as_manager, "show-draft")
    for said in (
        "改过的职责",
        "售中跟单",
        "设计组长",
        "主播",
        "60000 / 90000",
        "org.add_assignment",
    ):
        assert said in drawn

    today = day_of(timezone.now())
    readers = [department["shop-guide"].pk]
    post(as_manager, "publish", effective_on=today, note="第二版说明", readers=readers)

    client.force_login(shop_guide)
    assert "第二版说明" in page(client, "show-handbook")
    post(client, "acknowledge", 2)
    assert "第二版说明" not in page(client, "show-handbook")
    assert "1 / 1" in page(client, "show-edition", 2)
    assert User.objects.get(pk=shop_guide.pk).has_perm("org.add_assignment")
    client.force_login(web_designer)
    assert "60000" not in page(client, "show-edition", 2)


def test_a_draft_is_hidden_from_those_who_do_not_edit(client, manager, shop_guide):
    start_draft(by=manager, at=timezone.now())
    client.force_login(shop_guide)

    page(client, "show-edition", 2, status=404)
    page(client, "export-docx", 2, status=404)
    page(client, "show-draft", status=403)


def test_what_a_ring_of_superiors_would_break_is_refused_in_words(as_manager, manager):
    draft = start_draft(by=manager, at=timezone.now())
    seat = {"title_zh": "经理", "reports_to": "shop-guide"}

    answer = post(as_manager, "edit-position", "manager", status=200, **seat)

    assert "manager → shop-guide → service-supervisor → manager" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.tree["positions"][1]["reports_to"] == "general-manager"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfe\x00", "UTF-8"),
        (b"a: [", "line 1"),
        (b"company: {}", "positions"),
        (b"department: {}\nextra: 1", "extra"),
    ],
)
def test_a_bad_file_is_refused_with_its_places(as_manager, content, said):
    answer = post(
        as_manager, "import-draft", status=200, file=SimpleUploadedFile("h.yaml", content)
    )

    assert said in answer.content.decode()
    assert not HandbookVersion.objects.filter(state="DRAFT").exists()


def test_a_good_file_becomes_a_draft_that_can_be_dropped(as_manager):
    content = HANDBOOK_FILE.read_text().replace("en: Sell online", "en: Sell on line").encode()
    post(as_manager, "import-draft", file=SimpleUploadedFile("h.yaml", content))
    assert "Sell on line" in page(as_manager, "show-draft")

    post(as_manager, "drop-draft")
    page(as_manager, "show-draft", status=302)


def test_the_manager_decides_a_question_and_others_read_it(as_manager, client, shop_guide):
    assert "IC-3" in page(as_manager, "list-questions")
    post(as_manager, "decide", "IC-3", status=200, decision="OTHER", reason="")
    post(as_manager, "decide", "IC-3", decision="PROPOSED", reason="")
    assert OpenQuestion.objects.get(code="IC-3").decision == "PROPOSED"
    assert 'id="IC-3"' not in page(as_manager, "list-questions")
    assert 'id="IC-3"' in page(as_manager, "list-questions", view="decided")

    client.force_login(shop_guide)
    assert 'id="IC-3"' in page(client, "list-questions", view="all")
    page(client, "decide", "IC-3", status=403)


def test_edition_0_shows_what_is_written_beside_what_is_in_force(client, shop_guide):
    client.force_login(shop_guide)

    said = page(client, "show-as-written")

    assert "电子商务部总监" in said
    assert "0.25万" not in said


def test_the_duty_map_leads_from_a_duty_to_its_screen(client, shop_guide):
    client.force_login(shop_guide)

    said = page(client, "map-duties", position="shop-guide", month="2026-11")

    assert "SG-08" in said
    assert "MGR-01" not in said
    assert page(client, "map-duties", month="nonsense")


@pytest.mark.parametrize("name", ["show-chart", "map-duties", "show-handbook", "list-editions"])
def test_an_account_without_a_position_reads_nothing(client, outsider, name):
    client.force_login(outsider)

    page(client, name, status=403)
