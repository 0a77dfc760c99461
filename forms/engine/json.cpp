// SPDX-License-Identifier: Apache-2.0
// JSON on nlohmann's tokenizer: its events, but our values, because its numbers forget how they were written.
#include "forms/engine/json.h"

#include <charconv>
#include <nlohmann/json.hpp>

namespace bedside::forms {

class JsonBuilder final : public nlohmann::json_sax<nlohmann::json> {
public:
    explicit JsonBuilder(int max_depth)
        : m_max_depth(max_depth)
    {
    }

    Json root;
    std::string problem;

    bool null() override { return add(Json()); }
    bool boolean(bool value) override { return add(Json(value)); }
    bool number_integer(std::int64_t value) override { return add(Json(value)); }
    bool number_unsigned(std::uint64_t value) override { return add(Json::number(std::to_string(value))); }
    bool number_float(double, std::string const& spelling) override { return add(Json::number(spelling)); }
    bool string(std::string& value) override { return add(Json(std::move(value))); }
    bool binary(nlohmann::json::binary_t&) override { return false; }
    bool start_object(std::size_t) override { return open(Json(Json::Object {})); }
    bool start_array(std::size_t) override { return open(Json(Json::Array {})); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }
    bool key(std::string& name) override
    {
        if (m_open.back()->object().contains(name)) {
            problem = "The JSON names \"" + name.substr(0, 64) + "\" twice in one object.";
            return false;
        }
        m_name = std::move(name);
        return true;
    }
    bool parse_error(std::size_t position, std::string const&, nlohmann::json::exception const&) override
    {
        if (problem.empty())
            problem = "This is not JSON: it breaks off or goes wrong at byte " + std::to_string(position) + ".";
        return false;
    }

private:
    Json* place(Json value)
    {
        if (m_open.empty()) {
            root = std::move(value);
            return &root;
        }
        auto& parent = *m_open.back();
        if (parent.is_array()) {
            parent.array().push_back(std::move(value));
            return &parent.array().back();
        }
        return &parent.object().emplace(std::move(m_name), std::move(value)).first->second;
    }
    bool add(Json value)
    {
        place(std::move(value));
        return true;
    }
    bool open(Json value)
    {
        if (static_cast<int>(m_open.size()) >= m_max_depth) {
            problem = "The JSON is nested deeper than " + std::to_string(m_max_depth) + " levels.";
            return false;
        }
        m_open.push_back(place(std::move(value)));
        return true;
    }
    bool close()
    {
        m_open.pop_back();
        return true;
    }

    int m_max_depth;
    std::vector<Json*> m_open; // an open value's parent does not grow until it is closed, so these stay valid
    std::string m_name;
};

Json Json::number(std::string text)
{
    Json value;
    value.m_kind = Kind::number;
    value.m_text = std::move(text);
    return value;
}

Result<Json> Json::parse(std::string_view text, int max_depth)
{
    JsonBuilder builder(max_depth);
    if (!nlohmann::json::sax_parse(text, &builder))
        return fail(Code::invalid_data, builder.problem.empty() ? "This is not JSON." : builder.problem);
    return std::move(builder.root);
}

Json const* Json::find(std::string_view name) const
{
    if (m_kind != Kind::object)
        return nullptr;
    auto const found = m_object.find(name);
    return found == m_object.end() ? nullptr : &found->second;
}

std::string Json::string_at(std::string_view name) const
{
    auto const* member = find(name);
    return member && member->is_string() ? member->text() : std::string();
}

template <typename T>
static std::optional<T> whole_number(std::string_view digits)
{
    T value = 0;
    auto const* end = digits.data() + digits.size();
    auto const [stop, error] = std::from_chars(digits.data(), end, value);
    if (error != std::errc() || stop != end)
        return {};
    return value;
}

std::optional<std::int32_t> Json::integer() const { return is_number() ? whole_number<std::int32_t>(m_text) : std::nullopt; }

std::optional<std::int64_t> Json::integer64() const { return is_number() ? whole_number<std::int64_t>(m_text) : std::nullopt; }

std::optional<std::int64_t> Json::integer_at(std::string_view name) const
{
    auto const* member = find(name);
    return member ? member->integer64() : std::nullopt;
}

static void dump_string(std::string_view text, std::string& out)
{
    static constexpr char digits[] = "0123456789abcdef";
    out += '"';
    for (char const c : text) {
        switch (c) {
        case '"': out += "\\\""; break;
        case '\\': out += "\\\\"; break;
        case '\b': out += "\\b"; break;
        case '\f': out += "\\f"; break;
        case '\n': out += "\\n"; break;
        case '\r': out += "\\r"; break;
        case '\t': out += "\\t"; break;
        default:
            if (static_cast<unsigned char>(c) < 0x20) {
                out += "\\u00";
                out += digits[static_cast<unsigned char>(c) >> 4];
                out += digits[static_cast<unsigned char>(c) & 15];
            } else {
                out += c;
            }
        }
    }
    out += '"';
}

void Json::dump_to(std::string& out) const
{
    char const* separator = "";
    switch (m_kind) {
    case Kind::null: out += "null"; return;
    case Kind::boolean: out += m_boolean ? "true" : "false"; return;
    case Kind::number: out += m_text; return;
    case Kind::string: dump_string(m_text, out); return;
    case Kind::array:
        out += '[';
        for (auto const& element : m_array) {
            out += separator;
            element.dump_to(out);
            separator = ",";
        }
        out += ']';
        return;
    case Kind::object:
        out += '{';
        for (auto const& [name, member] : m_object) {
            out += separator;
            dump_string(name, out);
            out += ':';
            member.dump_to(out);
            separator = ",";
        }
        out += '}';
        return;
    }
}

std::string Json::dump() const
{
    std::string out;
    dump_to(out);
    return out;
}

bool is_clean_text(std::string_view text)
{
    for (std::size_t i = 0; i < text.size();) {
        auto const lead = static_cast<unsigned char>(text[i]);
        if (lead < 0x80) {
            if ((lead < 0x20 && lead != '\t' && lead != '\n' && lead != '\r') || lead == 0x7f)
                return false;
            ++i;
            continue;
        }
        int const length = lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
        if (length == 0 || i + static_cast<std::size_t>(length) > text.size())
            return false;
        std::uint32_t point = lead & (0xffu >> (length + 1));
        for (int k = 1; k < length; ++k) {
            auto const next = static_cast<unsigned char>(text[i + static_cast<std::size_t>(k)]);
            if ((next & 0xc0) != 0x80)
                return false;
            point = (point << 6) | (next & 0x3f);
        }
        bool const overlong = (length == 3 && point < 0x800) || (length == 4 && point < 0x10000);
        bool const control = point >= 0x80 && point < 0xa0;
        if (overlong || control || point > 0x10ffff || (point >= 0xd800 && point < 0xe000))
            return false;
        i += static_cast<std::size_t>(length);
    }
    return true;
}

Json reference(std::string_view type, std::string_view id) { return Json::Object { { "reference", Json(std::string(type) + "/" + std::string(id)) } }; }

} // namespace bedside::forms
