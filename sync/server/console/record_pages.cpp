// SPDX-License-Identifier: Apache-2.0
#include "sync/server/console/record_pages.h"

namespace bedside::server {
namespace {

std::string head(std::string const& title, std::string const& summary)
{
    return "<header><div><h2>" + escaped(title) + "</h2><p>" + escaped(summary) + "</p></div></header>";
}

std::string columns(std::vector<std::string> const& labels)
{
    std::string html = "<thead><tr>";
    for (std::size_t i = 0; i < labels.size(); ++i)
        html += std::string("<th scope=\"col\"") + (i == 0 ? " class=\"name\"" : "") + ">" + escaped(labels[i]) + "</th>";
    return html + "</tr></thead>";
}

/// "2026-11-24 14:33" of an ISO 8601 moment in its own offset.
std::string minute_of(std::string const& iso) { return iso.size() < 16 ? iso : iso.substr(0, 10) + " " + iso.substr(11, 5); }

struct ValueText {
    locales::Catalogue const& words;
    std::string operator()(bool value) const { return value ? words.text("Yes") : words.text("No"); }
    std::string operator()(std::int32_t value) const { return std::to_string(value); }
    std::string operator()(forms::Decimal const& value) const { return value.text; }
    std::string operator()(forms::Date const& value) const { return value.text; }
    std::string operator()(forms::Time const& value) const { return value.text; }
    std::string operator()(forms::DateTime const& value) const { return value.text; }
    std::string operator()(forms::Text const& value) const { return value.text; }
    std::string operator()(forms::Coding const& value) const { return value.display.empty() ? value.code : value.display; }
    std::string operator()(forms::Quantity const& value) const { return value.value.text + " " + value.unit; }
    std::string operator()(forms::Attachment const& value) const { return value.content_type; }
};

std::string answer_text(locales::Catalogue const& words, forms::Answer const& answer)
{
    if (answer.absence)
        return words.text("Declined");
    std::string text;
    for (auto const& value : answer.values)
        text += (text.empty() ? "" : ", ") + std::visit(ValueText { words }, value);
    return text;
}

std::string link_id_of(std::string const& path) { return path.substr(path.rfind('/') == std::string::npos ? 0 : path.rfind('/') + 1); }

std::string fact(std::string const& label, std::string const& value) { return "<dt>" + escaped(label) + "</dt><dd>" + escaped(value.empty() ? "—" : value) + "</dd>"; }

} // namespace

HttpResponse participant_page(PageContext const& context, study::Study const& study, ComplianceRow const& row, std::vector<FormRecord> const& records, std::vector<PainPoint> const& pain)
{
    auto const& words = context.words;
    int alert_at = 7;
    for (auto const& rule : study.alerts)
        if (rule.kind == study::AlertKind::value && rule.at_least && rule.id.find("pain") != std::string::npos)
            alert_at = static_cast<int>(*rule.at_least);
    auto html = head(row.participant,
        words.text("{complete} of {countable} visits complete; {n} forms received.",
            { { "complete", std::to_string(row.complete) }, { "countable", std::to_string(row.countable) }, { "n", std::to_string(records.size()) } }));
    if (auto const chart = pain_chart(words, pain, alert_at); !chart.empty())
        html += "<section class=\"panel padded\"><h3>" + escaped(words.text("Pain, 0–10")) + "</h3>" + chart + "</section>";
    if (records.empty())
        return page(context, row.participant, html + "<section class=\"panel\"><p class=\"empty\">" + escaped(words.text("Nothing was received yet.")) + "</p></section>");
    html += "<section class=\"panel\"><table>" + columns({ words.text("Completed"), words.text("Visit"), words.text("Form"), words.text("Tablet"), words.text("Received"), words.text("Marks") }) + "<tbody>";
    for (auto const& record : records) {
        auto const* form = study.form(record.form);
        auto const title = form != nullptr && form->definition ? form->definition->title.in(words.language()) : record.form;
        html += "<tr><td class=\"name\"><a href=\"/responses/" + escaped(record.id) + "\">" + escaped(minute_of(record.authored_at)) + "</a></td><td>" + escaped(record.visit) + "</td><td>" + escaped(title) + "</td><td>"
            + escaped(record.tablet + " · " + std::to_string(record.sequence)) + "</td><td class=\"soft\">" + escaped(minute_of(record.received_at)) + "</td><td class=\"soft\">" + escaped(record.tags) + "</td></tr>";
    }
    return page(context, row.participant, html + "</tbody></table></section>");
}

HttpResponse response_page(PageContext const& context, FormRecord const& record, forms::Definition const& definition, forms::ParsedResponse const& parsed)
{
    auto const& words = context.words;
    auto const title = definition.title.in(words.language());
    auto html = head(title, record.participant + (record.visit.empty() ? "" : " · " + record.visit));
    html += "<section class=\"panel\"><table>" + columns({ words.text("Item"), words.text("Answer") }) + "<tbody>";
    for (auto const& [path, answer] : parsed.answers) {
        auto const* item = definition.find(link_id_of(path));
        auto const prompt = item == nullptr ? path : item->prefix + (item->prefix.empty() ? "" : " ") + item->text.in(words.language());
        html += "<tr><td class=\"name wide\">" + escaped(prompt) + "</td><td class=\"wide\"><b>" + escaped(answer_text(words, answer)) + "</b></td></tr>";
    }
    html += "</tbody></table></section><section class=\"panel padded\"><h3>" + escaped(words.text("Proof")) + "</h3><dl>" + fact(words.text("Completed"), record.authored_at)
        + fact(words.text("Received"), record.received_at) + fact(words.text("Tablet"), record.tablet) + fact(words.text("Number"), std::to_string(record.sequence))
        + fact(words.text("Clock difference"), words.text("{value} s", { { "value", std::to_string(record.skew_ms / 1000) } })) + fact(words.text("Language"), record.language)
        + fact(words.text("Helped by"), record.assisted_by) + fact(words.text("Filled in by staff"), record.staff) + fact(words.text("Form version"), record.questionnaire)
        + fact(words.text("Wording pack"), definition.wording_pack_hash) + fact(words.text("Marks"), record.tags) + fact("SHA-256", record.sha256)
        + fact(words.text("Signature of the tablet"), record.signature) + fact(words.text("Chain head in the receipt"), record.receipt_head) + "</dl></section><p class=\"pager\"><a class=\"btn\" href=\"/participants/"
        + escaped(record.participant) + "\">" + escaped(record.participant) + "</a></p>";
    return page(context, title, html);
}

HttpResponse alerts_page(PageContext const& context, std::vector<Alert> const& alerts, std::int64_t now_ms)
{
    auto const& words = context.words;
    long open = 0;
    std::string rows;
    for (auto const& alert : alerts) {
        auto const acknowledged = alert.acknowledged_ms.has_value();
        open += acknowledged ? 0 : 1;
        rows += "<tr><td class=\"name\"><span class=\"tag " + std::string(acknowledged ? "plain" : "alert") + "\">" + icon("bell", 16) + escaped(alert.rule.empty() ? words.text("Alert") : alert.rule)
            + "</span></td><td><a href=\"/participants/" + escaped(alert.participant) + "\">" + escaped(alert.participant) + "</a></td><td class=\"wide\">" + escaped(alert.text) + "</td><td>" + escaped(alert.tablet)
            + "</td><td class=\"soft\">" + escaped(ago(words, now_ms - alert.raised_ms)) + "</td><td class=\"soft\">" + escaped(ago(words, now_ms - alert.received_ms)) + "</td><td>";
        if (acknowledged)
            rows += escaped(words.text("Acknowledged by {who}, {when}", { { "who", alert.acknowledged_by }, { "when", ago(words, now_ms - *alert.acknowledged_ms) } }));
        else if (context.caller.role == Role::coordinator || context.caller.role == Role::administrator)
            rows += "<form method=\"post\" action=\"/alerts/" + escaped(alert.id) + "/acknowledge\"><input type=\"hidden\" name=\"token\" value=\"" + escaped(context.form_token)
                + "\"><button class=\"btn small primary\" type=\"submit\" aria-label=\"" + escaped(words.text("Acknowledge") + " " + alert.participant) + "\">" + escaped(words.text("Acknowledge")) + "</button></form>";
        else
            rows += escaped(words.text("Not acknowledged"));
        rows += "</td></tr>";
    }
    auto html = head(words.text("Alerts"), words.text("{n} alert waits for somebody", "{n} alerts wait for somebody", open)) + "<section class=\"panel\">";
    html += rows.empty() ? "<p class=\"empty\">" + escaped(words.text("No alert was received.")) + "</p>"
                         : "<table>" + columns({ words.text("Rule"), words.text("Participant"), words.text("What"), words.text("Tablet"), words.text("Raised"), words.text("Received"), words.text("State") }) + "<tbody>" + rows
            + "</tbody></table>";
    return page(context, words.text("Alerts"), html + "</section>");
}

HttpResponse audit_page(PageContext const& context, std::vector<AuditRow> const& rows)
{
    auto const& words = context.words;
    auto html = head(words.text("Audit"), words.text("Who did and saw what; each row is chained to the one before.")) + "<section class=\"panel\"><table>"
        + columns({ words.text("Number"), words.text("Time"), words.text("Who"), words.text("Event"), words.text("What") }) + "<tbody>";
    for (auto const& row : rows)
        html += "<tr><td class=\"name\">" + std::to_string(row.number) + "</td><td>" + escaped(row.at.substr(0, 19)) + "</td><td>" + escaped(row.who) + "</td><td>" + escaped(row.event) + "</td><td class=\"wide\">"
            + escaped(row.detail) + "</td></tr>";
    html += "</tbody></table></section>";
    if (!rows.empty() && rows.back().number > 1)
        html += "<p class=\"pager\"><a class=\"btn\" href=\"/audit?before=" + std::to_string(rows.back().number) + "\">" + escaped(words.text("Earlier")) + "</a></p>";
    return page(context, words.text("Audit"), html);
}

} // namespace bedside::server
