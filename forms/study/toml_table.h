// SPDX-License-Identifier: Apache-2.0
// Typed reading of one table of study.toml, or of a file beside it; every refusal names the line.
#pragma once

#include "forms/engine/definition.h"

#include <toml++/toml.h>

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace bedside::study {

class TomlTable {
public:
    /// `what` names the table in sentences ("[[visit]]"); `keys` are all the keys that it may hold: a misspelt one is refused.
    static Result<TomlTable> checked(toml::table const& table, std::string what, std::initializer_list<std::string_view> keys);

    bool has(std::string_view key) const { return m_table->contains(key); }
    Result<std::string> text(std::string_view key) const;
    Result<std::string> text_or(std::string_view key, std::string fallback) const;
    /// A name of the study: 1 to 48 of a-z A-Z 0-9 . _ -
    Result<std::string> name(std::string_view key) const;
    Result<int> whole(std::string_view key, int minimum, int maximum) const;
    Result<int> whole_or(std::string_view key, int minimum, int maximum, int fallback) const;
    Result<double> number(std::string_view key) const;
    /// An array of numbers.
    Result<std::vector<double>> numbers(std::string_view key) const;
    Result<bool> flag_or(std::string_view key, bool fallback) const;
    /// An array of texts; empty when the key is absent.
    Result<std::vector<std::string>> list(std::string_view key) const;
    /// A text, or a table language -> text. The first of `languages` is the original.
    Result<forms::LocalizedText> localized(std::string_view key, std::vector<std::string> const& languages) const;
    /// "18:00" as minutes since midnight.
    Result<int> minute_of_day_or(std::string_view key, int fallback) const;

    /// ["09:00", "18:30"] as minutes since midnight; empty when the key is absent.
    Result<std::vector<int>> minutes_of_day(std::string_view key) const;

    /// A refusal at this key's line, or at the table's when the key is absent.
    std::unexpected<Error> refuse(std::string_view key, std::string const& sentence) const;

private:
    TomlTable(toml::table const& table, std::string what);
    toml::table const* m_table;
    std::string m_what;
};

/// "study.toml line 12: sentence"
std::unexpected<Error> refuse_at(toml::source_region const& where, std::string const& sentence);
bool is_name(std::string_view text);

} // namespace bedside::study
