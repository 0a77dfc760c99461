// SPDX-License-Identifier: Apache-2.0
// Two hundred forms of every shape that authors' tools write, each with its known fate.
#include "forms/engine/inspection.h"
#include "forms/engine/json.h"
#include "tests/support/scenario.h"

#include <random>

using namespace bedside;
using namespace bedside::forms;
using namespace bedside::test;

namespace {

enum class Fate { ok, unsupported, invalid };

/// Writes one form from a seed: nested groups, every type, branching on earlier questions, repeats, value sets, and sometimes one flaw.
class Author {
public:
    explicit Author(unsigned seed)
        : m_random(seed)
        , m_flaw(static_cast<int>(seed % 10)) // 7, 8 and 9 make a flaw
    {
    }

    Fate fate = Fate::ok;

    std::string write()
    {
        Json::Object form { { "resourceType", "Questionnaire" }, { "status", "active" }, { "url", "http://example.org/form" }, { "version", "3" } };
        Json::Array concepts;
        for (int i = 0; i < 4; ++i)
            concepts.push_back(Json::Object { { "code", Json("v" + std::to_string(i)) }, { "display", "word" } });
        Json::Array include { Json::Object { { "system", "http://example.org/s" }, { "concept", std::move(concepts) } } };
        form.emplace("contained", Json::Array { Json::Object { { "resourceType", "ValueSet" }, { "id", "v" }, { "compose", Json::Object { { "include", std::move(include) } } } } });
        if (one_in(2))
            form.emplace("description", "Written by a tool");
        form.emplace("item", items(1, between(2, 9)));
        return Json(std::move(form)).dump();
    }

private:
    int between(int low, int high) { return low + static_cast<int>(m_random() % static_cast<unsigned>(high - low + 1)); }
    bool one_in(int n) { return between(1, n) == 1; }

    static Json extension(std::string const& name, std::string const& member, Json value)
    {
        return Json::Object { { "url", Json("http://hl7.org/fhir/StructureDefinition/" + name) }, { member, std::move(value) } };
    }

    Json::Array items(int depth, int count)
    {
        Json::Array list;
        for (int i = 0; i < count; ++i)
            list.push_back(item(depth));
        return list;
    }

    Json item(int depth)
    {
        auto const link_id = std::to_string(depth) + "." + std::to_string(++m_count);
        Json::Object item { { "linkId", Json(link_id) }, { "text", Json("Question " + link_id) } };
        Json::Array extensions;
        if (!m_asked.empty() && one_in(3)) {
            auto const& [question, condition] = m_asked[static_cast<std::size_t>(between(0, static_cast<int>(m_asked.size()) - 1))];
            Json::Array when { condition };
            if (one_in(2)) {
                when.push_back(Json::Object { { "question", Json(question) }, { "operator", "exists" }, { "answerBoolean", true } });
                item.emplace("enableBehavior", one_in(2) ? "all" : "any");
            }
            item.emplace("enableWhen", std::move(when));
        }
        if (depth < 5 && one_in(4)) {
            item.emplace("type", "group");
            item.emplace("repeats", one_in(4));
            item.emplace("item", items(depth + 1, between(1, 4)));
            return item;
        }
        auto const ask = [&](char const* type, std::string const& member, Json answer, char const* op) {
            item.emplace("type", type);
            m_asked.emplace_back(link_id, Json::Object { { "question", Json(link_id) }, { "operator", op }, { "answer" + member, std::move(answer) } });
        };
        item.emplace("required", one_in(2));
        switch (between(0, 11)) {
        case 0: ask("boolean", "Boolean", true, "="); break;
        case 1:
            ask("integer", "Integer", std::int64_t { 3 }, ">");
            extensions.push_back(extension("minValue", "valueInteger", std::int64_t { 0 }));
            break;
        case 2:
            ask("decimal", "Decimal", Json::number("2.50"), "<=");
            extensions.push_back(extension("maxDecimalPlaces", "valueInteger", std::int64_t { 2 }));
            break;
        case 3: ask("date", "Date", "2026-01-31", ">="); break;
        case 4: ask("time", "Time", "08:30:00", "<"); break;
        case 5: ask("dateTime", "DateTime", "2026-01-31T10:00:00+08:00", "!="); break;
        case 6:
            ask("string", "String", "yes", "=");
            item.emplace("maxLength", std::int64_t { 40 });
            extensions.push_back(extension("regex", "valueString", "[^<>]*"));
            break;
        case 7: ask("text", "String", "yes", "!="); break;
        case 8: ask("quantity", "Quantity", Json::Object { { "value", Json::number("5") }, { "code", "mg" } }, ">"); break;
        case 9:
            ask("choice", "Coding", Json::Object { { "system", "http://example.org/s" }, { "code", "v1" } }, "=");
            item.emplace("answerValueSet", "#v");
            item.emplace("repeats", one_in(2));
            if (one_in(3))
                item.emplace("item", items(depth + 1, 1));
            break;
        case 10: {
            ask("open-choice", "String", "other", "=");
            item.emplace("answerOption", Json::Array { Json::Object { { "valueString", "a" } }, Json::Object { { "valueString", "b" } } });
            break;
        }
        default:
            item.erase("required");
            item.emplace("type", "display");
            break;
        }
        flaw(item);
        if (one_in(4))
            extensions.push_back(Json::Object { { "url", "http://example.org/layout" }, { "valueString", "wide" } });
        if (!extensions.empty())
            item.emplace("extension", std::move(extensions));
        return item;
    }

    /// The first question gets the form's one flaw.
    void flaw(Json::Object& item)
    {
        if (fate != Fate::ok || m_flaw < 7)
            return;
        fate = m_flaw == 7 ? Fate::unsupported : Fate::invalid;
        if (m_flaw == 7) {
            if (one_in(2))
                item.emplace("modifierExtension", Json::Array { Json::Object { { "url", "http://example.org/not" } } });
            else
                item.insert_or_assign("type", "reference"), item.erase("answerOption"), item.erase("answerValueSet"), item.erase("maxLength");
        } else if (m_flaw == 8) {
            if (one_in(2))
                item.insert_or_assign("type", "choise");
            else
                item.emplace("enableIf", true);
        } else {
            item.insert_or_assign("enableWhen", Json::Array { Json::Object { { "question", "nowhere" }, { "operator", "exists" }, { "answerBoolean", true } } });
        }
    }

    std::mt19937 m_random;
    int m_flaw;
    int m_count = 0;
    std::vector<std::pair<std::string, Json>> m_asked;
};

/// An answer that fits, for the asked item.
Value value_for(ItemKind const& kind, unsigned turn)
{
    if (auto const* choice = std::get_if<ChoiceItem>(&kind))
        return choice->options[turn % choice->options.size()].value;
    if (std::holds_alternative<BooleanItem>(kind))
        return turn % 2 == 0;
    if (std::holds_alternative<IntegerItem>(kind))
        return static_cast<std::int32_t>(turn % 7);
    if (std::holds_alternative<DecimalItem>(kind))
        return Decimal { turn % 2 == 0 ? "2.5" : "9.75" };
    if (std::holds_alternative<DateItem>(kind))
        return Date { turn % 2 == 0 ? "2025-12-31" : "2026-02" };
    if (std::holds_alternative<TimeItem>(kind))
        return Time { turn % 2 == 0 ? "08:00:00" : "22:15:00" };
    if (std::holds_alternative<DateTimeItem>(kind))
        return DateTime { "2026-03-01T10:00:00Z" };
    if (std::holds_alternative<QuantityItem>(kind))
        return Quantity { { turn % 2 == 0 ? "4" : "6.0" }, "mg", "", "mg" };
    return Text { turn % 2 == 0 ? "yes" : "痛 no" };
}

} // namespace

TEST_CASE("of two hundred forms from many hands each is ok, unsupported or invalid, and the good ones can be filled in", "[R-036]")
{
    int ok = 0;
    for (unsigned seed = 0; seed < 200; ++seed) {
        Author author(seed);
        auto const json = author.write();
        INFO("form " << seed);
        auto const loaded = load_questionnaire(json);
        auto const fate = loaded ? Fate::ok : loaded.error().code == Code::unsupported_form ? Fate::unsupported : Fate::invalid;
        INFO((loaded ? std::string() : loaded.error().message));
        REQUIRE(fate == author.fate);
        if (!loaded)
            continue;
        ++ok;
        auto patient = Scenario::of_json(json);
        // answers open further questions: go on until nothing is missing
        unsigned turn = seed;
        for (auto next = first_unanswered(patient.form, patient.answers); next; next = first_unanswered(patient.form, patient.answers)) {
            REQUIRE(patient.answers.size() < 500);
            if (++turn % 5 == 0)
                patient.declines(next->path);
            else
                patient.answers[next->path] = { { value_for(next->item->kind, turn) }, {} };
        }
        CHECK(patient.missing().empty());
        CHECK(patient.hidden().empty());
        auto const response = patient.completed();
        for (auto const& issue : validate_response(patient.form, response))
            FAIL_CHECK(issue.expression << ": " << issue.text);
        auto const parsed = parse_response(patient.form, response);
        REQUIRE(parsed);
        CHECK(parsed->answers == patient.answers);
    }
    CHECK(ok == 140);
}
