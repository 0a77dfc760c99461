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

TEST_CASE("a form is corrected under the version that it was completed with, and still read under it")
{
    // The correction was once refused as an answer to another form, and the chart forgot the pain.
    StoredTablet tablet;
    tablet.publish("1", "Pain now?");
    tablet.start();
    auto const original = tablet.open({});
    tablet.answer(original.response_id, "now", 3);
    tablet.answer(original.response_id, "average", 4);
    tablet.hand_in(original);
    tablet.publish("2", "Pain this week?");
    REQUIRE(tablet.pain_days().size() == 1);
    CHECK(tablet.pain_days().begin()->second.average == 3);

    flow::OpenResponse const correction { .response_id = {}, .participant = "P-017", .form = "pain-nrs", .visit = "T1m", .actor = "staff:N-03", .assisted_by = {}, .amends = original.response_id };
    auto const begun = tablet.begin(correction);
    CHECK(text_of(begun) == "Pain now?");
    CHECK(begun.answers.at("now").values == std::vector<forms::Value> { std::int32_t { 3 } });
    tablet.start(); // cut off, and gone on with
    auto again = correction;
    again.response_id = begun.response_id;
    auto const resumed = tablet.begin(again);
    CHECK(text_of(resumed) == "Pain now?");
    tablet.answer(resumed.response_id, "now", 5);
    tablet.hand_in(resumed, original.response_id);
    CHECK(tablet.frozen(resumed.response_id).find("http://example.org/pain|1") != std::string::npos);
    REQUIRE(tablet.pain_days().size() == 1);
    CHECK(tablet.pain_days().begin()->second.average == 5);

    auto const next = tablet.open({});
    CHECK(text_of(next) == "Pain this week?");
}
