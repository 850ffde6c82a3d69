"""Take the README's picture of the helper page, from a running server: `make picture` while `make run` serves.

Needs Chromium and a Chinese font.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

OUT = Path(__file__).parent / "helper_page.png"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def main(address: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport={"width": 1366, "height": 768}, locale="zh-CN")
        page.goto(address)
        page.get_by_role("combobox", name="买家").fill("晴天小筑")
        page.get_by_role("option", name="晴天小筑").click()
        page.get_by_role("textbox", name="买家的话").fill("亲，云片糕还有货吗？能发顺丰吗，几天到哈尔滨")
        page.keyboard.press("Enter")
        page.get_by_role("button", name="复制").first.wait_for()
        page.wait_for_timeout(500)
        page.screenshot(path=OUT)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
