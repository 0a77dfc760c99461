// SPDX-License-Identifier: Apache-2.0
#include "sync/server/console/fleet_page.h"

#include <algorithm>
#include <cstdio>

namespace bedside::server {
namespace {

constexpr std::int64_t lost_after_ms = 24 * hour_ms;  ///< no contact: somebody must call
constexpr std::int64_t large_skew_ms = 120'000;
constexpr int low_battery = 20;
constexpr int bar_width = 150;

std::string range_text(Range const& range) { return range.first == range.last ? std::to_string(range.first) : std::to_string(range.first) + "–" + std::to_string(range.last); }

} // namespace

std::string ranges_text(std::vector<Range> const& ranges)
{
    std::string text;
    for (auto const& range : ranges)
        text += (text.empty() ? "" : ", ") + range_text(range);
    return text;
}

namespace {

std::int64_t count_of(std::vector<Range> const& ranges)
{
    std::int64_t count = 0;
    for (auto const& range : ranges)
        count += range.last - range.first + 1;
    return count;
}

/// A bar of everything claimed, with a hollow mark where something is missing or refused.
std::string bar(locales::Catalogue const& words, FleetRow const& row)
{
    auto const claimed = std::max<std::int64_t>(row.tablet.claimed(), 1);
    auto const label = row.gaps.empty() ? words.text("1 to {last}, nothing missing", { { "last", std::to_string(row.tablet.contiguous) } })
                                        : words.text("missing {ranges}", { { "ranges", ranges_text(row.gaps) } });
    std::string marks;
    auto const mark = [&](std::int64_t first, std::int64_t last, char const* kind) {
        auto const x = static_cast<double>(first - 1) / static_cast<double>(claimed) * bar_width;
        auto const width = std::max(7.0, static_cast<double>(last - first + 1) / static_cast<double>(claimed) * bar_width);
        char buffer[256];
        auto const left = std::min(x, bar_width - width - 4.0);
        std::snprintf(buffer, sizeof buffer, "<rect class=\"hole\" x=\"%.1f\" width=\"%.1f\" height=\"14\"/><rect class=\"mark %s\" x=\"%.1f\" y=\"1\" width=\"%.1f\" height=\"12\" rx=\"2\"/>",
            left - 4.0, width + 8.0, kind, left, width);
        marks += buffer;
    };
    for (auto const& gap : row.gaps)
        mark(gap.first, gap.last, "alert");
    for (auto const& refusal : row.refused)
        mark(refusal.sequence, refusal.sequence, "wait");
    return "<svg class=\"bar\" width=\"150\" height=\"14\" role=\"img\" aria-label=\"" + escaped(label) + "\"><rect class=\"" + (row.tablet.claimed() == 0 ? "none" : "held")
        + "\" y=\"3\" width=\"150\" height=\"8\" rx=\"4\"/>" + marks + "</svg>";
}

} // namespace

std::string status(locales::Catalogue const& words, FleetRow const& row, std::int64_t now_ms)
{
    auto const& tablet = row.tablet;
    if (tablet.revoked_ms)
        return tag("plain", "alert", words.text("Withdrawn"));
    if (tablet.fork_ms)
        return tag("alert", "alert", words.text("Two devices, one name"));
    if (tablet.conflicts > 0)
        return tag("alert", "alert", words.text("{n} conflict", "{n} conflicts", static_cast<long>(tablet.conflicts)));
    if (!row.gaps.empty())
        return tag("alert", "alert", words.text("{n} form missing", "{n} forms missing", static_cast<long>(count_of(row.gaps))));
    if (!tablet.contact_ms)
        return tag("plain", "tablet", words.text("Not heard yet"));
    if (!tablet.mirrored_from.empty())
        return row.refused.empty() ? tag("plain", "tablet", words.text("Mirrored")) : tag("wait", "alert", words.text("{n} form refused", "{n} forms refused", static_cast<long>(row.refused.size())));
    if (now_ms - *tablet.contact_ms > lost_after_ms)
        return tag("alert", "offline", words.text("Out of contact"));
    if (!row.refused.empty())
        return tag("wait", "alert", words.text("{n} form refused", "{n} forms refused", static_cast<long>(row.refused.size())));
    if (std::abs(tablet.said.skew_ms) > large_skew_ms)
        return tag("wait", "alert", words.text("Clock is off"));
    if (tablet.said.update_failed())
        return tag("wait", "alert", words.text("Update failed"));
    if (tablet.said.battery_percent && *tablet.said.battery_percent < low_battery)
        return tag("wait", "alert", words.text("Battery low"));
    return tag("ok", "check", words.text("In order"));
}

std::string seconds(locales::Catalogue const& words, std::int64_t milliseconds)
{
    char buffer[32];
    std::snprintf(buffer, sizeof buffer, "%s%.1f", milliseconds <= -50 ? "−" : milliseconds >= 50 ? "+" : "", static_cast<double>(std::abs(milliseconds)) / 1000.0);
    return words.text("{value} s", { { "value", buffer } });
}

namespace {

std::string cells(locales::Catalogue const& words, FleetRow const& row, std::int64_t now_ms)
{
    auto const& tablet = row.tablet;
    auto const& said = tablet.said;
    bool const heard = tablet.contact_ms.has_value();
    bool const tells = heard && tablet.mirrored_from.empty(); // of itself, by heartbeats
    auto const silent = tells && now_ms - *tablet.contact_ms > lost_after_ms;
    // data-v: what the column is sorted by, where it is not the text.
    auto const cell = [](std::string const& kind, std::string const& html, std::optional<std::int64_t> by = {}) {
        return "<td class=\"" + kind + "\"" + (by ? " data-v=\"" + std::to_string(*by) + "\"" : "") + ">" + html + "</td>";
    };
    std::string const none = "—";
    std::string received = tablet.highest == 0 ? none : range_text({ 1, tablet.highest }); // the gaps follow
    if (!row.gaps.empty())
        received += " <b class=\"alert\">" + escaped(words.text("missing {ranges}", { { "ranges", ranges_text(row.gaps) } })) + "</b>";
    for (auto const& refusal : row.refused)
        received += " <b class=\"wait\" title=\"" + escaped(told(words, refusal.reason)) + "\">" + escaped(words.text("refused {number}", { { "number", std::to_string(refusal.sequence) } })) + "</b>";
    auto const mode = said.mode == "home" ? words.text("Home") : said.mode == "bedside" ? words.text("Bedside") : none;
    auto const link = "<a href=\"/tablets/" + escaped(tablet.id) + "\">" + escaped(tablet.id) + "</a>";
    std::string assigned;
    for (auto const& number : row.participants)
        assigned += (assigned.empty() ? "" : ", ") + std::string("<a href=\"/participants/") + escaped(number) + "\">" + escaped(number) + "</a>";
    auto const storage = said.storage_free_bytes ? words.text("{value} GB", { { "value", std::to_string(*said.storage_free_bytes / 1'000'000'000) } }) : none;
    constexpr char const* standings[] = { "fine", "watch", "act" };
    auto const standing = static_cast<int>(standing_of(row, now_ms));
    return std::string("<tr data-standing=\"") + standings[standing] + "\" data-tablet=\"" + escaped(tablet.id) + "\">" + cell("name", link) + cell("soft", escaped(mode)) + cell("", assigned.empty() ? none : assigned)
        + cell(silent ? "r alert strong" : "r", heard ? escaped(ago(words, now_ms - *tablet.contact_ms)) : none, heard ? now_ms - *tablet.contact_ms : std::int64_t { 1 } << 60)
        + cell("r", tells ? std::to_string(said.queue) : none)
        + cell("r", said.oldest_unsent_ms ? escaped(duration(words, now_ms - *said.oldest_unsent_ms)) : none, said.oldest_unsent_ms ? now_ms - *said.oldest_unsent_ms : 0)
        + cell("sequence", bar(words, row), row.gaps.empty() ? 0 : count_of(row.gaps)) + cell("", received, tablet.highest)
        + cell(std::abs(said.skew_ms) > large_skew_ms ? "r wait strong" : "r", tells ? escaped(seconds(words, said.skew_ms)) : none, std::abs(said.skew_ms))
        + cell(said.battery_percent && *said.battery_percent < low_battery ? "r alert strong" : "r", said.battery_percent ? std::to_string(*said.battery_percent) + "%" : none)
        + cell("r", storage, said.storage_free_bytes.value_or(0)) + cell("r", said.version.empty() ? none : escaped(said.version)) + cell("state", status(words, row, now_ms), -standing) + "</tr>";
}

std::string alert_panel(locales::Catalogue const& words, PageContext const& context, std::vector<Alert> const& alerts, std::int64_t now_ms)
{
    constexpr int most = 6; // the rest is on the page of alerts
    std::string rows;
    int shown = 0;
    for (auto const& alert : alerts) {
        if (alert.acknowledged_ms || ++shown > most)
            continue;
        rows += "<tr><td class=\"name\">" + tag("alert", "bell", alert.name().empty() ? words.text("Alert") : alert.name()) + "</td><td><a href=\"/participants/" + escaped(alert.participant) + "\">"
            + escaped(alert.participant) + "</a></td><td class=\"wide\">" + escaped(alert.text) + "</td><td class=\"soft r\">" + escaped(ago(words, now_ms - alert.received_ms)) + "</td><td class=\"r state\">"
            + (context.may_act() ? act(context, "/alerts/" + alert.id + "/acknowledge", "", words.text("Acknowledge"), alert.participant, "primary") : "") + "</td></tr>";
    }
    if (rows.empty())
        return {};
    return "<section class=\"panel alerts\" aria-label=\"" + escaped(words.text("To be acted on")) + "\"><table>" + rows + "</table></section>";
}

std::string participant_links(std::vector<std::string> const& numbers)
{
    constexpr std::size_t shown = 8;
    std::string html;
    for (std::size_t i = 0; i < std::min(shown, numbers.size()); ++i)
        html += (i == 0 ? "" : ", ") + std::string("<a href=\"/participants/") + escaped(numbers[i]) + "\">" + escaped(numbers[i]) + "</a>";
    return html + (numbers.size() > shown ? " …" : "");
}

std::string answer(std::string const& question, char const* kind, std::string const& words_of_answer, std::string const& more)
{
    return "<section class=\"panel padded\"><h3>" + escaped(question) + "</h3>" + tag(kind, std::string_view(kind) == "ok" ? "check" : "alert", words_of_answer) + "<p>" + more + "</p></section>";
}

/// The three questions of a coordinator, answered first.
std::string answers(locales::Catalogue const& words, FleetView const& view, Instant const& now)
{
    auto const& [rows, alerts, late, mirrors, counted] = view;
    std::int64_t gone = 0;
    std::int64_t waiting = 0;
    bool doubtful = false; // a tablet's chain contradicts what is here
    constexpr std::int64_t silent_ms = 86'400'000;
    long elsewhere = 0; // tablets that deliver to another server never say what they still hold
    long silent = 0; // whoever has not been heard may hold forms that nobody here knows of
    std::string where;
    for (auto const& row : rows) {
        elsewhere += row.tablet.mirrored_from.empty() ? 0 : 1;
        if (!row.tablet.revoked_ms && row.tablet.mirrored_from.empty() && row.tablet.contact_ms.value_or(row.tablet.enrolled_ms) < now.wall_ms - silent_ms)
            ++silent;
        // A refused form is still on its tablet, so it is missing here.
        gone += count_of(row.gaps) + static_cast<std::int64_t>(row.refused.size());
        doubtful = doubtful || row.tablet.fork_ms || row.tablet.conflicts > 0 || row.tablet.lost;
        waiting += row.tablet.said.queue;
        auto absent = row.gaps;
        for (auto const& refusal : row.refused)
            absent.push_back({ refusal.sequence, refusal.sequence });
        if (!absent.empty())
            where += (where.empty() ? "" : "; ") + words.text("{tablet} number {ranges}", { { "tablet", row.tablet.id }, { "ranges", ranges_text(absent) } });
    }
    std::vector<std::string> pain;
    for (auto const& alert : alerts)
        if (!alert.acknowledged_ms && alert.rule.find("pain") != std::string::npos && std::find(pain.begin(), pain.end(), alert.participant) == pain.end())
            pain.push_back(alert.participant);
    auto const dark = std::ranges::count_if(mirrors, [&](auto const& mirror) { return unread(mirror, now.wall_ms); });
    auto const still = waiting == 0 ? std::string() : words.text("{n} form waits on a tablet", "{n} forms wait on a tablet", static_cast<long>(waiting));
    char const* state = "ok";
    auto missing = words.text("Nothing is missing");
    if (gone > 0) {
        state = "alert";
        missing = words.text("{n} form missing", "{n} forms missing", static_cast<long>(gone));
    } else if (doubtful) {
        state = "alert";
        missing = words.text("A tablet contradicts the server");
    } else if (dark > 0) {
        state = "wait";
        missing = words.text("{n} mirrored server can't be read", "{n} mirrored servers can't be read", static_cast<long>(dark));
    } else if (rows.empty()) {
        state = "wait";
        missing = words.text("No tablet is enrolled yet");
    } else if (silent > 0) {
        state = "wait";
        missing = words.text("{n} tablet not heard for a day", "{n} tablets not heard for a day", silent);
    }
    std::string more;
    for (auto const& part : { where, still, elsewhere == 0 ? std::string() : words.text("{n} tablet delivers elsewhere: what it still holds is not known here", "{n} tablets deliver elsewhere: what they still hold is not known here", elsewhere) })
        more += part + (part.empty() ? "" : " · ");
    return "<div class=\"answers\">"
        + answer(words.text("Is anything missing?"), state, missing, escaped(more + words.text("as of each tablet's last contact")))
        + answer(words.text("Who is late?"), late.empty() && counted ? "ok" : "wait", !counted ? words.text("Being counted, a moment please") : late.empty() ? words.text("Nobody is late") : words.text("{n} participant is late", "{n} participants are late", static_cast<long>(late.size())),
            participant_links(late))
        + answer(words.text("Who reported severe pain?"), pain.empty() ? "ok" : "alert",
            pain.empty() ? words.text("No pain alert waits") : words.text("{n} participant waits for somebody", "{n} participants wait for somebody", static_cast<long>(pain.size())), participant_links(pain))
        + "</div>";
}

/// Search and state; console.js hides the rows that do not match.
std::string filter_bar(locales::Catalogue const& words)
{
    auto const option = [](char const* value, std::string const& label) { return std::string("<option value=\"") + value + "\">" + escaped(label) + "</option>"; };
    return "<div class=\"filter\" role=\"search\"><label>" + escaped(words.text("Search")) + "<input type=\"search\" data-filter=\"q\" autocomplete=\"off\"></label><label>" + escaped(words.text("State"))
        + "<select data-filter=\"standing\">" + option("", words.text("All")) + option("act", words.text("To act on")) + option("watch", words.text("To watch")) + option("fine", words.text("In order"))
        + "</select></label><output data-count aria-live=\"polite\"></output></div>";
}

} // namespace

bool unread(MirrorSource const& mirror, std::int64_t now_ms) { return !mirror.trouble.empty() || now_ms - mirror.contact_ms.value_or(0) > hour_ms; }

Standing standing_of(FleetRow const& row, std::int64_t now_ms)
{
    auto const& tablet = row.tablet;
    if (tablet.revoked_ms)
        return Standing::fine;
    if (tablet.fork_ms || tablet.conflicts > 0 || !row.gaps.empty() || (tablet.contact_ms && tablet.mirrored_from.empty() && now_ms - *tablet.contact_ms > lost_after_ms))
        return Standing::act;
    if (!row.refused.empty() || tablet.said.update_failed() || std::abs(tablet.said.skew_ms) > large_skew_ms || (tablet.said.battery_percent && *tablet.said.battery_percent < low_battery))
        return Standing::watch;
    return Standing::fine;
}

Result<FleetRow> fleet_row(ReadConnection& connection, Tablet tablet)
{
    FleetRow row;
    row.gaps = TRY(missing(connection, tablet));
    row.refused = TRY(refusals(connection, tablet.id));
    // What waits in the queue is not missing: the newest numbers, or those that were refused.
    if (tablet.said.queue > 0 && !row.gaps.empty() && row.gaps.back().last == tablet.claimed() && tablet.claimed() > tablet.highest) {
        auto& last = row.gaps.back();
        last.last -= std::min(tablet.said.queue, last.last - last.first + 1);
        if (last.last < last.first)
            row.gaps.pop_back();
    }
    std::erase_if(row.gaps, [&](Range const& gap) {
        return gap.first == gap.last && std::any_of(row.refused.begin(), row.refused.end(), [&](auto const& refusal) { return refusal.sequence == gap.first; });
    });
    row.tablet = std::move(tablet);
    return row;
}

Result<std::vector<FleetRow>> fleet(ReadConnection& connection)
{
    std::vector<FleetRow> rows;
    for (auto& tablet : TRY(tablets(connection)))
        rows.push_back(TRY(fleet_row(connection, std::move(tablet))));
    return rows;
}

HttpResponse fleet_page(PageContext const& context, FleetView const& view)
{
    auto const& words = context.words;
    auto const& rows = view.rows;
    auto const& now = context.now;
    long counts[3] = {};
    std::string table;
    for (auto const& row : rows) {
        ++counts[static_cast<int>(standing_of(row, now.wall_ms))];
        table += cells(words, row, now.wall_ms);
    }
    auto const summary = words.text("{all} tablets: {fine} in order, {watch} to watch, {act} to act on. Queue and battery are of the last contact. Now {time}.",
        { { "all", std::to_string(rows.size()) }, { "fine", std::to_string(counts[0]) }, { "watch", std::to_string(counts[1]) }, { "act", std::to_string(counts[2]) },
            { "time", iso8601(now).substr(11, 5) } });
    std::string heads;
    struct Head {
        char const* kind;
        std::string label;
    };
    for (auto const& head : { Head { "name", words.text("Tablet") }, Head { "", words.text("Mode") }, Head { "", words.text("Lent to") }, Head { "r", words.text("Last contact") }, Head { "r", words.text("Waiting") },
             Head { "r", words.text("Oldest unsent") }, Head { "sequence", words.text("Numbers") }, Head { "", words.text("Received") }, Head { "r", words.text("Clock difference") },
             Head { "r", words.text("Battery") }, Head { "r", words.text("Free storage") }, Head { "r", words.text("Version") }, Head { "state", words.text("State") } })
        heads += std::string("<th scope=\"col\" class=\"") + head.kind + "\"><button type=\"button\" class=\"sort\">" + escaped(head.label) + "</button></th>";
    auto const body = rows.empty() ? "<p class=\"empty\">" + escaped(words.text("No tablet is enrolled yet.")) + "</p>" : "<table data-table><thead><tr>" + heads + "</tr></thead><tbody>" + table + "</tbody></table>";
    return page(context, words.text("Tablets"),
        head(words.text("Tablets"), summary, context.may_act() ? "<a class=\"btn\" href=\"/setup\">" + escaped(words.text("Enrol a tablet")) + "</a>" : "") + answers(words, view, now) + alert_panel(words, context, view.alerts, now.wall_ms)
            + (rows.empty() ? "" : filter_bar(words)) + "<section class=\"panel fleet\" tabindex=\"0\" aria-label=\"" + escaped(words.text("Tablets")) + "\">" + body + "</section>");
}

} // namespace bedside::server
