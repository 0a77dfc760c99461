// SPDX-License-Identifier: Apache-2.0
// Any bytes as a response to a form that has something of everything.
#include "forms/engine/navigation.h"
#include "forms/engine/response.h"
#include "forms/engine/validation.h"
#include "tests/fuzz/promise.h"

using namespace bedside;
using namespace bedside::forms;

static Definition const& form()
{
    static auto const loaded = load_questionnaire(R"json({"resourceType":"Questionnaire","url":"http://example.org/q","version":"1","status":"active","item":[
     {"linkId":"b","type":"boolean","required":true},{"linkId":"i","type":"integer"},{"linkId":"d","type":"decimal"},{"linkId":"da","type":"date"},
     {"linkId":"ti","type":"time"},{"linkId":"dt","type":"dateTime"},{"linkId":"q","type":"quantity"},{"linkId":"at","type":"attachment"},
     {"linkId":"s","type":"string","maxLength":20,"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/regex","valueString":"([a-z]+ ?)*"}]},
     {"linkId":"c","type":"choice","repeats":true,"answerOption":[{"valueCoding":{"code":"x"}},{"valueCoding":{"code":"y"}}],"enableWhen":[{"question":"b","operator":"=","answerBoolean":true}],
      "item":[{"linkId":"g","type":"group","repeats":true,"item":[{"linkId":"n","type":"integer","enableWhen":[{"question":"i","operator":">","answerInteger":3}]}]}]},
     {"linkId":"o","type":"open-choice","answerOption":[{"valueString":"x"}]},
     {"linkId":"r","type":"group","repeats":true,"required":true,"item":[{"linkId":"m","type":"boolean"},{"linkId":"w","type":"time","enableWhen":[{"question":"m","operator":"exists","answerBoolean":true}]}]}]})json");
    promise(loaded.has_value(), "the form loads");
    return *loaded;
}

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    auto const issues = validate_response(form(), text);
    promise(!operation_outcome(issues).empty(), "there is an outcome");
    auto const parsed = parse_response(form(), text);
    if (!parsed)
        return 0;
    auto const built = build_response(form(), parsed->answers, parsed->header);
    if (!built)
        return 0; // a context that we would not write
    auto const again = parse_response(form(), *built);
    promise(again.has_value(), "what is built is read back");
    auto const bytes = build_response(form(), again->answers, again->header);
    promise(bytes && *bytes == *built, "the same answers make the same bytes");
    for (auto const& issue : validate_response(form(), *built))
        promise(issue.severity == Severity::warning || issue.code == "required", "what is built is valid, but for what was never answered");
    return 0;
}
