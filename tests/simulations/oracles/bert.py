"""BERT: answers found from the questions."""

from __future__ import annotations

import re
from fractions import Fraction
from math import log, prod
from typing import Any

from quizzes.questions import Question

from . import oracle

# Of which model it holds: Devlin et al. (2018), Radford et al. (2018).
HOLDS = {
    "sees what is before it and what is after it": "BERT",
    "tells sentence A from sentence B": "BERT",
    "each text begins with [CLS]": "BERT",
    "tell words that have been hidden": "BERT",
    "sees only itself and what is before it": "GPT",
    "write a text on, token by token": "GPT",
    "predict the next token at every position": "GPT",
    "position embeddings are learned": "BERT GPT",
    "a stack of Transformer blocks": "BERT GPT",
    "first trained on plain text": "BERT GPT",
    "like an RNN": "",
    "a decoder for the target": "",
    "labels made by people": "",
}

# Percent of all tokens: 15 % are chosen, and of these 80 %, 10 % and 10 %.
PERCENT = {
    "have to be predicted": "15",
    "tokens become [MASK]": "12",
    "do **not** become [MASK]": "88",
    "chosen, but kept": "1.5",
    "replaced by a random one": "1.5",
}


@oracle("bert-attention")
def attention(question: Question) -> list[str]:
    """BERT looks at all that is no padding, GPT up to the token itself."""
    (looks,) = map(int, re.findall(r"token at position (\d)", question.prompt))
    options = {
        one["id"]: one["text"].split(": ") for one in question.input()["options"]
    }
    if question.prompt.startswith("GPT"):
        return [one for one, (place, _token) in options.items() if int(place) <= looks]
    return [one for one, (_place, token) in options.items() if token != "[PAD]"]


@oracle("bert-embedding")
def embedding(question: Question) -> Any:
    """The rows of the prompt's table for the token, its place and its sentence."""
    table = {
        name: [Fraction(entry) for entry in entries.split(", ")]
        for name, entries in re.findall(r"\| (.*) \| \$\((.*)\)\$ \|", question.prompt)
    }
    (line,) = re.findall("`(.*)`", question.prompt)
    (word,) = re.findall("for “(.*)”", question.prompt)
    tokens = line.split(" ")
    place = tokens.index(word)
    segment = "segment B" if "[SEP]" in tokens[:place] else "segment A"
    rows = table[word], table[segment], table[f"position {place}"]
    return [[str(sum(column)) for column in zip(*rows, strict=True)]]


@oracle("bert-loss")
def loss(question: Question) -> float:
    """One logarithm of the product over all words that were chosen."""
    rows = re.findall(r"\| (.*) \| (.*) \| \$(\d.*)\$ \|", question.prompt)
    chosen = [float(p) for _word, fate, p in rows if fate != "not chosen"]
    return -log(prod(chosen)) / len(chosen)


@oracle("bert-masking-count")
def masking_count(question: Question) -> str:
    """A share of the tokens, by the numbers of the paper."""
    (tokens,) = re.findall(r"text of (\d+) tokens", question.prompt)
    asked = question.prompt.partition("How many")[2]
    percent = next(share for words, share in PERCENT.items() if words in asked)
    return str(int(tokens) * Fraction(percent) / 100)


@oracle("bert-or-gpt")
def bert_or_gpt(question: Question) -> list[str]:
    """From the two papers."""
    (model,) = re.findall("hold of (BERT|GPT)", question.prompt)
    return [
        option["id"]
        for option in question.input()["options"]
        if model in next(who for part, who in HOLDS.items() if part in option["text"])
    ]
