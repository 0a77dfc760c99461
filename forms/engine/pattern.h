// SPDX-License-Identifier: Apache-2.0
// Regular expressions of forms, by RE2: time and memory are bounded, whatever the expression and the text.
#pragma once

#include "forms/base/result.h"

#include <memory>
#include <string_view>

namespace bedside::forms {

/// A regular expression as FHIR's regex extension uses it: it must match the whole text.
class Pattern {
public:
    /// Takes RE2's syntax, which is Perl's without look-around and back references. Fails with invalid_form when the text is no regular
    /// expression in anybody's syntax, unsupported_form when RE2 lacks what it uses or it is too large (1000 bytes, 1 MiB compiled).
    static Result<Pattern> compile(std::string_view expression);
    /// Whether all of the text matches, which must be UTF-8.
    bool matches(std::string_view text) const;

    Pattern(Pattern&&) noexcept;
    Pattern& operator=(Pattern&&) noexcept;
    ~Pattern();

private:
    struct Compiled;
    explicit Pattern(std::unique_ptr<Compiled> compiled);
    std::unique_ptr<Compiled> m_compiled;
};

} // namespace bedside::forms
