// SPDX-License-Identifier: Apache-2.0
#include "sync/server/http/message.h"

#include "forms/base/utf8.h"

#include <algorithm>
#include <optional>

namespace bedside::server {
namespace {

int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/// The parameters when the path fits the pattern.
std::optional<std::map<std::string, std::string, std::less<>>> match(std::string_view pattern, std::string_view path)
{
    std::map<std::string, std::string, std::less<>> parameters;
    while (true) {
        auto const pattern_end = pattern.find('/', 1);
        auto const path_end = path.find('/', 1);
        auto const part = pattern.substr(0, pattern_end);
        auto const segment = path.substr(0, path_end);
        if (part.starts_with("/{") && part.ends_with("}")) {
            if (segment.size() < 2 || segment[0] != '/')
                return std::nullopt;
            parameters.emplace(part.substr(2, part.size() - 3), segment.substr(1));
        } else if (part != segment) {
            return std::nullopt;
        }
        if ((pattern_end == std::string_view::npos) != (path_end == std::string_view::npos))
            return std::nullopt;
        if (pattern_end == std::string_view::npos)
            return parameters;
        pattern.remove_prefix(pattern_end);
        path.remove_prefix(path_end);
    }
}

bool holds_json(HttpRequest const& request)
{
    auto const type = request.header("content-type");
    return type.starts_with("application/json") || type.starts_with("application/fhir+json");
}

} // namespace

std::string percent_decoded(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 && hex_digit(text[i + 2]) >= 0) {
            out += static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
            i += 2;
        } else {
            out += text[i] == '+' ? ' ' : text[i];
        }
    }
    return out;
}

std::string HttpRequest::header(std::string const& name) const
{
    auto const found = headers.find(name);
    return found == headers.end() ? std::string() : found->second;
}

std::string HttpRequest::parameter(std::string const& name) const
{
    auto const found = query.find(name);
    return found == query.end() ? std::string() : found->second;
}

std::string HttpRequest::cookie(std::string_view name) const
{
    auto const all = header("cookie");
    std::string_view rest = all;
    while (!rest.empty()) {
        auto const end = rest.find(';');
        auto part = rest.substr(0, end);
        while (part.starts_with(' '))
            part.remove_prefix(1);
        if (auto const equals = part.find('='); equals != std::string_view::npos && part.substr(0, equals) == name)
            return std::string(part.substr(equals + 1));
        rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    }
    return {};
}

std::vector<std::pair<std::string, std::string>> HttpRequest::form() const
{
    std::vector<std::pair<std::string, std::string>> fields;
    std::string_view rest = holds_json(*this) ? std::string_view() : body;
    while (!rest.empty()) {
        auto const end = rest.find('&');
        auto const part = rest.substr(0, end);
        if (auto const equals = part.find('='); equals != std::string_view::npos)
            fields.emplace_back(percent_decoded(part.substr(0, equals)), percent_decoded(part.substr(equals + 1)));
        rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    }
    return fields;
}

std::string HttpRequest::form_field(std::string_view name, std::size_t most) const
{
    for (auto const& [key, value] : form())
        if (key == name)
            return std::string(utf8::prefix(value, most));
    return {};
}

bool HttpRequest::is_utf8() const
{
    // "&" and "=" are ASCII: the whole form is UTF-8 exactly when each of its names and values is.
    return utf8::valid(path) && utf8::valid(holds_json(*this) ? body : percent_decoded(body))
        && std::ranges::all_of(query, [](auto const& one) { return utf8::valid(one.first) && utf8::valid(one.second); });
}

HttpResponse Router::dispatch(HttpRequest& request) const
{
    try {
        if (!request.is_utf8())
            return m_failure(request, { Code::invalid_data, "The request holds characters that cannot be read." });
        bool path_known = false;
        for (auto const& route : m_routes) {
            auto parameters = match(route.pattern, request.path);
            if (!parameters)
                continue;
            path_known = true;
            if (route.method != request.method)
                continue;
            request.path_parameters = std::move(*parameters);
            if (route.roles.empty())
                return route.handler(request, {});
            auto const caller = m_authenticator(request);
            if (!caller)
                return m_failure(request, caller.error());
            if (std::find(route.roles.begin(), route.roles.end(), caller->role) == route.roles.end())
                return m_failure(request, { Code::forbidden, "This is not for your role." });
            return route.handler(request, *caller);
        }
        if (!path_known)
            return m_failure(request, { Code::not_found, "There is nothing at this address." });
        auto response = m_failure(request, { Code::invalid_argument, "This address does not take this method." });
        response.status = 405;
        return response;
    } catch (std::exception const&) {
        return m_failure(request, { Code::internal, "The server failed inside; its log says where." });
    }
}

} // namespace bedside::server
