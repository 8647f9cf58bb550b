"""The skeleton: limbs keep their length, joints bend the right way, feet stand where told."""

from math import dist

import pytest

from rehab.figures import outline
from rehab.figures.place import placed
from rehab.figures.pose import Pose
from rehab.figures.skeleton import (
    CHEST,
    FOREARM,
    PELVIS,
    SHIN,
    SIDES,
    THIGH,
    UPPER_ARM,
    Body,
)
from rehab.figures.store import FOLDER, figure
from rehab.figures.vectors import sub, unapply

BONES = {
    "thigh": ("hip", "knee", THIGH),
    "shin": ("knee", "ankle", SHIN),
    "upper arm": ("shoulder", "elbow", UPPER_ARM),
    "forearm": ("elbow", "wrist", FOREARM),
}
IDS = sorted(path.stem for path in FOLDER.glob("*.toml"))


def pose(**keys: object) -> Pose:
    return Pose.model_validate({"words": "Somehow."} | keys)


def bodies(figure_id: str) -> list[Body]:
    return [placed(each) for each in figure(figure_id).pose]


def test_a_grown_up_stands_between_165_and_180_cm_tall() -> None:
    body = placed(pose())

    assert 165 < body.points["crown"][1] < 180


def test_standing_the_soles_touch_the_floor_and_nothing_is_below() -> None:
    assert outline.lowest(placed(pose())) == pytest.approx(0)


def test_a_leaning_trunk_goes_forward_and_a_negative_one_lies_on_the_back() -> None:
    forward, back = placed(pose(trunk=40)), placed(pose(trunk=-90))

    assert forward.points["shoulder"][0] > forward.points["hip"][0]
    assert back.points["shoulder"][0] < back.points["hip"][0] - PELVIS - CHEST + 1


def test_a_bent_hip_lifts_the_knee_ahead_and_a_bent_knee_takes_the_heel_back() -> None:
    body = placed(pose(near={"hip": 90, "knee": 90}))

    assert body.points["near.knee"][0] == pytest.approx(THIGH)
    assert body.points["near.ankle"][0] == pytest.approx(THIGH, abs=0.01)
    assert body.points["near.ankle"][1] < body.points["near.knee"][1]


def test_a_foot_is_put_where_the_pose_wants_it() -> None:
    body = placed(pose(at=[0, 85], near={"heel": [10, 12], "pitch": 20}))

    assert body.points["near.heel"][:2] == pytest.approx((10, 12))
    assert not body.short


def test_a_hand_is_put_where_the_pose_wants_it() -> None:
    body = placed(pose(at=[0, 90], near_arm={"hand": [40, 110, 16]}))

    assert body.points["near.wrist"] == pytest.approx((40, 110, 16))


def test_a_limb_that_cannot_reach_says_how_much_is_missing() -> None:
    body = placed(pose(at=[0, 90], near={"heel": [60, 0]}, far_arm={"hand": [120, 110]}))

    assert body.short["near foot"] > 10
    assert body.short["far hand"] > 30


def test_the_head_lies_down_when_it_may_rest() -> None:
    body = placed(pose(trunk=-110, anchor="shoulder", at=[30], neck="rest"))

    lowest = min(p[1] - r for piece in outline.head(body) for p, r in piece)
    assert lowest == pytest.approx(0, abs=0.5)


def test_a_turned_person_faces_away_and_a_tilted_one_leans_to_the_near_side() -> None:
    turned, tilted = placed(pose(turn=90)), placed(pose(tilt=20))

    assert turned.points["near.toe"][2] < turned.points["near.heel"][2]
    assert tilted.points["shoulder"][2] > tilted.points["hip"][2]


@pytest.mark.parametrize("figure_id", IDS)
def test_limbs_keep_their_length_in_every_pose(figure_id: str) -> None:
    for body in bodies(figure_id):
        for side, _ in SIDES:
            for start, end, size in BONES.values():
                found = dist(body.points[f"{side}.{start}"], body.points[f"{side}.{end}"])
                assert found == pytest.approx(size, abs=0.01)


@pytest.mark.parametrize("figure_id", IDS)
def test_knees_bend_back_and_elbows_bend_forward_in_every_pose(figure_id: str) -> None:
    for body in bodies(figure_id):
        for side, _ in SIDES:
            shin = sub(body.points[f"{side}.ankle"], body.points[f"{side}.knee"])
            forearm = sub(body.points[f"{side}.wrist"], body.points[f"{side}.elbow"])
            assert unapply(body.frames[f"{side}.thigh"], shin)[0] < 0.01
            assert unapply(body.frames[f"{side}.upper_arm"], forearm)[0] > -0.01
