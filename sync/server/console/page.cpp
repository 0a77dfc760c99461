// SPDX-License-Identifier: Apache-2.0
#include "sync/server/console/page.h"

namespace bedside::server {

std::string escaped(std::string_view text)
{
    std::string out;
    for (auto const c : text) {
        switch (c) {
        case '&': out += "&amp;"; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '"': out += "&quot;"; break;
        case '\'': out += "&#39;"; break;
        default: out += c;
        }
    }
    return out;
}

void add_security_headers(HttpResponse& response)
{
    response.headers.emplace_back("Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
    response.headers.emplace_back("X-Content-Type-Options", "nosniff");
    response.headers.emplace_back("Referrer-Policy", "no-referrer");
    response.headers.emplace_back("Cross-Origin-Opener-Policy", "same-origin");
    response.headers.emplace_back("Strict-Transport-Security", "max-age=31536000");
}

locales::Catalogue const& words_of(HttpRequest const& request)
{
    if (auto const chosen = request.cookie("lang"); !chosen.empty())
        return locales::Catalogue::of(chosen);
    auto const accepted = request.header("accept-language");
    auto const first = accepted.substr(0, accepted.find_first_of(",;"));
    if (first.starts_with("zh-TW") || first.starts_with("zh-HK") || first.starts_with("zh-Hant"))
        return locales::Catalogue::of("zh-Hant");
    return locales::Catalogue::of(first.starts_with("en") ? "en" : "zh-Hans");
}

std::string icon(std::string_view name, int size)
{
    std::string_view path;
    if (name == "check")
        path = R"(<path d="m5 12.500 4.800 4.800L19.500 7.200"/>)";
    else if (name == "alert")
        path = R"(<path d="M12 4 2.800 19.800h18.400zM12 10v4.500M12 17.200v.1"/>)";
    else if (name == "tablet")
        path = R"(<rect x="3" y="5" width="18" height="14" rx="2"/><path d="M18 11v2"/>)";
    else if (name == "bell")
        path = R"(<path d="M6 16.500V11a6 6 0 0 1 12 0v5.500l1.500 1.500h-15zM10 21h4M12 2.800V5"/>)";
    else if (name == "offline")
        path = R"(<path d="M3.500 9.500a12.500 12.500 0 0 1 5-2.700M20.500 9.500a12.400 12.400 0 0 0-8-3.400M6.800 13.200a7.500 7.500 0 0 1 4-2M12 18.500v.1M3 3l18 18"/>)";
    else if (name == "lock")
        path = R"(<rect x="5" y="10.500" width="14" height="10" rx="2"/><path d="M8 10.500V8a4 4 0 0 1 8 0v2.500"/>)";
    else if (name == "clock")
        path = R"(<circle cx="12" cy="12" r="8.500"/><path d="M12 7v5l3.500 2"/>)";
    else if (name == "cross")
        path = R"(<path d="M6 6l12 12M18 6 6 18"/>)";
    else if (name == "minus")
        path = R"(<path d="M5 12h14"/>)";
    auto const length = std::to_string(size);
    return "<svg class=\"ic\" width=\"" + length + "\" height=\"" + length + "\" viewBox=\"0 0 24 24\" aria-hidden=\"true\">" + std::string(path) + "</svg>";
}

std::string duration(locales::Catalogue const& words, std::int64_t milliseconds)
{
    auto const minutes = static_cast<long>(milliseconds / 60'000);
    if (minutes < 60)
        return words.text("{n} minute", "{n} minutes", minutes);
    if (minutes < 48 * 60)
        return words.text("{n} hour", "{n} hours", minutes / 60);
    return words.text("{n} day", "{n} days", minutes / (24 * 60));
}

std::string ago(locales::Catalogue const& words, std::int64_t milliseconds)
{
    if (milliseconds < 60'000)
        return words.text("just now");
    return words.text("{duration} ago", { { "duration", duration(words, milliseconds) } });
}

namespace {

HttpResponse document(locales::Catalogue const& words, std::string const& title, std::string const& body)
{
    HttpResponse response;
    response.content_type = "text/html; charset=utf-8";
    response.headers.emplace_back("Cache-Control", "no-store");
    response.body = "<!doctype html><html lang=\"" + escaped(words.language()) + "\"><head><meta charset=\"utf-8\"><title>" + escaped(title)
        + " · Bedside</title><meta name=\"viewport\" content=\"width=device-width\"><link rel=\"icon\" href=\"/assets/icon.svg\"><link rel=\"stylesheet\" href=\"/assets/console.css\">"
          "<script type=\"module\" src=\"/assets/console.js\"></script></head>"
        + body + "</html>";
    return response;
}

} // namespace

HttpResponse bare_page(locales::Catalogue const& words, std::string const& title, std::string const& main)
{
    return document(words, title, "<body class=\"bare\"><main>" + main + "</main></body>");
}

HttpResponse page(PageContext const& context, std::string const& title, std::string const& main)
{
    auto const& words = context.words;
    auto const entry = [&](char const* path, char const* icon_name, std::string const& label) {
        return std::string("<a href=\"") + path + "\"" + (context.path == path ? " class=\"on\" aria-current=\"page\"" : "") + ">" + icon(icon_name, 20) + escaped(label) + "</a>";
    };
    auto const navigation = "<nav><h1>Bedside<small>" + escaped(context.study) + "</small></h1>" + entry("/", "tablet", words.text("Tablets")) + entry("/compliance", "check", words.text("Compliance"))
        + entry("/alerts", "bell", words.text("Alerts")) + (context.caller.role == Role::statistician ? "" : entry("/audit", "lock", words.text("Audit")))
        + "<footer>" + escaped(context.caller.name) + "<form method=\"post\" action=\"/logout\"><input type=\"hidden\" name=\"token\" value=\"" + escaped(context.form_token)
        + "\"><button class=\"link\">" + escaped(words.text("Log out")) + "</button></form></footer></nav>";
    return document(words, title, "<body data-ready>" + navigation + "<main>" + main + "</main></body>");
}

} // namespace bedside::server
