"""Takes the pictures of the README from a running demonstration.

    duixian up &                      # wait for `ready`
    python tools/pictures.py http://127.0.0.1:8000

Needs Chromium (`CHROMIUM`, default the one on the path) and `pdftoppm` for the paper.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "pictures"
OFFICER, PRESIDENT = "jinghu.officer1", "wuhu.president"


def passwords() -> dict[str, str]:
    said = subprocess.run(
        [sys.executable, "-m", "duixian.cli.main", "logins", "--json"],
        capture_output=True,
        text=True,
        check=True,
    )
    return {each["user"]: each["password"] for each in json.loads(said.stdout)}


def sign_in(page: Page, address: str, user: str, password: str) -> None:
    page.goto(f"{address}/accounts/login/")
    page.fill("input[name=login]", user)
    page.fill("input[name=password]", password)
    page.press("input[name=password]", "Enter")
    page.wait_for_load_state()


def take(page: Page, name: str, height: int) -> None:
    page.set_viewport_size({"width": 1440, "height": height})
    page.wait_for_timeout(300)
    page.screenshot(path=PICTURES / f"{name}.png")


def busiest_case(page: Page, address: str) -> str:
    """The case of the list with most in its journal."""
    page.goto(f"{address}/cases/")
    places = [
        link.get_attribute("href") or ""
        for link in page.query_selector_all("table a[href^='/cases/']")
    ]
    cases = list(dict.fromkeys(place for place in places if place.count("/") == 3))
    best, most = cases[0], -1
    for place in cases[:12]:
        page.goto(address + place)
        number = len(page.query_selector_all("#case-panel li, #case-panel tr"))
        if number > most and page.query_selector("a[href*='measures.freeze_deposit']"):
            best, most = place, number
    return best


def paper(page: Page, address: str, case: str) -> None:
    page.goto(f"{address}{case}?tab=documents")
    link = page.query_selector("a[href^='/documents/']:has-text('裁定书')")
    link = link or page.query_selector("a[href^='/documents/']")
    if link is None or shutil.which("pdftoppm") is None:
        return
    number = (link.get_attribute("href") or "").strip("/").split("/")[1]
    answer = page.request.get(f"{address}/documents/{number}.pdf")
    subprocess.run(
        ["pdftoppm", "-png", "-r", "70", "-f", "1", "-singlefile", "-", str(PICTURES / "paper")],
        input=answer.body(),
        check=True,
    )


def main(address: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    known = passwords()
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or "chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-background-networking"]
        )
        page = browser.new_page()
        sign_in(page, address, OFFICER, known[OFFICER])
        page.goto(f"{address}/")
        take(page, "desk", 900)
        case = busiest_case(page, address)
        page.goto(address + case)
        take(page, "case", 1300)
        page.goto(f"{address}{case}acts/measures.freeze_deposit/")
        take(page, "act", 1000)
        paper(page, address, case)
        page = browser.new_context().new_page()
        sign_in(page, address, PRESIDENT, known[PRESIDENT])
        page.goto(f"{address}/supervisor/")
        take(page, "board", 1300)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
