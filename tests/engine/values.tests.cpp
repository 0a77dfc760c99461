// SPDX-License-Identifier: Apache-2.0
#include "forms/engine/answers.h"
#include "forms/engine/json.h"
#include "forms/engine/pattern.h"
#include "forms/engine/revision.h"
#include "tests/support/scenario.h"

using namespace bedside;
using namespace bedside::forms;
using namespace bedside::test;

TEST_CASE("JSON keeps the spelling of numbers and sorts names")
{
    auto const json = Json::parse(R"({"b":1.10,"a":[1e2,-0,"\u75db\n"],"c":null})");
    REQUIRE(json);
    CHECK(json->dump() == "{\"a\":[1e2,-0,\"痛\\n\"],\"b\":1.10,\"c\":null}");
    CHECK(Json::parse(json->dump())->dump() == json->dump());
}

TEST_CASE("JSON with a repeated name, too deep, or followed by more is refused")
{
    CHECK_FALSE(Json::parse(R"({"a":1,"a":1})"));
    CHECK_FALSE(Json::parse("[[[[]]]]", 3));
    CHECK(Json::parse("[[[]]]", 3));
    CHECK_FALSE(Json::parse("{} {}"));
    CHECK_FALSE(Json::parse("\"\xff\""));
}

TEST_CASE("clean text is UTF-8 without control characters")
{
    CHECK(is_clean_text("痛 e\u0301 \U0001F600\n"));
    for (auto const* bad : { "\x01", "\x7f", "\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe7\x97", "\xe7\x97z", "\xc2\x85" })
        CHECK_FALSE(is_clean_text(bad));
}

TEST_CASE("every answer survives the store's encoding")
{
    Answer const answers[] = {
        { { true }, {} }, { { -7 }, {} }, { { Decimal { "1.10" } }, {} }, { { Date { "2026-11" } }, {} }, { { Time { "23:59:59" } }, {} },
        { { DateTime { "2026-11-24T14:05:00.000+08:00" } }, {} }, { { Text { "痛\"\\\n" } }, {} }, { { Coding { "s", "c", "d" }, Coding { "", "e", "" } }, {} },
        { { Quantity { { "5.0" }, "mg", "u", "mg" } }, {} }, { { Attachment { "image/png", "aGk=" } }, {} }, { {}, Absence::asked_declined },
    };
    for (auto const& answer : answers) {
        auto const decoded = decode_answer(encode_answer(answer));
        REQUIRE(decoded);
        CHECK(*decoded == answer);
        CHECK(encode_answer(*decoded) == encode_answer(answer)); // the spelling too
    }
}

TEST_CASE("a damaged stored answer is refused, never guessed")
{
    for (auto const* text : { "", "{}", "[]", R"({"values":[]})", R"({"values":[{}]})", R"({"values":[{"valueInteger":1.5}]})", R"({"values":[{"valueInteger":99999999999}]})",
             R"({"absent":"lost"})", R"({"absent":"asked-declined","values":[{"valueInteger":1}]})", R"({"values":[{"valueInteger":1,"valueString":"x"}]})",
             R"({"values":[{"valueDate":"2026-02-30"}]})", R"({"values":[{"valueTime":"24:00:00"}]})", R"({"values":[{"valueDateTime":"2026-01-01T00:00:00"}]})" })
        CHECK_FALSE(decode_answer(text));
    for (auto const* text : { R"({"values":7})", R"({"values":{"valueInteger":1}})" }) {
        auto const decoded = decode_answer(text);
        REQUIRE_FALSE(decoded);
        CHECK(decoded.error().code == Code::invalid_data);
        CHECK(decoded.error().message == "A stored answer's values must be a list.");
    }
}

TEST_CASE("decimals compare exactly, whatever their spelling")
{
    auto const order = [](char const* a, char const* b) { return compare(Decimal { a }, Decimal { b }); };
    CHECK(order("0.1", "0.10") == 0);
    CHECK(order("-0", "0.0") == 0);
    CHECK(order("1e3", "1000.0") == 0);
    CHECK(order("1E+3", "1e3") == 0);
    CHECK(order("1e+3", "1e-3") > 0);
    CHECK(order("12345678901234567890.1", "12345678901234567890.2") < 0);
    CHECK(order("-2", "-10") > 0);
    CHECK(order("0.09", "0.1") < 0);
    CHECK(order("-1", "1") < 0);
    for (auto const* bad : { "", "1.", ".5", "01", "1e", "1e1000", "+1", "0x1", "1 ", "NaN" })
        CHECK_FALSE(is_decimal(bad));
    CHECK(decimal_places("1.250e2") == 3);
}

TEST_CASE("dates and times are FHIR's, and such as exist")
{
    for (auto const* good : { "00:00:00", "23:59:59", "23:59:59.123456789" })
        CHECK(is_time(good));
    for (auto const* bad : { "", "1:00:00", "12:00", "12-00:00", "12:00-00", "ab:00:00", "12:ab:00", "12:00:ab", "24:00:00", "12:60:00", "12:00:60", "12:00:00,5", "12:00:00.", "12:00:00.x", "12:00:00.1234567890" }) {
        INFO(bad);
        CHECK_FALSE(is_time(bad));
    }
    for (auto const* good : { "2026", "2026-11", "2026-11-24", "2026-11-24T14:05:00Z", "2026-11-24T14:05:00.5-14:00", "2026-11-24T14:05:00+08:00" })
        CHECK(is_date_time(good));
    for (auto const* bad : { "", "26", "2026-13", "2026-11-31", "2026-11-31T14:05:00Z", "2026-11-24 14:05:00Z", "2026-11-24T14:05:00", "2026-11-24T14:05Z", "2026-11-24T+08:00", "2026-11-24T14:05:00 08:00", "2026-11-24T14:05:00+0x:00",
             "2026-11-24T14:05:00+08-00", "2026-11-24T14:05:00+08:0x", "2026-11-24T14:05:00+14:01", "2026-11-24T14:05:00+08:60", "2026-11-24T25:05:00+08:00" }) {
        INFO(bad);
        CHECK_FALSE(is_date_time(bad));
    }
}

TEST_CASE("of two days without a time one is earlier, unless one of them leaves it open")
{
    auto const order = [](char const* a, char const* b) { return compare(DateTime { a }, DateTime { b }); };
    CHECK(order("2026-11-24", "2026-11-25") < 0);
    CHECK(order("2027", "2026-12") > 0);
    CHECK(order("2026-11-24", "2026-11-24") == 0);
    CHECK(order("2026-11", "2026-11-24") == std::partial_ordering::unordered);
}

TEST_CASE("patterns match the whole text and nothing less")
{
    auto const matches = [](char const* expression, char const* text) {
        auto const pattern = Pattern::compile(expression);
        if (!pattern)
            FAIL(expression << ": " << pattern.error().message);
        return pattern->matches(text);
    };
    CHECK(matches("abc", "abc"));
    CHECK_FALSE(matches("abc", "abcd"));
    CHECK_FALSE(matches("abc", "xabc"));
    CHECK(matches("^[A-Z]{2,3}-\\d+$", "ABC-7"));
    CHECK_FALSE(matches("[A-Z]{2,3}-\\d+", "ABCD-7"));
    CHECK_FALSE(matches("[A-Z]{2,3}-\\d+", "A-7"));
    CHECK(matches("(a|bc)*d?", "abcad"));
    CHECK(matches("(?:x|y)+", "xyx"));
    CHECK_FALSE(matches("(x|y)+", ""));
    CHECK(matches("[^0-9]+", "痛痛"));
    CHECK_FALSE(matches("[^0-9]+", "痛1"));
    CHECK(matches(".{2}", "痛痛"));
    CHECK_FALSE(matches(".", "\n"));
    CHECK(matches("\\w+@\\w+\\.(com|org)", "a_1@b.org"));
    CHECK(matches("\\S+\\s\\D", "ab c"));
    CHECK(matches("a{0}", ""));
    CHECK(matches("[-a]{2}", "-a"));
    CHECK(matches("[+-]?(0|[1-9]\\d*)", "-120"));
    CHECK(matches("\\W{3}", "-痛 "));
    CHECK(matches("\\p{Han}+", "疼痛"));
    CHECK_FALSE(matches("\\p{Han}+", "pain"));
    CHECK(matches("(?i)abc", "aBC"));
    CHECK(matches("a|ab", "ab")); // the whole text decides, not the first alternative
    CHECK_FALSE(matches("a$|b", "a\n"));
    for (auto const* inside : { "a", "Z", "_", "0", "9" })
        CHECK_FALSE(matches("\\W", inside));
    CHECK(matches("\\t\\n\\r", "\t\n\r"));
    CHECK_FALSE(matches("\\t", "t"));
    CHECK(matches("[\\d\\-.]+", "1-2.3"));
    CHECK_FALSE(matches("[\\d\\-.]+", "d"));
    CHECK(matches("[+-\\.]+", "+,-."));
    CHECK_FALSE(matches("[+-\\.]", "/"));
    CHECK(matches("a+?b", "aab"));
    CHECK_FALSE(matches("a+?b", "b"));
}

TEST_CASE("patterns that are wrong, not supported or too large are refused")
{
    auto const code_of = [](std::string const& expression) {
        auto const pattern = Pattern::compile(expression);
        INFO(expression);
        REQUIRE_FALSE(pattern);
        CHECK(pattern.error().message.ends_with('.'));
        return pattern.error().code;
    };
    for (auto const* bad : { "", "(", ")", "[", "[]", "*a", "[b-a]", "\\", "[a-\\", "\xff" })
        CHECK(code_of(bad) == Code::invalid_form);
    for (auto const* lacking : { "(?=a)", "(?<!a)", "[a-\\d]", "(a)\\1", "\\i\\c", "a**", "a{1001}", "a{2,1}", "((a{100}){100}){100}" })
        CHECK(code_of(lacking) == Code::unsupported_form);
    CHECK(code_of(std::string(2000, '(')) == Code::unsupported_form);
    CHECK(code_of(std::string(1001, 'a')) == Code::unsupported_form);
    CHECK(Pattern::compile(std::string(1000, 'a')));
    std::string large;
    for (int i = 0; i < 100; ++i)
        large += "\\pL{999}";
    CHECK(code_of(large) == Code::unsupported_form);
    CHECK(Pattern::compile("(?=a)").error().message == "This regular expression is not supported here: invalid perl operator: (?=.");
    CHECK(Pattern::compile("(").error().message == "This is not a regular expression: missing ): (.");
}

TEST_CASE("a pattern made to backtrack for ever takes no time")
{
    CHECK_FALSE(Pattern::compile("(a*)*(a|a)*(a+)+b")->matches(std::string(20000, 'a')));
    CHECK_FALSE(Pattern::compile("(.*)(.*)(.*)(.*)(.*)[ab]{500}c")->matches(std::string(60000, 'a')));
}

TEST_CASE("answers go to a new version only where the question still says the same")
{
    auto const form = [](std::string const& version, std::string const& items) {
        return form_of(R"({"resourceType":"Questionnaire","url":"http://example.org/q","version":")" + version + R"(","status":"active","item":[)" + items + "]}");
    };
    auto const before = form("1", R"({"linkId":"a","type":"integer","text":"Pain now?"},{"linkId":"b","type":"integer","text":"Pain today?"},
        {"linkId":"c","type":"choice","text":"Where?","answerOption":[{"valueCoding":{"code":"x","display":"Head"}}]},{"linkId":"d","type":"boolean","text":"Yes?"},
        {"linkId":"g","type":"group","item":[{"linkId":"e","type":"boolean"}]},{"linkId":"f","type":"integer","text":"Same"})");
    auto const after = form("2", R"({"linkId":"f","type":"integer","text":"Same"},{"linkId":"a","type":"integer","text":"Pain this week?"},
        {"linkId":"b","type":"integer","text":"Pain today?","extension":[{"url":"http://hl7.org/fhir/StructureDefinition/maxValue","valueInteger":10}]},
        {"linkId":"c","type":"choice","text":"Where?","answerOption":[{"valueCoding":{"code":"x","display":"Back"}}]},
        {"linkId":"g","type":"group","repeats":true,"item":[{"linkId":"e","type":"boolean"}]})");
    Answers const answers { { "a", { { 1 }, {} } }, { "b", { { 2 }, {} } }, { "c", { { Coding { "", "x", "" } }, {} } }, { "d", { { true }, {} } }, { "e", { { true }, {} } }, { "f", { { 6 }, {} } } };
    auto const carried = carry_over(before, answers, after);
    CHECK(carried.kept == Answers { { "f", { { 6 }, {} } } });
    CHECK(carried.dropped == std::vector<ItemPath> { "a", "b", "c", "d", "e" });
    CHECK(carry_over(before, answers, before).kept == answers);
}

TEST_CASE("a coded question may be worded anew; another code, unit or option makes it another question")
{
    auto const form = [](std::string const& text, std::string const& code, std::string const& unit, std::string const& option, std::string const& meta = "") {
        return form_of(R"({"resourceType":"Questionnaire","url":"http://example.org/q","version":"1","status":"active",)" + meta + R"("item":[
            {"linkId":"a","type":"integer","text":")" + text + R"(","code":[{"system":"http://example.org","code":")" + code + R"("}],
             "extension":[{"url":"http://hl7.org/fhir/StructureDefinition/questionnaire-unit","valueCoding":{"system":"http://unitsofmeasure.org","code":")" + unit + R"(","display":")" + unit + R"("}}]},
            {"linkId":"b","type":"choice","text":"Where?","code":[{"system":"http://example.org","code":"where"}],"answerOption":[{"valueCoding":{"code":")" + option + R"(","display":")" + text + R"("}}]}]})");
    };
    Answers const answers { { "a", { { 2 }, {} } }, { "b", { { Coding { "", "x", "" } }, {} } } };
    auto const before = form("Pain?", "p", "mg", "x");
    auto const kept = [&](Definition const& after) { return carry_over(before, answers, after).kept; };
    CHECK(kept(form("How much pain?", "p", "mg", "x")) == answers);
    CHECK_FALSE(kept(form("Pain?", "q", "mg", "x")).contains("a"));
    CHECK_FALSE(kept(form("Pain?", "p", "ug", "x")).contains("a"));
    CHECK_FALSE(kept(form("Pain?", "p", "mg", "y")).contains("b"));
    auto const beside = [&](char const* other) { return form("Pain?", "p", "mg", std::string("x\"}},{\"valueCoding\":{\"code\":\"") + other); };
    CHECK_FALSE(carry_over(beside("y"), answers, beside("z")).kept.contains("b")); // x among others is another answer
    auto const demonstration = form("Pain?", "p", "mg", "x", R"("meta":{"tag":[{"system":"https://bedside.health/fhir/CodeSystem/tag","code":"demonstration"}]},)");
    REQUIRE(demonstration.wording == Wording::demonstration);
    CHECK(kept(demonstration).empty());
}

TEST_CASE("of every kind of item, another rule makes it another question")
{
    auto const item = [](std::string const& rest) { return form_of(R"({"resourceType":"Questionnaire","url":"http://example.org/q","version":"1","status":"active","item":[{"linkId":"a",)" + rest + "}]}").items[0]; };
    auto const with = [](std::string const& type, std::string const& name, std::string const& value) {
        return R"("type":")" + type + R"(","extension":[{"url":"http://hl7.org/fhir/StructureDefinition/)" + name + "\"," + value + "}]";
    };
    auto const label = [](std::string const& control, std::string const& text) {
        return R"("type":"integer","item":[{"linkId":"l","type":"display","text":")" + text + R"(","extension":[{"url":"http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl","valueCodeableConcept":{"coding":[{"code":")" + control
            + "\"}]}}]}]";
    };
    auto const mg = R"("valueCoding":{"system":"http://unitsofmeasure.org","code":"mg"})";
    auto const g = R"("valueCoding":{"system":"http://unitsofmeasure.org","code":"g"})";
    std::vector<std::string> const kinds[] = {
        { R"("type":"group","item":[{"linkId":"x","type":"boolean"}])" },
        { R"("type":"display","text":"Words")", R"("type":"display","text":"Others")" },
        { R"("type":"boolean")" },
        { R"("type":"attachment")" },
        { R"("type":"integer")", with("integer", "minValue", R"("valueInteger":1)"), with("integer", "maxValue", R"("valueInteger":1)") },
        { R"("type":"date")", with("date", "minValue", R"("valueDate":"2026-01-01")"), with("date", "maxValue", R"("valueDate":"2026-01-01")") },
        { R"("type":"time")", with("time", "minValue", R"("valueTime":"12:00:00")"), with("time", "maxValue", R"("valueTime":"12:00:00")") },
        { R"("type":"dateTime")", with("dateTime", "minValue", R"("valueDateTime":"2026-01-01T00:00:00Z")"), with("dateTime", "maxValue", R"("valueDateTime":"2026-01-01T00:00:00Z")") },
        { R"("type":"decimal")", with("decimal", "minValue", R"("valueDecimal":1)"), with("decimal", "maxValue", R"("valueDecimal":1)"), with("decimal", "maxDecimalPlaces", R"("valueInteger":1)") },
        { R"("type":"quantity")", with("quantity", "minValue", R"("valueDecimal":1)"), with("quantity", "maxDecimalPlaces", R"("valueInteger":1)"), with("quantity", "questionnaire-unitOption", mg), with("quantity", "questionnaire-unitOption", g) },
        { R"("type":"string")", R"("type":"string","maxLength":2)", with("string", "minLength", R"("valueInteger":1)"), with("string", "regex", R"("valueString":"[a-z]")") },
        { R"("type":"integer")", label("lower", "none"), label("lower", "little"), label("upper", "none") },
    };
    for (auto const& variants : kinds)
        for (std::size_t i = 0; i < variants.size(); ++i)
            for (std::size_t k = 0; k < variants.size(); ++k) {
                INFO(variants[i] << " " << variants[k]);
                CHECK(same_meaning(item(variants[i]), item(variants[k])) == (i == k));
            }
}
