"""Question, Grade, and the registry of kinds.

A question is a value: what is asked, and what grading needs, whole. It is stored
in a variant as JSON and never changes afterwards. Texts are Markdown.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Any, ClassVar, Literal, Self, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _

T = TypeVar("T")
JSON = dict[str, Any]
Authored = Mapping[str, Any]
Form = Mapping[str, Sequence[str]]
Near = Callable[[Sequence[str]], tuple[tuple[str, ...], tuple[str, ...]]]


class BadResponse(ValueError):
    """A response of the wrong shape: it is refused with what was expected."""


@dataclasses.dataclass(frozen=True)
class Grade:
    """What a response is worth: a score from 0 to 1 and what to say about it."""

    score: float
    feedback: str = ""


@dataclasses.dataclass(frozen=True)
class Mistake:
    """A wrong answer that a known slip produces, and what to tell its maker.

    What `value` is depends on the kind: a number, a matrix, a pair of places.
    """

    value: Any
    feedback: str


@dataclasses.dataclass(frozen=True)
class Field:
    """One thing an author fills in for a kind of question.

    `each_language` fields are words and stand once per language; the others
    (a number, a tolerance) are shared by all languages.
    """

    name: str
    form: Literal["text", "markdown", "lines"]
    label: str | Promise
    help: str | Promise = ""
    required: bool = True
    each_language: bool = True


@dataclasses.dataclass(frozen=True, kw_only=True)
class Question:
    """A thing asked. Subclasses are the kinds; `kind` is their name in JSON.

    `figure` is a Vega-Lite spec shown with the prompt, `answer_figure` one shown
    after the attempt. `lab` is the address of this very run in the lab.

    Each kind says in its docstring, and to API clients in its `schema`, what part of a
    response is worth. Whatever it gives credit for, `pass_mark` is needed to pass.
    """

    kind: ClassVar[str]
    label: ClassVar[str | Promise]  # what authors call it
    fields: ClassVar[tuple[Field, ...]]
    sample: ClassVar[Authored]  # what an author may write, as an example
    schema: ClassVar[JSON]  # of a response, in JSON Schema
    pass_mark: ClassVar[float] = 1.0
    shows_truth: ClassVar[bool] = False  # whether its marked input shows what is right

    prompt: str
    explanation: str = ""
    figure: JSON | None = None
    answer_figure: JSON | None = None
    lab: str = ""

    _kinds: ClassVar[dict[str, type[Question]]] = {}

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        Question._kinds[cls.kind] = cls

    @property
    def chance(self) -> float:
        """The chance to pass by guessing."""
        return 0.0

    def dealt(self, rng: Random) -> Self:
        """This question as one learner sees it (options in a fresh order)."""
        return self

    def guarded(self, near: Near) -> Self:
        """This question with what the glossary says of its answers frozen in.

        `near` gives the synonyms of some accepted answers, and the other terms that
        they could be taken for.
        """
        return self

    def input(self) -> JSON:
        """What the learner's input needs to know. Never anything of the answer."""
        return {}

    def read(self, form: Form) -> Any:
        """The response that an HTML form sends, its values by their names."""
        return form.get("response", [""])[-1]

    def filled(self, response: Any) -> JSON:
        """The input with a response in it, whatever it is, to be shown again."""
        return self.input()

    def marked(self, response: Any) -> JSON:
        """The same after the attempt, with what is right. Holds the answer."""
        return self.filled(response)

    def public(self) -> JSON:
        """All that may leave the server before the attempt."""
        return {
            "kind": self.kind,
            "prompt": self.prompt,
            "figure": self.figure,
            "input": self.input(),
        }

    def grade(self, response: Any) -> Grade:
        """Grade a response; raise BadResponse if it has the wrong shape."""
        raise NotImplementedError

    def reread(self, asked: Question, response: Any) -> Any:
        """What a response to `asked` is to this question: an earlier form, mended since.

        BadResponse if there is no saying.
        """
        if type(asked) is not type(self):
            raise BadResponse(_("The question was of another kind."))
        return response

    def truth(self) -> Any:
        """A response that is right."""
        raise NotImplementedError

    def slips(self) -> list[tuple[Any, str]]:
        """Wrong responses that known slips produce, and what is said to them."""
        raise NotImplementedError

    def passed(self, grade: Grade) -> bool:
        return grade.score >= self.pass_mark

    def expected(self) -> str:
        """The true answer, in Markdown, for after the attempt."""
        raise NotImplementedError

    def markdown(self) -> list[str]:
        """Every Markdown text that learners may be shown, after the attempt too."""
        return [self.prompt, self.explanation]

    def check(self) -> list[str]:
        """What an author should mend, in sentences; empty when all is well."""
        return [] if self.prompt.strip() else [_("The question has no text.")]

    def to_json(self) -> JSON:
        """Plain JSON; `from_json` gives an equal question back."""
        fields = {name: _plain(value) for name, value in vars(self).items()}
        return {"kind": self.kind, **fields}

    @classmethod
    def from_fields(cls, data: JSON) -> Self:
        """The question of this kind that `to_json` wrote."""
        return cls(**data)

    @classmethod
    def authored(cls, fields: Authored) -> Self:
        """The question that an author's fields describe.

        Raises ValueError with a sentence for the author.
        """
        raise NotImplementedError

    @classmethod
    def accepting(cls, fields: Authored, response: Any) -> Authored | None:
        """An author's fields, so changed that this response is right as well.

        None for a kind that has no accepted answers to add to.
        """
        return None


def share_said(right: int, count: int) -> str:
    """How much of a response is right, where a part earns credit."""
    return _("Right: %(right)d of %(count)d.") % {"right": right, "count": count}


def is_text(value: Any) -> bool:
    """A string that can be stored: without NUL, and no half of a surrogate pair."""
    return isinstance(value, str) and not any(
        one == "\x00" or "\ud800" <= one <= "\udfff" for one in value
    )


def texts(fields: Authored) -> dict[str, Any]:
    """The prompt and the explanation that an author wrote."""
    return {name: text(fields, name) for name in ("prompt", "explanation")}


def text(fields: Authored, name: str) -> str:
    """What an author wrote there; ValueError if it is no text."""
    written: str = fields.get(name) or ""
    if not is_text(written):
        raise ValueError(_("“%(name)s” has to be text.") % {"name": name})
    return written


def lines(fields: Authored, name: str) -> list[str]:
    """The lines that an author wrote there; ValueError if it is no list of them.

    In a file a line may be a number.
    """
    written = fields.get(name) or []
    if isinstance(written, list):
        found = [str(one) if _is_number(one) else one for one in written]
        if all(map(is_text, found)):
            return found
    raise ValueError(_("“%(name)s” has to be a list of lines.") % {"name": name})


def in_field(name: str, read: Callable[[], T]) -> T:
    """What `read` makes of a field; where it cannot, ValueError names the field, too."""
    try:
        return read()
    except (ValueError, TypeError, OverflowError) as error:
        raise ValueError(
            _("“%(name)s”: %(error)s") % {"name": name, "error": error}
        ) from None


def count(fields: Authored, name: str) -> int:
    """The whole number that an author wrote there, 0 where nothing is."""
    written = str(fields.get(name) or 0).strip()
    if not written.isdecimal() or len(written) > 3:
        raise ValueError(_("“%(name)s”: Write a whole number.") % {"name": name})
    return int(written)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _plain(value: Any) -> Any:
    """Dataclasses as dicts. Figures stay as they are: `asdict` would copy them whole,
    which takes as long as all the rest of dealing."""
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return vars(value) if dataclasses.is_dataclass(value) else value


def kinds() -> dict[str, type[Question]]:
    """Every kind of question by its name."""
    return dict(Question._kinds)


def kind_named(name: str) -> type[Question]:
    """The kind called `name`; ValueError names the known ones."""
    try:
        return Question._kinds[name]
    except KeyError:
        known = ", ".join(sorted(Question._kinds))
        raise ValueError(
            _("There is no kind of question “%(name)s”. Known: %(known)s.")
            % {"name": name, "known": known}
        ) from None


def from_json(data: JSON) -> Question:
    """The question that `to_json` wrote."""
    fields = dict(data)
    return kind_named(fields.pop("kind")).from_fields(fields)
