// SPDX-License-Identifier: Apache-2.0
// The product's own words in each language, from compiled gettext catalogues (.mo) embedded in the program.
#pragma once

#include "forms/base/result.h"

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bedside::locales {

using Arguments = std::initializer_list<std::pair<std::string_view, std::string_view>>;

/// Words of one language. msgids are English sentences; an unknown msgid comes back as itself.
class Catalogue {
public:
    /// One of available(): "zh-Hans", "zh-Hant", "en". Another tag gets its nearest, else the first.
    static Catalogue const& of(std::string_view language);
    /// Reads a .mo file's bytes. Fails with invalid_data; no input crashes it.
    static Result<Catalogue> from_mo(std::string_view bytes, std::string language);
    static std::vector<std::string> const& available();

    std::string const& language() const { return m_language; }
    /// The translation; `{name}` in it is replaced from `arguments`.
    std::string text(std::string_view msgid, Arguments arguments = {}) const;
    /// Singular or plural by `count` (also available as {n}).
    std::string text(std::string_view msgid, std::string_view msgid_plural, long count, Arguments arguments = {}) const;
    /// With a gettext context, where one English word has several translations.
    std::string text_in(std::string_view context, std::string_view msgid, Arguments arguments = {}) const;

private:
    std::string m_language;
    std::vector<std::pair<std::string, std::string>> m_entries; ///< sorted by msgid
};

} // namespace bedside::locales
