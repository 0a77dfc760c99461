// SPDX-License-Identifier: Apache-2.0
// A server publishes a new version of a form while the old one is open or has been completed.
#include "forms/engine/response.h"
#include "stored_tablet.h"

using namespace bedside;
using bedside::test::StoredTablet;

namespace {

std::string text_of(flow::ResponseOpened const& opened) { return opened.definition->find("now")->text.original; }

} // namespace

TEST_CASE("a form begun before a pull goes on with its own version, also after a restart; the next one begins with the new", "[R-039]")
{
    StoredTablet tablet;
    tablet.publish("1", "Pain now?");
    tablet.start();
    auto const begun = tablet.open({});
    REQUIRE(text_of(begun) == "Pain now?");
    tablet.answer(begun.response_id, "now", 3);

    tablet.publish("2", "Pain this week?");
    CHECK(text_of(tablet.open(begun.response_id)) == "Pain now?");
    tablet.start();
    auto const resumed = tablet.open(begun.response_id);
    CHECK(text_of(resumed) == "Pain now?");
    CHECK(resumed.answers.at("now").values == std::vector<forms::Value> { std::int32_t { 3 } });
    tablet.answer(begun.response_id, "average", 4);
    tablet.hand_in(resumed);
    CHECK(tablet.frozen(begun.response_id).find("http://example.org/pain|1") != std::string::npos);

    auto const next = tablet.open({});
    CHECK(text_of(next) == "Pain this week?");
    CHECK(next.definition->version == "2");
    CHECK(next.answers.empty());
    tablet.answer(next.response_id, "now", 5);
    tablet.hand_in(next);
    CHECK(tablet.frozen(next.response_id).find("http://example.org/pain|2") != std::string::npos);
}

TEST_CASE("a form whose bytes changed under the same version still goes on as it began")
{
    StoredTablet tablet;
    tablet.publish("1", "Pain now?");
    tablet.start();
    auto const begun = tablet.open({});
    tablet.publish("1", "Pain this week?");
    CHECK(text_of(tablet.open(begun.response_id)) == "Pain now?");
    CHECK(text_of(tablet.open({})) == "Pain this week?");
}
