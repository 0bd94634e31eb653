from enum import StrEnum


class Can(StrEnum):
    """What a position may be allowed to do with jobs of others, and with the clock."""

    SEE_ALL = "jobs.view_job"
    SEE_SCHEDULES = "jobs.view_slot"
    RUN_SCHEDULE = "jobs.run_slot"
