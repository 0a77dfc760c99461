// SPDX-License-Identifier: Apache-2.0
// A new version of a form arrives while the old one is being answered.
#include "ward.h"

#include <catch2/catch_test_macros.hpp>

using namespace bedside;
using namespace bedside::tests;

namespace {

/// The ward's facts with another version of the pain score.
flow::Facts with_new_version(Ward const& ward)
{
    auto facts = ward.facts();
    auto study = std::make_shared<study::Study>(*facts.study);
    for (auto& form : study->forms) {
        if (form.id != "pain-nrs")
            continue;
        auto definition = *form.definition;
        definition.version = "99";
        definition.items.front().text = { "换了说法的问题", {} };
        form.definition = std::make_shared<forms::Definition const>(std::move(definition));
    }
    facts.study = std::move(study);
    return facts;
}

} // namespace

TEST_CASE("a form on the screen keeps its version to the end when a new one arrives", "[R-039]")
{
    Ward ward;
    ward.hand_over_to("P-017");
    ward.press("next");
    REQUIRE(ward.screen() == "item");
    auto const version = ward.state.form->definition->canonical();
    ward.press("nrs:3");
    auto const shown = ward.text();
    ward.happen(flow::FactsLoaded { with_new_version(ward) });
    CHECK(ward.text() == shown);
    ward.press("next");
    ward.fill_in(3);
    ward.press("submit");
    REQUIRE(ward.store.size() == 1);
    CHECK(ward.store.begin()->second.bytes.find("\"" + version + "\"") != std::string::npos);
}
