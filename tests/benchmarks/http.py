"""The API over HTTP beside bare DRF views: same server, same authentication, one run."""

from __future__ import annotations

import json
import os
import socket
import statistics
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from tests.benchmarks.backlog import set_up
from tests.benchmarks.figures import say

CONNECTIONS = 8
ROUNDS = 5
REQUESTS = 400


def serve(port: int) -> subprocess.Popen[bytes]:
    """The server, as `make run` starts it."""
    granian = os.path.join(os.path.dirname(sys.executable), "granian")
    options = "--interface wsgi --workers 2 --blocking-threads 1 --no-ws --no-log"
    command = [granian, *options.split(), "--port", str(port)]
    server = subprocess.Popen(  # noqa: S603
        [*command, "tests.benchmarks.wsgi:application"], cwd=settings.BASE_DIR
    )
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.05)
        else:
            return server
    raise RuntimeError("The server does not answer.")


def request(method: str, path: str, token: str, body: Any = None) -> bytes:
    content = b"" if body is None else json.dumps(body).encode()
    head = (
        f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Token {token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content


def exchange(connection: socket.socket, sent: bytes) -> int:
    """Send one request and read its whole response; the status."""
    connection.sendall(sent)
    received = b""
    while b"\r\n\r\n" not in received:
        received += connection.recv(65_536)
    head, _, body = received.partition(b"\r\n\r\n")
    fields = dict(
        line.lower().split(b": ", 1)
        for line in head.split(b"\r\n")[1:]
        if b": " in line
    )
    left = int(fields[b"content-length"]) - len(body)
    while left > 0:
        left -= len(connection.recv(min(left, 65_536)))
    return int(head.split()[1])


def throughput(port: int, requests: Sequence[bytes], status: int) -> float:
    """Requests a second over several connections; each must give `status`."""
    faults: list[int] = []

    def work(mine: Sequence[bytes]) -> None:
        with socket.create_connection(("127.0.0.1", port)) as connection:
            faults.extend(
                given
                for sent in mine
                if (given := exchange(connection, sent)) != status
            )

    workers = [
        threading.Thread(target=work, args=(requests[n::CONNECTIONS],))
        for n in range(CONNECTIONS)
    ]
    start = time.perf_counter()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    if faults:
        raise RuntimeError(f"Unexpected statuses: {set(faults)}")
    return len(requests) / (time.perf_counter() - start)


def make_data() -> tuple[Any, str, list[uuid.UUID]]:
    """A learner with a token, 20 due cards, and variants to answer."""
    from knox.models import AuthToken

    from quizzes import variants
    from quizzes.models import Term
    from tests import factories

    learner = factories.make_learner(new_per_day=20)
    chapter = factories.make_chapter()
    Term.objects.bulk_create(
        Term(slug=f"t{n}", category="c", names_ko=["가"], names_en=["a"])
        for n in range(20)
    )
    _row, token = AuthToken.objects.create(user=learner.user)
    other = factories.make_learner()
    _row, answering = AuthToken.objects.create(user=other.user)
    past = timezone.now() - timedelta(days=1)
    items = [factories.make_item(chapter) for _ in range(20)]
    factories.make_enrolment(learner, chapter.series)
    dealt = []
    for n in range(REQUESTS * ROUNDS):
        item = items[n] if n < 20 else clone(items[0], n)
        dealt += variants.deal_many([factories.make_card(other, item)], now=past)
    return token, answering, [variant.pk for variant in dealt]


def clone(item: Any, n: int) -> Any:
    """Another item that asks the same, in a chapter of its own that is no one's."""
    from quizzes.models import Item

    return Item.objects.create(
        series=item.series,
        chapter_key="bench",
        slug=f"clone{n}",
        revision=item.revision,
        published=True,
    )


def main() -> None:
    set_up()
    token, answering, dealt = make_data()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = serve(port)
    try:
        measure(port, token, answering, dealt)
    finally:
        server.terminate()
        server.wait()


def measure(port: int, token: str, answering: str, dealt: list[uuid.UUID]) -> None:
    queue = request("GET", "/api/v1/queue/?limit=20", token)
    rows = request("GET", "/bare/rows/", token)
    with socket.create_connection(("127.0.0.1", port)) as connection:
        start = time.perf_counter()
        exchange(connection, queue)
        first = 1000 * (time.perf_counter() - start)
        # Both workers warm, as they are in service.
    for sent in (queue, rows):
        throughput(port, [sent] * 60, 200)
    say(f"Over HTTP, requests a second, {CONNECTIONS} connections, medians of {ROUNDS}")
    gets, floors, posts, inserts = [], [], [], []
    for n in range(ROUNDS):
        floors.append(throughput(port, [rows] * REQUESTS, 200))
        gets.append(throughput(port, [queue] * REQUESTS, 200))
        inserts.append(throughput(port, [row(token) for _ in range(REQUESTS)], 201))
        mine = dealt[n * REQUESTS : (n + 1) * REQUESTS]
        posts.append(throughput(port, [review(answering, v) for v in mine], 201))
    compare("GET queue (20, dealt before)", gets, "bare view of 20 rows", floors)
    compare("POST reviews", posts, "bare view that inserts", inserts)
    say(f"GET queue, first deal of 20 by a cold worker: {first:.0f} ms")
    say()


def row(token: str) -> bytes:
    body = {"slug": uuid.uuid4().hex, "category": "c", "names_ko": [], "names_en": []}
    return request(
        "POST", "/bare/row/", token, body | {"names_ko": ["가"], "names_en": ["a"]}
    )


def review(token: str, variant: uuid.UUID) -> bytes:
    body = {"id": str(uuid.uuid4()), "variant": str(variant), "response": "45.8"}
    return request("POST", "/api/v1/reviews/", token, body)


def compare(name: str, ours: list[float], bare: str, floor: list[float]) -> None:
    ratio = statistics.median(a / b for a, b in zip(ours, floor, strict=True))
    say(
        f"{name:30} {statistics.median(ours):6.0f}   "
        f"{bare:24} {statistics.median(floor):6.0f}   ratio {ratio:.2f}"
    )


if __name__ == "__main__":
    main()
