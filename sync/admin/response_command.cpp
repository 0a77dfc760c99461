// SPDX-License-Identifier: Apache-2.0
// Reads two files, prints one OperationOutcome.
#include "sync/admin/response_command.h"

#include "forms/engine/validation.h"

#include <fstream>
#include <iterator>

namespace bedside::admin {
namespace {

Result<std::string> read(std::filesystem::path const& path)
{
    std::ifstream file(path, std::ios::binary);
    std::string bytes { std::istreambuf_iterator<char>(file), {} };
    if (!file.is_open() || file.bad())
        return fail(Code::not_found, "The file " + path.string() + " can't be read");
    return bytes;
}

} // namespace

Result<int> response_check(std::filesystem::path const& questionnaire, std::filesystem::path const& response, std::ostream& out)
{
    auto const form = TRY(read(questionnaire));
    auto const bytes = TRY(read(response));
    auto const definition = TRY(forms::load_questionnaire(form));
    auto const issues = forms::validate_response(definition, bytes);
    out << forms::operation_outcome(issues) << '\n';
    return forms::is_valid(issues) ? 0 : 1;
}

} // namespace bedside::admin
