"""Every text of the content that a report prints is whole: no token of a region is left in it."""

from rehab.content.catalogue import catalogue
from tracker import words


def test_no_name_that_a_report_prints_holds_a_token() -> None:
    known = catalogue()
    printed = {question.id: question.short for question in known.questions.values()}
    printed |= {rule: words.rule_name(rule) for rule in known.rules}
    printed |= {name: each.name for name, each in known.exercises.items()}
    printed |= {name: each.name for name, each in known.programmes.items()}
    printed |= {test.id: test.name for test in known.test_of.values()}

    assert [name for name, text in printed.items() if "{" in text or "}" in text] == []
