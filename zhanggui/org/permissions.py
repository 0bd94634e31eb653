from enum import StrEnum


class Can(StrEnum):
    """What a position may be allowed to do with people, positions and the handbook."""

    SEE_CHART = "org.view_position"
    READ_HANDBOOK = "org.view_handbookversion"
    SEE_PEOPLE = "org.view_user"
    SEE_EVERYBODY = "org.see_everybody"
    ADD_PERSON = "org.add_user"
    CHANGE_PERSON = "org.change_user"
    ASSIGN = "org.add_assignment"
    DELEGATE = "org.add_delegation"
    EDIT_HANDBOOK = "org.change_handbookversion"
    PUBLISH_HANDBOOK = "org.publish_handbook"
    SEE_QUESTIONS = "org.view_openquestion"
    DECIDE = "org.decide_question"
    SEE_PAY = "org.see_pay_band"
    SEE_DUTIES = "org.view_duty"
