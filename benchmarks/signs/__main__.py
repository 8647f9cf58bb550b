"""Print the tables: python -m benchmarks.signs [--count N] [--noise NAME ...] [--markdown]."""

import argparse
import sys
from collections import defaultdict
from collections.abc import Sequence

from benchmarks.signs.courses import ORDINARY, Kind
from benchmarks.signs.measure import Result, alarms, detection, measure
from benchmarks.signs.noise import NOISES
from benchmarks.signs.trouble import TROUBLE

SHARES = (1.0, 0.5, 0.3)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; returns 0, the goals are read by people."""
    options = _options(arguments)
    for seed in options.seed:
        for noise in options.noise:
            print(f"\n## Noise {noise}, seed {seed}, {options.count} diaries of each kind")
            if ordinary := _chosen(ORDINARY, "ordinary", options):
                _print_ordinary(ordinary, noise, seed, options)
            if trouble := _chosen(TROUBLE, "trouble", options):
                _print_trouble(trouble, noise, seed, options)
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.signs", description=__doc__)
    parser.add_argument("--count", type=int, default=60, help="diaries of each kind")
    parser.add_argument("--noise", nargs="+", choices=sorted(NOISES), default=["usual"])
    parser.add_argument("--seed", nargs="+", type=int, default=[1])
    parser.add_argument("--share", nargs="+", type=float, default=list(SHARES))
    parser.add_argument("--kind", default="", help="only kinds with this text in their name")
    parser.add_argument(
        "--what", nargs="+", choices=("ordinary", "trouble"), default=["ordinary", "trouble"]
    )
    parser.add_argument("--rules", action="store_true", help="name the rules behind each line")
    return parser.parse_args(arguments)


def _chosen(kinds: Sequence[Kind], what: str, options: argparse.Namespace) -> list[Kind]:
    return [kind for kind in kinds if what in options.what and options.kind in kind.name]


def _measured(
    kinds: Sequence[Kind], noise: str, seed: int, options: argparse.Namespace
) -> dict[float, dict[str, list[Result]]]:
    found: dict[float, dict[str, list[Result]]] = {}
    for share in options.share:
        found[share] = defaultdict(list)
        for result in measure(kinds, noise=noise, share=share, count=options.count, seed=seed):
            found[share][result.kind].append(result)
    return found


def _print_ordinary(
    kinds: Sequence[Kind], noise: str, seed: int, options: argparse.Namespace
) -> None:
    found = _measured(kinds, noise, seed, options)
    heads = [f"{share:.0%}" for share in options.share]
    print("\nOrdinary healing: % of diaries by highest tier, urgent or above / soon / routine\n")
    print(f"| kind | {' | '.join(heads)} |\n|---|{'---|' * len(heads)}")
    names = [kind.name for kind in kinds]
    for name in [*names, "all"]:
        cells = []
        for share in options.share:
            rows = found[share][name] if name != "all" else _all(found[share])
            cost = alarms(rows)
            cell = f"{cost.at_once:.1f} / {cost.soon:.1f} / {cost.routine:.1f}"
            cells.append(cell + _rules(cost.rules, options))
        print(f"| {name} | {' | '.join(cells)} |", flush=True)


def _print_trouble(
    kinds: Sequence[Kind], noise: str, seed: int, options: argparse.Namespace
) -> None:
    found = _measured(kinds, noise, seed, options)
    heads = [f"{share:.0%}" for share in options.share]
    print("\nTrouble: % found in time (median day, day by which 9 of 10 of those found were)\n")
    print(f"| pattern | due | {' | '.join(heads)} |\n|---|---|{'---|' * len(heads)}")
    sums = dict.fromkeys(options.share, 0.0)
    for kind in kinds:
        cells = []
        for share in options.share:
            cost = detection(kind, found[share][kind.name])
            sums[share] += cost.in_time
            cell = f"{cost.in_time:.0f} ({cost.median_day}, {cost.late_day})"
            cells.append(cell + _rules(cost.rules, options))
        print(f"| {kind.name} | {kind.due} | {' | '.join(cells)} |", flush=True)
    means = [f"{sums[share] / len(kinds):.1f}" for share in options.share]
    print(f"| all | | {' | '.join(means)} |", flush=True)


def _all(found: dict[str, list[Result]]) -> list[Result]:
    return [each for results in found.values() for each in results]


def _rules(rules: dict[str, int], options: argparse.Namespace) -> str:
    if not options.rules:
        return ""
    named = sorted(rules.items(), key=lambda each: -each[1])[:4]
    return " " + ", ".join(f"{rule.removeprefix('r_')} {count}" for rule, count in named)


if __name__ == "__main__":
    sys.exit(main())
