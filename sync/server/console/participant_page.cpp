// SPDX-License-Identifier: Apache-2.0
// One participant: what their forms say over time, what was received, what staff may change.
#include "sync/server/console/record_pages.h"
#include "sync/server/console/timeline_chart.h"

namespace bedside::server {
namespace {

std::string state_name(locales::Catalogue const& words, study::ParticipantState state)
{
    switch (state) {
    case study::ParticipantState::screened: return words.text("Screened");
    case study::ParticipantState::on_study: return words.text("On study");
    case study::ParticipantState::withdrawn: return words.text("Left the study");
    case study::ParticipantState::died: return words.text("Died");
    case study::ParticipantState::completed: return words.text("Finished");
    }
    return {};
}

std::string field_name(locales::Catalogue const& words, std::string const& field)
{
    if (field == "state")
        return words.text("State");
    if (field == "ward")
        return words.text("Ward");
    if (field == "tablet")
        return words.text("Tablet");
    return words.text("Date of {anchor}", { { "anchor", field.substr(7) } });
}

/// For an <input type="datetime-local">: the study's clock.
std::string local_minute(study::Study const& study, std::int64_t wall_ms) { return iso8601(study.zone.instant(wall_ms)).substr(0, 16); }

std::string changing(PageContext const& context, ParticipantView const& view)
{
    auto const& words = context.words;
    auto const& participant = view.course.participant();
    std::string html = "<section class=\"panel padded\"><h3>" + escaped(words.text("In the study")) + "</h3><dl>" + fact(words.text("State"), state_name(words, participant.state) + (participant.state_since ? ", " + minute_of(iso8601(*participant.state_since)) : ""))
        + fact(words.text("Ward"), participant.ward) + fact(words.text("Tablet"), participant.tablet);
    for (auto const& anchor : view.study.anchors) {
        auto const found = participant.anchors.find(anchor);
        html += fact(anchor, found == participant.anchors.end() ? "" : minute_of(iso8601(found->second)));
    }
    html += "</dl>";
    if (context.may_act()) {
        auto const reason = field(words.text("Reason"), "reason", "text", "required maxlength=\"300\"");
        auto const path = "/participants/" + participant.number + "/change";
        auto const now = local_minute(view.study, context.now.wall_ms);
        for (auto const& anchor : view.study.anchors) {
            auto const found = participant.anchors.find(anchor);
            html += disclosure(words.text("Set the date of {anchor}", { { "anchor", anchor } }),
                act(context, path, hidden("field", "anchor:" + anchor) + field(words.text("Date and time"), "value", "datetime-local", "value=\"" + (found == participant.anchors.end() ? "" : local_minute(view.study, found->second.wall_ms)) + "\"") + reason,
                    words.text("Save"), anchor, "primary"));
        }
        std::string states;
        for (auto const& [name, state] : { std::pair { "on-study", study::ParticipantState::on_study }, std::pair { "withdrawn", study::ParticipantState::withdrawn }, std::pair { "died", study::ParticipantState::died },
                 std::pair { "completed", study::ParticipantState::completed } })
            states += std::string("<option value=\"") + name + "\"" + (state == participant.state ? " selected" : "") + ">" + escaped(state_name(words, state)) + "</option>";
        html += disclosure(words.text("Withdrawal, death, end"), "<p>" + escaped(words.text("Tablets stop asking from this moment on. What was received stays.")) + "</p>"
                + act(context, path, hidden("field", "state") + "<label class=\"field\">" + escaped(words.text("State")) + "<select name=\"value\">" + states + "</select></label>" + field(words.text("Since"), "since", "datetime-local", "required value=\"" + now + "\"") + reason,
                    words.text("Save"), words.text("State"), "danger"));
        html += disclosure(words.text("Change the ward"), act(context, path, hidden("field", "ward") + field(words.text("Ward (empty: at home)"), "value", "text", "maxlength=\"40\" value=\"" + escaped(participant.ward) + "\"") + reason, words.text("Save"), words.text("Ward"), "primary"));
    }
    if (!view.changes.empty()) {
        html += "<h3>" + escaped(words.text("Changes")) + "</h3><ul class=\"changes\">";
        for (auto const& change : view.changes)
            html += "<li>" + minute_of(change.at_ms, context.now) + " " + escaped(field_name(words, change.field)) + ": " + escaped(change.before.empty() ? "—" : change.before) + " → <b>" + escaped(change.value.empty() ? "—" : change.value) + "</b>. "
                + escaped(change.reason) + " <span class=\"soft\">(" + escaped(change.who) + ")</span></li>";
        html += "</ul>";
    }
    return html + "</section>";
}

std::string forms_table(PageContext const& context, ParticipantView const& view)
{
    auto const& words = context.words;
    if (view.records.empty())
        return "<section class=\"panel\"><p class=\"empty\">" + escaped(words.text("Nothing was received yet.")) + "</p></section>";
    std::string html = "<section class=\"panel\" tabindex=\"0\" aria-label=\"" + escaped(words.text("Received forms")) + "\"><h3 class=\"inset\">" + escaped(words.text("Received forms")) + "</h3><table>"
        + columns({ words.text("Completed"), words.text("Visit"), words.text("Form"), words.text("Tablet"), words.text("Received"), words.text("Marks") }) + "<tbody>";
    for (auto const& record : view.records) {
        auto const* form = view.study.form(record.form);
        auto const title = form != nullptr && form->definition ? form->definition->title.in(words.language()) : record.form;
        html += "<tr><td class=\"name\"><a href=\"/responses/" + escaped(record.id) + "\">" + escaped(minute_of(record.authored_at)) + "</a></td><td>" + escaped(record.visit) + "</td><td>" + escaped(title) + "</td><td>"
            + escaped(record.tablet + " · " + std::to_string(record.sequence)) + "</td><td class=\"soft\">" + escaped(minute_of(record.received_at)) + "</td><td class=\"soft\">" + escaped(record.tags)
            + (record.versions > 1 ? tag("wait", "", words.text("amended")) : "") + "</td></tr>";
    }
    return html + "</tbody></table></section>";
}

} // namespace

HttpResponse participant_page(PageContext const& context, ParticipantView const& view)
{
    auto const& words = context.words;
    int alert_at = 7;
    for (auto const& rule : view.study.alerts)
        if (rule.kind == study::AlertKind::value && rule.at_least && rule.id.find("pain") != std::string::npos)
            alert_at = static_cast<int>(*rule.at_least);
    auto const& participant = view.course.participant();
    auto html = head(participant.number + (participant.initials.empty() ? "" : "  " + participant.initials) + (participant.birth_year > 0 ? "，" + std::to_string(participant.birth_year) : ""),
        words.text("{complete} of {countable} visits complete; {n} forms received.",
            { { "complete", std::to_string(view.compliance.complete) }, { "countable", std::to_string(view.compliance.countable) }, { "n", std::to_string(view.records.size()) } }));
    auto const charts = timeline_charts(words, view.timeline, alert_at);
    auto const scales = scales_panel(words, view.timeline);
    if (!charts.empty() || !scales.empty())
        html += "<div class=\"charts\"><section class=\"panel padded\">" + charts + "</section>" + scales + "</div>";
    html += "<div class=\"pair\"><div>" + side_effects_panel(words, view.timeline) + forms_table(context, view) + "</div>" + changing(context, view) + "</div>";
    return page(context, participant.number, html);
}

} // namespace bedside::server
