// SPDX-License-Identifier: Apache-2.0
// Answers that leave by USB arrive whole, readable only for the study.
#include "forms/base/durable_file.h"
#include "sync/store/rescue.h"
#include "tests/store/scenario.h"

using namespace bedside;
using namespace bedside::test;

TEST_CASE("a rescue file holds every form, every begun answer and the audit trail, for the study's key only", "[R-011]")
{
    Ward ward;
    auto const first = ward.complete_nrs(3);
    ward.complete_nrs(9, "P-018", 1);
    auto const open = ward.begin("P-019");
    ok(ward.store.save_answer(open, "note", text_answer("stabbing"), patient));
    TemporaryFolder stick;
    auto const study = BoxKey::generate();
    auto const file = ok(store::write_rescue(ward.store, study.public_key, stick.path(), ward.clock));
    auto const bytes = ok(read_file(file, store::largest_rescue));
    Bytes const sealed(bytes.begin(), bytes.end());
    auto const text = bytes_of(file);
    for (auto const* word : { "P-017", "stabbing", "Questionnaire" })
        CHECK(text.find(word) == std::string::npos);

    auto const contents = ok(store::open_rescue(sealed, study));
    CHECK(contents.tablet == "T-03");
    REQUIRE(contents.transactions.size() == 2);
    CHECK(ok(wire::parse_transaction(contents.transactions.front())).response_json == first.bytes);
    REQUIRE(contents.open_responses.size() == 1);
    CHECK(contents.open_responses.front().find("stabbing") != std::string::npos);
    CHECK(contents.audit_events.size() == ok(ward.store.audit_rows(0, 1000)).size());

    auto const other = store::open_rescue(sealed, BoxKey::generate());
    REQUIRE_FALSE(other);
    CHECK(other.error().code == Code::wrong_key);
    auto altered = sealed;
    altered[altered.size() / 2] ^= 1;
    CHECK_FALSE(store::open_rescue(altered, study));
    CHECK_FALSE(store::open_rescue(std::span(sealed).first(40), study));
    CHECK(store::write_rescue(ward.store, {}, stick.path(), ward.clock).error().code == Code::invalid_argument);
}

TEST_CASE("a gap or a foreign form in a rescue file shows")
{
    Ward ward;
    for (int pain : { 1, 2, 3 })
        ward.complete_nrs(pain);
    store::RescueContents contents { .tablet = "T-03", .instance = "i", .public_key = hex(ward.store.public_key()), .created = "now", .transactions = {},
        .audit_events = {}, .open_responses = {}, .raw_files = {} };
    for (int sequence : { 1, 2, 3 })
        contents.transactions.push_back(ok(wire::build_transaction(ok(ward.store.submission(sequence)))));
    auto const study = BoxKey::generate();
    auto const judged = [&](store::RescueContents const& what) {
        auto const text = store::encode_rescue(what);
        std::string file = "BEDSIDE-RESCUE-1\n";
        auto const sealed = seal(study.public_key, { reinterpret_cast<std::uint8_t const*>(text.data()), text.size() });
        Bytes bytes(file.begin(), file.end());
        bytes.insert(bytes.end(), sealed.begin(), sealed.end());
        auto const opened = store::open_rescue(bytes, study);
        return opened ? std::string("whole") : opened.error().message;
    };
    CHECK(judged(contents) == "whole");
    auto gap = contents;
    gap.transactions.erase(gap.transactions.begin() + 1);
    CHECK(judged(gap) == "The rescue file's sequence is broken at number 2.");
    auto foreign = contents;
    foreign.public_key = hex(SigningKey::generate().public_key);
    CHECK(judged(foreign) == "The form is not signed by the tablet that it names.");
}

TEST_CASE("a store that does not open leaves as it is, with its key, sealed", "[R-011]")
{
    Ward ward;
    ward.complete_nrs(3);
    { auto const closed = std::move(ward.store); }
    auto const whole = bytes_of(ward.folder.path() / "bedside.db");
    TemporaryFolder stick;
    auto const study = BoxKey::generate();
    auto const file = ok(store::write_raw_rescue(ward.folder.path(), test_key(), study.public_key, stick.path(), ward.clock));
    auto const contents = ok(store::open_rescue(as_bytes(ok(read_file(file, store::largest_rescue))), study));
    CHECK(contents.raw_files.at("bedside.db") == whole);
    CHECK(contents.raw_files.at("key") == hex(test_key().bytes()));
    ward.store = ok(store::Store::open(ward.folder.path(), test_key(), ward.clock));
}

TEST_CASE("garbage is no rescue file")
{
    for (auto const* text : { "", "form 1 0\n\n", "header 1 2\n{}\n", "header 1 99999999999999999999\n", "header 1 18446744073709551615\nx", "header 1 -1\n\n", "\n\n\n" })
        CHECK_FALSE(store::decode_rescue(text));
    store::RescueContents contents;
    contents.raw_files.emplace("../../etc/passwd", "x");
    CHECK_FALSE(store::decode_rescue(store::encode_rescue(contents)));
}
