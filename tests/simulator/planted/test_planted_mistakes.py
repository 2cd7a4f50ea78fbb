"""The built-in payer finds mistakes that are planted into our 837P writer.

The mistakes were thought of without looking at the payer's checks. Each is planted into the
functions that build the file, the file is written with it, and the payer answers; it has caught
the mistake when a TA1, 999 or 277CA rejects, or the 835 denies, for the reason that is meant.

Left out are mistakes that no payer can see, because what they make is a right file of something
else: NPIs of billing and rendering provider exchanged (both exist, and the file says nothing of
who they are); the names of a person exchanged; a dependent sent as the subscriber himself, or two
members' names exchanged (a payer here knows members' ids, not names or birth dates); charges
exchanged between lines with the same total, all amounts in cents, total included; a past day of
service shifted by a day; another existing procedure or diagnosis code; another modifier; QW left
out where the laboratory may hold a full certificate; CO and PR of another payer exchanged; a
replacement sent as a void; a test sent as production or the reverse; a right line left out
together with its charge; loops of equal position in the standard in another order.
"""

import pytest

from cleanclaim.reference import ensure_store
from cleanclaim.simulator import Payer, built_in_payer
from tests.simulator.planted.hearing import Exchange
from tests.simulator.planted.mistakes import MISTAKES
from tests.simulator.planted.planting import Mistake, Writer
from tests.simulator.planted.sendings import SENDINGS

UNSEEN = {
    "modifiers_are_dropped": (
        "could see, had it NCCI pairs: a visit and an injection into a joint on one day without 25"
    ),
}
"""Mistakes that the payer accepts, and by what it could have noticed. An entry whose mistake is
caught after all fails its test: take it out then."""


class NotCaught(AssertionError):
    """The payer said nothing about the mistake, or only something else."""


def _case(mistake: Mistake) -> object:
    reason = UNSEEN.get(mistake.name)
    marks = [pytest.mark.xfail(raises=NotCaught, strict=True, reason=reason)] if reason else []
    return pytest.param(mistake, id=mistake.name, marks=marks)


@pytest.fixture(scope="module")
def payer(tmp_path_factory: pytest.TempPathFactory) -> Payer:
    """Return the payer as it is shipped, knowing the diagnosis codes that come with cleanclaim."""
    return built_in_payer(store=ensure_store(tmp_path_factory.mktemp("planted-reference")))


@pytest.mark.parametrize("name", SENDINGS)
def test_the_payer_takes_what_the_right_writer_sends(payer: Payer, name: str) -> None:
    exchange = Exchange(payer, SENDINGS[name])
    heard = exchange.send(exchange.write())
    assert heard.objections == ()
    assert heard.paid == tuple(claim.patient_control_number for claim in SENDINGS[name].claims)


@pytest.mark.parametrize("mistake", [_case(mistake) for mistake in MISTAKES])
def test_the_payer_catches(payer: Payer, mistake: Mistake, monkeypatch: pytest.MonkeyPatch) -> None:
    exchange = Exchange(payer, SENDINGS[mistake.sending])
    right = exchange.write()
    with monkeypatch.context() as patch:
        mistake.plant(Writer(patch, exchange.known_numbers))
        spoilt = exchange.write()
    assert spoilt != right, "the mistake does not change the file"
    heard = exchange.send(spoilt)
    if not any(mistake.is_named_by(objection) for objection in heard.objections):
        raise NotCaught(f"expected {mistake.says or 'an objection'}, heard {heard.objections}")


def test_every_mistake_that_is_not_caught_is_one_that_is_planted() -> None:
    names = [mistake.name for mistake in MISTAKES]
    assert len(set(names)) == len(names)
    assert set(UNSEEN) <= set(names)
