// SPDX-License-Identifier: Apache-2.0
// The transaction carries the frozen bytes exactly.
#include "sync/wire/bundle.h"
#include "forms/engine/json.h"

#include <catch2/catch_test_macros.hpp>

using namespace bedside;
using namespace bedside::wire;

namespace {

constexpr char const* id = "0b9e0f6a-3c1e-4b9e-9f57-2f4c2a0f6d11";

/// Spelled as no serialiser would write it: every odd byte must survive.
std::string odd_bytes()
{
    return std::string(R"({ "authored" : "2026-11-24T14:33:05.120+08:00","id":")") + id
        + R"(", "resourceType":"QuestionnaireResponse","text":"a\u00e9\/ \"}]{ 疼","number":1.10e+00, "item":[ ] })";
}

Submission submission_with(SigningKey const& key, std::string bytes)
{
    Submission submission;
    submission.entry = { "T-03", 7, id, sha256_hex(bytes), std::string(64, 'a') };
    submission.signature = base64(sign(key, submission.entry.canonical()));
    submission.response_json = std::move(bytes);
    submission.resources = { R"({"resourceType":"Observation","id":"o.1","status" : "final"})", R"({"id":"c-1","resourceType":"Communication"})" };
    submission.skew_ms = -315'569'520'000; // ten years
    submission.recorded = "2026-11-24T14:33:06.000+08:00";
    return submission;
}

std::string replaced(std::string text, std::string_view from, std::string_view to)
{
    auto const at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

} // namespace

TEST_CASE("a submission comes back from its transaction byte for byte", "[R-006]")
{
    auto const key = SigningKey::generate();
    auto const sent = submission_with(key, odd_bytes());
    auto const bundle = build_transaction(sent);
    REQUIRE(bundle);
    CHECK(forms::Json::parse(*bundle));
    auto const received = parse_transaction(*bundle);
    REQUIRE(received);
    CHECK(received->response_json == sent.response_json);
    CHECK(received->resources == sent.resources);
    CHECK(received->entry.canonical() == sent.entry.canonical());
    CHECK(received->signature == sent.signature);
    CHECK(received->skew_ms == sent.skew_ms);
    CHECK(received->recorded == sent.recorded);
    CHECK(verify_submission(*received, key.public_key));
}

TEST_CASE("one changed byte of the form or of its place shows", "[R-067]")
{
    auto const key = SigningKey::generate();
    auto const bundle = *build_transaction(submission_with(key, odd_bytes()));
    auto const altered = parse_transaction(replaced(bundle, "1.10e+00", "1.11e+00"));
    REQUIRE(altered);
    CHECK(verify_submission(*altered, key.public_key).error().code == Code::corrupted);
    auto const moved = parse_transaction(replaced(bundle, R"("valueInteger":7)", R"("valueInteger":8)"));
    REQUIRE(moved);
    CHECK(verify_submission(*moved, key.public_key).error().code == Code::unauthorised);
    auto const whole = parse_transaction(bundle);
    REQUIRE(whole);
    CHECK(verify_submission(*whole, SigningKey::generate().public_key).error().code == Code::unauthorised);
}

TEST_CASE("what is no transaction with one completed form is refused", "[R-067]")
{
    auto const key = SigningKey::generate();
    auto const bundle = *build_transaction(submission_with(key, odd_bytes()));
    auto const refused = [](std::string const& text) {
        auto const parsed = parse_transaction(text);
        return !parsed && (parsed.error().code == Code::invalid_data || parsed.error().code == Code::too_large);
    };
    CHECK(refused(""));
    CHECK(refused("<html>log in to the hotel's network</html>"));
    CHECK(refused(R"({"resourceType":"Bundle","type":"transaction"})"));
    CHECK(refused(replaced(bundle, "\"transaction\"", "\"batch\"")));
    CHECK(refused(replaced(bundle, "\"method\":\"PUT\"", "\"method\":\"DELETE\"")));
    CHECK(refused(replaced(bundle, "\"url\":\"QuestionnaireResponse/", "\"url\":\"QuestionnaireResponse/../Patient/")));
    CHECK(refused(replaced(bundle, "\"url\":\"Observation/o.1\"", "\"url\":\"Observation/o.2\"")));
    CHECK(refused(replaced(bundle, "\"id\":\"c-1\",\"resourceType\":\"Communication\"", "\"id\":\"o.1\",\"resourceType\":\"Observation\"")));
    CHECK(refused(replaced(bundle, "\"entry\":", "\"entry\":[],\"entry\":")));
    CHECK(refused(replaced(bundle, "\"valueInteger\":7", "\"valueInteger\":0")));
    CHECK(refused(bundle + "}"));
    CHECK(refused(replaced(bundle, "疼", "\xff")));
    CHECK(refused(std::string(largest_transaction + 1, ' ')));
    CHECK(refused(R"({"resourceType":"Bundle","type":"transaction","entry":)" + std::string(100'000, '[') + std::string(100'000, ']') + "}"));
    for (std::size_t length = 0; length < bundle.size(); length += 7)
        CHECK(refused(bundle.substr(0, length)));
}

TEST_CASE("what can't be sent is refused before it is sent")
{
    auto const key = SigningKey::generate();
    auto submission = submission_with(key, odd_bytes());
    submission.resources.push_back("{}");
    CHECK_FALSE(build_transaction(submission));
    submission = submission_with(key, odd_bytes());
    submission.entry.response_id = "another";
    CHECK_FALSE(build_transaction(submission));
    submission = submission_with(key, odd_bytes());
    submission.entry.tablet = "T 3\"";
    CHECK_FALSE(build_transaction(submission));
}
