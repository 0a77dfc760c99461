// SPDX-License-Identifier: Apache-2.0
// One form: its answers in every version, its proof, its trail.
#include "sync/server/console/record_pages.h"

#include "forms/engine/occurrence.h"
#include "sync/server/tablets/amend.h"

namespace bedside::server {
namespace {

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

/// The field in which an answer is corrected: a list for choices, else a line.
std::string correction_field(PageContext const& context, forms::ItemPath const& path, forms::Item const& item, forms::Answer const* answer, std::string const& prompt)
{
    auto const& words = context.words;
    auto const value = answer == nullptr ? std::string() : typed_text(item, *answer);
    auto const options = [&](std::vector<std::pair<std::string, std::string>> const& all) {
        std::string html = "<label class=\"field\">" + escaped(prompt) + "<select name=\"a:" + escaped(path) + "\"><option value=\"\">—</option>";
        for (auto const& [code, label] : all)
            html += "<option value=\"" + escaped(code) + "\"" + (code == value ? " selected" : "") + ">" + escaped(label) + "</option>";
        return html + "</select></label>";
    };
    if (std::holds_alternative<forms::BooleanItem>(item.kind))
        return options({ { "true", words.text("Yes") }, { "false", words.text("No") } });
    if (auto const* choice = std::get_if<forms::ChoiceItem>(&item.kind)) {
        std::vector<std::pair<std::string, std::string>> all;
        for (auto const& option : choice->options)
            if (auto const* coding = std::get_if<forms::Coding>(&option.value))
                all.emplace_back(coding->code, option.display.in(words.language()));
        return options(all);
    }
    return field(prompt, "a:" + path.text(), "text", "maxlength=\"500\" autocomplete=\"off\" value=\"" + escaped(value) + "\"");
}

std::string prompt_of(PageContext const& context, forms::Definition const& definition, forms::ItemPath const& path)
{
    auto const* item = definition.find(path.link_id());
    return item == nullptr ? path.text() : item->prefix + (item->prefix.empty() ? "" : " ") + item->text.in(context.words.language());
}

/// What was asked or answered in a version, in the order of the form.
std::vector<forms::ItemPath> asked(ResponseView const& view)
{
    auto answers = view.versions.back().answers;
    answers.insert(view.versions.front().answers.begin(), view.versions.front().answers.end());
    forms::Occurrences const unrolled(view.definition, answers);
    std::vector<forms::ItemPath> paths;
    auto const collect = [&](auto const& self, std::vector<std::unique_ptr<forms::Occurrence>> const& level) -> void {
        for (auto const& occurrence : level) {
            if (answers.contains(occurrence->path) || occurrence->asks())
                paths.push_back(occurrence->path);
            self(self, occurrence->children);
        }
    };
    collect(collect, unrolled.top());
    return paths;
}

std::string answers_table(PageContext const& context, ResponseView const& view)
{
    auto const& words = context.words;
    auto const& current = view.versions.back();
    auto const& original = view.versions.front();
    bool const amended = !view.corrections.empty();
    std::vector<std::string> labels { words.text("Item"), words.text("Answer") };
    if (amended)
        labels.push_back(words.text("As received"));
    std::string html = "<table>" + columns(labels) + "<tbody>";
    for (auto const& path : asked(view)) {
        auto const text = [&](forms::ParsedResponse const& version) {
            auto const found = version.answers.find(path);
            return found == version.answers.end() ? std::string("—") : answer_text(words, found->second);
        };
        auto const differs = amended && text(current) != text(original);
        html += "<tr><td class=\"name wide\">" + escaped(prompt_of(context, view.definition, path)) + "</td><td class=\"wide\"><b>" + escaped(text(current)) + "</b>" + (differs ? " " + tag("wait", "", words.text("amended")) : "") + "</td>"
            + (amended ? "<td class=\"wide " + std::string(differs ? "" : "soft") + "\">" + escaped(text(original)) + "</td>" : "") + "</tr>";
    }
    return wide_panel(words.text("Answers"), html + "</tbody></table>");
}

/// The form's versions wherever they were made, which of them is in force, and what has to be decided.
std::string chain(PageContext const& context, ResponseView const& view)
{
    auto const* form = view.form;
    if (form == nullptr || (form->versions.size() < 2 && form->duplicate_of.empty()))
        return {};
    auto const& words = context.words;
    std::string html;
    if (!form->duplicate_of.empty())
        html += "<p>" + tag("wait", "", words.text("Done twice")) + " " + escaped(words.text("Another form stands for this visit; this one is kept and counts nowhere."))
            + " <a href=\"/responses/" + escaped(form->duplicate_of) + "\">" + escaped(words.text("Open the form that stands")) + "</a></p>";
    if (!form->fork.empty())
        html += "<p>" + tag("alert", "", words.text("To be decided")) + " " + escaped(words.text("These corrections did not know of each other. The later one stands until somebody decides.")) + "</p>";
    html += "<table>" + columns({ words.text("Time"), words.text("Who"), words.text("Tablet"), words.text("Reason"), "" }) + "<tbody>";
    for (auto const& version : form->versions) {
        auto const response = course::response_of_version(version->id).first;
        auto const contends = std::find(form->fork.begin(), form->fork.end(), version->id) != form->fork.end();
        html += "<tr><td class=\"name\"><a href=\"/responses/" + escaped(response) + "\">" + escaped(minute_of(iso8601(version->form.authored))) + "</a></td><td>" + escaped(version->by) + "</td><td>"
            + escaped(version->tablet) + "</td><td class=\"wide\">" + escaped(version->reason) + "</td><td>" + (version->id == form->id ? tag("ok", "", words.text("In force")) : "");
        if (contends && context.may_act())
            html += disclosure(words.text("This one stands"), act(context, "/responses/" + view.record.id + "/decide", hidden("stands", version->id) + field(words.text("Reason"), "reason", "text", "required maxlength=\"300\""), words.text("This one stands"), version->id, "primary"));
        html += "</td></tr>";
    }
    return wide_panel(words.text("This form and its corrections"), "<h3 class=\"inset\">" + escaped(words.text("This form and its corrections")) + "</h3>" + html + "</tbody></table>");
}

std::string versions(PageContext const& context, ResponseView const& view)
{
    auto const& words = context.words;
    std::string html;
    if (!view.corrections.empty()) {
        html = "<section class=\"panel\"><h3 class=\"inset\">" + escaped(words.text("Versions")) + "</h3><table>" + columns({ words.text("Version"), words.text("Time"), words.text("Who"), words.text("Reason"), "SHA-256" }) + "<tbody><tr><td class=\"name\">1</td><td>"
            + escaped(minute_of(view.record.received_at)) + "</td><td>" + escaped(view.record.tablet) + "</td><td>" + escaped(words.text("As received")) + "</td><td class=\"mono\">" + escaped(view.record.sha256.substr(0, 16)) + "…</td></tr>";
        for (auto const& correction : view.corrections)
            html += "<tr><td class=\"name\">" + std::to_string(correction.version) + " " + tag("wait", "", words.text("amended")) + "</td><td>" + minute_of(correction.at_ms, context.now) + "</td><td>" + escaped(correction.who)
                + "</td><td class=\"wide\">" + escaped(correction.reason) + (correction.what.empty() ? "" : " <span class=\"soft\">(" + escaped(correction.what) + ")</span>") + "</td><td class=\"mono\">" + escaped(correction.sha256.substr(0, 16)) + "…</td></tr>";
        html += "</tbody></table></section>";
    }
    bool const in_force = view.form == nullptr || course::response_of_version(view.form->id).first == view.record.id;
    if (!context.may_act() || context.locked || !in_force)
        return html;
    std::string fields;
    auto const& current = view.versions.back().answers;
    for (auto const& path : asked(view)) {
        auto const* item = view.definition.find(path.link_id());
        auto const answer = current.find(path);
        if (item != nullptr && can_be_typed(*item))
            fields += correction_field(context, path, *item, answer == current.end() ? nullptr : &answer->second, prompt_of(context, view.definition, path));
    }
    return html + "<section class=\"panel padded\">"
        + disclosure(words.text("Correct"), "<p>" + escaped(words.text("The form stays as it was received. A new version stands beside it, marked as amended, with your name and reason.")) + "</p>"
                + act(context, "/responses/" + view.record.id + "/amend", hidden("seen", view.form == nullptr ? "" : view.form->id) + "<div class=\"fields\">" + fields + "</div>" + field(words.text("Reason"), "reason", "text", "required maxlength=\"300\""), words.text("Save as a new version"), "", "primary"))
        + "</section>";
}

std::string queries(PageContext const& context, ResponseView const& view)
{
    auto const& words = context.words;
    std::string html;
    if (!view.queries.empty()) {
        auto const title = words.text("Queries");
        std::string rows;
        for (auto const& query : view.queries)
            rows += "<tr>" + query_cells(context, query, query.item.empty() ? "" : prompt_of(context, view.definition, query.item)) + "</tr>";
        html += wide_panel(title, "<h3 class=\"inset\">" + escaped(title) + "</h3><table>" + columns({ words.text("Number"), words.text("State"), words.text("Question"), words.text_in("query", "Answer"), "" }) + "<tbody>" + rows + "</tbody></table>");
    }
    if (!context.may_act() || context.locked)
        return html;
    auto items = "<option value=\"\">" + escaped(words.text("The whole form")) + "</option>";
    for (auto const& path : asked(view))
        items += "<option value=\"" + escaped(path) + "\">" + escaped(prompt_of(context, view.definition, path)) + "</option>";
    return html + "<section class=\"panel padded\">"
        + disclosure(words.text("Raise a query"), "<p>" + escaped(words.text("A question about this form, answered once and then closed; all of it stays with the form.")) + "</p>"
                + act(context, "/responses/" + view.record.id + "/query", "<label class=\"field\">" + escaped(words.text("About")) + "<select name=\"item\">" + items + "</select></label>" + field(words.text("Question"), "text", "text", "required maxlength=\"300\""), words.text("Raise a query"), "", "primary"))
        + "</section>";
}

} // namespace

HttpResponse response_page(PageContext const& context, ResponseView const& view)
{
    auto const& words = context.words;
    auto const& record = view.record;
    auto const title = view.definition.title.in(words.language());
    bool const mirrored = record.via == "mirror";
    auto html = head(title, record.participant + (record.visit.empty() ? "" : " · " + record.visit) + " · " + minute_of(record.authored_at), "<a class=\"btn\" href=\"/participants/" + escaped(record.participant) + "\">" + escaped(record.participant) + "</a>");
    html += "<div class=\"pair\"><div>" + chain(context, view) + answers_table(context, view) + queries(context, view) + versions(context, view) + "</div><div><section class=\"panel padded\"><h3>" + escaped(words.text("Proof")) + "</h3><dl>" + fact(words.text("Completed"), record.authored_at)
        + fact(mirrored ? words.text("Mirrored") : words.text("Received"), record.received_at) + fact(words.text("Tablet"), record.tablet) + fact(words.text("Number"), std::to_string(record.sequence))
        + fact(words.text("Clock difference"), words.text("{value} s", { { "value", std::to_string(record.skew_ms / 1000) } })) + fact(words.text("Language"), record.language)
        + fact(words.text("Helped by"), record.assisted_by) + fact(words.text("Filled in by staff"), record.staff) + fact(words.text("Form version"), record.questionnaire)
        + fact(words.text("Wording pack"), view.definition.wording_pack_hash) + fact(words.text("Marks"), record.tags) + fact("SHA-256", record.sha256)
        + fact(words.text("Signature of the tablet"), record.signature) + fact(words.text("Chain head in the receipt"), mirrored ? words.text("No receipt: the form was delivered to another server") : record.receipt_head) + "</dl></section>";
    html += "<section class=\"panel\"><h3 class=\"inset\">" + escaped(words.text("Audit")) + "</h3><table>" + columns({ words.text("Time"), words.text("Who"), words.text("Event") }) + "<tbody>";
    for (auto const& row : view.audit)
        html += "<tr><td class=\"name\">" + escaped(minute_of(row.at)) + "</td><td>" + escaped(row.who) + "</td><td data-event=\"" + escaped(row.event) + "\">" + escaped(words.text_in("event", row.event)) + "</td></tr>";
    html += "<tr><td class=\"name\">" + escaped(minute_of(record.received_at)) + "</td><td>" + escaped("tablet:" + record.tablet) + "</td><td>" + escaped(words.text("received")) + "</td></tr>";
    return page(context, title, html + "</tbody></table></section></div></div>");
}

} // namespace bedside::server
