// SPDX-License-Identifier: Apache-2.0
// JSON as FHIR needs it: numbers stay as they were written, a name may stand only once in an object, depth is bounded.
#pragma once

#include "forms/base/result.h"

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace bedside::forms {

/// A JSON value. Objects are sorted by name, so that `dump` is canonical.
class Json {
public:
    /// One line, or a line a member or element, each level indented by one blank.
    enum class Layout { compact, indented };
    enum class Kind { null, boolean, number, string, array, object }; // in the order of the variant
    class Object;
    using Array = std::vector<Json>;
    using Member = std::pair<std::string, Json>;

    /// Members sorted by the bytes of their names, each name once.
    class Object {
    public:
        using iterator = std::vector<Member>::iterator;
        using const_iterator = std::vector<Member>::const_iterator;

        Object() = default;
        /// Of members with the same name the first stays.
        Object(std::initializer_list<Member> members);

        std::size_t size() const { return m_members.size(); }
        bool empty() const { return m_members.empty(); }
        const_iterator begin() const { return m_members.begin(); }
        const_iterator end() const { return m_members.end(); }
        iterator end() { return m_members.end(); }
        const_iterator find(std::string_view name) const;
        iterator find(std::string_view name);
        /// Adds a member unless there is one of this name; says where it is and whether it was added.
        std::pair<iterator, bool> emplace(std::string_view name, Json value);
        void insert_or_assign(std::string_view name, Json value) { emplace(name, Json()).first->second = std::move(value); }
        void erase(iterator member) { m_members.erase(member); }
        /// Takes the member away, if there is one.
        void erase(std::string_view name);

    private:
        friend class JsonReader;
        std::vector<Member> m_members;
    };

    Json() = default;
    Json(bool value)
        : m_value(value)
    {
    }
    Json(std::int64_t value)
        : m_value(Number { std::to_string(value) })
    {
    }
    Json(std::string text)
        : m_value(std::move(text))
    {
    }
    Json(std::string_view text)
        : m_value(std::string(text))
    {
    }
    Json(char const* text)
        : m_value(std::string(text))
    {
    }
    Json(Array array)
        : m_value(std::move(array))
    {
    }
    Json(Object object)
        : m_value(std::move(object))
    {
    }
    /// A number in its own spelling, which must be JSON's.
    static Json number(std::string text);

    /// Reads UTF-8 JSON (RFC 8259; a byte order mark in front is passed over). Fails with invalid_data: not JSON, a repeated name, a number beyond
    /// a double's range, nested deeper than `max_depth`, or 4 GB and more.
    static Result<Json> parse(std::string_view text, int max_depth = 128);

    Kind kind() const { return static_cast<Kind>(m_value.index()); }
    bool is_string() const { return kind() == Kind::string; }
    bool is_array() const { return kind() == Kind::array; }
    bool is_object() const { return kind() == Kind::object; }
    bool is_number() const { return kind() == Kind::number; }
    bool is_boolean() const { return kind() == Kind::boolean; }

    /// False unless this is true.
    bool boolean() const;
    /// The string, or a number's spelling; empty for everything else.
    std::string const& text() const;
    /// The elements; none unless this is an array.
    Array const& array() const;
    /// The members; none unless this is an object.
    Object const& object() const;
    /// To be changed. Only of an array.
    Array& array_to_change() { return std::get<Array>(m_value); }
    /// To be changed. Only of an object.
    Object& object_to_change() { return std::get<Object>(m_value); }

    /// The member of an object, or nullptr (also when this is no object).
    Json const* find(std::string_view name) const;
    /// The text of a string member, or empty.
    std::string const& string_at(std::string_view name) const;
    /// The number as a 32-bit integer when it is written as one and fits.
    std::optional<std::int32_t> integer() const;
    /// The same of 64 bits.
    std::optional<std::int64_t> integer64() const;
    /// integer64 of a member; empty as well when this is no object or has no such member.
    std::optional<std::int64_t> integer_at(std::string_view name) const;

    /// The exact bytes of this value in `text`, which must be what parse() read; what was signed is cut out so, never written anew.
    /// Empty for a value that was not read, or when `text` is too short to be the one.
    std::string_view source_in(std::string_view text) const;
    /// Canonical when compact: names sorted, no white space, UTF-8 unescaped, numbers as they were written. Always UTF-8: a byte that belongs to no
    /// character, as an old database may hold it, becomes U+FFFD, because readers refuse a whole document for it.
    std::string dump(Layout layout = Layout::compact) const;

private:
    friend class JsonReader;
    struct Number {
        std::string spelling;
    };
    void dump_to(std::string& out, Layout layout, std::size_t depth) const;

    std::variant<std::monostate, bool, Number, std::string, Array, Object> m_value;
    // where it stood in the text that it was read from
    std::uint32_t m_begin = 0;
    std::uint32_t m_end = 0;
};

/// Whether this is a number as JSON writes it (RFC 8259, 6), of any size.
bool is_number(std::string_view text);

/// Whether the text is well-formed UTF-8 without control characters other than tab, line feed and carriage return.
bool is_clean_text(std::string_view text);

} // namespace bedside::forms
