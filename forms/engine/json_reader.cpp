// SPDX-License-Identifier: Apache-2.0
// Reads JSON: simdjson finds and checks the tokens, the value is ours, because that library's forgets how a number was written.
#include "forms/engine/json.h"

#include "forms/base/utf8.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <limits>
#include <simdjson.h>

namespace bedside::forms {
namespace {

namespace ondemand = simdjson::ondemand;

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

std::string_view without_white_end(std::string_view text) { return text.substr(0, text.find_last_not_of(" \t\n\r") + 1); }

/// Whether a number is no larger than a double can be; one that is too small for it is taken for 0.
bool fits_double(std::string_view number)
{
    double value = 0;
    if (std::from_chars(number.data(), number.data() + number.size(), value).ec == std::errc())
        return true;
    // from_chars does not tell at which end the range was left
    return std::abs(std::strtod(std::string(number).c_str(), nullptr)) < 1;
}

/// What is wrong with a text whose tokens are not looked at yet.
char const* problem_of(simdjson::error_code error)
{
    switch (error) {
    case simdjson::EMPTY: return "it is empty";
    case simdjson::UTF8_ERROR: return "it is not UTF-8";
    case simdjson::UNCLOSED_STRING: return "a string is not closed";
    case simdjson::UNESCAPED_CHARS: return "a string holds a control character";
    default: return "it cannot be read";
    }
}

} // namespace

/// Takes every value out of the document: what simdjson is not asked for, it does not check.
class JsonReader {
public:
    JsonReader(std::string_view text, int max_depth)
        : m_passed(text.starts_with(byte_order_mark) ? byte_order_mark.size() : 0)
        , m_text(text.substr(m_passed))
        , m_max_depth(max_depth)
    {
    }

    Result<Json> read()
    {
        if (m_text.size() + m_passed > std::numeric_limits<std::uint32_t>::max())
            return fail(Code::too_large, "The JSON is larger than 4 GB.");
        // Kept with its buffers from one text of usual size to the next.
        static thread_local ondemand::parser kept;
        constexpr std::size_t usual = 16'384;
        ondemand::parser own;
        if (auto const error = (m_text.size() <= usual ? kept : own).iterate(m_text).get(m_document))
            return fail(Code::invalid_data, std::string("This is not JSON: ") + problem_of(error) + ".");
        Json root;
        // Behind it nothing may come.
        if (!value(m_document, root, 0) || root.m_end != m_passed + without_white_end(m_text).size())
            return fail(Code::invalid_data, m_problem.empty() ? "This is not JSON: it breaks off or goes wrong near byte " + std::to_string(place() + 1) + "." : m_problem);
        return root;
    }

private:
    /// Of the next token that simdjson reads, in the caller's text.
    std::size_t place()
    {
        char const* at = nullptr;
        return m_passed + (m_document.current_location().get(at) ? m_text.size() : static_cast<std::size_t>(at - m_text.data()));
    }

    /// Reads a value of the document, or the document itself.
    template <typename Source>
    bool value(Source&& source, Json& into, int depth)
    {
        ondemand::json_type type;
        if (source.type().get(type))
            return false;
        auto const begin = place();
        into.m_begin = static_cast<std::uint32_t>(begin);
        std::string_view read;
        if (type == ondemand::json_type::array || type == ondemand::json_type::object) {
            if (depth >= m_max_depth) {
                m_problem = "The JSON is nested deeper than " + std::to_string(m_max_depth) + " levels.";
                return false;
            }
            if (!(type == ondemand::json_type::array ? array(source, into, depth + 1) : object(source, into, depth + 1)))
                return false;
            read = without_white_end(std::string_view(m_text.data() + begin - m_passed, place() - begin));
        } else {
            if (simdjson::simdjson_result<std::string_view>(source.raw_json_token()).get(read))
                return false;
            read = without_white_end(read);
            if (!scalar(source, type, read, into))
                return false;
        }
        into.m_end = static_cast<std::uint32_t>(begin + read.size());
        return true;
    }

    template <typename Source>
    bool scalar(Source& source, ondemand::json_type type, std::string_view token, Json& into)
    {
        switch (type) {
        case ondemand::json_type::number:
            // simdjson would refuse some that are in range, for their many digits
            if (!is_number(token) || !fits_double(token))
                return false;
            into.m_value.emplace<Json::Number>(std::string(token));
            return true;
        case ondemand::json_type::string: {
            std::string_view text;
            if (source.get_string().get(text))
                return false;
            into.m_value.emplace<std::string>(text);
            return true;
        }
        // simdjson 3.0 takes "falsee" for one of these
        case ondemand::json_type::boolean: into.m_value.emplace<bool>(token == "true"); return token == "true" || token == "false";
        default: return token == "null";
        }
    }

    template <typename Source>
    bool array(Source& source, Json& into, int depth)
    {
        ondemand::array elements;
        if (source.get_array().get(elements))
            return false;
        auto& read = into.m_value.emplace<Json::Array>();
        for (auto element : elements) {
            ondemand::value one;
            if (element.get(one) || !value(one, read.emplace_back(), depth))
                return false;
        }
        return true;
    }

    template <typename Source>
    bool object(Source& source, Json& into, int depth)
    {
        ondemand::object members;
        if (source.get_object().get(members))
            return false;
        auto& read = into.m_value.emplace<Json::Object>().m_members;
        read.reserve(2); // most of FHIR's have no more
        for (auto member : members) {
            ondemand::field field;
            std::string_view name;
            if (std::move(member).get(field) || field.unescaped_key().get(name) || !value(field.value(), read.emplace_back(name, Json()).second, depth))
                return false;
        }
        return sort(read);
    }

    bool sort(std::vector<Json::Member>& members)
    {
        if (std::ranges::adjacent_find(members, std::ranges::greater_equal(), &Json::Member::first) == members.end())
            return true;
        std::ranges::sort(members, {}, &Json::Member::first);
        auto const twice = std::ranges::adjacent_find(members, {}, &Json::Member::first);
        if (twice == members.end())
            return true;
        m_problem = "The JSON names \"" + std::string(utf8::prefix(twice->first, 64)) + "\" twice in one object.";
        return false;
    }

    std::size_t m_passed;           ///< bytes of the caller's text that are not read
    simdjson::padded_string m_text; ///< a copy: simdjson reads beyond the end
    int m_max_depth;
    std::string m_problem;
    ondemand::document m_document;
};

Result<Json> Json::parse(std::string_view text, int max_depth) { return JsonReader(text, max_depth).read(); }

} // namespace bedside::forms
