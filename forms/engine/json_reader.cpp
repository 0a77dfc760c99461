// SPDX-License-Identifier: Apache-2.0
// Reads JSON: the tokens are nlohmann's, the value is ours, because that library's forgets how a number was written.
#include "forms/engine/json.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <nlohmann/json.hpp>

namespace bedside::forms {

/// Takes the parser's events; what returns bool says false to end it.
class JsonReader {
public:
    explicit JsonReader(int max_depth)
        : m_max_depth(static_cast<std::size_t>(std::max(max_depth, 0)))
    {
    }

    Result<Json> read(std::string_view text)
    {
        // To the parser a byte of value 0 is the end. No JSON has one.
        auto const zero = text.find('\0');
        bool const sound = nlohmann::json::sax_parse(text.substr(0, zero), this);
        if (!sound || zero != std::string_view::npos)
            return fail(Code::invalid_data, m_problem.empty() ? wrong_at(zero + 1) : m_problem);
        return std::move(m_root);
    }

    bool null() { return put({}); }
    bool boolean(bool value) { return put(value); }
    bool number_integer(std::int64_t value) { return put(value); }
    bool number_unsigned(std::uint64_t value) { return put(Json::number(std::to_string(value))); }
    bool number_float(double, std::string const& spelling) { return put(Json::number(spelling)); }
    /// Copied, not moved: the parser's buffer is larger than the text, and is filled again.
    bool string(std::string const& text) { return put(text); }
    bool binary(nlohmann::json::binary_t const&) { return false; }
    bool start_object(std::size_t) { return open(m_members.size()); }
    bool start_array(std::size_t) { return open(m_elements.size(), false); }

    bool key(std::string const& name)
    {
        m_members.emplace_back(name, Json());
        return true;
    }

    bool end_object()
    {
        Json::Object object;
        object.m_members = taken_from(m_members);
        return sort(object.m_members) && put(std::move(object));
    }

    bool end_array() { return put(taken_from(m_elements)); }

    bool parse_error(std::size_t byte, std::string const&, nlohmann::json::exception const&)
    {
        m_problem = wrong_at(byte);
        return false;
    }

private:
    struct Open {
        std::size_t height; ///< of the pile where its own begin
        bool is_object;
    };

    static std::string wrong_at(std::size_t byte) { return "This is not JSON: it breaks off or goes wrong at byte " + std::to_string(byte) + "."; }

    bool put(Json&& value)
    {
        if (m_open.empty())
            m_root = std::move(value);
        else if (m_open.back().is_object)
            m_members.back().second = std::move(value);
        else
            m_elements.push_back(std::move(value));
        return true;
    }

    bool open(std::size_t height, bool is_object = true)
    {
        if (m_open.size() >= m_max_depth) {
            m_problem = "The JSON is nested deeper than " + std::to_string(m_max_depth) + " levels.";
            return false;
        }
        m_open.push_back({ height, is_object });
        return true;
    }

    /// What the innermost array or object has on its pile, in a list of just that size; closes it.
    template <typename T>
    std::vector<T> taken_from(std::vector<T>& pile)
    {
        auto const first = pile.begin() + static_cast<std::ptrdiff_t>(m_open.back().height);
        m_open.pop_back();
        std::vector<T> taken(std::make_move_iterator(first), std::make_move_iterator(pile.end()));
        pile.erase(first, pile.end());
        return taken;
    }

    bool sort(std::vector<Json::Member>& members)
    {
        if (std::ranges::adjacent_find(members, std::ranges::greater_equal(), &Json::Member::first) == members.end())
            return true;
        std::ranges::sort(members, {}, &Json::Member::first);
        auto const twice = std::ranges::adjacent_find(members, {}, &Json::Member::first);
        if (twice == members.end())
            return true;
        m_problem = "The JSON names \"" + twice->first.substr(0, 64) + "\" twice in one object.";
        return false;
    }

    std::size_t m_max_depth;
    std::string m_problem;
    Json m_root;
    std::vector<Open> m_open; ///< arrays and objects, the outermost first
    // of those that are open, one's after the other's
    std::vector<Json> m_elements;
    std::vector<Json::Member> m_members;
};

Result<Json> Json::parse(std::string_view text, int max_depth) { return JsonReader(max_depth).read(text); }

} // namespace bedside::forms
