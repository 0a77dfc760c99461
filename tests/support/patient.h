// SPDX-License-Identifier: Apache-2.0
// A patient fills in a pain form on the real store, step by step as the kiosk does.
#pragma once

#include "forms/engine/navigation.h"
#include "forms/engine/response.h"
#include "forms/study/study.h"
#include "sync/store/store.h"

#include <chrono>
#include <thread>

namespace bedside::test {

/// The pain form of the study that the tablet has pulled.
inline Result<std::shared_ptr<forms::Definition const>> pain_form(store::Store& store)
{
    auto const files = TRY(store.documents("study"));
    auto const study = TRY(study::load_study(files));
    for (auto const& form : study.forms)
        if (form.id == "pain-nrs")
            return std::shared_ptr<forms::Definition const>(form.definition);
    return fail(Code::not_found, "The study has no pain form.");
}

struct PainForm {
    forms::Definition const& definition;
    int pain = 0;
    std::string written_over = {}; ///< in the place of the right value: what a defect of the tablet would hand in
    std::vector<std::string> resources = {};
    int priority = 0;
};

/// A disk that is full, or a busy store, is met as the kiosk meets it: the same step again until there is room. Gives up after a minute.
template <typename Step>
auto patiently(Step const& step) -> decltype(step())
{
    for (int i = 0;; ++i) {
        auto done = step();
        if (done || i == 3000 || (done.error().code != Code::disk_full && done.error().code != Code::read_only && done.error().code != Code::busy))
            return done;
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
}

/// Begins, answers item by item, completes.
inline Result<store::FrozenResponse> hand_in(store::Store& store, PainForm const& form, Clock const& clock)
{
    store::Actor const patient { .who = "patient", .assisted_by = {} };
    auto const begun = TRY(patiently([&] {
        return store.begin_response({ .id = {}, .participant = "P-009", .form = "pain-nrs", .questionnaire = form.definition.canonical(), .visit = "T1m", .started = {}, .current_path = {} }, patient);
    }));
    forms::Answers answers;
    for (auto const& step : forms::steps(form.definition, {}))
        answers[step.path] = { { forms::Value(static_cast<std::int32_t>(form.pain)) }, {} };
    for (auto const& given : answers)
        TRY(patiently([&] { return store.save_answer(begun.id, given.first, given.second, patient); }));
    forms::ResponseHeader const header { .id = begun.id, .subject = "P-009", .language = "zh-Hans", .authored = clock.now(), .status = forms::ResponseStatus::completed,
        .assisted_by = {}, .staff = {}, .tablet = TRY(store.setting("tablet")).value_or(""), .visit = "T1m", .study = "idds-hydromorphone", .amends = {}, .reason = {}, .corrected_by = {}, .flags = {} };
    auto bytes = TRY(forms::build_response(form.definition, answers, header));
    if (auto const value = "\"valueInteger\":" + std::to_string(form.pain); !form.written_over.empty())
        bytes.replace(bytes.find(value), value.size(), "\"valueInteger\":" + form.written_over);
    return patiently([&] { return store.complete(begun.id, bytes, patient, form.resources, form.priority); });
}

} // namespace bedside::test
