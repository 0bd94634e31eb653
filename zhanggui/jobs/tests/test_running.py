from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone

from zhanggui.jobs import running, services
from zhanggui.jobs.models import Job, JobState, Slot
from zhanggui.jobs.registry import CannotFinishError, Schedule, schedules
from zhanggui.jobs.services import keeping

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


def test_work_is_done_and_keeps_its_result(kind, shop_guide, now):
    def run(work):
        work.progress(5, 5, "五行")
        work.keep_result("result.csv", BytesIO(work.input["text"].encode()))

    kind(run)

    job = services.enqueue("test.work", by=shop_guide, at=now, text="a,b")

    job.refresh_from_db()
    assert (job.state, job.percent, job.tries) == (JobState.DONE, 100, 1)
    with job.result.open() as file:
        assert file.read() == b"a,b"


def test_what_a_person_can_mend_is_said_and_not_tried_again(kind, now):
    def run(work):
        raise CannotFinishError("第 7 行不是金额")

    kind(run)

    job = services.enqueue("test.work", by=None, at=now)

    job.refresh_from_db()
    assert (job.state, job.error, job.tries) == (JobState.FAILED, "第 7 行不是金额", 1)


def test_the_unforeseen_is_tried_again_after_a_pause_and_then_given_up(kind, now):
    def run(work):
        raise ZeroDivisionError

    kind(run, tries=2)

    job = services.enqueue("test.work", by=None, at=now)
    job.refresh_from_db()
    assert (job.state, job.tries) == (JobState.QUEUED, 1)
    assert job.run_after > now

    running.run(job.pk, at=now)
    job.refresh_from_db()
    assert job.tries == 1  # not before its time

    running.run(job.pk, at=job.run_after)
    job.refresh_from_db()
    assert (job.state, job.tries, job.error) == (JobState.FAILED, 2, "ZeroDivisionError()")


def test_of_two_wake_ups_one_runs(kind, now):
    done = []
    kind(lambda work: done.append(work.input["number"]))
    job = services.enqueue("test.work", by=None, at=now, number=1)

    running.run(job.pk, at=now)

    assert done == [1]


def test_work_stops_at_its_next_step_when_asked(kind, now):
    def run(work):
        Job.objects.update(stop_asked=True)
        assert not work.progress(3, 3)

    kind(run)

    job = services.enqueue("test.work", by=None, at=now)

    job.refresh_from_db()
    assert job.state == JobState.CANCELLED
    with pytest.raises(services.CannotAskError):
        services.cancel(job_id=job.pk, at=now)


def test_what_a_dead_worker_held_is_run_by_another(kind, now):
    done = []
    kind(lambda work: done.append(1))
    job = Job.objects.create(
        kind="test.work", state=JobState.RUNNING, worker="dead-1", tries=1, created_at=now,
        beat_at=now - timedelta(seconds=40),
    )  # fmt: skip

    keeping.fetch_back(at=now)
    keeping.fetch_back(at=now + timedelta(seconds=5))

    job.refresh_from_db()
    assert done == [1]
    assert (job.state, job.tries) == (JobState.DONE, 2)


def test_what_kills_its_worker_each_time_is_given_up(kind, now):
    kind(lambda work: None, tries=1)
    job = Job.objects.create(
        kind="test.work", state=JobState.RUNNING, worker="dead-1", tries=1, created_at=now,
        beat_at=now - timedelta(seconds=40),
    )  # fmt: skip

    keeping.fetch_back(at=now)

    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.FAILED, "The worker that held it died")


def test_a_living_worker_keeps_its_long_job(kind, now):
    job = Job.objects.create(
        kind="test.work", state=JobState.RUNNING, worker=running.WORKER, created_at=now,
        started_at=now - timedelta(hours=2), beat_at=now - timedelta(seconds=40),
    )  # fmt: skip

    keeping.beat(since=now, at=now)
    keeping.fetch_back(at=now)

    job.refresh_from_db()
    assert job.state == JobState.RUNNING


def test_a_schedule_runs_once_a_slot_whoever_asks(kind, now):
    done = []
    kind(lambda work: done.append(work.at))
    schedule = Schedule("test.work", "测试", lambda work: None, timedelta(hours=1))
    Slot.objects.create(code="test.work", next_at=now - timedelta(minutes=1))
    seen_by_both = [Slot.objects.get(code="test.work") for _ in range(2)]

    jobs = [keeping.run_slot(slot, schedule, at=now) for slot in seen_by_both]

    assert [job is not None for job in jobs] == [True, False]
    assert len(done) == 1
    slot = Slot.objects.get(code="test.work")
    assert now < slot.next_at <= now + timedelta(hours=1)
    assert slot.last_job == jobs[0]


def test_slots_missed_while_nothing_ran_are_run_once(now):
    every_hour = Schedule("x", "x", lambda work: None, timedelta(hours=1), first=20)

    at = now.replace(minute=30, second=0, microsecond=0)

    assert keeping.next_slot(every_hour, at) == at + timedelta(minutes=50)


def test_each_declared_schedule_has_its_slot(now):
    keeping.tick(at=now)

    assert {slot.code for slot in Slot.objects.all()} == {schedule.code for schedule in schedules}


def test_somebody_elses_job_is_not_found(client, kind, shop_guide, web_designer, now):
    kind(lambda work: work.keep_result("r.txt", BytesIO(b"secret")))
    job = services.enqueue("test.work", by=shop_guide, at=now)
    pages = [
        job.get_absolute_url(),
        reverse("jobs:download", args=[job.pk, "result"]),
    ]

    client.force_login(web_designer)
    assert [client.get(page).status_code for page in pages] == [404, 404]
    assert client.post(reverse("jobs:retry", args=[job.pk])).status_code == 404

    client.force_login(shop_guide)
    assert client.get(pages[0]).status_code == 200
    assert b"".join(client.get(pages[1]).streaming_content) == b"secret"


def test_the_manager_sees_the_clock_and_runs_it_now(client, manager, shop_guide):
    client.force_login(shop_guide)
    assert client.get(reverse("jobs:schedules")).status_code == 403

    client.force_login(manager)
    page = client.get(reverse("jobs:schedules")).content.decode()
    answer = client.post(reverse("jobs:run-schedule", args=["jobs.forget_old"]))

    assert "清理旧的后台任务" in page
    assert answer.url == Job.objects.get(kind="jobs.forget_old").get_absolute_url()
