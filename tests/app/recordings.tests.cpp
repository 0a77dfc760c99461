// SPDX-License-Identifier: Apache-2.0
// A wording pack's recordings, from the store to the form that is opened.
#include "stored_tablet.h"
#include "tests/packs/nonsense.h"

using namespace bedside;
using namespace bedside::test;

namespace {

/// The nonsense study in the place of the tablet's, with one participant.
void pull_nonsense(StoredTablet& tablet)
{
    REQUIRE(tablet.synced().replace_documents("study", nonsense_study()));
    REQUIRE(tablet.synced().replace_documents("roster", { { "roster.csv", "number,initials,birth_year,anchor:start\nP-017,ZMX,1960,2026-01-01T08:00:00+08:00\n" } }));
}

flow::OpenResponse const new_form { .response_id = {}, .participant = "P-017", .form = "qol", .visit = "V", .actor = "patient", .assisted_by = {}, .amends = {} };

} // namespace

TEST_CASE("a form is opened with what its wording pack sounds like, once that is on the tablet")
{
    StoredTablet tablet;
    pull_nonsense(tablet);
    tablet.start();
    CHECK_FALSE(tablet.begin(new_form).recordings);

    REQUIRE(tablet.synced().keep_recording(sha256_hex(nonsense_sound()), nonsense_sound()));
    auto const begun = tablet.begin(new_form);
    REQUIRE(begun.recordings);
    CHECK(*begun.recordings == flow::Recordings { { "blorp 1 frim?", nonsense_sound() } });
    auto again = new_form;
    again.response_id = begun.response_id;
    auto const resumed = tablet.begin(again);
    REQUIRE(resumed.recordings);
    CHECK(*resumed.recordings == *begun.recordings);
}

TEST_CASE("a form that goes on with a replaced wording is not read in the new one's voice")
{
    StoredTablet tablet;
    pull_nonsense(tablet);
    REQUIRE(tablet.synced().keep_recording(sha256_hex(nonsense_sound()), nonsense_sound()));
    tablet.start();
    auto again = new_form;
    again.response_id = tablet.begin(new_form).response_id;

    auto files = nonsense_study();
    auto wording = nonsense_wording();
    wording["items"]["30"] = "other frim?";
    auto const other = packs::build_pack(nonsense_source(nonsense_head(), wording), nonsense_key()).value();
    for (auto const& [name, bytes] : other)
        files["packs/qlq/" + name] = bytes;
    REQUIRE(tablet.synced().replace_documents("study", files));
    tablet.look();
    CHECK_FALSE(tablet.begin(again).recordings);
    CHECK(tablet.begin(new_form).recordings);
}
