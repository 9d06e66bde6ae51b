"""Exercise: what Turing wrote in 1950, and what is only said of him.

A. M. Turing, "Computing Machinery and Intelligence", Mind 59 (1950): section 1 the
game, 2 its conditions, 3 and 5 the machines, 6 the prediction and nine objections, 7
learning machines.
"""

from __future__ import annotations

from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Multiple, Option
from simulations import simulation, statements
from simulations.systems.imitation_game import algorithm

RIGHT = (
    "replaces",
    "written",
    "criterion",
    "storage",
    "digital",
    "child",
    "mistakes",
    "objections",
    "surprise",
)
WRONG = (
    "half",
    "voice",
    "body",
    "proof",
    "truth",
    "trial",
    "experts",
    "soon",
    "adult",
)


@register
class ImitationGameStatements(Exercise):
    slug = "imitation-game-statements"
    title = gettext_lazy("Imitation game: what did Turing write?")

    def parameters(self, rng: Random) -> Parameters:
        return statements.draw(rng, RIGHT, WRONG)

    def question(self, **parameters: Any) -> Multiple:
        written, others = _written(), _others()
        return statements.question(
            [written[name] for name in parameters["right"]],
            [others[name] for name in parameters["wrong"]],
            prompt=_(
                "Which of these does Turing say in “Computing Machinery and "
                "Intelligence” (1950)? Tick all that he says."
            ),
        )

    def lab(self, parameters: Parameters) -> str:
        """His forecast: after five minutes the judge is right 70 per cent of the time."""
        return simulation.get("imitation-game").address(
            {"skill": 0.61, "minutes": algorithm.MINUTES}
        )


def _written() -> dict[str, Option]:
    """What he wrote, and what to tell who misses it."""
    return _written_of_the_game() | _written_of_machines()


def _written_of_the_game() -> dict[str, Option]:
    return {
        "replaces": Option(
            _("Instead of asking “Can machines think?”, let us ask about a game."),
            _(
                "The paper begins with “Can machines think?”: the question is too vague "
                "for him, and he puts a game in its place."
            ),
        ),
        "written": Option(
            _("Questions and answers are best typed, so that no voice gives a hint."),
            _("He would like a teleprinter between the two rooms."),
        ),
        "criterion": Option(
            _(
                "In about fifty years an average judge will be right at most 70 per "
                "cent of the time after five minutes."
            ),
            _(
                "The 70 per cent after five minutes are his prediction for the end of the "
                "century, in section 6."
            ),
        ),
        "storage": Option(
            _(
                "One day computers with a storage capacity of about $10^9$ can be "
                "programmed to play the game well."
            ),
            _(
                "He counts the storage in binary digits: $10^9$ of them are 125 megabytes."
            ),
        ),
    }


def _written_of_machines() -> dict[str, Option]:
    return {
        "digital": Option(
            _("The machines that take part in the game must be digital computers."),
            _(
                "Section 3 admits digital computers only, and section 5 explains that they "
                "are universal."
            ),
        ),
        "child": Option(
            _("It may be easier to build a child's mind and teach it."),
            _("Section 7, on learning machines, proposes to build a child's mind."),
        ),
        "mistakes": Option(
            _(
                "A machine may make deliberate mistakes in sums, so as not to be found out."
            ),
            _(
                "Without deliberate mistakes its deadly accuracy would give the machine "
                "away, he writes."
            ),
        ),
        "objections": Option(
            _("Nine objections to thinking machines are answered one by one."),
            _("The nine objections of section 6 go from theology to telepathy."),
        ),
        "surprise": Option(
            _("Machines take him by surprise, whatever Lady Lovelace says of them."),
            _(
                "That machines surprise him is his answer to “a machine does only what we "
                "order it to do”."
            ),
        ),
    }


def _others() -> dict[str, Option]:
    """What he did not write, and what to tell who ticks it."""
    return _misread() | _made_up()


def _misread() -> dict[str, Option]:
    return {
        "half": Option(
            _("A machine passes only if the judge does no better than a coin."),
            _(
                "He asks for less than a judge at the level of a coin: one who is right "
                "up to 70 per cent of the time, and that as a forecast."
            ),
        ),
        "voice": Option(
            _("The judge has to hear the voices of both players."),
            _("Voices must not help: answers are written, better still typed."),
        ),
        "body": Option(
            _("The machine should look like a human being."),
            _("He sees little point in artificial flesh; the rooms are apart."),
        ),
        "proof": Option(
            _("It is proved that machines will think."),
            _(
                "He says that he has no very convincing arguments for thinking machines; "
                "they are what he believes in."
            ),
        ),
        "truth": Option(
            _("The machine has to answer every question truthfully."),
            _(
                "The machine may pretend as it likes: imitation is the point of the game."
            ),
        ),
    }


def _made_up() -> dict[str, Option]:
    return {
        "trial": Option(
            _("The game was tried out with the computer in Manchester."),
            _(
                "The game was not tried out. The computer in Manchester stands in the "
                "paper as an example: of how much one stores, and of a small program whose "
                "rule nobody would guess."
            ),
        ),
        "experts": Option(
            _("The judges have to be experts on computers."),
            _("He speaks of an average judge, not of an expert."),
        ),
        "soon": Option(
            _("Ten years will be enough until machines play the game well."),
            _("He gives the machines about fifty years, not ten."),
        ),
        "adult": Option(
            _("The knowledge of an adult has to be written into the program by hand."),
            _("He finds it more hopeful to begin with a child's mind and educate it."),
        ),
    }
