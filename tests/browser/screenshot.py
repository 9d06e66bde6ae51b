"""Make the README's picture: `make screenshot`. A real answer to a real question."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

PORT = 8765
ADDRESS = f"http://127.0.0.1:{PORT}"
PICTURE = Path(__file__).resolve().parents[2] / "docs" / "review.png"
PASSWORD = "only for this picture"


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="studyhub-picture-") as var:
        os.environ |= {"STUDYHUB_VAR": var, "DJANGO_ALLOW_ASYNC_UNSAFE": "true"}
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studyhub.settings")
        variant, slip = deal()
        server = serve()
        try:
            take(f"{ADDRESS}/review/?variant={variant}", slip)
        finally:
            server.terminate()
            server.wait()


def deal() -> tuple[str, str]:
    """A question about one update, dealt to the member, and a slip to answer."""
    import django

    django.setup()
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.utils import timezone

    from quizzes import variants
    from quizzes.models import Item, Learner
    from quizzes.questions import Number

    call_command("prepare", stdout=open(os.devnull, "w"))  # noqa: SIM115
    member = get_user_model().objects.get(username="member")
    member.first_name = "김하늘"
    member.set_password(PASSWORD)
    member.save()
    item = Item.objects.get(revision__exercise="perceptron-update")
    learner = Learner.objects.of(member)
    variant = variants.deal_item(learner, item, now=timezone.now())
    question = variant.question
    if not isinstance(question, Number):
        raise TypeError(question)
    return str(variant.pk), question.mistakes[0].value


def serve() -> subprocess.Popen[bytes]:
    """The service, as `make run` serves it."""
    granian = Path(sys.executable).with_name("granian")
    options = f"--interface wsgi --port {PORT} --no-ws --no-log"
    command = [str(granian), *options.split(), "studyhub.wsgi:application"]
    server = subprocess.Popen(command)  # noqa: S603
    for _ in range(100):
        try:
            urllib.request.urlopen(ADDRESS).close()
        except OSError:
            time.sleep(0.1)
        else:
            return server
    raise RuntimeError("The server does not answer.")


def take(address: str, slip: str) -> None:
    """Log in, answer the question wrongly, and take the picture of what is said."""
    from playwright.sync_api import sync_playwright

    from tests.browser.conftest import CHROMIUM, FLAGS

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(
            viewport={"width": 1280, "height": 1700}, locale="ko", color_scheme="light"
        )
        page.goto(address)
        page.fill("[name=login]", "member")
        page.fill("[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_selector("[name=response]")
        page.fill("[name=response]", slip)
        page.keyboard.press("Enter")
        page.wait_for_selector(".verdict")
        page.wait_for_timeout(1500)  # until the figure is drawn
        page.evaluate("scrollTo(0, 0)")
        PICTURE.parent.mkdir(exist_ok=True)
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    main()
