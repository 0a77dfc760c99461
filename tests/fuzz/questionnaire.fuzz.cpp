// SPDX-License-Identifier: Apache-2.0
// Any bytes as a form; a form that loads is stepped through and declined to the end.
#include "forms/engine/inspection.h"
#include "forms/engine/navigation.h"
#include "forms/engine/response.h"
#include "forms/engine/validation.h"
#include "tests/fuzz/promise.h"

using namespace bedside;
using namespace bedside::forms;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    auto const inspection = inspect_questionnaire(text);
    auto const loaded = load_questionnaire(text);
    promise(loaded.has_value() == inspection.definition.has_value(), "both loaders agree");
    if (!loaded) {
        promise(!loaded.error().message.empty(), "a refusal has a sentence");
        return 0;
    }
    auto const& form = *loaded;
    Answers answers;
    // declining can make "does not exist" conditions change nothing, so one pass settles it
    for (auto const& path : missing(form, answers))
        answers[path] = { {}, Absence::asked_declined };
    promise(missing(form, answers).empty(), "declining everything leaves nothing missing");
    promise(hidden_answers(form, answers).empty(), "declining hides nothing");
    progress(form, answers, "");
    ResponseHeader header;
    header.id = "r";
    header.subject = "p";
    auto const response = build_response(form, answers, header);
    promise(response.has_value() == (!form.url.empty() && !form.version.empty()), "a form with url and version has responses");
    if (!response)
        return 0;
    for (auto const& issue : validate_response(form, *response))
        promise(issue.code == "required", "what is built is valid, but for hidden required items"); // those can't be declined
    auto const parsed = parse_response(form, *response);
    promise(parsed && parsed->answers == answers, "what is built is read back");
    return 0;
}
