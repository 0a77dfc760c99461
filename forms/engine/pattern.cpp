// SPDX-License-Identifier: Apache-2.0
#include "forms/engine/pattern.h"

#include <re2/re2.h>

#include <string>

namespace bedside::forms {
namespace {

/// Bytes of an expression; a form with a longer one is built by a program that should be asked why.
constexpr std::size_t longest_expression = 1000;
/// Bytes that RE2 may use for an expression and for its automata while it matches.
constexpr std::int64_t most_memory = 1 << 20;

RE2::Options options()
{
    RE2::Options options;
    options.set_log_errors(false);
    options.set_never_capture(true);
    options.set_max_mem(most_memory);
    return options;
}

/// What RE2 lacks, or what is too large for it; everything else that it refuses is wrong in any syntax.
Code code_of(RE2::ErrorCode error)
{
    switch (error) {
    case RE2::ErrorBadEscape:
    case RE2::ErrorBadPerlOp:
    case RE2::ErrorBadNamedCapture:
    case RE2::ErrorRepeatOp:
    case RE2::ErrorRepeatSize:
    case RE2::ErrorPatternTooLarge:
    case RE2::ErrorInternal: return Code::unsupported_form;
    case RE2::NoError:
    case RE2::ErrorBadCharClass:
    case RE2::ErrorBadCharRange:
    case RE2::ErrorMissingBracket:
    case RE2::ErrorMissingParen:
    case RE2::ErrorUnexpectedParen:
    case RE2::ErrorTrailingBackslash:
    case RE2::ErrorRepeatArgument:
    case RE2::ErrorBadUTF8: return Code::invalid_form;
    }
    return Code::invalid_form;
}

} // namespace

struct Pattern::Compiled {
    RE2 expression;
};

Pattern::Pattern(std::unique_ptr<Compiled> compiled)
    : m_compiled(std::move(compiled))
{
}
Pattern::Pattern(Pattern&&) noexcept = default;
Pattern& Pattern::operator=(Pattern&&) noexcept = default;
Pattern::~Pattern() = default;

Result<Pattern> Pattern::compile(std::string_view expression)
{
    if (expression.empty())
        return fail(Code::invalid_form, "The regular expression is empty.");
    if (expression.size() > longest_expression)
        return fail(Code::unsupported_form, "The regular expression is longer than 1000 bytes.");
    std::unique_ptr<Compiled> compiled(new Compiled { RE2({ expression.data(), expression.size() }, options()) });
    auto const& made = compiled->expression;
    if (made.ok())
        return Pattern(std::move(compiled));
    auto const code = code_of(made.error_code());
    return fail(code, (code == Code::unsupported_form ? "This regular expression is not supported here: " : "This is not a regular expression: ") + made.error() + ".");
}

bool Pattern::matches(std::string_view text) const { return RE2::FullMatch({ text.data(), text.size() }, m_compiled->expression); }

} // namespace bedside::forms
