// SPDX-License-Identifier: Apache-2.0
// Reads two files, prints one OperationOutcome.
#include "sync/admin/response_command.h"

#include "forms/base/durable_file.h"
#include "forms/engine/validation.h"

namespace bedside::admin {
namespace {

/// Bytes of a Questionnaire or a response; more is a mistake of the caller.
constexpr std::size_t largest_resource = 64u << 20;

} // namespace

Result<int> response_check(std::filesystem::path const& questionnaire, std::filesystem::path const& response, std::ostream& out)
{
    auto const form = TRY(read_file(questionnaire, largest_resource));
    auto const bytes = TRY(read_file(response, largest_resource));
    auto const definition = TRY(forms::load_questionnaire(form));
    auto const issues = forms::validate_response(definition, bytes);
    out << forms::operation_outcome(issues) << '\n';
    return forms::is_valid(issues) ? 0 : 1;
}

} // namespace bedside::admin
