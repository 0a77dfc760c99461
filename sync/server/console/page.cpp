// SPDX-License-Identifier: Apache-2.0
#include "sync/server/console/page.h"

namespace bedside::server {

void add_security_headers(HttpResponse& response)
{
    response.headers.emplace_back("Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
    response.headers.emplace_back("X-Content-Type-Options", "nosniff");
    response.headers.emplace_back("Referrer-Policy", "same-origin"); // an act goes back to the page that it came from
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
    else if (name == "sliders")
        path = R"(<path d="M4 7h9M17 7h3M4 17h3M11 17h9"/><circle cx="15" cy="7" r="2"/><circle cx="9" cy="17" r="2"/>)";
    else if (name == "person")
        path = R"(<circle cx="12" cy="8" r="4"/><path d="M4.500 20.500a7.500 7.500 0 0 1 15 0"/>)";
    else if (name == "cross")
        path = R"(<path d="M6 6l12 12M18 6 6 18"/>)";
    else if (name == "question")
        path = R"(<path d="M4 4.500h16v12H11l-4.500 4v-4H4zM9.800 8.500a2.300 2.300 0 1 1 3 2.200c-.6.200-.8.600-.8 1.300M12 14v.1"/>)";
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

std::string minute_of(std::string const& iso) { return iso.size() < 16 ? iso : iso.substr(0, 10) + " " + iso.substr(11, 5); }

std::string minute_of(std::optional<std::int64_t> wall_ms, Instant const& now)
{
    return wall_ms ? minute_of(iso8601({ .wall_ms = *wall_ms, .offset_min = now.offset_min, .monotonic_ms = 0, .boot_id = {} })) : "—";
}

std::string tag(char const* kind, std::string_view icon_name, std::string const& text)
{
    return std::string("<span class=\"tag ") + kind + "\">" + (icon_name.empty() ? "" : icon(icon_name, 16)) + escaped(text) + "</span>";
}

std::string told(locales::Catalogue const& words, std::string_view sentence)
{
    std::string item;
    if (auto const colon = sentence.find(": "); sentence.starts_with("Item ") && colon != std::string_view::npos) {
        item = sentence.substr(5, colon - 5);
        sentence.remove_prefix(colon + 2);
    }
    std::string pattern;
    std::string numbers[3];
    std::size_t count = 0;
    for (std::size_t i = 0; i < sentence.size();) {
        auto end = i;
        while (end < sentence.size() && sentence[end] >= '0' && sentence[end] <= '9')
            ++end;
        if (end == i || count == std::size(numbers)) {
            pattern += sentence[i++];
            continue;
        }
        numbers[count] = sentence.substr(i, end - i);
        pattern += std::string("{") + static_cast<char>('a' + count++) + "}";
        i = end;
    }
    auto const text = words.text(pattern) == pattern ? std::string(sentence) : words.text(pattern, { { "a", numbers[0] }, { "b", numbers[1] }, { "c", numbers[2] } });
    return item.empty() ? text : words.text("Item {item}: {text}", { { "item", item }, { "text", text } });
}

std::string head(std::string const& title, std::string const& summary, std::string const& acts)
{
    return "<header><div><h2>" + escaped(title) + "</h2><p>" + escaped(summary) + "</p></div>" + (acts.empty() ? "" : "<span class=\"acts\">" + acts + "</span>") + "</header>";
}

std::string columns(std::vector<std::string> const& labels)
{
    std::string html = "<thead><tr>";
    for (std::size_t i = 0; i < labels.size(); ++i)
        html += (labels[i].empty() ? std::string("<td class=\"\">") : std::string("<th scope=\"col\"") + (i == 0 ? " class=\"name\"" : "") + ">") + escaped(labels[i]) + (labels[i].empty() ? "</td>" : "</th>");
    return html + "</tr></thead>";
}

std::string wide_panel(std::string const& label, std::string const& inside) { return "<section class=\"panel\" tabindex=\"0\" aria-label=\"" + escaped(label) + "\">" + inside + "</section>"; }

std::string fact(std::string const& label, std::string const& value) { return "<dt>" + escaped(label) + "</dt><dd>" + escaped(value.empty() ? "—" : value) + "</dd>"; }

std::string field(std::string const& label, std::string const& name, std::string const& type, std::string const& attributes)
{
    auto const input = "<input name=\"" + escaped(name) + "\" type=\"" + type + "\" " + attributes + ">";
    return type == "checkbox" ? "<label class=\"check\">" + input + escaped(label) + "</label>" : "<label class=\"field\">" + escaped(label) + input + "</label>";
}

std::string hidden(std::string const& name, std::string const& value) { return "<input type=\"hidden\" name=\"" + name + "\" value=\"" + escaped(value) + "\">"; }

std::string act(PageContext const& context, std::string const& path, std::string const& inside, std::string const& label, std::string const& about, std::string const& kind)
{
    return "<form class=\"act\" method=\"post\" action=\"" + escaped(path) + "\"><input type=\"hidden\" name=\"token\" value=\"" + escaped(context.form_token) + "\">" + inside
        + "<button class=\"btn small " + kind + "\" type=\"submit\"" + (about.empty() ? "" : " aria-label=\"" + escaped(label + " " + about) + "\"") + ">" + escaped(label) + "</button></form>";
}

std::string disclosure(std::string const& summary, std::string const& inside)
{
    return "<details><summary>" + escaped(summary) + "</summary><div class=\"inside\">" + inside + "</div></details>";
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
        return std::string("<a href=\"") + path + "\"" + (context.path == path ? " class=\"on\" aria-current=\"page\"" : "") + ">" + icon(icon_name, 20) + escaped(label) + (std::string_view(path) == "/alerts" && context.open_alerts > 0 ? " <b>" + std::to_string(context.open_alerts) + "</b>" : "") + "</a>";
    };
    auto const navigation = "<nav><h1>Bedside<small>" + escaped(context.study) + "</small></h1>" + entry("/", "tablet", words.text("Tablets")) + entry("/compliance", "check", words.text("Compliance"))
        + entry("/alerts", "bell", words.text("Alerts")) + entry("/queries", "question", words.text("Queries")) + (context.caller.role == Role::statistician ? "" : entry("/setup", "sliders", words.text("Set-up")) + entry("/audit", "lock", words.text("Audit")))
        + "<footer><a href=\"/account\">" + escaped(context.caller.name) + "</a><form method=\"post\" action=\"/logout\"><input type=\"hidden\" name=\"token\" value=\"" + escaped(context.form_token)
        + "\"><button class=\"link\">" + escaped(words.text("Log out")) + "</button></form></footer></nav>";
    auto const notice = context.locked ? "<p class=\"notice\" role=\"status\">" + escaped(words.text("The study is locked: nothing is received or changed until it is unlocked.")) + "</p>" : std::string();
    return document(words, title, "<body data-ready>" + navigation + "<main>" + notice + main + "</main></body>");
}

} // namespace bedside::server
