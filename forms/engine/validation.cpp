// SPDX-License-Identifier: Apache-2.0
// One walk over the response as it is written, then one over the form as the answers unroll it.
#include "forms/engine/validation.h"

#include "forms/engine/computation.h"
#include "forms/engine/items/kinds.h"
#include "forms/engine/occurrence.h"
#include "forms/engine/vocabulary.h"

#include <algorithm>
#include <initializer_list>

namespace bedside::forms {
namespace {

constexpr std::size_t max_bytes = 4u << 20;
constexpr int max_instances = 500;

std::string at(std::string const& place, std::string_view member, std::size_t index)
{
    return place + "." + std::string(member) + "[" + std::to_string(index) + "]";
}

std::string named(Item const& item, std::string const& sentence) { return "Item " + item.link_id + ": " + sentence; }

class Validation {
public:
    explicit Validation(Definition const& definition)
        : m_definition(definition)
    {
    }

    std::vector<ResponseIssue> issues;

    void run(std::string_view text)
    {
        std::string const root = "QuestionnaireResponse";
        if (text.size() > max_bytes) {
            error("too-long", root, "The response is larger than 4 MiB.");
            return;
        }
        auto const json = Json::parse(text);
        if (!json) {
            error("invalid", root, json.error().message);
            return;
        }
        if (json->string_at("resourceType") != "QuestionnaireResponse") {
            error("invalid", root, "This is not a FHIR QuestionnaireResponse.");
            return;
        }
        check_header(*json, root);
        walk(json->find("item"), m_definition.items, "", root);
        check_form();
    }

private:
    void error(std::string_view code, std::string place, std::string sentence) { add(Severity::error, code, std::move(place), std::move(sentence)); }

    void add(Severity severity, std::string_view code, std::string place, std::string sentence)
    {
        if (issues.size() < 1000)
            issues.push_back({ severity, std::string(code), std::move(place), std::move(sentence) });
    }

    void check_members(Json const& json, std::string const& place, std::initializer_list<std::string_view> known)
    {
        if (json.find("modifierExtension"))
            error("not-supported", place, "A modifierExtension changes the meaning of what it stands on, and none is understood here.");
        for (auto const& [name, member] : json.object()) {
            auto const plain = name.starts_with('_') ? std::string_view(name).substr(1) : std::string_view(name);
            if (std::ranges::find(known, plain) == known.end() && !plain.starts_with("value") && plain != "id" && plain != "extension" && plain != "modifierExtension")
                error("structure", place, "FHIR R4 has no " + name.substr(0, 64) + " here.");
        }
    }

    void check_header(Json const& json, std::string const& place)
    {
        check_members(json, place,
            { "resourceType", "meta", "implicitRules", "language", "text", "contained", "identifier", "basedOn", "partOf", "questionnaire", "status", "subject",
                "encounter", "authored", "author", "source", "item" });
        if (json.find("implicitRules"))
            error("not-supported", place + ".implicitRules", "implicitRules refers to rules that are not in the response.");
        auto const form = json.string_at("questionnaire");
        auto const bar = form.find('|');
        if (form.empty())
            error("required", place + ".questionnaire", "The response does not say which form it answers.");
        else if (!m_definition.url.empty() && form.substr(0, bar) != m_definition.url)
            error("invalid", place + ".questionnaire", "The response answers another form.");
        else if (bar == std::string::npos && !m_definition.version.empty())
            add(Severity::warning, "incomplete", place + ".questionnaire", "The response does not say which version of the form it answers.");
        else if (bar != std::string::npos && form.substr(bar + 1) != m_definition.version)
            error("invalid", place + ".questionnaire", "The response answers another version of the form.");
        auto const status = json.string_at("status");
        if (status == "completed" || status == "amended")
            m_complete = true;
        else if (status != "in-progress" && status != "entered-in-error" && status != "stopped")
            error(status.empty() ? "required" : "code-invalid", place + ".status", "The status must be in-progress, completed, amended, entered-in-error or stopped.");
        if (auto const* authored = json.find("authored"); authored && (!authored->is_string() || !is_date_time(authored->text())))
            error("value", place + ".authored", "authored is no FHIR dateTime.");
        if (auto const moment = parse_iso8601(json.string_at("authored")))
            m_authored = *moment;
    }

    void walk(Json const* list, std::vector<Item> const& items, std::string const& prefix, std::string const& place)
    {
        if (!list)
            return;
        if (!list->is_array() || list->array().empty()) {
            error("structure", place + ".item", "Items must be a list that is not empty.");
            return;
        }
        std::map<Item const*, int> seen;
        std::ptrdiff_t last = 0;
        for (std::size_t i = 0; i < list->array().size(); ++i) {
            auto const& json = list->array()[i];
            auto const here = at(place, "item", i);
            if (!json.is_object()) {
                error("structure", here, "An item must be an object.");
                continue;
            }
            check_members(json, here, { "linkId", "definition", "text", "answer", "item" });
            auto const link_id = json.string_at("linkId");
            auto const found = std::ranges::find(items, link_id, &Item::link_id);
            if (found == items.end()) {
                bool const elsewhere = m_definition.find(link_id) != nullptr;
                error(elsewhere ? "structure" : "not-found", here, elsewhere ? "The form has this item at another place." : "The form has no item of this linkId.");
                continue;
            }
            if (found - items.begin() < last)
                error("structure", here, named(*found, "It stands after an item that follows it in the form."));
            last = std::max(last, found - items.begin());
            item(json, *found, ++seen[&*found], prefix, here);
        }
    }

    void item(Json const& json, Item const& item, int instance, std::string const& prefix, std::string const& place)
    {
        bool const group = std::holds_alternative<GroupItem>(item.kind);
        if (instance > 1 && (!group || !item.repeats)) {
            error("structure", place, named(item, group ? "It does not repeat." : "It stands twice; several answers belong into one item."));
            return;
        }
        if (group && item.max_occurs && instance > *item.max_occurs)
            error("business-rule", place, named(item, "It may repeat at most " + std::to_string(*item.max_occurs) + " times."));
        if (instance > max_instances) {
            error("too-long", place, named(item, "It repeats more than 500 times."));
            return;
        }
        auto const* answers = json.find("answer");
        auto const* below = json.find("item");
        if (group) {
            auto const path = prefix + segment_of(item.link_id) + (instance > 1 ? "#" + std::to_string(instance) : "");
            m_places.emplace(path, place);
            if (answers)
                error("structure", place + ".answer", named(item, "A group has no answer of its own."));
            walk(below, item.children, prefix_of_instance(prefix, item.link_id, instance), place);
            return;
        }
        if (answers && below)
            error("invariant", place, named(item, "Items stand below both the item and its answer (FHIR rule qrs-1)."));
        else if (below)
            error("structure", place + ".item", named(item, "Items below a question belong below its answer."));
        if (std::holds_alternative<DisplayItem>(item.kind)) {
            if (answers)
                error("structure", place + ".answer", named(item, "A text on the screen has no answer."));
            return;
        }
        if (answers)
            read_answers(*answers, item, prefix, place);
    }

    void read_answers(Json const& list, Item const& item, std::string const& prefix, std::string const& place)
    {
        if (!list.is_array() || list.array().empty()) {
            error("structure", place + ".answer", named(item, "Answers must be a list that is not empty."));
            return;
        }
        Answer answer;
        bool all_read = true;
        for (std::size_t i = 0; i < list.array().size(); ++i) {
            auto const& json = list.array()[i];
            auto const here = at(place, "answer", i);
            if (!json.is_object()) {
                error("structure", here, named(item, "An answer must be an object."));
                all_read = false;
                continue;
            }
            check_members(json, here, { "item" });
            note_formula(json, prefix + segment_of(item.link_id));
            if (absence(json, item, here)) {
                answer.absence = Absence::asked_declined;
                continue;
            }
            auto value = value_of(json, "value");
            if (!value) {
                error("structure", here, named(item, value.error().message));
                all_read = false;
                continue;
            }
            if (auto const complaint = value_complaint(item, *value))
                error(std::holds_alternative<ChoiceItem>(item.kind) ? "code-invalid" : "value", here + ".value", named(item, *complaint));
            answer.values.push_back(std::move(*value));
            auto const instance = static_cast<int>(answer.values.size());
            if (auto const* below = json.find("item"); below && instance <= max_instances)
                walk(below, item.children, prefix_of_instance(prefix, item.link_id, instance), here);
        }
        if (answer.absence && !answer.values.empty())
            error("invariant", place, named(item, "It is refused and answered at the same time."));
        else if (all_read && !answer.absence)
            if (auto const complaint = combination_complaint(item, answer.values))
                error("business-rule", place, named(item, *complaint));
        auto path = prefix + segment_of(item.link_id);
        m_places.emplace(path, place);
        m_answers.emplace(std::move(path), std::move(answer));
    }

    /// Remembers by which expression an answer says that it came about.
    void note_formula(Json const& json, std::string const& path)
    {
        auto const* extensions = json.find("extension");
        for (auto const& extension : extensions ? extensions->array() : Json::Array())
            if (extension.string_at("url") == vocabulary::extension(vocabulary::calculated))
                m_formulas.insert_or_assign(path, extension.string_at("valueString"));
    }

    void check_calculated(Occurrence const& occurrence, std::string const& place)
    {
        auto const& formula = occurrence.item->formulas.calculated[0];
        auto const hash = m_formulas.find(occurrence.path);
        if (hash != m_formulas.end() && hash->second != formula.hash)
            error("business-rule", place, named(*occurrence.item, "Its value came about by another expression than the form's."));
        auto const given = m_answers.find(occurrence.path);
        bool const same = given == m_answers.end() ? !occurrence.calculated : occurrence.calculated == given->second;
        if (m_complete && !same && (m_authored || !formula.expression.uses_clock()))
            add(Severity::warning, "business-rule", place, named(*occurrence.item, "Its value is not what the form's expression gives for these answers."));
    }

    void check_constraints(Occurrences const& tree)
    {
        for (auto const& broken : broken_constraints(m_definition, tree.top(), m_authored)) {
            auto const found = broken.occurrence ? m_places.find(broken.occurrence->path) : m_places.end();
            add(Severity::warning, "invariant", found == m_places.end() ? "QuestionnaireResponse" : found->second,
                "The answers break the form's constraint " + broken.constraint->key + ": " + broken.constraint->human);
        }
    }

    bool absence(Json const& json, Item const& item, std::string const& place)
    {
        auto const* extensions = json.find("extension");
        if (!extensions || !extensions->is_array())
            return false;
        for (auto const& extension : extensions->array()) {
            if (extension.string_at("url") != vocabulary::data_absent_reason)
                continue;
            if (extension.string_at("valueCode") != "asked-declined")
                error("code-invalid", place, named(item, "The reason for no answer is none that a patient gives here."));
            return true;
        }
        return false;
    }

    /// Whether the group instance holds anything that could be and is answered.
    static std::pair<bool, bool> asked_and_answered(Occurrence const& occurrence)
    {
        if (!occurrence.enabled)
            return { false, false };
        bool asked = occurrence.asks();
        bool answered = occurrence.answer != nullptr;
        for (auto const& child : occurrence.children) {
            auto const [child_asked, child_answered] = asked_and_answered(*child);
            asked = asked || child_asked;
            answered = answered || child_answered;
        }
        return { asked, answered };
    }

    void check_level(std::vector<std::unique_ptr<Occurrence>> const& level, std::string const& place)
    {
        for (auto const& occurrence : level) {
            auto const& item = *occurrence->item;
            auto const found = m_places.find(occurrence->path);
            auto const& here = found == m_places.end() ? place : found->second;
            if (!occurrence->enabled) {
                if (found != m_places.end() && (occurrence->answer || occurrence->is_group()))
                    error("business-rule", here, named(item, "The form's conditions do not ask it, so it can't be answered."));
                continue; // what stands below is not asked either, and is reported once
            }
            if (!item.formulas.calculated.empty())
                check_calculated(*occurrence, here);
            if (m_complete && item.required) {
                auto const [asked, answered] = asked_and_answered(*occurrence);
                bool const lacking = occurrence->is_group() ? asked && !answered && occurrence->instance == 1 : !occurrence->answer && !item.read_only;
                if (lacking)
                    error("required", here, named(item, "It is required and has no answer."));
            }
            if (m_complete && occurrence->is_group() && item.min_occurs > 1 && found == m_places.end())
                error("required", here, named(item, "It must occur at least " + std::to_string(item.min_occurs) + " times."));
            // FHIR: a required item in a group that is absent is not required by itself
            if (!occurrence->is_group() || found != m_places.end())
                check_level(occurrence->children, here);
        }
    }

    void check_form()
    {
        Occurrences const tree(m_definition, m_answers, m_authored);
        check_level(tree.top(), "QuestionnaireResponse");
        if (m_complete)
            check_constraints(tree);
        for (auto const& [path, place] : m_places)
            if (!tree.find(path))
                error("business-rule", place, "The form does not ask for this repetition, so it can't be answered.");
    }

    Definition const& m_definition;
    bool m_complete = false;
    std::optional<Instant> m_authored;
    std::map<std::string, std::string, std::less<>> m_formulas; ///< path -> hash
    Answers m_answers;
    std::map<ItemPath, std::string, std::less<>> m_places;
};

} // namespace

std::vector<ResponseIssue> validate_response(Definition const& definition, std::string_view json)
{
    Validation validation(definition);
    validation.run(json);
    return std::move(validation.issues);
}

bool is_valid(std::vector<ResponseIssue> const& issues)
{
    return std::ranges::none_of(issues, [](ResponseIssue const& issue) { return issue.severity == Severity::error; });
}

std::string operation_outcome(std::vector<ResponseIssue> const& issues)
{
    Json::Array list;
    for (auto const& issue : issues) {
        list.push_back(Json::Object {
            { "severity", issue.severity == Severity::error ? "error" : "warning" },
            { "code", Json(issue.code) },
            { "diagnostics", Json(issue.text) },
            { "expression", Json::Array { Json(issue.expression) } },
        });
    }
    if (list.empty())
        list.push_back(Json::Object { { "severity", "information" }, { "code", "informational" }, { "diagnostics", "The response fits its form." } });
    return Json(Json::Object { { "resourceType", "OperationOutcome" }, { "issue", std::move(list) } }).dump();
}

} // namespace bedside::forms
