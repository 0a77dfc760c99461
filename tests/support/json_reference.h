// SPDX-License-Identifier: Apache-2.0
// JSON as another library reads it, written canonically: what forms::Json must agree with, byte for byte.
#pragma once

#include <nlohmann/json.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bedside::test {

class CanonicalWriter final : public nlohmann::json_sax<nlohmann::json> {
public:
    explicit CanonicalWriter(std::size_t max_depth)
        : m_max_depth(max_depth)
    {
    }

    std::string text;

    bool null() override { return put("null"); }
    bool boolean(bool value) override { return put(value ? "true" : "false"); }
    /// The library tells no spelling of an integer; of zero that is all it takes away: only -0 is no unsigned one.
    bool number_integer(std::int64_t value) override { return put(value == 0 ? "-0" : std::to_string(value)); }
    bool number_unsigned(std::uint64_t value) override { return put(std::to_string(value)); }
    bool number_float(double, std::string const& spelling) override { return put(spelling); }
    bool string(std::string& value) override { return put(nlohmann::json(value).dump()); }
    bool binary(nlohmann::json::binary_t&) override { return false; }
    bool start_object(std::size_t) override { return open(true); }
    bool start_array(std::size_t) override { return open(false); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }
    bool key(std::string& name) override
    {
        m_open.back().name = name;
        return !m_open.back().members.contains(name);
    }
    bool parse_error(std::size_t, std::string const&, nlohmann::json::exception const&) override { return false; }

private:
    struct Open {
        bool object = false;
        std::string name;
        std::map<std::string, std::string> members;
        std::vector<std::string> elements;
    };
    bool put(std::string value)
    {
        if (m_open.empty())
            text = std::move(value);
        else if (auto& parent = m_open.back(); parent.object)
            parent.members.emplace(parent.name, std::move(value));
        else
            parent.elements.push_back(std::move(value));
        return true;
    }
    bool open(bool object)
    {
        m_open.push_back({ object, {}, {}, {} });
        return m_open.size() <= m_max_depth;
    }
    bool close()
    {
        auto const closed = std::move(m_open.back());
        m_open.pop_back();
        std::string value;
        for (auto const& [name, member] : closed.members)
            value += (value.empty() ? "" : ",") + nlohmann::json(name).dump() + ":" + member;
        for (auto const& element : closed.elements)
            value += (value.empty() ? "" : ",") + element;
        return put(closed.object ? "{" + value + "}" : "[" + value + "]");
    }

    std::size_t m_max_depth;
    std::vector<Open> m_open;
};

/// The canonical text; nothing for what is no JSON, repeats a name or is nested deeper. A byte of value 0 never is part of JSON, although
/// the library takes it for the end of the text.
inline std::optional<std::string> canonical_json(std::string_view text, std::size_t max_depth = 128)
{
    CanonicalWriter writer(max_depth);
    if (text.find('\0') != std::string_view::npos || !nlohmann::json::sax_parse(text, &writer))
        return {};
    return writer.text;
}

} // namespace bedside::test
