// SPDX-License-Identifier: Apache-2.0
// JSON as FHIR needs it: numbers stay as they were written, a name may stand only once in an object, depth is bounded.
#pragma once

#include "forms/base/result.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bedside::forms {

/// A JSON value. Objects are sorted by name, so that `dump` is canonical.
class Json {
public:
    enum class Kind { null, boolean, number, string, array, object };
    using Object = std::map<std::string, Json, std::less<>>;
    using Array = std::vector<Json>;

    Json() = default;
    Json(bool value)
        : m_kind(Kind::boolean)
        , m_boolean(value)
    {
    }
    Json(std::int64_t value)
        : m_kind(Kind::number)
        , m_text(std::to_string(value))
    {
    }
    Json(std::string text)
        : m_kind(Kind::string)
        , m_text(std::move(text))
    {
    }
    Json(std::string_view text)
        : Json(std::string(text))
    {
    }
    Json(char const* text)
        : Json(std::string(text))
    {
    }
    Json(Array array)
        : m_kind(Kind::array)
        , m_array(std::move(array))
    {
    }
    Json(Object object)
        : m_kind(Kind::object)
        , m_object(std::move(object))
    {
    }
    /// A number in its own spelling, which must be JSON's.
    static Json number(std::string text);

    /// Reads UTF-8 JSON. Fails with invalid_data: not JSON, a repeated name, or nested deeper than `max_depth`.
    static Result<Json> parse(std::string_view text, int max_depth = 128);

    Kind kind() const { return m_kind; }
    bool is_string() const { return m_kind == Kind::string; }
    bool is_array() const { return m_kind == Kind::array; }
    bool is_object() const { return m_kind == Kind::object; }
    bool is_number() const { return m_kind == Kind::number; }
    bool is_boolean() const { return m_kind == Kind::boolean; }

    bool boolean() const { return m_boolean; }
    /// The string, or a number's spelling.
    std::string const& text() const { return m_text; }
    Array const& array() const { return m_array; }
    Array& array() { return m_array; }
    Object const& object() const { return m_object; }
    Object& object() { return m_object; }

    /// The member of an object, or nullptr (also when this is no object).
    Json const* find(std::string_view name) const;
    /// The text of a string member, or empty.
    std::string string_at(std::string_view name) const;
    /// The number as a 32-bit integer when it is written as one and fits.
    std::optional<std::int32_t> integer() const;
    /// The same of 64 bits.
    std::optional<std::int64_t> integer64() const;
    /// integer64 of a member; empty as well when this is no object or has no such member.
    std::optional<std::int64_t> integer_at(std::string_view name) const;

    /// Canonical: names sorted, no white space, UTF-8 unescaped, numbers as they were written.
    std::string dump() const;

private:
    friend class JsonBuilder;
    void dump_to(std::string& out) const;

    Kind m_kind = Kind::null;
    bool m_boolean = false;
    std::string m_text;
    Array m_array;
    Object m_object;
};

/// Whether the text is well-formed UTF-8 without control characters other than tab, line feed and carriage return.
bool is_clean_text(std::string_view text);

/// A FHIR Reference: {"reference": "Patient/P-017"}.
Json reference(std::string_view type, std::string_view id);

} // namespace bedside::forms
