// SPDX-License-Identifier: Apache-2.0
// Every fault of a response, and of one answer, has its own sentence.
#include "tests/support/scenario.h"

using namespace bedside;
using namespace bedside::forms;
using namespace bedside::test;

namespace {

constexpr auto form_json = R"({"resourceType":"Questionnaire","url":"http://example.org/q","version":"1","status":"active","item":[
 {"linkId":"pain","type":"integer","repeats":true,"item":[{"linkId":"why","type":"string"}]},
 {"linkId":"day","type":"group","repeats":true,"item":[{"linkId":"note","type":"string"}]},
 {"linkId":"text","type":"display","text":"Thanks"}]})";

Definition const& base()
{
    static auto const form = form_of(form_json);
    return form;
}

struct Row {
    std::string given;
    std::string expected;
};

constexpr auto header_json = R"("id":"r-1","questionnaire":"http://example.org/q|1","status":"completed","subject":{"reference":"Patient/P-017"},"authored":"2026-11-24T14:42:00+08:00")";

std::string response(std::string const& item, std::string const& header = header_json) { return R"({"resourceType":"QuestionnaireResponse",)" + header + (item.empty() ? "" : ",\"item\":" + item) + "}"; }

std::string pain(std::string const& answer) { return R"([{"linkId":"pain","answer":)" + answer + "}]"; }

std::string days(int count)
{
    std::string all;
    for (int i = 0; i < count; ++i)
        all += std::string(all.empty() ? "" : ",") + R"({"linkId":"day","item":[{"linkId":"note","answer":[{"valueString":"x"}]}]})";
    return "[" + all + "]";
}

/// Why parse_response refuses this; empty when it does not.
std::string refusal(std::string const& json)
{
    auto const parsed = parse_response(base(), json);
    if (parsed)
        return {};
    CHECK(parsed.error().code == Code::invalid_response);
    return parsed.error().message;
}

/// All that validate_response says, a line each.
std::string issues(std::string const& json)
{
    std::string all;
    for (auto const& issue : validate_response(base(), json))
        all += std::string(all.empty() ? "" : "\n") + issue.code + " " + issue.expression + ": " + issue.text;
    return all;
}

std::string with(std::string const& type, std::string const& name, std::string const& value)
{
    return R"("type":")" + type + R"(","extension":[{"url":"http://hl7.org/fhir/StructureDefinition/)" + name + "\"," + value + "}]";
}

/// What is wrong with this answer to one item; empty: nothing.
std::string complaint(std::string const& item, Value const& value)
{
    auto const form = form_of(R"({"resourceType":"Questionnaire","url":"http://example.org/q","version":"1","status":"active","item":[{"linkId":"a",)" + item + "}]}");
    auto const checked = check_answer(form.items[0], { { value }, {} });
    if (checked)
        return {};
    CHECK(checked.error().code == Code::invalid_response);
    return checked.error().message;
}

} // namespace

TEST_CASE("a response that can't be read back says why", "[R-037]")
{
    REQUIRE(refusal(response(pain(R"([{"valueInteger":1,"item":[{"linkId":"why","answer":[{"valueString":"x"}]}]}])"))).empty());
    REQUIRE(refusal(response("")).empty());
    Row const rows[] = {
        { "", "This is not JSON: it is empty." },
        { "[]", "This is not a FHIR QuestionnaireResponse." },
        { R"({"resourceType":"Patient"})", "This is not a FHIR QuestionnaireResponse." },
        { response("7"), "A response's items must be a list." },
        { response(R"({"linkId":"pain"})"), "A response's items must be a list." },
        { response("[7]"), "The response has an item that the form does not have at this place." },
        { response(R"([{"linkId":"note","answer":[{"valueString":"x"}]}])"), "The response has an item that the form does not have at this place." },
        { response(R"([{"linkId":"day","item":[{"linkId":"pain"}]}])"), "The response has an item that the form does not have at this place." },
        { response(pain(R"([{"valueInteger":1,"item":7}])")), "A response's items must be a list." },
        { response(R"([{"linkId":"pain"},{"linkId":"pain"}])"), "Item pain: It stands twice in the response." },
        { response(days(501)), "Item day: It repeats more than 500 times." },
        { response(pain("[]")), "Item pain: Its answers must be a list that is not empty." },
        { response(pain(R"({"valueInteger":1})")), "Item pain: Its answers must be a list that is not empty." },
        { response(pain("[{}]")), "Item pain: There is no value." },
        { response(pain("[7]")), "Item pain: There is no value." },
        { response(pain(R"([{"valueInteger":1.5}])")), "Item pain: An integer must be a whole number of 32 bits." },
        { response(pain(R"([{"valueUri":"http://example.org"}])")), "Item pain: Answers of type Uri are not known here." },
        { response(pain(R"([{"valueString":"x"}])")), "Item pain: The answer must be a whole number." },
        { response(R"([{"linkId":"text","answer":[{"valueString":"x"}]}])"), "Item text: It asks nothing, so it can't have an answer." },
    };
    for (auto const& row : rows) {
        INFO(row.given.substr(0, 400));
        CHECK(refusal(row.given) == row.expected);
    }
    CHECK(parse_response(base(), response(days(500)))->answers.size() == 500);
}

TEST_CASE("a response whose head is not usable says why")
{
    auto const changed = [](std::string const& part, std::string const& by) {
        std::string header = header_json;
        auto const at = header.find(part);
        REQUIRE(at != std::string::npos);
        return refusal(response("", header.replace(at, part.size(), by)));
    };
    std::string const status = "The response's status must be in-progress, completed or amended.";
    std::string const identity = "The response needs an id and a subject.";
    CHECK(changed("completed", "in-progress").empty());
    CHECK(changed("completed", "done") == status);
    CHECK(changed(R"("status":"completed",)", "") == status);
    CHECK(changed(R"("id":"r-1",)", "") == identity);
    CHECK(changed("Patient/", "Group/") == identity);
    CHECK(changed(R"("subject":{"reference":"Patient/P-017"},)", "") == identity);
    CHECK(changed("q|1", "q|2") == "The response belongs to another form, or to another version of this form.");
    CHECK(changed("2026-11-24T14:42:00+08:00", "yesterday") == "a date-time must be written YYYY-MM-DDThh:mm:ss with an offset such as +08:00 or Z");
}

TEST_CASE("no response is written whose head could not be stored or read back")
{
    auto const refused = [](auto change, std::string const& sentence) {
        auto header = header_of();
        REQUIRE(build_response(base(), {}, header));
        change(header);
        auto const built = build_response(base(), {}, header);
        REQUIRE_FALSE(built);
        CHECK(built.error().code == Code::invalid_response);
        CHECK(built.error().message == sentence);
    };
    std::string const id = "A response needs an id of letters, digits, '-' and '.'.";
    std::string const names = "The names of tablet and study must consist of letters, digits, '-' and '.'.";
    std::string const context = "The response's context has characters that can't be stored.";
    refused([](auto& header) { header.id.clear(); }, id);
    refused([](auto& header) { header.id = "a b"; }, id);
    refused([](auto& header) { header.id = std::string(65, 'a'); }, id);
    refused([](auto& header) { header.subject = "Patient/1"; }, "A study number must consist of letters, digits, '-' and '.'.");
    refused([](auto& header) { header.tablet = "T 3"; }, names);
    refused([](auto& header) { header.study = "a/b"; }, names);
    refused([](auto& header) { header.language = "\x01"; }, context);
    refused([](auto& header) { header.assisted_by = "\xff"; }, context);
    refused([](auto& header) { header.staff = "a\x7f"; }, context);
    refused([](auto& header) { header.visit = "\x1b"; }, context);
    refused([](auto& header) { header.reason = "\xc0\x80"; }, context);
    refused([](auto& header) { header.corrected_by = "\x02"; }, context);

    for (auto const* head : { R"("url":"http://example.org/q",)", R"("version":"1",)" }) {
        auto const nameless = form_of(R"({"resourceType":"Questionnaire",)" + std::string(head) + R"("status":"active","item":[{"linkId":"a","type":"boolean"}]})");
        auto const built = build_response(nameless, {}, header_of());
        REQUIRE_FALSE(built);
        CHECK(built.error().message == "A form without url and version can't have responses.");
    }
}

TEST_CASE("a response's shape is judged piece by piece, each at its place", "[R-037]")
{
    std::string const root = "QuestionnaireResponse.item";
    Row const rows[] = {
        { "[]", "structure " + root + ": Items must be a list that is not empty." },
        { R"({"linkId":"pain"})", "structure " + root + ": Items must be a list that is not empty." },
        { "[7]", "structure " + root + "[0]: An item must be an object." },
        { R"([{"linkId":"day","item":[]}])", "structure " + root + "[0].item: Items must be a list that is not empty." },
        { pain("[]"), "structure " + root + "[0].answer: Item pain: Answers must be a list that is not empty." },
        { pain(R"({"valueInteger":1})"), "structure " + root + "[0].answer: Item pain: Answers must be a list that is not empty." },
        { pain(R"([{"valueInteger":1},7])"), "structure " + root + "[0].answer[1]: Item pain: An answer must be an object." },
        // no refusals: their values count
        { pain(R"([{"valueString":"x","extension":[{"url":"http://example.org/colour","valueCode":"asked-declined"}]}])"), "value " + root + "[0].answer[0].value: Item pain: The answer must be a whole number." },
        { pain(R"([{"valueString":"x","extension":7}])"), "value " + root + "[0].answer[0].value: Item pain: The answer must be a whole number." },
        { days(500), "" },
        { days(501), "too-long " + root + "[500]: Item day: It repeats more than 500 times." },
    };
    for (auto const& row : rows) {
        INFO(row.given.substr(0, 400));
        CHECK(issues(response(row.given)) == row.expected);
    }
}

TEST_CASE("each kind of item says what an answer to it must be", "[R-037]")
{
    struct Kind {
        std::string item;
        Value value;
        std::string expected;
    };
    std::string const attachment = R"("type":"attachment")";
    std::string const no_data = "The attachment needs its content type, and data in base64.";
    std::string const no_question = "It asks nothing, so it can't have an answer.";
    std::string const from_two = with("decimal", "minValue", R"("valueInteger":2)");
    std::string const to_noon = with("time", "maxValue", R"("valueTime":"12:00:00")");
    std::string const from_new_year = with("date", "minValue", R"("valueDate":"2026-01-01")");
    std::string const to_moment = with("dateTime", "maxValue", R"("valueDateTime":"2026-11-24T14:00:00+08:00")");
    Kind const kinds[] = {
        { R"("type":"display")", true, no_question },
        { R"("type":"group","item":[{"linkId":"b","type":"boolean"}])", true, no_question },
        { R"("type":"boolean")", 1, "The answer must be yes or no." },
        { R"("type":"integer")", Decimal { "1" }, "The answer must be a whole number." },
        { with("integer", "maxValue", R"("valueInteger":10)"), 11, "The answer is greater than 10." },
        { R"("type":"decimal")", 1, "The answer must be a number." },
        { R"("type":"decimal")", Decimal { "one" }, "The answer must be a number." },
        { from_two, Decimal { "2.0" }, "" },
        { from_two, Decimal { "1.99" }, "The answer is less than 2." },
        { R"("type":"date")", Text { "2026-01-01" }, "The answer must be a date." },
        { R"("type":"date")", Date { "2026-02-30" }, "The answer must be a date." },
        { from_new_year, Date { "2025-12-31" }, "The answer is less than 2026-01-01." },
        { R"("type":"time")", Text { "12:00:00" }, "The answer must be a time of day." },
        { R"("type":"time")", Time { "12:00" }, "The answer must be a time of day." },
        { to_noon, Time { "12:00:00" }, "" },
        { to_noon, Time { "12:00:00.1" }, "The answer is greater than 12:00:00." },
        { R"("type":"dateTime")", Date { "2026-01-01" }, "The answer must be a date with a time." },
        { R"("type":"dateTime")", DateTime { "2026-01-01T00:00:00" }, "The answer must be a date with a time." },
        { to_moment, DateTime { "2026-11-24T06:00:00Z" }, "" },
        { to_moment, DateTime { "2026-11-24T06:00:01Z" }, "The answer is greater than 2026-11-24T14:00:00+08:00." },
        { R"("type":"string")", 1, "The answer must be a text." },
        { R"("type":"string")", Text { std::string(65536, 'x') }, "" },
        { R"("type":"string")", Text { std::string(65537, 'x') }, "The answer is longer than 65536 bytes." },
        { R"("type":"text")", Text { "a\x01" }, "The answer has characters that can't be stored." },
        { R"("type":"quantity")", Decimal { "1" }, "The answer must be a number with a unit." },
        { R"("type":"quantity")", Quantity { { "1" }, "m\x01", "", "" }, "The unit has characters that can't be stored." },
        { R"("type":"quantity")", Quantity { { "1" }, "", "\xff", "" }, "The unit has characters that can't be stored." },
        { R"("type":"quantity")", Quantity { { "1" }, "", "", "\x7f" }, "The unit has characters that can't be stored." },
        { R"("type":"quantity")", Quantity { { "" }, "mg", "", "" }, "The answer must be a number." },
        { R"("type":"open-choice","answerOption":[{"valueString":"x"}])", 1, "The answer is none of the form's options." },
        { attachment, Attachment { "image/png", "aGk=" }, "" },
        { attachment, Text { "aGk=" }, "The answer must be an attachment." },
        { attachment, Attachment { "", "aGk=" }, no_data },
        { attachment, Attachment { "image/png", "" }, no_data },
        { attachment, Attachment { "image\x01", "aGk=" }, no_data },
        { attachment, Attachment { "image/png", "a?==" }, no_data },
    };
    for (auto const& kind : kinds) {
        INFO(kind.item << " " << kind.value.index());
        CHECK(complaint(kind.item, kind.value) == (kind.expected.empty() ? "" : "Item a: " + kind.expected));
    }
}
