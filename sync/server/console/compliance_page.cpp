// SPDX-License-Identifier: Apache-2.0
#include "sync/server/console/compliance_page.h"

#include "forms/base/csv.h"

#include <algorithm>

namespace bedside::server {
namespace {

struct Look {
    char const* kind; ///< CSS class of the tag
    char const* icon;
    std::string words;
};

/// The planner's reason in two words; the sentence itself is the cell's tooltip.
std::string why_not(locales::Catalogue const& words, std::string const& reason)
{
    if (reason.starts_with("Withdrew"))
        return words.text("Left the study");
    if (reason.starts_with("Died"))
        return words.text("Died");
    if (reason.starts_with("Finished"))
        return words.text("Finished");
    if (reason.starts_with("Not on study"))
        return words.text("Not on study");
    if (reason.starts_with("The date"))
        return words.text("Date not known");
    if (reason.starts_with("Not asked"))
        return words.text("Not asked");
    return words.text("Not expected");
}

std::string state_name(locales::Catalogue const& words, study::DueState state)
{
    switch (state) {
    case study::DueState::upcoming: return words.text("Not yet");
    case study::DueState::due: return words.text("open");
    case study::DueState::overdue: return words.text("late");
    case study::DueState::missed: return words.text("Missed");
    case study::DueState::done: return words.text("Complete");
    case study::DueState::late: return words.text("After the window");
    case study::DueState::not_expected: return words.text("Not expected");
    }
    return {};
}

/// Each form of the cell with its state, and why.
std::string every_form(CompliancePage const& shown, locales::Catalogue const& words, VisitCell const& cell)
{
    std::string text;
    for (auto const& form : cell.forms) {
        auto const* known = shown.study.form(form.form);
        text += (text.empty() ? "" : "\n") + (known != nullptr && known->definition ? known->definition->title.in(words.language()) : form.form) + ": " + state_name(words, form.state)
            + (form.reason.empty() ? "" : " (" + words.text(form.reason) + ")");
    }
    return text;
}

Look look_of(locales::Catalogue const& words, VisitCell const& cell)
{
    switch (cell.standing) {
    case VisitStanding::done: return { "clear", "check", words.text("Complete") };
    case VisitStanding::partial:
        return { "wait", "minus", words.text("Partly {done}/{all}", { { "done", std::to_string(cell.done) }, { "all", std::to_string(cell.expected) } }) };
    case VisitStanding::open: return { "wait", "clock", cell.days_left == 0 ? words.text("closes today") : words.text("{n} day left", "{n} days left", cell.days_left) };
    case VisitStanding::overdue: return { "wait", "alert", cell.days_left == 0 ? words.text("late, closes today") : words.text("late, {n} day left", "late, {n} days left", cell.days_left) };
    case VisitStanding::missed: return { "alert", "cross", words.text("Missed") };
    case VisitStanding::late: return { "wait", "clock", words.text("After the window") };
    case VisitStanding::upcoming: return { "none", "", words.text("Not yet") };
    case VisitStanding::not_expected: return { "plain", "minus", why_not(words, cell.reason) };
    }
    return { "none", "", "" };
}

std::string percent(int part, int whole) { return whole == 0 ? "—" : std::to_string((100 * part + whole / 2) / whole) + "%"; }
std::string fraction(int part, int whole) { return std::to_string(part) + "/" + std::to_string(whole); }

struct Totals {
    std::vector<int> complete;
    std::vector<int> countable;
    int all_complete = 0;
    int all_countable = 0;
    int diary_days = 0;
    int diary_expected = 0;
};

Totals totals_of(CompliancePage const& shown)
{
    Totals totals;
    totals.complete.resize(shown.study.visits.size());
    totals.countable.resize(shown.study.visits.size());
    for (auto const& row : shown.rows) {
        for (std::size_t i = 0; i < row.visits.size(); ++i) {
            totals.complete[i] += is_complete(row.visits[i]) ? 1 : 0;
            totals.countable[i] += counts(row.visits[i]) ? 1 : 0;
        }
        totals.all_complete += row.complete;
        totals.all_countable += row.countable;
        totals.diary_days += row.diary_days;
        totals.diary_expected += row.diary_expected;
    }
    return totals;
}

std::string link_query(CompliancePage const& shown, std::size_t from)
{
    return "?from=" + std::to_string(from) + (shown.only_attention ? "&only=attention" : "") + (shown.form.empty() ? "" : "&form=" + shown.form) + (shown.search.empty() ? "" : "&q=" + shown.search);
}

/// What is shown, as a form that asks for it: works without a script.
std::string choices(CompliancePage const& shown, locales::Catalogue const& words)
{
    std::string html = "<form class=\"filter\" role=\"search\" method=\"get\" action=\"/compliance\"><label>" + escaped(words.text("Participant")) + "<input type=\"search\" name=\"q\" value=\"" + escaped(shown.search)
        + "\" autocomplete=\"off\"></label><label>" + escaped(words.text("Form")) + "<select name=\"form\"><option value=\"\">" + escaped(words.text("All forms")) + "</option>";
    for (auto const& form : shown.study.forms) {
        auto const at_visits = std::any_of(shown.study.visits.begin(), shown.study.visits.end(), [&](auto const& visit) { return std::find(visit.forms.begin(), visit.forms.end(), form.id) != visit.forms.end(); });
        if (at_visits)
            html += "<option value=\"" + escaped(form.id) + "\"" + (form.id == shown.form ? " selected" : "") + ">" + escaped(form.definition ? form.definition->title.in(words.language()) : form.id) + "</option>";
    }
    return html + "</select></label><label class=\"check\"><input type=\"checkbox\" name=\"only\" value=\"attention\"" + (shown.only_attention ? " checked" : "") + ">" + escaped(words.text("Only with gaps"))
        + "</label><button class=\"btn small\">" + escaped(words.text("Show")) + "</button></form>";
}

} // namespace

HttpResponse compliance_page(PageContext const& context, CompliancePage const& shown)
{
    auto const& words = context.words;
    auto const totals = totals_of(shown);
    auto const last = shown.first + shown.rows.size();
    auto const summary = words.text("Participants {first}–{last} of {matching}. Expected {countable} visits, complete {complete}, {percent}. What is open, not yet due or not expected is not counted.",
        { { "first", std::to_string(shown.rows.empty() ? 0 : shown.first + 1) }, { "last", std::to_string(last) }, { "matching", std::to_string(shown.matching) },
            { "countable", std::to_string(totals.all_countable) }, { "complete", std::to_string(totals.all_complete) }, { "percent", percent(totals.all_complete, totals.all_countable) } });
    auto const whole = words.text("The whole study: {complete} of {countable} visits complete, {percent}.",
        { { "complete", std::to_string(shown.complete) }, { "countable", std::to_string(shown.countable) }, { "percent", percent(shown.complete, shown.countable) } });
    auto html = head(words.text("Compliance"), summary + " " + whole, "<a class=\"btn\" download href=\"/compliance.csv" + escaped(link_query(shown, shown.first)) + "\">" + escaped(words.text("Export table")) + "</a>") + choices(shown, words)
        + "<section class=\"panel\" tabindex=\"0\" aria-label=\"" + escaped(words.text("Compliance")) + "\"><table class=\"dense\"><thead><tr><th class=\"name\" scope=\"col\">" + escaped(words.text("Participant")) + "</th>";
    for (auto const& visit : shown.study.visits)
        html += "<th scope=\"col\"><b>" + escaped(visit.id) + "</b> " + escaped(visit.title.in(words.language())) + "</th>";
    html += "<th class=\"r\" scope=\"col\">" + escaped(words.text("Diary days")) + "</th><th class=\"r\" scope=\"col\">" + escaped(words.text("Complete / expected")) + "</th><th class=\"r last\" scope=\"col\">" + escaped(words.text("Share")) + "</th></tr></thead><tbody>";
    for (auto const& row : shown.rows) {
        html += "<tr data-participant=\"" + escaped(row.participant) + "\"><th class=\"name\" scope=\"row\"><a href=\"/participants/" + escaped(row.participant) + "\">" + escaped(row.participant) + "</a></th>";
        for (auto const& cell : row.visits) {
            auto const look = look_of(words, cell);
            html += std::string("<td><span class=\"tag ") + look.kind + "\"" + (cell.forms.empty() ? "" : " title=\"" + escaped(every_form(shown, words, cell)) + "\"") + ">" + (*look.icon ? icon(look.icon, 16) : "")
                + escaped(look.words) + "</span></td>";
        }
        html += "<td class=\"r\">" + fraction(row.diary_days, row.diary_expected) + "</td><td class=\"r\">" + fraction(row.complete, row.countable) + "</td><td class=\"r last\">" + percent(row.complete, row.countable) + "</td></tr>";
    }
    html += "</tbody><tfoot><tr><th class=\"name\" scope=\"row\">" + escaped(words.text("This page")) + "</th>";
    for (std::size_t i = 0; i < totals.complete.size(); ++i)
        html += "<td><b>" + fraction(totals.complete[i], totals.countable[i]) + "</b> " + percent(totals.complete[i], totals.countable[i]) + "</td>";
    html += "<td class=\"r\"><b>" + fraction(totals.diary_days, totals.diary_expected) + "</b></td><td class=\"r\"><b>" + fraction(totals.all_complete, totals.all_countable) + "</b></td><td class=\"r last\"><b>" + percent(totals.all_complete, totals.all_countable) + "</b></td></tr></tfoot></table></section><p class=\"pager\">";
    constexpr std::size_t page_size = 50;
    if (shown.first > 0)
        html += "<a class=\"btn\" href=\"/compliance" + escaped(link_query(shown, shown.first > page_size ? shown.first - page_size : 0)) + "\">" + escaped(words.text("Earlier")) + "</a>";
    if (last < shown.matching)
        html += "<a class=\"btn\" href=\"/compliance" + escaped(link_query(shown, last)) + "\">" + escaped(words.text("Further")) + "</a>";
    std::string legend = "<p class=\"key\">";
    for (auto const standing : { VisitStanding::done, VisitStanding::open, VisitStanding::overdue, VisitStanding::missed, VisitStanding::late, VisitStanding::upcoming, VisitStanding::not_expected }) {
        VisitCell example;
        example.standing = standing;
        auto const look = look_of(words, example);
        legend += tag(look.kind, look.icon, standing == VisitStanding::open ? words.text("open") : standing == VisitStanding::overdue ? words.text("late") : look.words);
    }
    return page(context, words.text("Compliance"), html + "</p>" + legend + "</p>");
}

HttpResponse compliance_csv(locales::Catalogue const& words, CompliancePage const& shown)
{
    std::vector<std::string> fields { words.text("Participant") };
    for (auto const& visit : shown.study.visits)
        fields.push_back(visit.id);
    for (auto const& column : { words.text("Diary days"), words.text("Diary days expected"), words.text("Complete"), words.text("Expected") })
        fields.push_back(column);
    auto csv = "\xEF\xBB\xBF" + csv_record(fields);
    for (auto const& row : shown.rows) {
        fields = { row.participant };
        for (auto const& cell : row.visits)
            fields.push_back(look_of(words, cell).words);
        for (auto const number : { row.diary_days, row.diary_expected, row.complete, row.countable })
            fields.push_back(std::to_string(number));
        csv += csv_record(fields);
    }
    HttpResponse response;
    response.content_type = "text/csv; charset=utf-8";
    response.headers.emplace_back("Content-Disposition", "attachment; filename=\"compliance.csv\"");
    response.headers.emplace_back("Cache-Control", "no-store");
    response.body = std::move(csv);
    return response;
}

} // namespace bedside::server
