// SPDX-License-Identifier: Apache-2.0
#include "sync/server/console/record_pages.h"

namespace bedside::server {

HttpResponse alerts_page(PageContext const& context, std::vector<Alert> const& alerts, std::int64_t now_ms)
{
    auto const& words = context.words;
    long open = 0;
    std::string rows;
    for (auto const& alert : alerts) {
        auto const acknowledged = alert.acknowledged_ms.has_value();
        open += acknowledged ? 0 : 1;
        auto const path = "/alerts/" + alert.id;
        std::string state;
        auto const line = [&](std::string const& text) { state += "<span class=\"line\">" + escaped(text) + "</span>"; };
        line(words.text("Raised {when}", { { "when", minute_of(alert.raised_ms, context.now) } }));
        line(words.text("Delivered {when}", { { "when", minute_of(alert.received_ms, context.now) } }));
        if (alert.escalations > 0)
            line(words.text("Told outside the console {n} time, last {when}", "Told outside the console {n} times, last {when}", static_cast<long>(alert.escalations),
                { { "when", minute_of(alert.escalated_ms, context.now) } }));
        if (acknowledged)
            line(words.text("Acknowledged by {who}, {when}", { { "who", alert.acknowledged_by }, { "when", minute_of(alert.acknowledged_ms, context.now) } }));
        if (alert.closed_ms)
            line(words.text("Closed by {who}, {when}: {note}", { { "who", alert.closed_by }, { "when", minute_of(alert.closed_ms, context.now) }, { "note", alert.closed_note } }));
        std::string acts;
        if (context.may_act() && !acknowledged)
            acts += act(context, path + "/acknowledge", "", words.text("Acknowledge"), alert.participant, "primary");
        if (context.may_act() && !alert.closed_ms)
            acts += disclosure(words.text("Close"), act(context, path + "/close", field(words.text("What was done"), "note", "text", "required maxlength=\"300\""), words.text("Close"), alert.participant));
        rows += "<tr><td class=\"name\">" + tag(acknowledged ? "plain" : "alert", "bell", alert.name().empty() ? words.text("Alert") : alert.name()) + "</td><td><a href=\"/participants/" + escaped(alert.participant) + "\">"
            + escaped(alert.participant) + "</a></td><td class=\"wide\">" + escaped(alert.text)
            + (alert.response_id.empty() ? "" : " <a href=\"/responses/" + escaped(alert.response_id) + "\">" + escaped(words.text("Form")) + "</a>") + "</td><td>" + escaped(alert.tablet) + "</td><td class=\""
            + std::string(acknowledged ? "soft" : "alert strong") + "\">" + escaped(acknowledged ? ago(words, now_ms - alert.raised_ms) : duration(words, now_ms - alert.received_ms)) + "</td><td class=\"wide soft\">" + state
            + "</td><td class=\"acts-cell\">" + acts + "</td></tr>";
    }
    auto html = head(words.text("Alerts"), open == 0 ? words.text("No alert waits for anybody.") : words.text("{n} alert waits for somebody", "{n} alerts wait for somebody", open));
    html += wide_panel(words.text("Alerts"), rows.empty() ? "<p class=\"empty\">" + escaped(words.text("No alert was received.")) + "</p>"
                         : "<table>" + columns({ words.text("Rule"), words.text("Participant"), words.text("What"), words.text("Tablet"), words.text("Age"), words.text("State"), "" }) + "<tbody>" + rows + "</tbody></table>");
    return page(context, words.text("Alerts"), html);
}

HttpResponse audit_page(PageContext const& context, std::vector<AuditRow> const& rows)
{
    auto const& words = context.words;
    auto html = head(words.text("Audit"), words.text("Who did and saw what; each row is chained to the one before.")) + "<section class=\"panel\"><table>"
        + columns({ words.text("Number"), words.text("Time"), words.text("Who"), words.text("Event"), words.text("What") }) + "<tbody>";
    for (auto const& row : rows)
        html += "<tr><td class=\"name\">" + std::to_string(row.number) + "</td><td>" + escaped(row.at.substr(0, 19)) + "</td><td>" + escaped(row.who) + "</td><td data-event=\"" + escaped(row.event) + "\">" + escaped(words.text_in("event", row.event)) + "</td><td class=\"wide\">"
            + escaped(row.detail) + "</td></tr>";
    html += "</tbody></table></section>";
    if (!rows.empty() && rows.back().number > 1)
        html += "<p class=\"pager\"><a class=\"btn\" href=\"/audit?before=" + std::to_string(rows.back().number) + "\">" + escaped(words.text("Earlier")) + "</a></p>";
    return page(context, words.text("Audit"), html);
}

} // namespace bedside::server
