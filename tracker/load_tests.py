"""The tendon's daily load tests: the metrics that have a line in the log of a day."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise
LOAD_TESTS = ("t_load_a_pain", "t_load_b_pain", "t_load_c_pain")
NAMES: dict[str, Words] = {
    "t_load_a_pain": _("Load test A"),
    "t_load_b_pain": _("Load test B"),
    "t_load_c_pain": _("Load test C"),
}
# What to do in one line; the whole instruction is the metric's own question.
IN_SHORT: dict[str, Words] = {
    "t_load_a_pain": _("3 single-leg bridges, knee bent"),
    "t_load_b_pain": _("3 bridges, heel on a chair"),
    "t_load_c_pain": _("3 slow single-leg hinges"),
}
