from collections import Counter
from itertools import combinations

import pytest

from rehab.figures import body_map
from rehab.vocabulary import Location, Side


def is_inside(point, outline):
    """Ray casting: count the edges a line to the right crosses."""
    x, y = point
    inside = False
    for (x1, y1), (x2, y2) in zip(outline, (*outline[1:], outline[0]), strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


SIDED = set(Location) - {Location.LOW_BACK, Location.OTHER_LEG}


def expected(places):
    both = {(p, s): 1 for p in places for s in (Side.LEFT, Side.RIGHT)}
    return Counter(both | {(Location.LOW_BACK, Side.BOTH): 1})


def test_every_place_but_the_whole_leg_has_one_region_on_each_side():
    drawn = Counter((r.place, r.side) for r in body_map.regions())

    assert drawn == expected(SIDED - {Location.WHOLE_LEG})


def test_every_place_can_be_picked_on_both_sides():
    assert Counter(body_map.places()) == expected(SIDED)


def test_the_persons_left_lies_on_the_left():
    for region in body_map.regions():
        if region.side is Side.BOTH:
            continue
        middle = sum(x for x, _ in region.outline) / len(region.outline)
        assert (middle < body_map.MIDDLE) == (region.side is Side.LEFT), region.value


def test_both_sides_are_mirror_images():
    by_value = {r.value: r for r in body_map.regions()}
    for region in body_map.regions():
        if region.side is Side.RIGHT:
            twin = by_value[f"{region.place.value}:left"]
            assert [y for _, y in twin.outline] == [y for _, y in region.outline]
            mirrored = [2 * body_map.MIDDLE - x for x, _ in region.outline]
            assert [x for x, _ in twin.outline] == pytest.approx(mirrored)


@pytest.mark.parametrize("region", body_map.regions(), ids=lambda r: r.value)
def test_the_tick_lies_in_its_own_region_and_inside_the_body(region):
    assert is_inside(region.mark, region.outline)
    assert is_inside(region.mark, body_map.silhouette())
    others = [r for r in body_map.regions() if r != region]
    covering = [r.value for r in others if is_inside(region.mark, r.outline)]
    if region.place is Location.SIT_BONE:  # it lies on top of buttock and thigh
        covering = [v for v in covering if not v.startswith(("buttock", "upper_thigh"))]
    assert covering == []


def test_the_sit_bone_lies_across_the_buttock_fold():
    sit_bone = next(r for r in body_map.regions() if r.value == "sit_bone:right")
    heights = [y for _, y in sit_bone.outline]

    assert min(heights) < body_map.FOLD_Y < max(heights)


def test_every_spot_of_the_body_belongs_to_one_place():
    body = body_map.silhouette()
    flat = [r for r in body_map.regions() if r.place is not Location.SIT_BONE]
    spots = [(x + 0.37, y + 0.41) for x in range(60, 380, 12) for y in range(20, 620, 12)]
    inside = [spot for spot in spots if is_inside(spot, body)]

    homes = {spot: [r.value for r in flat if is_inside(spot, r.outline)] for spot in inside}

    assert len(inside) > 400
    assert [spot for spot, found in homes.items() if len(found) != 1] == []


def test_everything_fits_the_view_box():
    for x, y in body_map.silhouette():
        assert 0 <= x <= body_map.WIDTH
        assert 0 <= y <= body_map.HEIGHT


def test_names_beside_the_picture_do_not_collide():
    for a, b in combinations(body_map.POINTERS, 2):
        assert abs(a.end[1] - b.end[1]) >= 40


def test_points_are_written_for_a_polygon():
    assert body_map.as_points(((1, 2.345), (3, 4))) == "1.0,2.3 3.0,4.0"


def test_from_the_front_the_persons_left_lies_on_the_right():
    assert {r.place for r in body_map.front_regions()} == {
        Location.OUTER_HIP,
        Location.GROIN_INNER_THIGH,
    }
    for region in body_map.front_regions():
        middle = sum(x for x, _ in region.outline) / len(region.outline)
        assert (middle > body_map.MIDDLE) == (region.side is Side.LEFT), region.value


@pytest.mark.parametrize("region", body_map.front_regions(), ids=lambda r: r.value)
def test_from_the_front_the_tick_lies_in_its_own_region_and_inside_the_body(region):
    assert is_inside(region.mark, region.outline)
    assert is_inside(region.mark, body_map.silhouette())
    others = [r for r in body_map.front_regions() if r != region]
    assert not [r.value for r in others if is_inside(region.mark, r.outline)]


def test_the_front_view_lies_inside_the_picture():
    top, bottom = body_map.FRONT_TOP, body_map.FRONT_TOP + body_map.FRONT_HEIGHT
    for region in body_map.front_regions():
        assert all(top <= y <= bottom for _, y in region.outline)
