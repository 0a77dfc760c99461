// SPDX-License-Identifier: Apache-2.0
// What comes in, what goes out, and which function answers what, without naming the library that carries it.
#pragma once

#include "forms/base/result.h"

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bedside::server {

struct HttpRequest {
    std::string method; ///< GET (HEAD arrives as GET), POST
    std::string path;   ///< decoded, without query
    std::string body;   ///< decompressed
    std::string remote; ///< peer's address
    std::string certificate_sha256; ///< of a client certificate that the study's authority signed; empty without one
    std::multimap<std::string, std::string> headers; ///< names in lower case
    std::multimap<std::string, std::string> query;
    std::map<std::string, std::string, std::less<>> path_parameters; ///< "{name}" of the pattern

    std::string header(std::string const& lower_case_name) const;
    std::string parameter(std::string const& name) const; ///< of the query
    std::string cookie(std::string_view name) const;
    /// Names and values of an application/x-www-form-urlencoded body, decoded, in their order; none when the body says that it is JSON.
    std::vector<std::pair<std::string, std::string>> form() const;
    /// The first value of this name in the form, at most `most` characters of it; empty without one.
    std::string form_field(std::string_view name, std::size_t most = std::string::npos) const;
    /// Whether path, query and body are UTF-8 once they are decoded.
    bool is_utf8() const;
};

struct HttpResponse {
    int status = 200;
    std::string content_type = "application/json";
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers;
};

enum class Role { anybody, tablet, monitor, coordinator, statistician, administrator };
/// Who asks: a tablet by its certificate, a person by a session.
struct Caller {
    Role role = Role::anybody;
    std::string name;
};

using Handler = std::function<HttpResponse(HttpRequest const&, Caller const&)>;
struct Route {
    std::string method;
    std::string pattern;     ///< "/participants/{number}": a part in braces matches one segment
    std::vector<Role> roles; ///< who may; empty: anybody, without being asked who
    Handler handler;
};

/// Routes and the two answers that depend on the kind of client.
class Router {
public:
    /// Who asks. Fails with unauthorised, revoked or forbidden.
    using Authenticator = std::function<Result<Caller>(HttpRequest const&)>;
    /// How a failure looks to this kind of client.
    using Failure = std::function<HttpResponse(HttpRequest const&, Error const&)>;

    Router(Authenticator authenticator, Failure failure)
        : m_authenticator(std::move(authenticator))
        , m_failure(std::move(failure))
    {
    }
    void add(Route route) { m_routes.push_back(std::move(route)); }
    /// Never throws; a handler's exception becomes an internal failure. What is not UTF-8 is refused and reaches no handler.
    HttpResponse dispatch(HttpRequest& request) const;
    HttpResponse failure(HttpRequest const& request, Error const& error) const { return m_failure(request, error); }

private:
    Authenticator m_authenticator;
    Failure m_failure;
    std::vector<Route> m_routes;
};

/// "a%20b+c" -> "a b c"; a broken escape stays as it is.
std::string percent_decoded(std::string_view text);

} // namespace bedside::server
