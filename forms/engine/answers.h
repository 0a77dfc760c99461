// SPDX-License-Identifier: Apache-2.0
// The answers of one response while it is being filled in.
#pragma once

#include "forms/engine/definition.h"

#include <concepts>
#include <map>
#include <ostream>
#include <string>
#include <string_view>

namespace bedside::forms {

/// Place of an answer. The linkId, preceded by "group#2/" for each repeating ancestor instance after the first:
/// "severity", "site#2/severity"; "%", "/" and "#" of a linkId are percent-encoded. Stable across restarts; stored as is.
class ItemPath {
public:
    ItemPath() = default;
    /// A path as it was stored or made by Occurrences; any text is one, most name no item.
    ItemPath(std::string text)
        : m_text(std::move(text))
    {
    }
    ItemPath(char const* text)
        : m_text(text)
    {
    }
    explicit ItemPath(std::string_view text)
        : m_text(text)
    {
    }
    /// The path of an item outside of repeated instances.
    static ItemPath of(std::string_view link_id);

    /// The linkId at its end, decoded: the only way to learn which item a path names.
    std::string link_id() const;
    /// Number of the outermost repeating instance, 1 outside of any.
    int instance() const;
    std::string const& text() const { return m_text; }
    bool empty() const { return m_text.empty(); }
    operator std::string_view() const { return m_text; }

    friend bool operator==(ItemPath const&, ItemPath const&) = default;
    friend auto operator<=>(ItemPath const&, ItemPath const&) = default;
    template<typename Text>
        requires(std::convertible_to<Text const&, std::string_view> && !std::same_as<Text, ItemPath>)
    friend auto operator<=>(ItemPath const& path, Text const& text)
    {
        return std::string_view(path.m_text) <=> std::string_view(text);
    }
    template<typename Text>
        requires(std::convertible_to<Text const&, std::string_view> && !std::same_as<Text, ItemPath>)
    friend bool operator==(ItemPath const& path, Text const& text)
    {
        return path.m_text == std::string_view(text);
    }

    friend std::ostream& operator<<(std::ostream& out, ItemPath const& path) { return out << path.m_text; }

private:
    std::string m_text;
};

/// Why there is no value although the item was shown. FHIR dataAbsentReason codes.
enum class Absence { asked_declined };

/// Values given (several only where the item repeats), or a deliberate refusal. Never both, never neither.
struct Answer {
    std::vector<Value> values;
    std::optional<Absence> absence;
    bool operator==(Answer const&) const = default;
};

/// Nothing at a path means "not answered yet"; an Answer is what the patient said.
using Answers = std::map<ItemPath, Answer, std::less<>>;

/// Checks one answer against its item (type, range, options, lengths). Fails with invalid_response and a sentence for staff.
Result<void> check_answer(Item const& item, Answer const& answer);

/// One answer as compact JSON for the store's answer log, and back. Fails with invalid_data.
std::string encode_answer(Answer const& answer);
Result<Answer> decode_answer(std::string_view json);

} // namespace bedside::forms
