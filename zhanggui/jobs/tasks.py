"""The one task that the engine knows: look at a job and run it."""

from django.utils import timezone
from django_tasks import task

from zhanggui.jobs.running import run


@task()
def run_job(job_id: int) -> None:
    """Run a job, unless another worker has it, or it is over."""
    run(job_id, at=timezone.now())
