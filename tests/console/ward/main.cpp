// SPDX-License-Identifier: Apache-2.0
// A tablet's kiosk without a screen, for ward.mjs: completes one form in an enrolled store.
//   ward_tablet DATA_FOLDER KEY_FILE PARTICIPANT PAIN [bad] [alert]
// "bad" writes a value beyond the scale over an answer, as a defect would; "alert" sends the study's alert along.
#include "forms/engine/navigation.h"
#include "forms/engine/response.h"
#include "forms/study/study.h"
#include "sync/store/store.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>

using namespace bedside;

namespace {

Result<void> complete(std::filesystem::path const& data, std::filesystem::path const& key_file, std::string const& participant, int pain, bool bad, bool alert)
{
    static SystemClock const clock;
    auto const key = TRY(store::key_from_file(key_file));
    auto store = TRY(store::Store::open(data, key, clock));
    auto const files = TRY(store.documents("study"));
    auto const trial = TRY(study::load_study(files));
    auto const& form = *trial.form("pain-nrs")->definition;
    store::Actor const patient { .who = "patient", .assisted_by = {} };
    auto const open = TRY(store.begin_response({ .id = {}, .participant = participant, .form = "pain-nrs", .questionnaire = form.canonical(), .visit = "T1m", .started = {}, .current_path = {} }, patient));
    forms::Answers answers;
    for (auto const& step : forms::steps(form, {}))
        answers[step.path] = { { forms::Value(static_cast<std::int32_t>(pain)) }, {} };
    for (auto const& [path, answer] : answers)
        TRY(store.save_answer(open.id, path, answer, patient));
    auto const tablet = TRY(store.setting("tablet"));
    forms::ResponseHeader const header { .id = open.id, .subject = participant, .language = "zh-Hans", .authored = clock.now(), .status = forms::ResponseStatus::completed, .assisted_by = {}, .staff = {},
        .tablet = tablet.value_or(""), .visit = "T1m", .study = trial.id, .amends = {}, .reason = {}, .corrected_by = {}, .flags = {} };
    auto bytes = TRY(forms::build_response(form, answers, header));
    if (auto const value = "\"valueInteger\":" + std::to_string(pain); bad)
        bytes.replace(bytes.find(value), value.size(), "\"valueInteger\":99");
    std::vector<std::string> resources;
    if (alert)
        resources.push_back(R"({"resourceType":"Communication","id":"alert-)" + open.id + R"(","status":"completed","priority":"urgent","reasonCode":[{"coding":[{"code":"severe-pain"}]}],"sent":")" + iso8601(clock.now())
            + R"(","payload":[{"contentString":"疼痛 ≥ 7"}]})");
    auto const frozen = TRY(store.complete(open.id, bytes, patient, resources, alert ? 1 : 0));
    std::printf("%lld %s\n", static_cast<long long>(frozen.entry.sequence), open.id.c_str());
    return {};
}

} // namespace

int main(int argc, char** argv)
{
    bool bad = false;
    bool alert = false;
    for (int i = 5; i < argc; ++i) {
        bad = bad || std::strcmp(argv[i], "bad") == 0;
        alert = alert || std::strcmp(argv[i], "alert") == 0;
    }
    if (argc < 5) {
        std::fprintf(stderr, "ward_tablet DATA_FOLDER KEY_FILE PARTICIPANT PAIN [bad] [alert]\n");
        return 2;
    }
    auto const done = complete(argv[1], argv[2], argv[3], std::atoi(argv[4]), bad, alert);
    if (!done)
        std::fprintf(stderr, "ward_tablet: %s\n", done.error().message.c_str());
    return done ? 0 : 1;
}
