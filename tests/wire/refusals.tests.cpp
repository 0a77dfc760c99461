// SPDX-License-Identifier: Apache-2.0
// Whatever a stranger may send, part by part: each is refused with the sentence that names what is wrong.
#include "sync/wire/audit_event.h"
#include "sync/wire/bundle.h"
#include "sync/wire/receipt.h"
#include "sync/wire/update.h"
#include "tests/support/ok.h"
#include "tests/support/update_bundle.h"

#include <catch2/catch_test_macros.hpp>

using namespace bedside;
using namespace bedside::wire;
using bedside::test::check_refused;
using bedside::test::ok;

namespace {

constexpr char const* id = "0b9e0f6a-3c1e-4b9e-9f57-2f4c2a0f6d11";

struct Altered {
    char const* from;
    std::string to;
    char const* sentence;
};

std::string replaced(std::string text, std::string_view from, std::string_view to)
{
    INFO(text);
    INFO(from);
    auto const at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

std::string form_json() { return std::string(R"({"authored":"2026-11-24T14:33:05.120+08:00","id":")") + id + R"(","resourceType":"QuestionnaireResponse"})"; }

Submission submission()
{
    auto const key = SigningKey::generate();
    Submission made;
    made.response_json = form_json();
    made.entry = { "T-03", 7, id, sha256_hex(made.response_json), std::string(64, 'a') };
    made.signature = base64(sign(key, made.entry.canonical()));
    made.skew_ms = -4200;
    made.recorded = "2026-11-24T14:33:06.000+08:00";
    return made;
}

std::string entry_of(std::string const& type, std::string const& name)
{
    auto const path = type + "/" + name;
    return R"({"fullUrl":"https://example.org/)" + path + R"(","request":{"method":"PUT","url":")" + path + R"("},"resource":{"resourceType":")" + type + R"(","id":")" + name + R"("}})";
}

Result<std::vector<ReceivedAuditEvent>> audit_events(std::string const& text)
{
    auto const transaction = TRY(Transaction::parse(text));
    return audit_events_in(transaction);
}

AuditRecord audit_row(std::string event = "lock")
{
    return { 17, std::move(event), "", "patient", "", { .wall_ms = 1'795'500'000'123, .offset_min = 480, .monotonic_ms = 5'123, .boot_id = "boot" }, 0, std::string(64, 'a') };
}

} // namespace

TEST_CASE("each part of a transaction that is missing, twice or nonsense is refused by its name", "[R-067]")
{
    auto const bundle = ok(build_transaction(submission()));
    ok(parse_transaction(bundle));
    Altered const cases[] = {
        { R"("resource":{"authored")", R"("Resource":{"authored")", "an entry lacks its resource or its request" },
        { R"("request":)", R"("Request":)", "an entry lacks its resource or its request" },
        { R"(/StructureDefinition/chain")", R"(/StructureDefinition/change")", "the Provenance names no place in the tablet's sequence" },
        { R"("extension":[{"extension")", R"("extension":{},"extensions":[{"extension")", "the Provenance names no place in the tablet's sequence" },
        { R"("extension":[{"url":"sequence")", R"("extensions":[{"url":"sequence")", "the place in the tablet's sequence is incomplete" },
        { R"("extension":[{"url":"sequence")", R"("extension":7,"extensions":[{"url":"sequence")", "the place in the tablet's sequence is incomplete" },
        { R"("url":"sequence")", R"("url":"sequences")", "the place in the tablet's sequence is incomplete" },
        { R"("valueInteger":7)", R"("valueInteger":7.5)", "the place in the tablet's sequence is incomplete" },
        { R"("url":"previous")", R"("url":"next")", "the place in the tablet's sequence is incomplete" },
        { R"("valueDecimal":-4200)", R"("valueDecimal":-4200.25)", "the clock skew is no whole number of milliseconds" },
        { R"("target":[{"reference":"QuestionnaireResponse/0b9e)", R"("target":[{"reference":"QuestionnaireResponse/1b9e)", "the Provenance is about another resource" },
        { R"("target":[)", R"("target":[{"reference":"Patient/P-017"},)", "the Provenance is about another resource" },
        { R"("target":)", R"("targets":)", "the Provenance is about another resource" },
        { R"("signature":[)", R"("signature":[{},)", "it must have exactly one signature" },
        { R"("signature":[)", R"("signatures":[)", "it must have exactly one signature" },
        { R"("data":")", R"("data":"*)", "the signature is no base64" },
        { R"("data":)", R"("date":)", "the signature is no base64" },
        { R"("who":{"reference":"Device/T-03"}}],"target")", R"("who":{"reference":"Patient/T-03"}}],"target")", "the signature names no tablet" },
        { R"("recorded":"2026)", R"("recorded":"in 2026)", "the Provenance does not say when it was recorded" },
        { R"("entry":[)", R"("entry":[)" + entry_of("Provenance", id) + ",", "the completed form must come first and its Provenance next" },
        { R"("entry":[)", R"("entry":[)" + entry_of("QuestionnaireResponse", "other") + ",", "there are two completed forms" },
        { R"("entry":[)", R"("entry":[)" + entry_of("Observation", "o") + "," + entry_of("Observation", "o") + ",", "a resource is there twice" },
    };
    for (auto const& one : cases) {
        INFO(one.from);
        INFO(one.to);
        check_refused(parse_transaction(replaced(bundle, one.from, one.to)), Code::invalid_data, one.sentence);
    }
    auto many = bundle;
    for (std::size_t i = 0; i < most_entries - 1; ++i)
        many.replace(many.size() - 2, 0, "," + entry_of("Observation", "o" + std::to_string(i)));
    check_refused(parse_transaction(many), Code::too_large, "more than 1000 entries");
}

TEST_CASE("a form that doesn't say when it was completed is not sent")
{
    auto made = submission();
    made.recorded.clear();
    CHECK(ok(parse_transaction(ok(build_transaction(made)))).recorded == "2026-11-24T14:33:05.120+08:00");
    made.response_json = replaced(made.response_json, "2026-11", "November 2026");
    check_refused(build_transaction(made), Code::invalid_data, "does not say when it was completed");
}

TEST_CASE("each part of a transaction of AuditEvents that is missing or nonsense is refused")
{
    auto const row = audit_row();
    auto const text = build_audit_transaction("T-03", { &row, 1 });
    CHECK(ok(audit_events(text)).size() == 1);
    for (auto const& [from, to] : std::initializer_list<std::pair<char const*, char const*>> {
             { "Device", "\xff" }, { "\"Bundle\"", "\"List\"" }, { "\"transaction\"", "\"batch\"" }, { "\"entry\":", "\"entries\":" }, { "\"request\":", "\"requests\":" },
             { "\"resource\":", "\"resources\":" }, { "\"PUT\"", "\"POST\"" }, { "\"url\":\"AuditEvent/a", "\"url\":\"AuditEvent/b" }, { "\"subtype\":", "\"subtypes\":" },
             { "\"agent\":[", "\"agent\":[],\"agents\":[" }, { "\"detail\":[", "\"details\":[" }, { "\"recorded\":\"", "\"recorded\":\"on \"," "\"was\":\"" }, { "\"id\":\"a", "\"id\":\"A" },
             { "\"valueString\":\"17\"", "\"valueString\":\"0\"" }, { "\"valueString\":\"5123\"", "\"valueString\":\"5123 ms\"" } }) {
        INFO(from);
        check_refused(audit_events(replaced(text, from, to)), Code::invalid_data, "This is not a transaction of");
    }
    std::vector<AuditRecord> rows(most_audit_events, audit_row());
    CHECK(ok(audit_events(build_audit_transaction("T-03", rows))).size() == most_audit_events);
    rows.push_back(audit_row());
    check_refused(audit_events(build_audit_transaction("T-03", rows)), Code::too_large, "more than 500 AuditEvents");
}

TEST_CASE("an audit row's kind follows from its event", "[R-052]")
{
    struct Kind {
        char const* event;
        char const* code;
        char const* action;
        char const* outcome;
    };
    for (auto const& kind : { Kind { "pin-accepted", "110114", "E", "0" }, Kind { "pin-refused", "110114", "E", "4" }, Kind { "lock", "110114", "E", "0" },
             Kind { "login-refused", "110114", "E", "0" }, Kind { "response-begun", "110110", "C", "0" }, Kind { "response-completed", "110110", "U", "0" },
             Kind { "rescue-written", "110106", "R", "0" }, Kind { "export-made", "110106", "R", "0" }, Kind { "setting-changed", "110100", "E", "0" } }) {
        INFO(kind.event);
        auto const text = audit_event("T-03", audit_row(kind.event));
        CHECK(text.contains(R"("code":")" + std::string(kind.code) + "\""));
        CHECK(text.contains(R"("action":")" + std::string(kind.action) + "\""));
        CHECK(text.contains(R"("outcome":")" + std::string(kind.outcome) + "\""));
        CHECK(ok(parse_audit_event(text)).record.event == kind.event);
    }
}

TEST_CASE("each field of a receipt that is missing or nonsense is refused", "[R-067]")
{
    auto const key = SigningKey::generate();
    Receipt receipt { id, std::string(64, 'b'), "T-03", 12, "2026-11-24T06:33:06.000+00:00", std::string(64, 'c'), "" };
    receipt.signature = base64(sign(key, receipt.canonical()));
    auto const text = receipt.to_json();
    CHECK(ok(Receipt::from_json(text)).sequence == 12);
    for (auto const& [from, to] : std::initializer_list<std::pair<char const*, char const*>> {
             { "bedside-receipt-1", "bedside-receipt-2" }, { "\"sequence\":12", "\"sequence\":\"12\"" }, { "\"sequence\":12", "\"sequel\":12" }, { "\"sequence\":12", "\"sequence\":0" },
             { "\"responseId\":\"", "\"responseId\":\"/" }, { "\"sha256\":\"b", "\"sha256\":\"B" }, { "\"chainHead\":\"c", "\"chainHead\":\"" },
             { "\"serverTime\":\"", "\"serverTime\":\"at " }, { "\"signature\":\"", "\"signature\":\"*" } }) {
        INFO(to);
        check_refused(Receipt::from_json(replaced(text, from, to)), Code::invalid_data, "not one that this version understands");
    }
    check_refused(Receipt::from_json(std::string(17'000, ' ')), Code::too_large, "larger than a receipt can be");
}

TEST_CASE("a bundle's member with another name, or a length that is no number or too long, is refused")
{
    auto const bundle = test::update_bundle(SigningKey::generate(), { .package_bytes = 100 });
    ok(SignedManifest::of_bundle(bundle));
    auto const with = [&](std::size_t offset, std::string_view bytes) { return std::string(bundle).replace(offset, bytes.size(), bytes); };
    for (auto const& broken : { with(0, "manifesto"), with(124, "0000000008x"), with(124, "           "), with(124, "-0000000001"), with(124, "77777777777"), with(1024, "manifest.sic"), with(1024 + 124, "00000000a00") })
        check_refused(SignedManifest::of_bundle(broken), Code::invalid_data, "no update bundle");
    check_refused(SignedManifest::of_bundle(with(1024 + 124, "00000000077")), Code::invalid_data, "64 bytes");
}
