// SPDX-License-Identifier: Apache-2.0
// What reading any part of a Questionnaire needs: a place to complain, texts, values, extensions.
#pragma once

#include "forms/engine/inspection.h"
#include "forms/engine/json.h"
#include "forms/engine/value_json.h"

#include <initializer_list>
#include <map>
#include <set>

namespace bedside::forms {

class Reader {
public:
    explicit Reader(Limits const& limits)
        : m_limits(limits)
    {
    }

    Limits const& limits() const { return m_limits; }

    void invalid(std::string const& where, std::string text) { add(FormVerdict::invalid, where, std::move(text)); }
    void unsupported(std::string const& where, std::string text) { add(FormVerdict::unsupported, where, std::move(text)); }
    void note(std::string const& where, std::string text) { add(FormVerdict::note, where, std::move(text)); }

    /// The elements of an array member; complains when the member is something else. Empty when absent.
    Json::Array const& list(Json const& holder, std::string_view name, std::string const& where);
    /// A boolean member, `otherwise` when absent.
    bool flag(Json const& holder, std::string_view name, bool otherwise, std::string const& where);
    /// A string member that is clean and not empty; empty when absent.
    std::string string(Json const& holder, std::string_view name, std::string const& where);
    /// A string member with its translations ("text" with "_text").
    LocalizedText localized(Json const& holder, std::string const& name, std::string const& where);
    std::vector<Coding> codings(Json const& holder, std::string_view name, std::string const& where);
    /// The value[x] of an extension, already checked; nothing after a complaint.
    std::optional<Value> value(Json const& holder, std::string_view prefix, std::string const& where);

    /// The extension of this URL, or nullptr. Complains when it stands there twice.
    Json const* extension(Json const& holder, std::string_view url, std::string const& where);
    /// Complains about each extension that is neither in `understood` nor known to change nothing; refuses a modifierExtension.
    void check_extensions(Json const& holder, std::string const& where, std::initializer_list<std::string_view> understood = {});
    /// Complains about members that FHIR R4 does not define there.
    void check_members(Json const& holder, std::string const& where, std::initializer_list<std::string_view> known);

    std::vector<FormIssue> issues;
    bool full = false; ///< a limit was passed
    int options = 0;   ///< of all items so far
    int formulas = 0;  ///< expressions so far
    std::set<std::string, std::less<>> unread; ///< linkIds whose kind was complained about: what refers to them is not judged

private:
    void add(FormVerdict verdict, std::string const& where, std::string text);
    Limits m_limits;
};

/// Whether the form's own variables ask for today's date, by name.
using KnownVariables = std::map<std::string, bool, std::less<>>;
/// Reads `item` arrays, resolving option lists in `contained`; `variables` are the form's. (item_reader.cpp)
std::vector<Item> read_items(Json const& questionnaire, KnownVariables const& variables, Reader& reader);
/// References, loops and types of enableWhen over the whole form. (branching.cpp)
void check_branching(std::vector<Item> const& items, Reader& reader);

/// "Questionnaire.item.where(linkId='q9')"
std::string place_of(std::string_view link_id);

} // namespace bedside::forms
