"""Every kind of fault is reported with its file and key, and all of them at once."""

from pathlib import Path

import pytest

from rehab.content.faults import ContentError
from rehab.content.load import load
from tests.content.mini import write

RULE = "signs/r_one.toml"
QUESTION = "questions/q_one.toml"
PLAN = "programmes/plan.toml"

# What is planted: file, "old -> new", where it is reported, what the report says.
PLANTED = {
    "a key nobody knows": (RULE, 'topic = "one" -> topic = "one"\ntopik = "one"', "topik", "Extra"),
    "a rule without a source": (
        RULE,
        'sources = ["book"] -> sources = []',
        "sources",
        "at least 1",
    ),
    "a source nobody listed": (RULE, 'sources = ["book"] -> sources = ["film"]', "sources", "film"),
    "an unknown condition": (RULE, '["strain"] -> ["gout"]', "suggests", "gout"),
    "an unknown question": (RULE, 'id = "q_one" -> id = "q_two"', "condition", "q_two"),
    "an unknown tier": (RULE, 'tier = "soon" -> tier = "panic"', "tier", "emergency"),
    "an unknown action": (RULE, 'action = "book_physio" -> action = "pray"', "action", "Input"),
    "a node of an unknown kind": (RULE, "{answer = -> {guess =", "condition.all[1]", "guess"),
    "an unknown pain field": (RULE, '"night" -> "dancing"', "where.field", "dancing"),
    "a negative window": (RULE, "within = 10 -> within = -10", "count_days.within", "-10"),
    "a threshold no week can reach": (RULE, "at_least = 2 -> at_least = 11", "at_least", "10 days"),
    "a score above ten": (RULE, "value = 4 -> value = 14", "where.value", "14"),
    "a version of nought": (RULE, "version = 1 -> version = 0", "version", "greater"),
    "a review date that is none": (
        RULE,
        "review_by = 2027-01-01 -> review_by = 13",
        "review_by",
        "",
    ),
    "a review date left out": (RULE, "review_by = 2027-01-01 -> ", "review_by", "required"),
    "a phone number": (RULE, "You logged -> Call 999. You logged", "message", "999"),
    "a health service": (RULE, "You logged -> Ask the NHS. You logged", "message", "NHS"),
    "a casualty department": (RULE, "You logged -> Go to A&E. You logged", "message", "A&E"),
    "a placeholder nobody knows": (RULE, "{n} -> {number}", "message", "number"),
    "a placeholder without a figure": (RULE, "{n} -> {fall_date}", "message", "fall_date"),
    "an emergency that waits": (
        RULE,
        'tier = "soon" -> tier = "urgent"\npersist = {evaluations = 2, spacing = 3}',
        "",
        "must not wait",
    ),
    "equipment nobody listed": (
        "exercises/walk.toml",
        'equipment = ["mat"] -> equipment = ["rug"]',
        "equipment",
        "rug",
    ),
    "a thing nobody listed": ("equipment.toml", 'mat = ["mat"] -> mat = ["rug"]', "mat", "rug"),
    "a group without a rest": ("rests.toml", "trunk = 0 -> ", "", "trunk"),
    "a rest of an hour": ("rests.toml", "strength = 60 -> strength = 3600", "", "300"),
    "an emergency without a meaning": (RULE, '"soon" -> "emergency"', "", "meaning"),
    "a figure that is computed": (
        RULE,
        "version = 1 -> window_days = 9\nversion = 1",
        "window_days",
        "computed",
    ),
    "an example with a wild score": (
        RULE,
        ']}\n -> ]}\n[[example]]\nname = "E"\nexpect = "true"\nscores = {night = "12"}\n',
        "example.0.scores",
        "12",
    ),
    "another id than the file": (RULE, 'id = "r_one" -> id = "r_uno"', "id", "r_one"),
    "a question nobody asks": (
        QUESTION,
        '"intake", "r_ask" -> "intake", "r_ask", "r_one"',
        "asked_when",
        "does not ask",
    ),
    "a moment nobody knows": (QUESTION, '"intake" -> "at_lunch"', "asked_when", "at_lunch"),
    "a question asked behind its back": (QUESTION, ', "r_ask" -> ', "asked_when", "r_ask"),
    "an emergency question that shrugs": (
        QUESTION,
        "weekly = true -> weekly = true\nemergency = true",
        "",
        "advice line",
    ),
    "a safety line about nothing": (
        "safety_check.toml",
        'sets = {q_one = "yes"} -> ',
        "line.0",
        "answers nothing",
    ),
    "a safety line about another question": (
        "safety_check.toml",
        "{q_one = -> {q_two =",
        "line.0.sets",
        "q_two",
    ),
    "a condition with an unknown plan": (
        "conditions/strain.toml",
        '"plan" -> "dream"',
        "programme",
        "dream",
    ),
    "an exercise with an unknown neighbour": (
        "exercises/walk.toml",
        'level = 1 -> level = 1\nprogress = "fly"',
        "progress",
        "fly",
    ),
    "an exercise of level nine": ("exercises/walk.toml", "level = 1 -> level = 9", "level", "5"),
    "a stage with an unknown exercise": (PLAN, 'id = "walk" -> id = "fly"', "exercises.0", "fly"),
    "a stage with an unknown profile": (PLAN, '"muscle" -> "steel"', "stages.0.profile", "steel"),
    "a stage without an exit": (
        PLAN,
        'exit = [{id = "rest" -> exit = []\nwas = [{id = "rest"',
        "stages.0.exit",
        "at least 1",
    ),
    "a stage whose exit asks for nothing": (
        PLAN,
        'text = "Rest 2 or less" -> required = false, text = "Rest 2 or less"',
        "stages.0.exit",
        "no line is required",
    ),
    "a stage that cannot be reached": (
        PLAN,
        'goal = "Go" -> goal = "Go"\nthen = "plan"',
        "stages.0.then",
        "never reached",
    ),
    "two stages of one name": (PLAN, 'id = "last" -> id = "first"', "stages", "twice"),
    "a stage late before it may end": (
        PLAN,
        "min_days = 1 -> min_days = 9\nlate_after_days = 3",
        "stages.0",
        "late",
    ),
    "a ladder step nobody climbs": (PLAN, 'to = "S2" -> to = "S9"', "stages.0.ladder", "S9"),
    "a ladder climbed downwards": (
        PLAN,
        'from = "S1", to = "S2" -> from = "S2", to = "S1"',
        "stages.0.ladder",
        "before it begins",
    ),
    "an exit by an unknown metric": (
        PLAN,
        'metric = "pain_rest" -> metric = "mood"',
        "stages.0.exit.0.metric",
        "mood",
    ),
    "pain limits upside down": (
        "profiles.toml",
        "during_hold_max = 4 -> during_hold_max = 2",
        "muscle",
        "above the go limit",
    ),
    "a factor with an unknown rule": ("factors.toml", '["r_one"] -> ["r_two"]', "f_one", "r_two"),
    "a corridor whose edge dips": (
        "corridors.toml",
        "upper = 80 -> upper = 20",
        "corridor.0",
        "edge",
    ),
    "an id that stands twice": (
        "gates.toml",
        'age = 16\n -> age = 16\n[[shared]]\nid = "age"\ntext = "T"\nkind = "min_age"\nage = 18\n',
        "age",
        "twice",
    ),
    "an estimate for an unknown plan": (
        "estimate.toml",
        '= ["plan"]\nmay -> = ["dream"]\nmay',
        "programmes",
        "dream",
    ),
    "a triage row with an unknown plan": ("triage.toml", '= "plan" -> = "dream"', "one", "dream"),
    "an emergency that can be put off": (
        "policy.toml",
        "[tiers.emergency] -> [tiers.emergency]\nsnooze_days = 7",
        "",
        "cannot be put off",
    ),
    "a test of a number nobody knows": (
        "tests/hop.toml",
        '"t_hop" -> "t_jump"',
        "metrics",
        "t_jump",
    ),
    "a test of a number that is logged daily": (
        "tests/hop.toml",
        '"t_hop" -> "pain_rest"',
        "metrics",
        "not a number",
    ),
    "a number without a test": ("tests/hop.toml", '"t_hop" -> "t_jump"', "", "t_jump"),
    "a second leg that is none": (
        "tests/hop.toml",
        'better = -> other_leg = ["pain_rest"]\nbetter =',
        "other_leg",
        "pain_rest",
    ),
    "a total without a range": (
        "outcome_measures.toml",
        '"yes" -> "total_only"',
        "nrs",
        "range",
    ),
    "a change without words": (
        "outcome_measures.toml",
        "build_in = -> change = 2\nbuild_in =",
        "nrs",
        "words",
    ),
    "a tier without words": ("policy.toml", "[tiers.note] -> [tiers.soon_]", "tiers", ""),
    "a file that is no TOML": ("metrics.toml", "[pain_rest] -> [pain_rest", "", "TOML"),
}


def faults_of(root: Path) -> list[str]:
    with pytest.raises(ContentError) as caught:
        load(root)
    return [str(fault) for fault in caught.value.faults]


def test_the_smallest_content_loads(tmp_path: Path) -> None:
    loaded = load(write(tmp_path))

    assert list(loaded.rules) == ["r_ask", "r_one"]
    assert loaded.content_version.startswith("9.9.9+")


@pytest.mark.parametrize("planted", PLANTED.values(), ids=PLANTED)
def test_a_planted_fault_is_reported(tmp_path: Path, planted: tuple[str, str, str, str]) -> None:
    file, change, key, says = planted

    faults = faults_of(write(tmp_path, planted=(file, change)))

    assert any(fault.startswith(file) and key in fault and says in fault for fault in faults), (
        faults
    )


def test_five_faults_in_one_file_are_five_reports(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        one=(RULE, 'tier = "soon" -> tier = "panic"'),
        two=(RULE, "version = 1 -> version = 0"),
        three=(RULE, "within = 10 -> within = -10"),
        four=(RULE, '["strain"] -> ["gout"]'),
        five=(RULE, "You logged -> Call 111. You logged"),
    )

    faults = faults_of(root)

    here = [fault for fault in faults if fault.startswith(RULE)]
    for key in ("tier", "version", "within", "message"):
        assert any(f": {key}" in fault or f".{key}" in fault for fault in here), key
    assert len(here) >= 4


def test_faults_of_all_files_come_together(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        rule=(RULE, "{n} -> {weeks}"),
        question=(QUESTION, "danger_order = 1 -> danger_order = 0"),
        plan=(PLAN, '"muscle" -> "steel"'),
    )

    faults = faults_of(root)

    assert {fault.split(":")[0] for fault in faults} >= {RULE, QUESTION, PLAN}


def test_a_missing_file_is_a_fault(tmp_path: Path) -> None:
    root = write(tmp_path)
    (root / "gates.toml").unlink()

    assert faults_of(root) == ["gates.toml: the file is missing"]


def test_an_empty_folder_is_a_fault(tmp_path: Path) -> None:
    root = write(tmp_path)
    (root / "exercises" / "walk.toml").unlink()

    assert any(fault.startswith("exercises: no file") for fault in faults_of(root))


def test_the_message_lists_every_fault(tmp_path: Path) -> None:
    root = write(tmp_path, one=(RULE, '["strain"] -> ["gout", "flu"]'))

    with pytest.raises(ContentError, match=r"2 faults in the content:\n.*gout.*\n.*flu"):
        load(root)
