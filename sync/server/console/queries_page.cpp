// SPDX-License-Identifier: Apache-2.0
// Questions about received forms: who asked what, who answered, what is still open.
#include "sync/server/console/record_pages.h"

#include "forms/engine/occurrence.h"

namespace bedside::server {

std::string query_cells(PageContext const& context, DataQuery const& query, std::string const& item)
{
    auto const& words = context.words;
    auto const number = std::to_string(query.number);
    auto const path = "/queries/" + number;
    auto const state = query.closed_ms ? tag("plain", "check", words.text_in("query", "Closed")) : query.answered_ms ? tag("wait", "clock", words.text("Answered")) : tag("alert", "question", words.text_in("query", "Open"));
    auto const said = [&](std::string const& who, std::optional<std::int64_t> when) { return "<span class=\"line soft\">" + escaped(who + ", " + minute_of(when, context.now)) + "</span>"; };
    std::string acts;
    if (context.may_act() && !context.locked && !query.closed_ms)
        acts = query.answered_ms ? act(context, path + "/close", "", words.text("Close"), number, "primary")
                                 : disclosure(words.text_in("query", "Answer"), act(context, path + "/answer", field(words.text_in("query", "Answer"), "text", "text", "required maxlength=\"300\""), words.text_in("query", "Answer"), number, "primary"));
    return "<td class=\"name\">" + number + "</td><td>" + state + "</td><td class=\"wide\">" + (item.empty() ? "" : "<span class=\"line soft\">" + escaped(item) + "</span>") + escaped(query.text) + said(query.raised_by, query.raised_ms) + "</td><td class=\"wide\">"
        + (query.answered_ms ? escaped(query.answer) + said(query.answered_by, query.answered_ms) : "—") + (query.closed_ms ? "<span class=\"line soft\">" + escaped(words.text("Closed by {who}, {when}", { { "who", query.closed_by }, { "when", minute_of(query.closed_ms, context.now) } })) + "</span>" : "")
        + "</td><td class=\"acts-cell\">" + acts + "</td>";
}

HttpResponse queries_page(PageContext const& context, study::Study const& study, std::vector<DataQuery> const& queries, bool all)
{
    auto const& words = context.words;
    long open = 0;
    std::string rows;
    for (auto query = queries.rbegin(); query != queries.rend(); ++query) {
        open += query->closed_ms ? 0 : 1;
        auto const* form = study.form(query->form);
        auto const title = form != nullptr && form->definition ? form->definition->title.in(words.language()) : query->form;
        auto const* item = form != nullptr && form->definition && !query->item.empty() ? form->definition->find(forms::ItemPath(query->item).link_id()) : nullptr;
        rows += "<tr>" + query_cells(context, *query, item == nullptr ? query->item : item->text.in(words.language())) + "<td><a href=\"/responses/" + escaped(query->response_id) + "\">" + escaped(query->participant + (query->visit.empty() ? "" : " · " + query->visit))
            + "</a><span class=\"line soft\">" + escaped(title) + "</span></td></tr>";
    }
    auto const other = all ? "<a class=\"btn\" href=\"/queries\">" + escaped(words.text("Open ones only")) + "</a>" : "<a class=\"btn\" href=\"/queries?all=yes\">" + escaped(words.text("Also closed ones")) + "</a>";
    auto html = head(words.text("Queries"), open == 0 ? words.text("No query is open. A query is raised on the page of its form.") : words.text("{n} query is open", "{n} queries are open", open), other);
    html += wide_panel(words.text("Queries"), rows.empty() ? "<p class=\"empty\">" + escaped(words.text("No query.")) + "</p>"
                         : "<table>" + columns({ words.text("Number"), words.text("State"), words.text("Question"), words.text_in("query", "Answer"), "", words.text("Form") }) + "<tbody>" + rows + "</tbody></table>");
    return page(context, words.text("Queries"), html);
}

} // namespace bedside::server
