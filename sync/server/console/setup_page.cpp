// SPDX-License-Identifier: Apache-2.0
#include "sync/server/console/setup_page.h"

#include "sync/server/console/totp.h"

namespace bedside::server {
namespace {

std::string role_name(locales::Catalogue const& words, std::string const& role)
{
    if (role == "administrator")
        return words.text("Administrator");
    if (role == "statistician")
        return words.text("Statistician");
    return role == "coordinator" ? words.text("Coordinator") : words.text("Monitor (reads only)");
}

std::string study_section(PageContext const& context, SetupView const& view)
{
    auto const& words = context.words;
    auto html = "<section class=\"panel\"><h3 class=\"inset\">" + escaped(words.text("Study")) + "</h3><div class=\"inset\">";
    if (!view.study) {
        html += "<p>" + escaped(words.text("No study is published yet.")) + "</p>";
    } else {
        auto const& study = view.study->study;
        html += "<dl>" + fact(words.text("Title"), study.title.in(words.language())) + fact(words.text("Version"), study.version) + fact(words.text("Participants"), std::to_string(view.study->roster.size()))
            + fact(words.text("Visits"), std::to_string(study.visits.size())) + fact(words.text("Time zone"), study.time_zone)
            + fact(words.text("Wording"), study.demonstration ? words.text("Demonstration wording is allowed") : words.text("Licensed wording only")) + "</dl>";
    }
    html += "<p class=\"soft\">" + escaped(words.text("A folder is checked and published on the server's machine; tablets fetch it at their next contact:")) + " <code>bedside-server publish STUDY</code></p></div>";
    if (view.study) {
        html += "<table>" + columns({ words.text("Form"), words.text("Version"), words.text("Wording"), words.text("Wording pack") }) + "<tbody>";
        for (auto const& form : view.study->study.forms) {
            auto const& definition = *form.definition;
            auto const wording = definition.wording == forms::Wording::licensed ? tag("ok", "check", words.text("licensed"))
                : definition.wording == forms::Wording::demonstration          ? tag("wait", "alert", words.text("demonstration"))
                                                                               : tag("plain", "", words.text("own"));
            html += "<tr><td class=\"name\">" + escaped(definition.title.in(words.language())) + "</td><td>" + escaped(definition.version) + "</td><td>" + wording + "</td><td class=\"mono\">"
                + escaped(definition.wording_pack_hash.empty() ? "—" : definition.wording_pack_hash.substr(0, 16) + "…") + "</td></tr>";
        }
        html += "</tbody></table>";
    }
    if (!view.publications.empty()) {
        html += "<table>" + columns({ words.text("Published"), words.text("Version"), words.text("Who") }) + "<tbody>";
        for (auto const& one : view.publications)
            html += "<tr><td class=\"name\">" + escaped(minute_of(one.at)) + "</td><td>" + escaped(one.study + " " + one.version) + "</td><td>" + escaped(one.by) + "</td></tr>";
        html += "</tbody></table>";
    }
    return html + "</section>";
}

std::string tablets_section(PageContext const& context, SetupView const& view)
{
    auto const& words = context.words;
    auto html = "<section class=\"panel padded\"><h3>" + escaped(words.text("New tablet")) + "</h3><p>" + escaped(words.text("A code is good once. The tablet makes its own keys; the code carries the fingerprint of this study.")) + "</p>";
    if (context.may_act())
        html += act(context, "/setup/code", field(words.text("Name of the tablet"), "tablet", "text", "required maxlength=\"32\" pattern=\"[A-Za-z0-9\\-]+\" placeholder=\"T-03\" autocomplete=\"off\""), words.text("Make a code"), "", "primary");
    for (auto const& offer : view.offers)
        html += "<p>" + tag("wait", "clock", offer.tablet) + " " + escaped(words.text("Code not used yet, good until {when}", { { "when", minute_of(offer.expires_ms, context.now) } })) + "</p>";
    return html + "</section>";
}

std::string users_section(PageContext const& context, SetupView const& view)
{
    auto const& words = context.words;
    bool const may = context.caller.role == Role::administrator;
    auto html = "<section class=\"panel\"><h3 class=\"inset\">" + escaped(words.text("Accounts of the console")) + "</h3><table>" + columns({ words.text("Name"), words.text("Role"), words.text("Second factor"), "" }) + "<tbody>";
    for (auto const& user : view.users)
        html += "<tr><td class=\"name\"><b>" + escaped(user.name) + "</b></td><td>" + escaped(role_name(words, user.role)) + "</td><td>" + (user.totp_secret.empty() ? escaped(words.text("none")) : tag("ok", "lock", words.text("on"))) + "</td><td class=\"acts-cell\">"
            + (may && user.name != context.caller.name ? disclosure(words.text("End"), act(context, "/setup/user/" + user.name + "/end", "", words.text("End this account"), user.name, "danger")) : "") + "</td></tr>";
    html += "</tbody></table>";
    if (may) {
        std::string options;
        for (auto const* role : { "coordinator", "monitor", "statistician", "administrator" })
            options += std::string("<option value=\"") + role + "\">" + escaped(role_name(words, role)) + "</option>";
        html += "<div class=\"inset\">" + disclosure(words.text("Add an account, or set a new password"),
                    act(context, "/setup/user", field(words.text("Name"), "name", "text", "required maxlength=\"40\" pattern=\"[A-Za-z0-9._\\-]+\" autocomplete=\"off\"") + "<label class=\"field\">" + escaped(words.text("Role")) + "<select name=\"role\">" + options
                            + "</select></label>" + field(words.text("Password (10 characters or more)"), "password", "password", "required minlength=\"10\" maxlength=\"200\" autocomplete=\"new-password\""),
                        words.text("Save"), "", "primary"))
            + "</div>";
    } else {
        html += "<p class=\"inset soft\">" + escaped(words.text("Administrators add and end accounts.")) + "</p>";
    }
    return html + "</section>";
}

std::string mirrors_section(PageContext const& context, SetupView const& view)
{
    auto const& words = context.words;
    auto html = "<section class=\"panel\"><h3 class=\"inset\">" + escaped(words.text("Mirrored servers")) + "</h3>";
    if (!view.mirrors.empty()) {
        html += "<table>" + columns({ words.text("Server"), words.text("Read"), words.text("Waiting"), words.text("State") }) + "<tbody>";
        for (auto const& mirror : view.mirrors)
            html += "<tr><td class=\"name wide\">" + escaped(mirror.url) + "</td><td class=\"soft\">" + (mirror.contact_ms ? escaped(ago(words, context.now.wall_ms - *mirror.contact_ms)) : "—") + "</td><td>" + std::to_string(mirror.waiting)
                + "</td><td class=\"wide\">" + (unread(mirror, context.now.wall_ms) ? tag("alert", "offline", words.text("Not read")) + " " + escaped(told(words, mirror.trouble)) : tag("ok", "check", words.text("Read to the end"))) + "</td></tr>";
        html += "</tbody></table>";
    }
    return html + "<p class=\"inset soft\">" + escaped(words.text("Where tablets deliver to the hospital's own FHIR server, it is followed from the server's machine:")) + " <code>bedside-server mirror URL</code></p></section>";
}

std::string lock_section(PageContext const& context, SetupView const& view)
{
    auto const& words = context.words;
    bool const may = context.caller.role == Role::administrator;
    auto html = "<section class=\"panel padded\"><h3>" + escaped(words.text("Lock of the study")) + "</h3>";
    auto const reason = field(words.text("Reason"), "reason", "text", "required maxlength=\"300\"");
    auto const waits = (view.open_queries > 0 ? words.text("{n} query is open", "{n} queries are open", view.open_queries) : std::string()) + (view.open_queries > 0 && !view.incomplete.empty() ? " · " : "")
        + (view.incomplete.empty() ? "" : words.text("Forms are missing of {tablets}", { { "tablets", view.incomplete } }));
    if (view.lock)
        html += tag("wait", "lock", words.text("Locked")) + "<p>" + escaped(words.text("By {who}, {when}: {reason}", { { "who", view.lock->locked_by }, { "when", minute_of(view.lock->locked_ms, context.now) }, { "reason", view.lock->reason } })) + "</p>"
            + (may ? disclosure(words.text_in("study", "Unlock"), act(context, "/setup/unlock", reason, words.text_in("study", "Unlock"), words.text("Study"), "danger")) : "");
    else
        html += "<p>" + escaped(words.text("Locked once everything is here and every query is closed: then nothing that the data sets are made of changes. Tablets keep what they still complete, and send it after the unlock.")) + "</p>"
            + (view.open_queries > 0 || !view.incomplete.empty() ? "<p>" + tag("wait", "alert", words.text_in("study", "Not yet")) + " " + escaped(waits) + "</p>"
                    : may                                        ? disclosure(words.text_in("study", "Lock"), act(context, "/setup/lock", reason, words.text_in("study", "Lock"), words.text("Study"), "danger"))
                                                                 : "");
    return html + (may ? "" : "<p class=\"soft\">" + escaped(words.text("Administrators lock and unlock.")) + "</p>") + "</section>";
}

} // namespace

HttpResponse setup_page(PageContext const& context, SetupView const& view)
{
    auto const& words = context.words;
    return page(context, words.text("Set-up"),
        head(words.text("Set-up"), words.text("The study, its tablets, and who may see what.")) + "<div class=\"pair\">" + "<div>" + study_section(context, view) + mirrors_section(context, view) + "</div><div>" + tablets_section(context, view) + users_section(context, view) + lock_section(context, view) + "</div></div>");
}

Result<HttpResponse> code_page(PageContext const& context, std::string const& tablet, std::string const& code, std::string const& server_url, std::string const& expires)
{
    auto const& words = context.words;
    // What the tablet's installer reads off the screen: address and code.
    auto const qr = TRY(qr_svg(server_url + " " + code, 260, words.text("QR code with the server's address and the code")));
    return page(context, words.text("Enrol a tablet"),
        head(words.text("Enrol {tablet}", { { "tablet", tablet } }), words.text("Shown only now. Good once, until {when}.", { { "when", expires } })) + "<section class=\"panel padded enrol\">" + qr + "<div><h3>" + escaped(words.text("Type or scan on the tablet"))
            + "</h3><p class=\"code\">" + escaped(code) + "</p><dl>" + fact(words.text("Tablet"), tablet) + fact(words.text("Server"), server_url) + "</dl><p class=\"soft\"><code>" + escaped("bedside-provision enrol " + server_url + " " + code)
            + "</code></p><a class=\"btn\" href=\"/setup\">" + escaped(words.text("Set-up")) + "</a></div></section>");
}

Result<HttpResponse> account_page(PageContext const& context, ConsoleUser const& user, Bytes const& offered, std::string const& notice)
{
    auto const& words = context.words;
    auto const code_field = field(words.text("Code of the app"), "code", "text", "required inputmode=\"numeric\" pattern=\"[0-9]{6}\" maxlength=\"6\" autocomplete=\"one-time-code\"");
    auto html = head(user.name, role_name(words, user.role)) + (notice.empty() ? "" : "<p class=\"notice\" role=\"alert\">" + escaped(notice) + "</p>") + "<div class=\"pair\"><section class=\"panel padded\"><h3>" + escaped(words.text("Second factor")) + "</h3>";
    if (!user.totp_secret.empty())
        html += tag("ok", "lock", words.text("on")) + disclosure(words.text("Turn off"), act(context, "/account/totp/off", code_field, words.text("Turn off"), words.text("Second factor"), "danger"));
    else if (offered.empty())
        html += "<p>" + escaped(words.text("An authenticator app gives a code that is asked for beside the password.")) + "</p>" + act(context, "/account/totp", "", words.text("Set up"), words.text("Second factor"), "primary");
    else
        html += "<div class=\"enrol\">" + TRY(qr_svg(totp_address(offered, "Bedside", user.name), 220, words.text("QR code for the authenticator app"))) + "<div><p>" + escaped(words.text("Scan it with the app, or type this secret:")) + "</p><p class=\"code\">"
            + escaped(base32(offered)) + "</p>" + act(context, "/account/totp/confirm", code_field, words.text("Turn on"), words.text("Second factor"), "primary") + "</div></div>";
    html += "</section><section class=\"panel padded\"><h3>" + escaped(words.text("Password")) + "</h3>"
        + act(context, "/account/password", field(words.text("Password now"), "old", "password", "required autocomplete=\"current-password\"") + field(words.text("New password (10 characters or more)"), "new", "password", "required minlength=\"10\" maxlength=\"200\" autocomplete=\"new-password\""),
            words.text("Change"), words.text("Password"), "primary")
        + "</section></div>";
    return page(context, user.name, html);
}

} // namespace bedside::server
