// SPDX-License-Identifier: Apache-2.0
// study.toml, key by key.
#include "forms/study/toml_table.h"

#include <algorithm>
#include <cctype>

namespace bedside::study {

std::unexpected<Error> refuse_at(toml::source_region const& where, std::string const& sentence)
{
    return fail(Code::invalid_study, (where.path ? *where.path : "study.toml") + " line " + std::to_string(where.begin.line) + ": " + sentence);
}

bool is_name(std::string_view text)
{
    return !text.empty() && text.size() <= 48 && std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isalnum(c) || c == '.' || c == '_' || c == '-'; });
}

TomlTable::TomlTable(toml::table const& table, std::string what)
    : m_table(&table)
    , m_what(std::move(what))
{
}

Result<TomlTable> TomlTable::checked(toml::table const& table, std::string what, std::initializer_list<std::string_view> keys)
{
    for (auto const& [key, value] : table) {
        if (std::find(keys.begin(), keys.end(), key.str()) == keys.end())
            return refuse_at(key.source(), what + " has no key '" + std::string(key.str()) + "'; check its spelling");
    }
    return TomlTable(table, std::move(what));
}

std::unexpected<Error> TomlTable::refuse(std::string_view key, std::string const& sentence) const
{
    auto const* node = m_table->get(key);
    return refuse_at(node ? node->source() : m_table->source(), sentence);
}

Result<std::string> TomlTable::text(std::string_view key) const
{
    if (!has(key))
        return refuse(key, m_what + " needs '" + std::string(key) + "'");
    auto const value = m_table->get(key)->value_exact<std::string>();
    if (!value || value->empty())
        return refuse(key, "'" + std::string(key) + "' must be a text in quotes");
    return *value;
}

Result<std::string> TomlTable::text_or(std::string_view key, std::string fallback) const
{
    if (!has(key))
        return fallback;
    return text(key);
}

Result<std::string> TomlTable::name(std::string_view key) const
{
    auto value = TRY(text(key));
    if (!is_name(value))
        return refuse(key, "'" + std::string(key) + "' may hold only letters, digits, '.', '_' and '-', at most 48 of them");
    return value;
}

Result<int> TomlTable::whole(std::string_view key, int minimum, int maximum) const
{
    if (!has(key))
        return refuse(key, m_what + " needs '" + std::string(key) + "'");
    auto const value = m_table->get(key)->value_exact<std::int64_t>();
    if (!value || *value < minimum || *value > maximum)
        return refuse(key, "'" + std::string(key) + "' must be a whole number from " + std::to_string(minimum) + " to " + std::to_string(maximum));
    return static_cast<int>(*value);
}

Result<int> TomlTable::whole_or(std::string_view key, int minimum, int maximum, int fallback) const
{
    if (!has(key))
        return fallback;
    return whole(key, minimum, maximum);
}

Result<double> TomlTable::number(std::string_view key) const
{
    auto const* node = m_table->get(key);
    if (!node || !node->is_number())
        return refuse(key, "'" + std::string(key) + "' must be a number");
    return node->value<double>().value_or(0);
}

Result<std::vector<double>> TomlTable::numbers(std::string_view key) const
{
    std::vector<double> all;
    auto const* array = has(key) ? m_table->get(key)->as_array() : nullptr;
    if (!array)
        return refuse(key, m_what + " needs '" + std::string(key) + "', a list of numbers");
    for (auto const& node : *array) {
        auto const value = node.value<double>();
        if (!value)
            return refuse_at(node.source(), "'" + std::string(key) + "' must be a list of numbers");
        all.push_back(*value);
    }
    return all;
}

Result<bool> TomlTable::flag_or(std::string_view key, bool fallback) const
{
    if (!has(key))
        return fallback;
    auto const value = m_table->get(key)->value_exact<bool>();
    if (!value)
        return refuse(key, "'" + std::string(key) + "' must be true or false");
    return *value;
}

Result<std::vector<std::string>> TomlTable::list(std::string_view key) const
{
    std::vector<std::string> all;
    if (!has(key))
        return all;
    auto const* array = m_table->get(key)->as_array();
    if (!array)
        return refuse(key, "'" + std::string(key) + "' must be a list of texts");
    for (auto const& node : *array) {
        auto const value = node.value_exact<std::string>();
        if (!value || value->empty())
            return refuse_at(node.source(), "'" + std::string(key) + "' must be a list of texts");
        if (std::find(all.begin(), all.end(), *value) != all.end())
            return refuse_at(node.source(), "'" + *value + "' stands twice in '" + std::string(key) + "'");
        all.push_back(*value);
    }
    return all;
}

Result<forms::LocalizedText> TomlTable::localized(std::string_view key, std::vector<std::string> const& languages) const
{
    forms::LocalizedText result;
    auto const* table = has(key) ? m_table->get(key)->as_table() : nullptr;
    if (!table) {
        result.original = TRY(text(key));
        return result;
    }
    for (auto const& [language, node] : *table) {
        auto const value = node.value_exact<std::string>();
        if (!value || value->empty())
            return refuse_at(node.source(), "'" + std::string(key) + "' must hold a text for each language");
        if (std::find(languages.begin(), languages.end(), language.str()) == languages.end())
            return refuse_at(language.source(), "'" + std::string(language.str()) + "' is not one of the study's languages");
        result.translations.emplace(language.str(), *value);
    }
    auto const first = result.translations.find(languages.front());
    if (first == result.translations.end())
        return refuse(key, "'" + std::string(key) + "' needs a text in the study's first language, " + languages.front());
    result.original = first->second;
    return result;
}

namespace {

/// "18:00" as minutes since midnight, 0 .. 1440.
std::optional<int> minute_of_day(std::string const& value)
{
    auto const shaped = value.size() == 5 && value[2] == ':'
        && std::all_of(value.begin(), value.end(), [](unsigned char c) { return std::isdigit(c) || c == ':'; });
    auto const two = [&](std::size_t i) { return (value[i] - '0') * 10 + value[i + 1] - '0'; };
    auto const minutes = shaped ? two(0) * 60 + two(3) : -1;
    if (minutes < 0 || minutes > 24 * 60 || two(3) > 59)
        return std::nullopt;
    return minutes;
}

} // namespace

Result<int> TomlTable::minute_of_day_or(std::string_view key, int fallback) const
{
    if (!has(key))
        return fallback;
    auto const minute = minute_of_day(TRY(text(key)));
    if (!minute)
        return refuse(key, "'" + std::string(key) + "' must be a time of day such as \"18:00\"");
    return *minute;
}

Result<std::vector<int>> TomlTable::minutes_of_day(std::string_view key) const
{
    std::vector<int> all;
    for (auto const& value : TRY(list(key))) {
        auto const minute = minute_of_day(value);
        if (!minute)
            return refuse(key, "'" + std::string(key) + "' must be a list of times of day such as \"18:00\"");
        all.push_back(*minute);
    }
    std::sort(all.begin(), all.end());
    return all;
}

} // namespace bedside::study
