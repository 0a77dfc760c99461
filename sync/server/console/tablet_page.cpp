// SPDX-License-Identifier: Apache-2.0
#include "sync/server/console/tablet_page.h"

namespace bedside::server {
namespace {

std::string reason_field(locales::Catalogue const& words) { return field(words.text("Reason"), "reason", "text", "required maxlength=\"300\""); }

std::string order_name(locales::Catalogue const& words, Order const& order)
{
    if (order.kind == "retry")
        return words.text("Send number {number} again", { { "number", std::to_string(order.sequence) } });
    if (order.kind == "lost")
        return words.text("Give number {number} up", { { "number", std::to_string(order.sequence) } });
    return order.forced ? words.text("Wipe, although not everything was received") : words.text("Wipe once everything was received");
}

std::string last_update(locales::Catalogue const& words, Heartbeat const& said)
{
    if (said.update_state.empty())
        return {};
    auto const& state = said.update_state;
    auto const say = [&](std::string_view sentence) { return words.text(sentence, { { "version", said.update_version } }); };
    auto text = state == "fetching" ? say("{version} is being fetched")
        : state == "waiting"        ? say("{version} waits until nobody uses the tablet")
        : state == "applied"        ? say("{version} is in use")
        : state == "rolled-back"    ? say("{version} did not work; the version before is in use again")
                                    : say("{version} was not taken");
    return said.update_detail.empty() ? text : text + " (" + said.update_detail + ")";
}

std::string to_resolve(PageContext const& context, TabletView const& view)
{
    auto const& words = context.words;
    auto const base = "/tablets/" + view.row.tablet.id;
    std::string rows;
    auto const row = [&](char const* kind, std::string const& what, std::string const& why, std::string const& since, std::string const& acts) {
        rows += std::string("<tr><td class=\"name\">") + tag(kind, "alert", what) + "</td><td class=\"wide\">" + escaped(why) + "</td><td class=\"soft\">" + since + "</td><td class=\"acts-cell\">" + (context.may_act() ? acts : "")
            + "</td></tr>";
    };
    for (auto const& refusal : view.row.refused) {
        auto const number = std::to_string(refusal.sequence);
        row("wait", words.text("refused {number}", { { "number", number } }), told(words, refusal.reason), minute_of(refusal.first_ms, context.now),
            (view.row.tablet.mirrored_from.empty() ? act(context, base + "/retry", hidden("sequence", number), words.text("Send again"), number, "primary") : "")
                + disclosure(words.text("Accept amended"), "<p>" + escaped(words.text("The form is kept as it came. A version without the answers that do not fit stands beside it and counts.")) + "</p>"
                        + act(context, base + "/accept", hidden("sequence", number) + reason_field(words), words.text("Accept amended"), number))
                + disclosure(words.text("Mark as lost"), "<p>" + escaped(words.text("Nobody waits for this number any more. The tablet keeps the form.")) + "</p>"
                        + act(context, base + "/lost", hidden("sequence", number) + reason_field(words), words.text("Mark as lost"), number, "danger")));
    }
    constexpr std::int64_t most = 20;
    std::int64_t shown = 0;
    for (auto const& gap : view.row.gaps) {
        for (auto sequence = gap.first; sequence <= gap.last && shown < most; ++sequence, ++shown) {
            auto const number = std::to_string(sequence);
            row("alert", words.text("missing {ranges}", { { "ranges", number } }), view.row.tablet.mirrored_from.empty() ? words.text("The tablet is asked for it at every contact.") : words.text("It is not on the server that this tablet delivers to, or not as the tablet signed it."), minute_of(view.row.tablet.contact_ms, context.now),
                disclosure(words.text("Mark as lost"), act(context, base + "/lost", hidden("sequence", number) + reason_field(words), words.text("Mark as lost"), number, "danger")));
        }
    }
    for (auto const& conflict : view.conflicts)
        row("alert", words.text("Conflict at {number}", { { "number", std::to_string(conflict.sequence) } }), told(words, conflict.reason), minute_of(conflict.received_ms, context.now),
            disclosure(words.text("Settle"), "<p>" + escaped(words.text("Both versions stay. Say how it came about and which one is right.")) + "</p>"
                    + act(context, base + "/conflict", hidden("number", std::to_string(conflict.number)) + reason_field(words), words.text("Settle"), std::to_string(conflict.sequence))));
    if (view.row.tablet.fork_ms)
        row("alert", words.text("Two devices, one name"), told(words, view.row.tablet.fork_reason), minute_of(view.row.tablet.fork_ms, context.now),
            disclosure(words.text("Settle"), act(context, base + "/fork", reason_field(words), words.text("Settle"), view.row.tablet.id)));
    for (auto const& given : view.given_up)
        row("plain", words.text("lost {number}", { { "number", std::to_string(given.sequence) } }), given.reason + " (" + given.who + ")", minute_of(given.at_ms, context.now), "");
    if (rows.empty())
        return "<section class=\"panel padded\"><h3>" + escaped(words.text("To be resolved")) + "</h3>" + tag("ok", "check", words.text("Nothing")) + "</section>";
    auto const title = words.text("To be resolved");
    return wide_panel(title, "<h3 class=\"inset\">" + escaped(title) + "</h3><table>" + columns({ words.text("What"), words.text("Why"), words.text("Since"), "" }) + "<tbody>" + rows + "</tbody></table>");
}

std::string orders(PageContext const& context, TabletView const& view)
{
    auto const& words = context.words;
    if (view.orders.empty())
        return {};
    std::string rows;
    for (auto const& order : view.orders) {
        auto const state = order.done_ms ? tag("ok", "check", words.text_in("order", "Done")) : order.delivered_ms ? tag("wait", "tablet", words.text("The tablet has it")) : tag("wait", "clock", words.text("Waits for the tablet"));
        auto outcome = order.outcome;
        if (order.kind == "wipe" && order.done_ms)
            outcome = words.text("Certificate: {text}", { { "text", order.outcome } });
        rows += "<tr><td class=\"name\">" + escaped(order_name(words, order)) + "</td><td>" + state + "</td><td class=\"soft\">" + minute_of(order.done_ms ? *order.done_ms : order.ordered_ms, context.now) + "</td><td>"
            + escaped(order.who) + "</td><td class=\"wide\">" + escaped(order.reason) + (outcome.empty() ? "" : "<br><span class=\"soft\">" + escaped(told(words, outcome)) + "</span>") + "</td></tr>";
    }
    auto const title = words.text("Orders");
    return wide_panel(title, "<h3 class=\"inset\">" + escaped(title) + "</h3><table>" + columns({ words.text("What"), words.text("State"), words.text("Time"), words.text("Who"), words.text("Reason") }) + "<tbody>" + rows + "</tbody></table>");
}

std::string lending(PageContext const& context, TabletView const& view)
{
    auto const& words = context.words;
    std::string html = "<section class=\"panel padded\"><h3>" + escaped(words.text("Lent to")) + "</h3>";
    if (view.row.participants.empty())
        html += "<p>" + escaped(words.text("Nobody alone: it shows every participant without a tablet of their own.")) + "</p>";
    for (auto const& number : view.row.participants)
        html += "<p><a href=\"/participants/" + escaped(number) + "\">" + escaped(number) + "</a></p>"
            + (context.may_act() ? disclosure(words.text("Take back"), act(context, "/participants/" + number + "/change", hidden("field", "tablet") + hidden("value", "") + hidden("back", "/tablets/" + view.row.tablet.id) + reason_field(words),
                                                                           words.text("Take back"), number))
                                 : "");
    if (context.may_act() && !view.row.tablet.revoked_ms) {
        std::string options;
        for (auto const& number : view.free_participants)
            options += "<option value=\"" + escaped(number) + "\">" + escaped(number) + "</option>";
        if (!options.empty())
            html += disclosure(words.text("Lend"), act(context, "/tablets/" + view.row.tablet.id + "/lend", "<label class=\"field\">" + escaped(words.text("Participant")) + "<select name=\"participant\">" + options + "</select></label>" + reason_field(words),
                                                       words.text("Lend"), view.row.tablet.id));
    }
    return html + "</section>";
}

std::string ending(PageContext const& context, TabletView const& view)
{
    auto const& words = context.words;
    if (!context.may_act() || view.row.tablet.revoked_ms || !view.row.tablet.mirrored_from.empty())
        return {};
    auto const base = "/tablets/" + view.row.tablet.id;
    return "<section class=\"panel padded\"><h3>" + escaped(words.text("The end of this tablet")) + "</h3>"
        + disclosure(words.text("Wipe"), "<p>" + escaped(words.text("Key and store are destroyed on the tablet, which then sends a certificate. By force also when forms were not received: they are gone then.")) + "</p>"
                + act(context, base + "/wipe", reason_field(words) + field(words.text("By force, although not everything was received"), "forced", "checkbox", "value=\"yes\""), words.text("Wipe"), view.row.tablet.id, "danger"))
        + disclosure(words.text("Withdraw access"), "<p>" + escaped(words.text("For a lost tablet: it can't send any more. What it sent stays.")) + "</p>"
                + act(context, base + "/revoke", reason_field(words), words.text("Withdraw access"), view.row.tablet.id, "danger"))
        + "</section>";
}

} // namespace

HttpResponse tablet_page(PageContext const& context, TabletView const& view)
{
    auto const& words = context.words;
    auto const& tablet = view.row.tablet;
    auto const& said = tablet.said;
    auto const proof = view.row.gaps.empty() && view.row.refused.empty() ? words.text("1 to {last}, nothing missing", { { "last", std::to_string(tablet.highest) } })
                                                                         : words.text("1 to {last}, not everything is here", { { "last", std::to_string(tablet.claimed()) } });
    auto html = "<header><div><h2>" + escaped(tablet.id) + "</h2><p>" + escaped(proof) + (tablet.revoked_ms ? " · " + escaped(tablet.revoked_reason) : "") + "</p></div><span class=\"acts\">"
        + status(words, view.row, context.now.wall_ms) + "</span></header>" + to_resolve(context, view) + orders(context, view) + "<div class=\"pair\">";
    auto const now_ms = context.now.wall_ms;
    if (!tablet.mirrored_from.empty())
        return page(context, tablet.id, html + "<section class=\"panel padded\"><h3>" + escaped(words.text("Mirrored")) + "</h3><p>" + escaped(words.text("This tablet delivers to another server, which gives no signed receipts. It says nothing here about itself.")) + "</p><dl>"
                + fact(words.text("Server"), tablet.mirrored_from) + fact(words.text("Last delivery known"), minute_of(tablet.contact_ms, context.now))
                + fact(words.text("Signatures"), tablet.signing_key.empty() ? words.text("can't be judged: the server names no key of this tablet") : words.text("checked with the key that the server named first")) + fact(words.text("Chain head"), tablet.head)
                + "</dl></section>" + lending(context, view) + "</div>");
    html += "<section class=\"panel padded\"><h3>" + escaped(words.text("As the tablet said last")) + "</h3><dl>" + fact(words.text("Last contact"), tablet.contact_ms ? ago(words, now_ms - *tablet.contact_ms) : "")
        + fact(words.text("Waiting"), std::to_string(said.queue)) + fact(words.text("Oldest unsent"), said.oldest_unsent_ms ? duration(words, now_ms - *said.oldest_unsent_ms) : "")
        + fact(words.text("Put aside"), std::to_string(said.quarantined)) + fact(words.text("Clock difference"), tablet.contact_ms ? seconds(words, said.skew_ms) : "")
        + fact(words.text("Battery"), said.battery_percent ? std::to_string(*said.battery_percent) + "%" : "")
        + fact(words.text("Free storage"), said.storage_free_bytes ? words.text("{value} GB", { { "value", std::to_string(*said.storage_free_bytes / 1'000'000'000) } }) : "") + fact(words.text("Version"), said.version) + fact(words.text("Last update"), last_update(words, said))
        + fact(words.text("Enrolled"), minute_of(tablet.enrolled_ms, context.now)) + fact(words.text("Certificate until"), minute_of(tablet.certificate_until_ms, context.now)) + fact(words.text("Chain head"), tablet.head)
        + "</dl></section><div>" + lending(context, view) + ending(context, view) + "</div></div>";
    return page(context, tablet.id, html);
}

} // namespace bedside::server
