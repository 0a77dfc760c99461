// SPDX-License-Identifier: Apache-2.0
// Facts as JSON: names are short because many travel and each is kept.
#include "forms/course/facts.h"

#include "forms/engine/json.h"

#include <algorithm>
#include <charconv>

namespace bedside::course {
namespace {

using forms::Json;

/// Items of the shipped instruments that readings look at, beside those that rules name: charts, the diary, the pump, the status record.
constexpr std::string_view charted_items[] = { "average", "worst", "least", "now", "background", "episodes", "unlogged", "event", "event-at", "drug", "concentration", "observed-minutes",
    "boluses-delivered", "bolus-volume", "basal-rate", "basal-minutes", "reservoir-start", "reservoir-end" };
/// CDISC codes of pain ratings, which another study's form may hold under names of its own.
constexpr std::string_view charted_codes[] = { "PI0101", "PI0102", "PI0106" };

void collect_charted(std::vector<forms::Item> const& items, std::set<std::string, std::less<>>& all)
{
    for (auto const& item : items) {
        if (std::any_of(item.codes.begin(), item.codes.end(), [](auto const& coding) { return std::ranges::find(charted_codes, coding.code) != std::end(charted_codes); }))
            all.insert(item.link_id);
        collect_charted(item.children, all);
    }
}

void put(Json::Object& object, std::string_view name, std::string const& text)
{
    if (!text.empty())
        object.emplace(name, Json(text));
}

Json texts(std::vector<std::string> const& all) { return Json(Json::Array(all.begin(), all.end())); }

std::vector<std::string> texts_at(Json const& json, std::string_view name)
{
    std::vector<std::string> all;
    if (auto const* array = json.find(name)) {
        for (auto const& one : array->array())
            all.push_back(one.text());
    }
    return all;
}

Result<FormFact> form_of(Json const& json, study::Study const& study)
{
    FormFact fact;
    fact.id = json.string_at("id");
    fact.amends = json.string_at("amends");
    fact.tablet = json.string_at("tablet");
    fact.by = json.string_at("by");
    fact.reason = json.string_at("reason");
    fact.flags = texts_at(json, "flags");
    fact.whole = false;
    fact.form.form = json.string_at("form");
    fact.form.visit = json.string_at("visit");
    fact.form.authored = TRY(parse_iso8601(json.string_at("at")));
    if (auto const* known = study.form(fact.form.form))
        fact.form.definition = known->definition;
    for (auto const& path : texts_at(json, "changed"))
        fact.changed.emplace_back(path);
    if (auto const* answers = json.find("answers")) {
        for (auto const& [path, answer] : answers->object())
            fact.form.answers.emplace(path, TRY(forms::decode_answer(answer.dump())));
    }
    if (fact.id.empty() || fact.form.form.empty())
        return fail(Code::invalid_data, "A fact about a form must name the form.");
    return fact;
}

} // namespace

std::string version_id(std::string_view response_id, std::int64_t version)
{
    return version < 2 ? std::string(response_id) : std::string(response_id) + "." + std::to_string(version);
}

std::pair<std::string, std::int64_t> response_of_version(std::string_view id)
{
    auto const dot = id.rfind('.');
    std::int64_t version = 0;
    if (dot != std::string_view::npos) {
        auto const [end, error] = std::from_chars(id.data() + dot + 1, id.data() + id.size(), version);
        if (error == std::errc() && end == id.data() + id.size() && version >= 2)
            return { std::string(id.substr(0, dot)), version };
    }
    return { std::string(id), 1 };
}

std::set<std::string, std::less<>> named_items(study::Study const& study, std::string_view form)
{
    std::set<std::string, std::less<>> all(std::begin(charted_items), std::end(charted_items));
    for (auto const& rule : study.alerts) {
        if (rule.forms.empty() || std::find(rule.forms.begin(), rule.forms.end(), form) != rule.forms.end())
            all.insert(rule.items.begin(), rule.items.end());
    }
    if (auto const* diary = study.diary_of_form(form))
        all.insert(diary->onset_item);
    if (auto const* known = study.form(form); known && known->definition)
        collect_charted(known->definition->items, all);
    return all;
}

FormFact reduced(study::Study const& study, FormFact const& fact)
{
    auto const named = named_items(study, fact.form.form);
    auto made = fact;
    made.whole = false;
    std::erase_if(made.form.answers, [&](auto const& entry) {
        return !named.contains(entry.first.link_id()) && std::find(fact.changed.begin(), fact.changed.end(), entry.first) == fact.changed.end();
    });
    return made;
}

std::string encode(std::string_view participant, FormFact const& fact)
{
    Json::Object object { { "kind", Json("form") }, { "participant", Json(participant) }, { "id", Json(fact.id) }, { "form", Json(fact.form.form) }, { "at", Json(iso8601(fact.form.authored)) } };
    put(object, "visit", fact.form.visit);
    put(object, "amends", fact.amends);
    put(object, "tablet", fact.tablet);
    put(object, "by", fact.by);
    put(object, "reason", fact.reason);
    if (!fact.flags.empty())
        object.emplace("flags", texts(fact.flags));
    if (!fact.changed.empty()) {
        Json::Array paths;
        for (auto const& path : fact.changed)
            paths.emplace_back(path.text());
        object.emplace("changed", Json(std::move(paths)));
    }
    Json::Object answers;
    for (auto const& [path, answer] : fact.form.answers) {
        if (auto json = Json::parse(forms::encode_answer(answer)))
            answers.emplace(path.text(), std::move(*json));
    }
    if (!answers.empty())
        object.emplace("answers", Json(std::move(answers)));
    return Json(std::move(object)).dump();
}

std::string encode(std::string_view participant, ChangeFact const& fact)
{
    Json::Object object { { "kind", Json("change") }, { "participant", Json(participant) }, { "id", Json(fact.id) }, { "field", Json(fact.field) }, { "value", Json(fact.value) },
        { "at", Json(iso8601(fact.at)) } };
    put(object, "since", fact.since);
    put(object, "reason", fact.reason);
    put(object, "by", fact.by);
    if (!fact.knew.empty())
        object.emplace("knew", texts(fact.knew));
    return Json(std::move(object)).dump();
}

std::string encode(std::string_view participant, AcknowledgementFact const& fact)
{
    Json::Object object { { "kind", Json("seen") }, { "participant", Json(participant) }, { "alert", Json(fact.alert) }, { "by", Json(fact.by) }, { "at", Json(iso8601(fact.at)) } };
    put(object, "where", fact.where);
    put(object, "note", fact.note);
    return Json(std::move(object)).dump();
}

std::string encode(std::string_view participant, DecisionFact const& fact)
{
    Json::Object object { { "kind", Json("decision") }, { "participant", Json(participant) }, { "id", Json(fact.id) }, { "stands", Json(fact.stands) }, { "over", texts(fact.over) },
        { "by", Json(fact.by) }, { "reason", Json(fact.reason) }, { "at", Json(iso8601(fact.at)) } };
    return Json(std::move(object)).dump();
}

Result<Decoded> decode(std::string_view text, study::Study const& study)
{
    auto const json = TRY(Json::parse(text, 16));
    Decoded decoded;
    decoded.participant = json.string_at("participant");
    auto const& kind = json.string_at("kind");
    if (decoded.participant.empty())
        return fail(Code::invalid_data, "A fact must say whom it is about.");
    if (kind == "form") {
        decoded.form = std::make_shared<FormFact const>(TRY(form_of(json, study)));
        decoded.id = decoded.form->id;
    } else if (kind == "change") {
        decoded.change = ChangeFact { json.string_at("id"), json.string_at("field"), json.string_at("value"), json.string_at("since"), json.string_at("reason"), json.string_at("by"),
            TRY(parse_iso8601(json.string_at("at"))), texts_at(json, "knew") };
        decoded.id = "change " + decoded.change->id;
    } else if (kind == "seen") {
        decoded.acknowledgement
            = AcknowledgementFact { json.string_at("alert"), json.string_at("by"), json.string_at("where"), TRY(parse_iso8601(json.string_at("at"))), json.string_at("note") };
        decoded.id = "seen " + decoded.acknowledgement->alert + " " + decoded.acknowledgement->by + " " + json.string_at("at");
    } else if (kind == "decision") {
        decoded.decision = DecisionFact { json.string_at("id"), json.string_at("stands"), texts_at(json, "over"), json.string_at("by"), json.string_at("reason"), TRY(parse_iso8601(json.string_at("at"))) };
        decoded.id = "decision " + decoded.decision->id;
    } else {
        return fail(Code::invalid_data, "This kind of fact is not known; update this program.");
    }
    return decoded;
}

void insert(Facts& facts, Decoded decoded)
{
    if (decoded.form)
        facts.forms.push_back(std::move(decoded.form));
    if (decoded.change)
        facts.changes.push_back(std::move(*decoded.change));
    if (decoded.acknowledgement)
        facts.acknowledgements.push_back(std::move(*decoded.acknowledgement));
    if (decoded.decision)
        facts.decisions.push_back(std::move(*decoded.decision));
}

} // namespace bedside::course
