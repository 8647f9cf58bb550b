"""The smallest content that loads: one of each kind, for planting faults in."""

from pathlib import Path

REVIEW = 'version = 1\nwritten_by = "test"\nchecked_by = ""\nreview_by = 2027-01-01\n'
TIER = '[tiers.{0}]\nheading = "Heading"\ncooldown_days = 0\n'

FILES = {
    "sources.toml": '[book]\ncite = "A book"\nseen = "page"\n',
    "policy.toml": (
        'content_version = "9.9.9"\nquestions_per_screen = 3\nweekly_every_days = 7\n'
        "long_answer_days = 90\nseen_silence_days = 42\n"
        "not_for_me_days = 28\nescalate_routine_after_days = 28\nrepeat_soon_after_days = 14\n"
        "backfilled_yes_days = 7\nnight_row_every_days = 3\nnight_row_first_days = 42\n"
        "night_row_from = 3\nnight_row_looks_back = 7\n"
        "lot_of_pain_from = 8\nusual_days = 7\nusual_min_logged = 3\n"
        "resets_for_review = 2\nresets_window_days = 90\n"
        "[max_alarms_on_ordinary_healing_pct]\nroutine = 10.0\n"
        + "".join(TIER.format(t) for t in ("emergency", "urgent", "soon", "routine", "note"))
    ),
    "signs/r_one.toml": (
        'id = "r_one"\nname = "One"\ntopic = "one"\ntier = "soon"\naction = "book_physio"\n'
        f'suggests = ["strain"]\nsources = ["book"]\n{REVIEW}'
        'summary = "One."\nmessage = "You logged {n} days."\n'
        "condition = {all = [\n"
        '  {count_days = {where = {field = "night", op = ">=", value = 4}, '
        "within = 10, at_least = 2}},\n"
        '  {answer = {id = "q_one", within = 7}},\n'
        "]}\n"
    ),
    "signs/r_ask.toml": (
        'id = "r_ask"\nname = "Ask"\ntopic = "ask"\ntier = "note"\naction = "ask"\n'
        f'asks = ["q_one"]\nsuggests = []\nsources = ["book"]\n{REVIEW}'
        'summary = "Ask."\nmessage = "A question."\ncondition = {since_onset = {min = 3}}\n'
    ),
    "questions/q_one.toml": (
        'id = "q_one"\ntext = "Is it so?"\nshort = "it being so"\ntell = "It is so."\n'
        'asked_when = ["weekly", "intake", "r_ask", "watch"]\nweekly = true\ndanger_order = 1\n'
        f'sources = ["book"]\n{REVIEW}'
    ),
    "conditions/strain.toml": (
        'id = "strain"\nlabel = "Strain"\nnamed = "a pull"\nplain = "A pull."\nwho = "physio"\n'
        'where = "The thigh."\nfeels = "Sore."\nworse = "Running."\n'
        f'how_fast = "routine"\nprogramme = "plan"\nsources = ["book"]\n{REVIEW}'
    ),
    "causes.toml": '[strain]\nusual = 1.0\nsources = ["book"]\nsigns = {sudden = 1.0}\n',
    "see/anyone.toml": (
        'id = "anyone"\ntitle = "Anything"\nlead = "For anything."\ntopics = ["one"]\n'
        'questions = ["What?", "Why?", "When?"]\nmoney = "One visit."\n'
        f'second_opinion = ["No plan"]\nsources = ["book"]\n{REVIEW}'
        '[[whom]]\nrole = "physio"\ntitle = "A physio"\nwhen = "First."\ntests = ["Strength"]\n'
    ),
    "exercises/walk.toml": (
        'id = "walk"\nname = "Walk"\ngroup = "aerobic"\nlevel = 1\nequipment = ["mat"]\n'
        'cue = "Walk."\ndose = {minutes = 10}\nsupervision = "self"\nloads_hamstring = false\n'
        f'sources = ["book"]\n{REVIEW}'
    ),
    "programmes/plan.toml": (
        'id = "plan"\nname = "Plan"\nsummary = "A plan."\nsupervision = "self"\n'
        f'shared_gate = true\nrange_text = "Weeks."\n{REVIEW}'
        'applies_to = {}\nexpected_days = {from = 1, to = 9, sources = ["book"]}\n'
        '[[stages]]\nid = "first"\nname = "First"\ngoal = "Go"\nmin_days = 1\nprofile = "muscle"\n'
        'ladder = {id = "speed", from = "S1", to = "S2"}\n'
        'exercises = [{id = "walk", role = "core"}]\n'
        'exit = [{id = "rest", metric = "pain_rest", op = "<=", value = 2, need = "latest", '
        'text = "Rest 2 or less", sources = ["book"]}]\n'
        'session = {options_per_session = 0, max_items = 3, minutes = "10"}\nsources = ["book"]\n'
        '[[stages]]\nid = "last"\nname = "Last"\ngoal = "Stay"\nmin_days = 1\nprofile = "muscle"\n'
        'exercises = [{id = "walk", role = "core"}]\n'
        'exit = [{id = "done", metric = "pain_rest", op = "<=", value = 1, need = "latest", '
        'text = "Rest 1 or less", sources = ["book"]}]\n'
        'session = {options_per_session = 0, max_items = 3, minutes = "10"}\nsources = ["book"]\n'
    ),
    "equipment.toml": '[[thing]]\nid = "mat"\nlabel = "A mat"\n[needs]\nmat = ["mat"]\n',
    "rests.toml": (
        "ready_s = 5\nbetween_exercises_s = 30\nrest_day_up_to = 3\n"
        'sources = ["book"]\n[between_sets_s]\n'
        "care = 0\naerobic = 0\nmobility = 0\nisometric = 0\ntrunk = 0\ncontrol = 0\n"
        "agility = 0\nstrength = 60\neccentric = 60\nlengthening = 60\nplyometric = 60\n"
        '"running drill" = 60\n'
    ),
    "metrics.toml": (
        '[pain_rest]\nlabel = "Rest"\nkind = "nrs"\nscope = "daily"\nhome = "day"\n'
        'question = "Pain at rest?"\n'
        '[t_hop]\nlabel = "Hops"\nkind = "nrs"\nscope = "test"\nhome = "reading"\n'
        'question = "Hop. Pain?"\n'
    ),
    "tests/hop.toml": (
        'id = "hop"\nname = "Hops"\ntells = "The leg."\nmetrics = ["t_hop"]\nbetter = "lower"\n'
        f'steps = ["Stand.", "Hop."]\nsources = ["book"]\n{REVIEW}'
    ),
    "profiles.toml": (
        "[muscle]\nduring_go_max = 3\nduring_hold_max = 4\n"
        "morning_go_rise_max = 1\nmorning_hold_rise = 2\nmorning_back_rise_min = 3\n"
        'morning_back_abs_min = 5\ntext = "Limits."\nsources = ["book"]\n'
    ),
    "ladders.toml": (
        '[speed]\nlabel = "Speed"\ngate = [{metric = "pain_rest", op = "<=", value = 2}]\n'
        "pass_rule = {morning_rise_max = 1}\n"
        'steps = [{step = "S1", session = "Jog", max_speed_pct = 35, min_hours_before_next = 24, '
        'parts = [{what = "Jog", is_running = true}]}, '
        '{step = "S2", session = "Run", max_speed_pct = 45, min_hours_before_next = 24, '
        'parts = [{what = "Run", is_running = true}]}]\n'
        'sources = ["book"]\n'
    ),
    "plans.toml": (
        '[up]\nlabel = "Up"\nexercise = "walk"\n'
        'weeks = [{week = "1", sessions = 1, sets = 2, reps = "5"}]\nsources = ["book"]\n'
    ),
    "checklists.toml": (
        '[back]\nlabel = "Back"\ngoals = ["everyday"]\ncooling_days = 1\n'
        '[[back.item]]\nid = "rest"\nmetric = "pain_rest"\nop = "<="\nvalue = 1\nneed = "latest"\n'
        'text = "Rest"\nsources = ["book"]\n'
    ),
    "aftercare.toml": (
        'stage = "first"\nweeks = 8\nevery_days = 7\nthen = "plan"\nquestions = ["q_one"]\n'
        'intro = "Weeks."\nsteps = ["All"]\nsteps_gap_days = 2\n'
        'steps_text = "Steps, {n} days apart."\n'
        'sources = ["book"]\n[[say]]\nquestion = "q_one"\ntext = "Once."\nagain = "Again."\n'
        'sources = ["book"]\n'
    ),
    "outcome_measures.toml": (
        '[nrs]\nlabel = "0-10"\nbuild_in = "yes"\nbetter = "lower"\nsources = ["book"]\n'
    ),
    "factors.toml": (
        '[[factor]]\nid = "f_one"\nlabel = "One"\ngeneral = "One."\nfits_muscle = "Yes."\n'
        'points_elsewhere = "No."\nwindow_days = 7\nmin_days = 3\nweight = 1.0\n'
        'rules = ["r_one"]\nsources = ["book"]\n'
    ),
    "corridors.toml": (
        '[[corridor]]\nid = "grade_1"\nlabel = "Mild"\ntype = "muscle_strain"\ngrade = 1\n'
        "points = [{week = 1, middle = 100, upper = 100}, {week = 2, middle = 45, upper = 80}]\n"
        'sources = ["book"]\n'
    ),
    "response_rules.toml": (
        '[[rule]]\nid = "go"\noutcome = "go"\notherwise = true\ntext = "Go on."\n'
        'sources = ["book"]\n'
    ),
    "gates.toml": ('[[shared]]\nid = "age"\ntext = "From 16."\nkind = "min_age"\nage = 16\n'),
    "grades.toml": (
        '[[grade]]\ngrade = 1\nlabel = "Mild"\nwords = "Mild."\nsigns = ["Twinge"]\n'
        'bamic = ["1a"]\n'
        'munich = ["3A"]\nake_gap_deg = [0, 9]\nusual_days = [7, 21]\nprogramme = "plan"\n'
        'sources = ["book"]\n'
    ),
    "triage.toml": (
        "[numbers]\nself_directed_from_age = 16\ndiary_from_age = 13\n"
        "upper_pain_cleared_under_age = 20\ncontusion_professional_from_age = 65\n"
        "long_standing_days = 84\nfresh_days = 21\navulsion_days = 42\nbig_bruise_grade = 3\n"
        "[words]\nwhy = {}\ndiary_only = {}\nlimits = {}\n"
        '[[row]]\nid = "one"\nlabel = "One"\nfits = "one thing"\nkind = "strain"\n'
        'type = "muscle_strain"\n'
        'programme = "plan"\nnote = "Start."\nsources = ["book"]\n'
    ),
    "estimate.toml": (
        'day = 7\nfrom_day = 5\nto_day = 10\nprogrammes = ["plan"]\nmay_be_early = ["plan"]\n'
        'sources = ["book"]\nwalking = {free_at_most = 1, sources = ["book"]}\n'
        "bridge = {even_from_pct = 90, weak_below_pct = 70, free_at_most = 1, hurts_from = 4, "
        'sources = ["book"]}\n'
        "gap = {early_below_deg = 10, late_from_deg = 20, "
        'measured = [{below_deg = 181, weeks = [1, 8]}], sources = ["book"]}\n'
    ),
    "safety_check.toml": (
        'title = "Check"\nintro = "Tick."\nnone_text = "None"\nhint = "Hint."\n'
        '[[line]]\nid = "one"\ntext = "It is so"\nasks = ["q_one"]\nsets = {q_one = "yes"}\n'
    ),
}


def write(root: Path, **changes: tuple[str, str]) -> Path:
    """Write the files below `root`; a change replaces one piece of one file.

    The name of a change is only for the reader; its value is (file, old, new)
    given as ("file", "old -> new").
    """
    files = dict(FILES)
    for file, change in changes.values():
        old, _, new = change.partition(" -> ")
        assert old in files[file], f"{old!r} is not in {file}"
        files[file] = files[file].replace(old, new, 1)
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root
