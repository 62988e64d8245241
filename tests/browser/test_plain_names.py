"""Names that are Markdown too are shown letter by letter, and fetch nothing from anywhere."""

from __future__ import annotations

from playwright.sync_api import expect

from scheduler.store import Store
from tests.browser.pages import Pages
from tests.schools import make_school

TYPED = (
    '一小 ![p](http://evil.example/x) <img src="http://evil.example/y"> :red[r] :material/delete: :smile: $x^2$ '
    "**b** [l](http://evil.example) www.evil.example http://evil.example a@evil.example -> ~~s~~ :streamlit:"
)


def test_a_name_is_shown_as_it_was_typed_and_fetches_nothing(user: Pages, store: Store) -> None:
    asked: list[str] = []
    user.page.on("request", lambda request: asked.append(request.url))
    school_id = store.schools.add(make_school(name=TYPED))
    user.open(school_id, "start")
    name = user.page.get_by_test_id("stMain").locator("strong").first
    expect(name).to_be_visible()
    assert name.inner_text().replace("\u2060", "") == TYPED
    for place in (name, user.page.get_by_test_id("stMain").get_by_test_id("stExpander").first):
        expect(place.locator("img, a, em, del, .katex, [role=img]")).to_have_count(0)
    for page in ("学校", "生成", "课表"):
        user.turn_to(page)
    assert asked and not [url for url in asked if "evil" in url.split("?")[0]]
