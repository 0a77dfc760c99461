// SPDX-License-Identifier: Apache-2.0
#include "sync/server/tablets/amend.h"

#include "forms/engine/occurrence.h"
#include "sync/server/storage/audit.h"
#include "sync/server/storage/data_management.h"
#include "sync/server/storage/facts.h"
#include "sync/server/storage/orders.h"
#include "sync/server/storage/participants.h"

#include <charconv>

namespace bedside::server {
namespace {

using namespace forms;

/// The value of one typed line, by the kind of its item; nullopt: the kind can't be typed.
struct TypedValue {
    std::string text;
    Result<std::optional<Value>> operator()(GroupItem const&) const { return std::optional<Value>(); }
    Result<std::optional<Value>> operator()(DisplayItem const&) const { return std::optional<Value>(); }
    Result<std::optional<Value>> operator()(AttachmentItem const&) const { return std::optional<Value>(); }
    Result<std::optional<Value>> operator()(BooleanItem const&) const
    {
        if (text != "true" && text != "false")
            return fail(Code::invalid_argument, "Yes or no must be answered.");
        return std::optional<Value>(text == "true");
    }
    Result<std::optional<Value>> operator()(IntegerItem const&) const
    {
        std::int32_t number = 0;
        auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (error != std::errc() || end != text.data() + text.size())
            return fail(Code::invalid_argument, "A whole number is needed.");
        return std::optional<Value>(number);
    }
    Result<std::optional<Value>> operator()(DecimalItem const&) const
    {
        if (!is_decimal(text))
            return fail(Code::invalid_argument, "A number is needed.");
        return std::optional<Value>(Decimal { text });
    }
    Result<std::optional<Value>> operator()(DateItem const&) const { return std::optional<Value>(Date { text }); }
    Result<std::optional<Value>> operator()(TimeItem const&) const { return std::optional<Value>(Time { text }); }
    Result<std::optional<Value>> operator()(DateTimeItem const&) const { return std::optional<Value>(DateTime { text }); }
    Result<std::optional<Value>> operator()(StringItem const&) const { return std::optional<Value>(Text { text }); }
    Result<std::optional<Value>> operator()(QuantityItem const& item) const
    {
        if (!is_decimal(text) || item.units.empty())
            return fail(Code::invalid_argument, "A number is needed.");
        auto const& unit = item.units.front();
        return std::optional<Value>(Quantity { { text }, unit.display.empty() ? unit.code : unit.display, unit.system, unit.code });
    }
    Result<std::optional<Value>> operator()(ChoiceItem const& item) const
    {
        for (auto const& option : item.options) {
            auto const* coding = std::get_if<Coding>(&option.value);
            if (coding != nullptr && coding->code == text)
                return std::optional<Value>(Coding { coding->system, coding->code, option.display.original });
        }
        return fail(Code::invalid_argument, "This is none of the options.");
    }
};

struct TextOfValue {
    std::string operator()(bool value) const { return value ? "true" : "false"; }
    std::string operator()(std::int32_t value) const { return std::to_string(value); }
    std::string operator()(Decimal const& value) const { return value.text; }
    std::string operator()(Date const& value) const { return value.text; }
    std::string operator()(Time const& value) const { return value.text; }
    std::string operator()(DateTime const& value) const { return value.text; }
    std::string operator()(Text const& value) const { return value.text; }
    std::string operator()(Coding const& value) const { return value.code; }
    std::string operator()(Quantity const& value) const { return value.value.text; }
    std::string operator()(Attachment const&) const { return {}; }
};

Result<Definition> definition_of(ReadConnection& connection, std::string_view canonical)
{
    auto const published = TRY(published_form(connection, canonical));
    if (!published)
        return fail(Code::not_found, "This form version was never published here.");
    return load_questionnaire(published->bytes);
}

Result<std::string> amended_bytes(Definition const& definition, ParsedResponse const& parsed, std::string_view who)
{
    auto header = parsed.header;
    header.status = ResponseStatus::amended;
    header.amends = header.id; // the next version of the same response
    header.corrected_by = who;
    return build_response(definition, parsed.answers, header);
}

std::string joined(std::vector<std::string> const& words)
{
    std::string text;
    for (auto const& word : words)
        text += (text.empty() ? "" : " ") + word;
    return text;
}

/// The course of whom a received form is about.
Result<course::Course> course_with(Connection& connection, std::shared_ptr<StudyInForce const> const& study, std::string_view response_id)
{
    study::Participant participant;
    {
        auto query = TRY(connection.query("SELECT participant FROM submission WHERE response_id = ?1", response_id));
        if (!TRY(query.step()))
            return fail(Code::not_found, "No form with this id was received.");
        participant.number = query.text(0);
    }
    for (auto const& one : study->roster) {
        if (one.number == participant.number)
            participant = one;
    }
    return course_of(connection, std::shared_ptr<study::Study const>(study, &study->study), participant);
}

} // namespace

bool can_be_typed(Item const& item)
{
    return !item.repeats && !item.read_only && !std::holds_alternative<GroupItem>(item.kind) && !std::holds_alternative<DisplayItem>(item.kind) && !std::holds_alternative<AttachmentItem>(item.kind);
}

Result<std::optional<Answer>> typed_answer(Item const& item, std::string_view text)
{
    if (text.empty())
        return std::optional<Answer>();
    if (!can_be_typed(item))
        return fail(Code::invalid_argument, "This item can't be corrected here.");
    auto value = TRY(std::visit(TypedValue { std::string(text) }, item.kind));
    if (!value)
        return fail(Code::invalid_argument, "This item can't be corrected here.");
    Answer answer { { std::move(*value) }, {} };
    TRY(check_answer(item, answer));
    return std::optional(std::move(answer));
}

std::string typed_text(Item const& item, Answer const& answer)
{
    return can_be_typed(item) && answer.values.size() == 1 ? std::visit(TextOfValue {}, answer.values.front()) : std::string();
}

Result<std::string> amend(StudyServer& server, std::string_view response_id, std::map<std::string, std::string> const& typed, std::string_view reason, std::string_view who, std::string_view seen)
{
    auto const now = server.clock().now();
    auto const study = TRY(server.study_in_force());
    return server.storage().write([&](Connection& connection) -> Result<std::string> {
        TRY(refuse_when_locked(connection, "a correction"));
        auto const course = TRY(course_with(connection, study, response_id));
        auto const* form = course.form_with(response_id);
        if (form != nullptr && !seen.empty() && form->id != seen)
            return fail(Code::conflict, "Somebody else corrected this form after you opened it. Nothing was changed; open it again and look.");
        auto const target = form != nullptr ? course::response_of_version(form->id).first : std::string(response_id);
        auto const bytes = TRY(current_bytes(connection, target));
        auto query = TRY(connection.query("SELECT questionnaire FROM submission WHERE response_id = ?1", target));
        TRY(query.step());
        auto const definition = TRY(definition_of(connection, query.text(0)));
        auto parsed = TRY(parse_response(definition, bytes));
        std::vector<std::string> changed;
        for (auto const& [path, text] : typed) {
            auto const* item = definition.find(ItemPath(path).link_id());
            if (item == nullptr)
                return fail(Code::invalid_argument, "The form has no such item.");
            auto const found = parsed.answers.find(path);
            if (text == (found == parsed.answers.end() ? "" : typed_text(*item, found->second)))
                continue;
            auto answer = TRY(typed_answer(*item, text));
            if (answer)
                parsed.answers[path] = std::move(*answer);
            else
                parsed.answers.erase(path);
            changed.push_back(path);
        }
        if (changed.empty())
            return fail(Code::invalid_argument, "Nothing was changed.");
        auto next = TRY(amended_bytes(definition, parsed, who));
        TRY(add_correction(connection, now, { .response_id = target, .bytes = std::move(next), .what = joined(changed), .reason = std::string(reason), .who = std::string(who) }));
        return target;
    });
}

Result<void> decide(StudyServer& server, std::string_view response_id, std::string_view stands, std::string_view reason, std::string_view who)
{
    auto const now = server.clock().now();
    auto const study = TRY(server.study_in_force());
    return server.storage().write([&](Connection& connection) -> Result<void> {
        TRY(refuse_when_locked(connection, "a decision"));
        auto const course = TRY(course_with(connection, study, response_id));
        auto const* form = course.form_with(response_id);
        if (form == nullptr)
            return fail(Code::not_found, "No form with this id was received.");
        return decide_fork(connection, now, course.participant().number, *form, stands, reason, who);
    });
}

Result<void> accept_amended(StudyServer& server, std::string_view id, std::int64_t sequence, std::string_view reason, std::string_view who)
{
    if (reason.empty())
        return fail(Code::invalid_argument, "Please give a reason.");
    auto const now = server.clock().now();
    auto const transaction = TRY(server.storage().read([&](ReadConnection& connection) { return refused_transaction(connection, id, sequence); }));
    auto const sender = TRY(server.storage().read([&](ReadConnection& connection) { return tablet(connection, id); }));
    auto submission = TRY(wire::parse_transaction(transaction));
    auto checked = TRY(server.intake().check(std::move(submission), sender, Unfit::leave_out));
    checked.via = "amended";
    return server.storage().write([&](Connection& connection) -> Result<void> {
        auto const definition = TRY(definition_of(connection, checked.parsed.questionnaire));
        auto const admission = TRY(admit(connection, now, checked));
        if (admission.verdict == Verdict::conflict)
            return fail(Code::conflict, "It contradicts another form of this tablet.");
        if (admission.verdict == Verdict::created) {
            auto next = TRY(amended_bytes(definition, checked.parsed, who));
            TRY(add_correction(connection, now,
                { .response_id = checked.submission.entry.response_id, .bytes = std::move(next), .what = joined(checked.left_out), .reason = std::string(reason), .who = std::string(who) }));
        }
        TRY(append_audit(connection, now, who, "accepted-amended", std::string(id) + " " + std::to_string(sequence) + ": " + std::string(reason)));
        return sender.revoked_ms ? Result<void>() : give_order(connection, now, id, { .kind = "retry", .sequence = sequence, .reason = std::string(reason), .who = std::string(who) });
    });
}

} // namespace bedside::server
