"""People of the court at their browsers: they sign in, look, fill forms and press buttons."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page

from tests.journeys.browser import Window
from tests.journeys.house import PASSWORD, House

PICTURES = Path(__file__).resolve().parents[2] / "var" / "journeys"
PATIENCE_SECONDS = 60
REFUSED = "status of 422"  # the browser's own note that a form was refused, as it should be
STEP_MILLISECONDS = 60_000
NARROW = {"width": 360, "height": 780}
WIDE = {"width": 1440, "height": 900}


@dataclass
class Journey:
    """One story in one house: who takes part, and what every page was found to be like."""

    name: str
    house: House
    browser: Browser
    people: dict[str, Someone] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)
    pictures: int = 0

    def __post_init__(self) -> None:
        shutil.rmtree(PICTURES / self.name, ignore_errors=True)

    def __enter__(self) -> Journey:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """What everybody sees when it goes wrong is kept."""
        if kind is not None:
            for name, person in self.people.items():
                person.picture(f"failed-{name}")

    def someone(self, username: str) -> Someone:
        """A person at a browser of their own, signed in the first time."""
        if username not in self.people:
            self.people[username] = Someone(self, Window.open(self.browser))
            self.people[username].page.set_default_timeout(STEP_MILLISECONDS)
            self.people[username].sign_in(username)
        return self.people[username]

    def officer_of(self, case: str) -> int:
        """Which of the court's officers the worker gave a case to, as its page says."""
        clerk = self.someone("jinghu.filing_hall1")
        clerk.case(case)
        words = "承办 承办人"
        clerk.until(lambda: words in clerk.text(), "an officer")
        return int(clerk.text().split(words)[1][0])

    def nothing_wrong(self, *refused: str) -> None:
        """No page shut anyone out, complained, or was wider than a telephone.

        refused: what else the browser notes of answers that refused, as they should.
        """
        for name, person in self.people.items():
            said = [
                each
                for each in person.window.complaints
                if not any(note in each for note in (REFUSED, *refused))
            ]
            self.wrong += [f"{name}: {each}" for each in said]
        assert not self.wrong, "\n".join(self.wrong)


@dataclass
class Someone:
    """A person and their window."""

    journey: Journey
    window: Window

    @property
    def page(self) -> Page:
        return self.window.page

    # Going about

    def open(self, path: str) -> None:
        self.page.goto(f"{self.journey.house.address}{path}")

    def sign_in(self, username: str) -> None:
        self.open("/")
        self.look("sign-in")
        self.page.fill("#id_login", username)
        self.page.fill("#id_password", PASSWORD)
        self.page.locator("form button.main").click()
        self.page.locator("nav.mainnav").wait_for()

    def look(self, kind: str, *, narrow: bool = False) -> None:
        """Hold the first page of a kind against the rules for everybody's access."""
        if kind in self.journey.seen:
            return
        self.journey.seen.add(kind)
        found = self.window.barriers()
        if narrow:
            self.page.set_viewport_size(NARROW)
            if (pixels := self.window.sideways()) > 0:
                found.append(f"{pixels} pixels too wide for a telephone")
            found += [f"narrow: {each}" for each in self.window.barriers()]
            self.picture(f"{kind}-narrow")
            self.page.set_viewport_size(WIDE)
        self.journey.wrong += [f"{kind}: {each}" for each in found]
        self.picture(kind)

    def picture(self, name: str) -> None:
        """Keep what is on the screen, for people to look at."""
        self.journey.pictures += 1
        file = PICTURES / self.journey.name / f"{self.journey.pictures:02}-{name}.png"
        self.page.screenshot(path=file, full_page=True)

    def says(self, *words: str) -> None:
        """The page says these words now."""
        text = self.page.locator("body").inner_text()
        for each in words:
            assert each in text, f"{each!r} is not on {self.page.url}:\n{text[:3000]}"

    def until(
        self, reached: Callable[[], bool], what: str, seconds: float = PATIENCE_SECONDS
    ) -> None:
        """Reload the page until something came about by the worker's doing."""
        end = time.monotonic() + seconds
        while not reached():
            if time.monotonic() > end:
                text = self.page.locator("body").inner_text()
                said = self.journey.house.said()
                raise AssertionError(f"waited in vain for {what}:\n{text[:3000]}\n{said}")
            self.page.wait_for_timeout(250)
            self.page.reload()

    def text(self, part: str = "body") -> str:
        return self.page.locator(part).inner_text()

    # Acts

    def case(self, path: str, tab: str = "") -> None:
        self.open(f"{path}?tab={tab}" if tab else path)

    def act(self, code: str, row: str = "") -> None:
        """Go to an act's form by its button: in a row of the open tab, in the tab, or beside it."""
        button = f'a[href*="/acts/{code}/"]'
        inside = self.page.locator(f"#case-panel {button}")
        more = self.page.locator("a", has_text="项可以办")
        if not self.page.locator(button).count() and more.count():
            more.click()
        if row:
            inside = self.page.locator("#case-panel tr", has_text=row).locator(button)
        (inside if row or inside.count() else self.page.locator(button)).first.click()
        self.page.locator("form#act").wait_for()

    def fill(self, facts: Mapping[str, Any]) -> None:
        """Type, choose and tick, by the names of the fields; then let the page check it."""
        for name, value in facts.items():
            self._put(self.page.locator(f'form#act [name="{name}"]'), value)
        if facts:
            self.page.locator("h1").first.click()
            self.page.wait_for_load_state("networkidle")

    def _put(self, control: Locator, value: Any) -> None:
        first = control.first
        kind = first.evaluate("e => e.tagName === 'INPUT' ? e.type : e.tagName")
        if kind == "SELECT":
            first.select_option(label=self._option(first, str(value)))
        elif kind in ("radio", "checkbox") and not isinstance(value, bool):
            wanted = [value] if isinstance(value, str) else list(value)
            for each in wanted:
                self._labelled(control, each).check()
        elif kind == "checkbox":
            first.set_checked(value)
        else:
            first.fill(str(value))

    def _option(self, select: Locator, words: str) -> str:
        labels = select.locator("option").all_inner_texts()
        return next(each for each in labels if words in each)

    def _labelled(self, control: Locator, words: str) -> Locator:
        found = self.page.locator("label", has_text=words).locator("input")
        return control.and_(found).first

    def form(self) -> dict[str, str]:
        """What the form on the page would send."""
        found: dict[str, str] = self.page.locator("form#act").evaluate(
            "form => Object.fromEntries(new FormData(form))"
        )
        return found

    def token(self) -> str:
        """The form token of any form on the page."""
        return self.page.locator("[name=csrfmiddlewaretoken]").first.input_value()

    def submit(self) -> None:
        with self.page.expect_navigation():
            self.page.locator("#act-bar button[type=submit].large").click()

    def does(self, code: str, /, row: str = "", **facts: Any) -> str:
        """An act from its button to its word of success; gives what the next page says."""
        self.act(code, row)
        self.fill({name.replace("__", "."): value for name, value in facts.items()})
        self.look(f"act {code}", narrow=code in ("documents.issue_enforcement_notice",))
        self.submit()
        return self.told()

    def forms_panel(self, case: str) -> None:
        """The director puts three judges on the case: the first listed presides."""
        self.open(f"{case}acts/cases.form_panel/")
        presiding = self.page.locator('form#act [name="presiding"]').first
        if presiding.evaluate("e => e.tagName") == "SELECT":
            presiding.select_option(index=1)
        else:
            presiding.check()
        members = self.page.locator('form#act [name="members"]')
        for place in (1, 2):
            members.nth(place).check()
        self.submit()
        self.told()

    def told(self) -> str:
        """The word on the page after an act; what was refused fails here, with its words."""
        toast = self.page.locator(".toast").first
        if not toast.count():
            self.picture("refused")
            errors = self.page.locator(".refusal, .error").all_inner_texts()
            raise AssertionError(f"not done on {self.page.url}: {errors}")
        return toast.inner_text()

    def refused(self) -> str:
        """The words of the refusal beside the button."""
        return self.page.locator(".refusal").first.inner_text()

    def signs(self, title: str, docket: str) -> str:
        """Sign what waits under this title, from the list of what waits."""
        self.page.locator('nav a[href="/approvals/"]').first.click()
        self.look("approvals")
        row = self.page.locator("ul.listing li", has_text=title).filter(has_text=docket)
        row.locator("a.button").first.click()
        self.look("draft")
        with self.page.expect_navigation():
            self.page.locator('button[name="way"][value="sign"]').click()
        return self.told()

    def downloads(self, link: Locator, into: Path) -> Path:
        with self.page.expect_download() as coming:
            link.click()
        coming.value.save_as(into)
        return into

    def fetches(self, path: str) -> bytes:
        """What an address gives to this person's session."""
        answer = self.page.request.get(f"{self.journey.house.address}{path}")
        assert answer.ok, answer.status
        return bytes(answer.body())


def docket_on(page: Page) -> str:
    return page.locator("h1.docket").inner_text().strip()


def amounts_in(text: str) -> list[str]:
    return re.findall(r"\d[\d,]*\.\d\d", text)
