// SPDX-License-Identifier: Apache-2.0
// Prints what the engine says of each file.
#include "sync/admin/form_command.h"

#include "forms/base/durable_file.h"
#include "forms/engine/inspection.h"

#include <algorithm>

namespace bedside::admin {
namespace {

/// Bytes of a file that may be a form; the engine's own limits lie far below.
constexpr std::size_t largest_form = 64u << 20;

std::string_view word_of(forms::FormVerdict verdict)
{
    switch (verdict) {
    case forms::FormVerdict::invalid: return "invalid";
    case forms::FormVerdict::unsupported: return "unsupported";
    case forms::FormVerdict::note: return "note";
    }
    return "invalid";
}

bool check_file(std::filesystem::path const& path, std::ostream& out)
{
    auto const bytes = read_file(path, largest_form);
    if (!bytes) {
        out << path.string() << ": invalid\n  " << bytes.error().message << '\n';
        return false;
    }
    auto const inspection = forms::inspect_questionnaire(*bytes);
    auto const has = [&](forms::FormVerdict verdict) { return std::ranges::find(inspection.issues, verdict, &forms::FormIssue::verdict) != inspection.issues.end(); };
    out << path.string() << ": " << (inspection.definition ? "ok" : has(forms::FormVerdict::invalid) ? "invalid" : "unsupported") << '\n';
    for (auto const& issue : inspection.issues)
        out << "  " << word_of(issue.verdict) << ": " << issue.where << ": " << issue.text << '\n';
    return inspection.definition.has_value();
}

} // namespace

Result<int> form_check(std::vector<std::filesystem::path> const& files, std::ostream& out)
{
    bool all_ok = true;
    for (auto const& file : files)
        all_ok = check_file(file, out) && all_ok;
    return all_ok ? 0 : 1;
}

} // namespace bedside::admin
