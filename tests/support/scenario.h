// SPDX-License-Identifier: Apache-2.0
// Drives a whole form in clinical words: what the patient sees, answers, declines; what becomes of it.
#pragma once

#include "forms/engine/navigation.h"
#include "forms/engine/response.h"
#include "forms/engine/validation.h"
#include "forms/instruments/instruments.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>

namespace bedside::test {

using namespace forms;

inline Definition form_of(std::string_view json)
{
    auto definition = load_questionnaire(json);
    if (!definition)
        FAIL(definition.error().message);
    return std::move(*definition);
}

inline ResponseHeader header_of(std::string_view subject = "P-017")
{
    ResponseHeader header;
    header.id = "0c5a5a3e-52b4-4b7c-9d0e-2f8f0a7d1c11";
    header.subject = subject;
    header.language = "zh-Hans";
    header.authored = *parse_iso8601("2026-11-24T14:42:00.000+08:00");
    header.tablet = "T-03";
    header.visit = "T1m";
    header.study = "idds-hydromorphone";
    return header;
}

class Scenario {
public:
    explicit Scenario(std::string_view instrument)
        : form(form_of(*shipped_instrument(instrument)))
    {
    }
    static Scenario of_json(std::string_view json) { return Scenario(form_of(json)); }

    Definition form;
    Answers answers;

    /// linkIds or paths of what is asked now, in order.
    std::vector<std::string> asked() const
    {
        std::vector<std::string> paths;
        for (auto const& step : steps(form, answers)) {
            if (std::holds_alternative<GroupItem>(step.item->kind)) {
                for (auto const& child : step.item->children)
                    if (is_enabled(form, answers, child.link_id))
                        paths.push_back(child.link_id);
            } else if (!std::holds_alternative<DisplayItem>(step.item->kind)) {
                paths.push_back(step.path.text());
            }
        }
        return paths;
    }
    bool asks(std::string_view path) const
    {
        auto const all = asked();
        return std::ranges::find(all, path) != all.end();
    }

    /// The patient taps an answer; it must fit.
    Scenario& says(ItemPath const& path, Value value) { return says_all(path, { std::move(value) }); }
    Scenario& says_all(ItemPath const& path, std::vector<Value> values)
    {
        INFO(path);
        auto const* item = form.find(path.link_id());
        REQUIRE(item);
        Answer answer { std::move(values), {} };
        auto const checked = check_answer(*item, answer);
        if (!checked)
            FAIL(checked.error().message);
        answers[path] = std::move(answer);
        return *this;
    }
    /// The patient taps options by their codes.
    Scenario& chooses(ItemPath const& path, std::vector<std::string> const& codes)
    {
        auto const* item = form.find(path.link_id());
        REQUIRE(item);
        std::vector<Value> values;
        for (auto const& option : std::get<ChoiceItem>(item->kind).options)
            if (auto const* coding = std::get_if<Coding>(&option.value); coding && std::ranges::find(codes, coding->code) != codes.end())
                values.push_back(*coding);
        REQUIRE(values.size() == codes.size());
        return says_all(path, values);
    }
    Scenario& declines(ItemPath const& path)
    {
        answers[path] = { {}, Absence::asked_declined };
        return *this;
    }
    Scenario& takes_back(std::string const& path)
    {
        answers.erase(path);
        return *this;
    }
    std::vector<ItemPath> missing() const { return forms::missing(form, answers); }
    std::vector<ItemPath> hidden() const { return hidden_answers(form, answers); }

    /// The frozen bytes.
    std::string completed() const
    {
        auto json = build_response(form, answers, header_of());
        if (!json)
            FAIL(json.error().message);
        return *json;
    }

private:
    explicit Scenario(Definition definition)
        : form(std::move(definition))
    {
    }
};

} // namespace bedside::test
