"""The helper page in a real browser."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, Route, expect

import bot.replies
from bot.domain.facts import SLOTS
from tests.web.fake_shop import BUYER, REPLIES, RUNNING_NICK, FakeShop, Heard

WECHAT = "，可以加微信聊"


def cards(page: Page) -> Locator:
    return page.locator(".candidate")


def ask(page: Page, text: str = "什么时候发货") -> None:
    page.locator("#text").fill(text)
    page.locator("#text").press("Enter")
    expect(cards(page)).to_have_count(3)


def pick(page: Page, field: str, words: str) -> None:
    page.locator(f"#{field}-words").fill(words)
    page.locator(f"#{field}-list [role=option]").first.click()


def paste(page: Page, selector: str, text: str) -> None:
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    page.locator(selector).press("Control+V")


def clipboard(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


def add_red_words(page: Page) -> None:
    ask(page)
    page.keyboard.press("e")
    page.keyboard.type(WECHAT)
    expect(page.locator(".findings .block")).to_be_visible()


def test_pasted_words_get_three_replies_without_another_key(page: Page, fake: FakeShop) -> None:
    paste(page, "#text", "亲\n有货吗")
    expect(cards(page)).to_have_count(3)
    expect(cards(page).first).to_contain_text(REPLIES["stock"][0])
    assert fake.asked[0] == {"text": "亲\n有货吗", "buyer": None, "order_id": None, "item_id": None, "limit": 3}


def test_words_pasted_beside_the_field_take_the_place_of_the_old_ones(page: Page, fake: FakeShop) -> None:
    ask(page, "什么时候发货")
    paste(page, ".candidate >> nth=0", "有货吗")
    expect(cards(page).first).to_contain_text(REPLIES["stock"][0])
    assert [asked["text"] for asked in fake.asked] == ["什么时候发货", "有货吗"]


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_digit_copies_that_reply(page: Page, number: int) -> None:
    ask(page, "有货吗")
    page.keyboard.press(str(number))
    expect(page.locator("#toast")).to_have_text(f"已复制第 {number} 条")
    assert clipboard(page) == REPLIES["stock"][number - 1]


def test_a_digit_in_the_text_field_is_a_digit(page: Page) -> None:
    ask(page)
    page.keyboard.press("Escape")
    page.keyboard.type("12315")
    expect(page.locator("#text")).to_have_value("12315")


def test_alt_and_a_digit_copy_from_inside_the_text_field(page: Page) -> None:
    ask(page, "有货吗")
    page.keyboard.press("Escape")
    page.keyboard.press("Alt+2")
    expect(page.locator("#toast")).to_have_text("已复制第 2 条")
    assert clipboard(page) == REPLIES["stock"][1]


def test_copies_without_the_clipboard_api(page: Page) -> None:
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('refused')); }")
    ask(page, "有货吗")
    page.keyboard.press("1")
    expect(page.locator("#toast")).to_have_text("已复制第 1 条")
    assert clipboard(page) == REPLIES["stock"][0]


@pytest.mark.parametrize("init", ["{isComposing: true}", "{keyCode: 229}"])
def test_enter_of_an_input_method_does_not_submit(page: Page, fake: FakeShop, init: str) -> None:
    page.locator("#text").fill("you huo ma")
    press = "Object.assign({key: 'Enter', bubbles: true, cancelable: true}, " + init + ")"
    prevented = page.locator("#text").evaluate(f"field => !field.dispatchEvent(new KeyboardEvent('keydown', {press}))")
    assert not prevented
    ask(page, "有货吗")
    assert [asked["text"] for asked in fake.asked] == ["有货吗"]


def test_shift_enter_makes_a_line(page: Page, fake: FakeShop) -> None:
    page.locator("#text").fill("亲")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("在吗")
    expect(page.locator("#text")).to_have_value("亲\n在吗")
    assert fake.asked == []


def test_the_decision_is_told_in_chinese_words(page: Page) -> None:
    ask(page)
    decision = page.locator("#decision")
    expect(decision).to_contain_text("需要反问")
    expect(decision).to_contain_text("要先知道是哪一笔订单")
    expect(decision).to_contain_text("要人看过再发")


def test_a_picked_buyer_is_answered_by_the_order(page: Page, fake: FakeShop) -> None:
    pick(page, "buyer", "晴")
    pick(page, "order", "云片糕")
    ask(page)
    expect(page.locator("#decision")).to_contain_text("…1001 手工云片糕 200g · 待发货")
    assert fake.asked[-1]["order_id"] == "3900389558831011001"


def test_another_buyer_is_asked_for_at_once(page: Page, fake: FakeShop) -> None:
    ask(page)
    pick(page, "buyer", "晴")
    expect(page.locator("#decision")).to_contain_text("可直接回复")
    assert [asked["buyer"] for asked in fake.asked] == [None, BUYER]


def test_the_combobox_is_worked_by_keys_and_told_to_screen_readers(page: Page) -> None:
    field = page.locator("#buyer-words")
    field.press("ArrowDown")
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("ArrowDown")
    field.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", "buyer-list-1")
    field.press("Enter")
    expect(field).to_have_value("北方有雪")
    expect(field).to_have_attribute("aria-expanded", "false")


@pytest.mark.parametrize("nick", ["晴天小筑", "晴"])
def test_the_readme_s_walk_is_done_by_keys_alone(page: Page, nick: str) -> None:
    page.keyboard.type("什么时候发货")
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "buyer-words":
            break
    page.keyboard.type(nick)
    page.keyboard.press("Enter")
    expect(page.locator("#decision")).to_contain_text("可直接回复")
    expect(cards(page).first).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("1")
    expect(page.locator("#toast")).to_have_text("已复制第 1 条")
    expect(page.locator("#buyer-words")).to_have_value(BUYER)
    assert clipboard(page) == REPLIES["shipping_time"][0]


def test_a_buyer_picked_by_mouse_leaves_the_keys_to_the_replies(page: Page) -> None:
    page.locator("#text").fill("什么时候发货")
    pick(page, "buyer", "晴")
    expect(cards(page).first).to_be_focused()
    page.keyboard.press("2")
    expect(page.locator("#toast")).to_have_text("已复制第 2 条")
    expect(page.locator("#buyer-words")).to_have_value(BUYER)


def test_enter_in_a_picker_leaves_the_keys_to_the_replies(page: Page) -> None:
    page.locator("#text").fill("什么时候发货")
    page.locator("#item-words").press("Enter")
    expect(cards(page).first).to_be_focused()


def test_pasted_words_leave_the_keys_to_the_replies(page: Page) -> None:
    paste(page, "#text", "有货吗")
    expect(cards(page).first).to_be_focused()
    page.keyboard.press("3")
    expect(page.locator("#toast")).to_have_text("已复制第 3 条")
    expect(page.locator("#text")).to_have_value("有货吗")


def test_an_answer_does_not_take_the_focus_from_what_is_being_typed(page: Page) -> None:
    held: list[Route] = []
    page.route("**/api/v1/replies", lambda route: held.append(route))
    page.locator("#text").fill("什么时候发货")
    page.keyboard.press("Enter")
    page.keyboard.type("呀")
    expect(page.locator("#answers")).to_have_attribute("aria-busy", "true")
    held[0].continue_()
    expect(cards(page)).to_have_count(3)
    expect(page.locator("#text")).to_be_focused()


def test_a_cleared_buyer_leaves_the_focus_where_the_next_one_is_typed(page: Page, fake: FakeShop) -> None:
    page.locator("#text").fill("什么时候发货")
    pick(page, "buyer", "晴")
    expect(page.locator("#decision")).to_contain_text("可直接回复")
    page.locator("#buyer button").click()
    expect(page.locator("#decision")).to_contain_text("需要反问")
    expect(page.locator("#buyer-words")).to_be_focused()


def test_the_reply_copied_last_is_the_one_that_is_changed(page: Page) -> None:
    ask(page, "有货吗")
    page.keyboard.press("3")
    expect(page.locator("#toast")).to_have_text("已复制第 3 条")
    page.keyboard.press("e")
    expect(page.locator(".editor textarea")).to_have_value(REPLIES["stock"][2])


def test_the_reply_chosen_last_stays_chosen_when_the_focus_goes_elsewhere(page: Page) -> None:
    ask(page, "有货吗")
    page.keyboard.press("ArrowDown")
    page.locator("#theme").click()
    page.keyboard.press("e")
    expect(page.locator(".editor textarea")).to_have_value(REPLIES["stock"][1])


def test_a_new_answer_begins_at_its_first_reply(page: Page) -> None:
    ask(page, "有货吗")
    page.keyboard.press("3")
    ask(page, "什么时候发货")
    expect(cards(page).first).to_be_focused()
    page.keyboard.press("e")
    expect(page.locator(".editor textarea")).to_have_value(REPLIES["shipping_time"][0])


def test_an_order_that_is_not_paid_shows_its_state_and_no_sum(page: Page, fake: FakeShop) -> None:
    fake.unpaid = True
    pick(page, "buyer", "晴")
    page.locator("#order-words").click()
    order = page.locator("#order-list [role=option]").first
    expect(order).to_contain_text("待付款")
    expect(order).not_to_contain_text("元")


def test_enter_before_the_list_takes_the_only_buyer_that_fits(page: Page, fake: FakeShop) -> None:
    page.locator("#text").fill("什么时候发货")
    page.locator("#buyer-words").fill("北方")
    page.locator("#buyer-words").press("Enter")
    expect(page.locator("#buyer-words")).to_have_value("北方有雪")
    expect(cards(page)).to_have_count(3)
    assert [asked["buyer"] for asked in fake.asked] == ["北方有雪"]


def test_a_hand_over_tells_why_and_what_was_stopped(page: Page) -> None:
    stopped = [{"rule": "invoice", "severity": "block", "start": 0, "end": 2, "why": "不能拒开发票。", "rewrite": ""}]
    told = {"decision": "hand_over", "reason": "error:store", "severity": 2, "mood": "angry", "stopped": stopped}

    def hand_over(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, json={**answer.json(), **told})

    page.route("**/api/v1/replies", hand_over)
    ask(page)
    for words in ("需要人工", "系统出错（store），请您来回", "生气", "扬言举报或曝光"):
        expect(page.locator("#decision")).to_contain_text(words)
    page.locator("#stopped summary").click()
    expect(page.locator("#stopped")).to_contain_text("不能拒开发票。")


def test_the_facts_and_deciding_words_stand_by_the_reply(page: Page) -> None:
    ask(page)
    for words in ("发货+2.1", "吗−0.3", "价格12.9 元", "最晚发货11月24日 16:00", "数据 11月22日 10:05"):
        expect(cards(page).first).to_contain_text(words)


def test_a_reply_to_two_questions_names_both(page: Page) -> None:
    def two(route: Route) -> None:
        answer = route.fetch()
        document = answer.json()
        document["candidates"][0]["template"] = "stock/in_stock#1+shipping_time/general#2"
        route.fulfill(response=answer, json=document)

    page.route("**/api/v1/replies", two)
    ask(page)
    expect(cards(page).first.locator(".intent")).to_have_text("库存 + 发货时间")


def test_what_is_asked_is_marked_where_it_stands_behind_an_emoji(page: Page) -> None:
    span = {"intent": "stock", "probability": 0.9, "start": 2, "end": 5}

    def mark_three(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, json={**answer.json(), "asked": [span]})

    page.route("**/api/v1/replies", mark_three)
    ask(page, "😀亲有货吗")
    expect(page.locator("#said mark")).to_have_text("有货吗")


def test_a_red_line_is_shown_while_one_types_and_one_key_mends_it(page: Page, fake: FakeShop) -> None:
    pick(page, "buyer", "晴")
    add_red_words(page)
    expect(page.locator(".editor .mirror mark")).to_have_text("加微信")
    expect(page.locator(".editor .findings")).to_contain_text("不能把买家引到平台外联系。")
    page.keyboard.press("Alt+R")
    expect(page.locator(".editor textarea")).to_have_value(REPLIES["shipping_time"][0] + "，可以在旺旺上联系我们聊")
    expect(page.locator(".editor .clean")).to_be_visible()
    sent = fake.checked[-1]
    assert sent["buyer_said"] == "什么时候发货"
    order = sent["facts"]["order"]
    assert (sent["facts"]["asking_nick"], order["status"]) == (BUYER, "WAIT_SELLER_SEND_GOODS")


def test_the_rewrite_can_be_undone(page: Page) -> None:
    add_red_words(page)
    page.keyboard.press("Alt+R")
    expect(page.locator(".editor .clean")).to_be_visible()
    page.keyboard.press("Control+Z")
    expect(page.locator(".editor textarea")).to_have_value(REPLIES["shipping_time"][0] + WECHAT)


def test_words_across_a_red_line_are_copied_at_the_second_press_only(page: Page) -> None:
    page.evaluate("navigator.clipboard.writeText('before')")
    add_red_words(page)
    page.keyboard.press("Enter")
    expect(page.locator("#toast")).to_contain_text("有红线")
    assert clipboard(page) == "before"
    page.keyboard.press("Enter")
    expect(page.locator("#toast")).to_have_text("已复制第 1 条")
    assert clipboard(page).endswith(WECHAT)


def test_a_red_line_typed_and_copied_at_once_is_still_caught(page: Page) -> None:
    page.evaluate("navigator.clipboard.writeText('before')")
    ask(page)
    page.keyboard.press("e")
    page.keyboard.insert_text(WECHAT)
    page.keyboard.press("Alt+1")
    expect(page.locator("#toast")).to_contain_text("有红线")
    assert clipboard(page) == "before"


def test_changed_words_stay_when_the_edit_is_closed(page: Page) -> None:
    ask(page)
    page.keyboard.press("e")
    page.keyboard.type("哈")
    page.keyboard.press("Escape")
    expect(cards(page).first).to_be_focused()
    page.keyboard.press("1")
    expect(page.locator("#toast")).to_have_text("已复制第 1 条")
    assert clipboard(page) == REPLIES["shipping_time"][0] + "哈"


def test_a_newer_question_wins_over_an_older_answer(page: Page) -> None:
    held: list[Route] = []
    page.route("**/api/v1/replies", lambda route: route.continue_() if held else held.append(route))
    page.locator("#text").fill("什么时候发货")
    page.locator("#text").press("Enter")
    expect(page.locator("#answers")).to_have_attribute("aria-busy", "true")
    ask(page, "有货吗")
    held[0].abort()
    expect(cards(page).first).to_contain_text(REPLIES["stock"][0])
    expect(page.locator("#problem")).to_be_hidden()


def test_the_page_speaks_english_and_remembers_it(page: Page) -> None:
    ask(page)
    page.get_by_role("button", name="English").click()
    expect(page.locator("#decision")).to_contain_text("Ask back first")
    expect(cards(page).first).to_contain_text("Shipping time")
    page.reload()
    expect(page.get_by_role("button", name="Ask")).to_be_visible()
    left = page.evaluate("document.body.innerText").replace("中文", "").replace("亲答示范店", "")
    chinese = set(re.findall(r"[\u4e00-\u9fff]+", left))
    assert chinese <= {
        "有货吗",
        "什么时候发货",
        "到哪了",
        "能退吗",
        "开发票吗",
        *"晴天小筑 北方有雪 橘子汽水 慢慢来 海盐".split(),
    }


def test_both_languages_say_the_same_things(page: Page) -> None:
    catalogue = "async name => Object.entries((await import(`/static/messages_${name}.js`)).default)"
    zh, en = (dict(page.evaluate(catalogue, name)) for name in ("zh", "en"))
    assert zh.keys() - en.keys() == set()
    assert {key for key in en.keys() - zh.keys() if not key.startswith("problem.")} == set()
    slots = re.compile(r"\{\w+\}")
    assert [key for key in zh if sorted(slots.findall(zh[key])) != sorted(slots.findall(en[key]))] == []


def test_every_fact_a_reply_may_tell_has_a_name(page: Page) -> None:
    catalogue = "async () => Object.keys((await import('/static/messages_zh.js')).default)"
    assert {f"fact.{slot}" for slot in SLOTS} - set(page.evaluate(catalogue)) == set()


def test_everything_a_reply_may_ask_back_has_words(page: Page) -> None:
    templates = "".join(
        path.read_text("utf-8") for path in (Path(bot.replies.__path__[0]) / "templates").glob("*.yaml")
    )
    wanted = {f"reason.needs_{name}" for name in re.findall(r"^ +wanted: (\w+)", templates, re.MULTILINE)}
    catalogue = "async () => Object.keys((await import('/static/messages_zh.js')).default)"
    assert wanted
    assert wanted - set(page.evaluate(catalogue)) == set()


def test_the_theme_is_remembered(page: Page) -> None:
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    light = page.evaluate(ground)
    page.locator("#theme").click()
    page.reload()
    assert page.evaluate(ground) != light


def test_a_problem_is_a_short_sentence_with_its_code(page: Page, fake: FakeShop) -> None:
    fake.broken = True
    page.locator("#text").fill("有货吗")
    page.locator("#text").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("数据库暂时不可用，请稍后再试。（store）")
    fake.broken = False
    page.get_by_role("button", name="再试一次").click()
    expect(cards(page)).to_have_count(3)


def test_a_server_that_is_gone_is_told(page: Page) -> None:
    page.route("**/api/v1/replies", lambda route: route.abort())
    page.locator("#text").fill("有货吗")
    page.locator("#text").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("连不上服务")


def test_words_that_look_like_markup_stay_words(page: Page, heard: Heard) -> None:
    pick(page, "buyer", "onerror")
    pick(page, "item", "script")
    ask(page, "<img src=x onerror=alert(3)>有货吗")
    expect(page.locator("#buyer-words")).to_have_value(RUNNING_NICK)
    expect(page.locator("#said")).to_have_text("<img src=x onerror=alert(3)>有货吗")
    page.keyboard.press("e")
    page.keyboard.type("<img src=y onerror=alert(4)>加微信")
    expect(page.locator(".rewrite")).to_contain_text("<img src=y")
    assert page.locator("main img, main script").count() == 0
    assert heard.complaints == []


def test_nothing_leaves_the_origin_and_no_policy_is_hurt(page: Page, heard: Heard, address: str) -> None:
    pick(page, "buyer", "晴")
    add_red_words(page)
    page.get_by_role("button", name="English").click()
    page.locator("#theme").click()
    assert {urlsplit(url).netloc for url in heard.requests} == {urlsplit(address).netloc}
    assert heard.complaints == []


def test_the_keys_alone_lead_from_loading_to_a_copied_reply(page: Page) -> None:
    expect(page.locator("#text")).to_be_focused()
    page.keyboard.type("有货吗")
    page.keyboard.press("Enter")
    expect(cards(page).first).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#toast")).to_have_text("已复制第 2 条")
    page.keyboard.press("Escape")
    expect(page.locator("#text")).to_be_focused()


def test_the_question_mark_shows_the_keys(page: Page) -> None:
    ask(page)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)])
def test_nothing_is_cut_off_sideways_and_a_desk_needs_no_scrolling(page: Page, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    pick(page, "buyer", "晴")
    ask(page)
    size = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
    assert size[0] == width
    assert width < 860 or size[1] <= height
