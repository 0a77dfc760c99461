// SPDX-License-Identifier: Apache-2.0
#include "sync/server/console/acts.h"

#include "sync/server/storage/audit.h"
#include "sync/server/storage/data_management.h"
#include "sync/server/storage/orders.h"
#include "sync/server/storage/participants.h"
#include "sync/server/tablets/amend.h"

#include <charconv>

namespace bedside::server {
namespace {

std::string parameter(HttpRequest const& request, char const* name) { return request.path_parameters.find(name)->second; }

/// As the pages' fields say it in `maxlength`.
constexpr std::size_t longest_text = 300;

/// A field without blanks around it, at most `longest_text` characters.
std::string text_field(HttpRequest const& request, char const* name)
{
    auto text = request.form_field(name, longest_text);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\n' || text.back() == '\r'))
        text.pop_back();
    return text.substr(std::min(text.find_first_not_of(" \r\n"), text.size()));
}

Result<std::int64_t> number_of(std::string const& text)
{
    std::int64_t number = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || number < 1)
        return fail(Code::invalid_argument, "A number is needed.");
    return number;
}

Result<std::int64_t> number_field(HttpRequest const& request, char const* name) { return number_of(request.form_field(name)); }

/// "2026-11-24T14:33" on the study's clock as ISO 8601 with offset; "" stays "".
Result<std::string> moment_field(HttpRequest const& request, char const* name, study::Study const& study)
{
    auto const text = request.form_field(name);
    if (text.empty())
        return std::string();
    int hour = -1;
    int minute = -1;
    if (text.size() >= 16 && text[10] == 'T' && text[13] == ':') {
        std::from_chars(text.data() + 11, text.data() + 13, hour);
        std::from_chars(text.data() + 14, text.data() + 16, minute);
    }
    auto const date = parse_date(std::string_view(text).substr(0, 10));
    if (!date || hour < 0 || hour > 23 || minute < 0 || minute > 59)
        return fail(Code::invalid_argument, "A date and a time are needed.");
    return iso8601(study.zone.instant(study.zone.moment(*date, hour * 60 + minute)));
}

template <typename F>
Result<std::string> written(ActContext const& context, std::string to, F&& work)
{
    TRY(context.server.storage().write(std::forward<F>(work)));
    return to;
}

Result<std::string> retry(HttpRequest const& request, ActContext const& context)
{
    auto const id = parameter(request, "id");
    auto const sequence = TRY(number_field(request, "sequence"));
    return written(context, "/tablets/" + id, [&](Connection& connection) {
        return give_order(connection, context.server.clock().now(), id, { .kind = "retry", .sequence = sequence, .reason = {}, .who = context.who });
    });
}

Result<std::string> accept(HttpRequest const& request, ActContext const& context)
{
    auto const id = parameter(request, "id");
    auto const sequence = TRY(number_field(request, "sequence"));
    TRY(accept_amended(context.server, id, sequence, text_field(request, "reason"), context.who));
    return "/tablets/" + id;
}

Result<std::string> lost(HttpRequest const& request, ActContext const& context)
{
    auto const id = parameter(request, "id");
    auto const sequence = TRY(number_field(request, "sequence"));
    return written(context, "/tablets/" + id,
        [&](Connection& connection) { return give_up(connection, context.server.clock().now(), id, sequence, text_field(request, "reason"), context.who); });
}

Result<std::string> wipe(HttpRequest const& request, ActContext const& context)
{
    auto const id = parameter(request, "id");
    return written(context, "/tablets/" + id, [&](Connection& connection) {
        return give_order(connection, context.server.clock().now(), id,
            { .kind = "wipe", .forced = request.form_field("forced") == "yes", .reason = text_field(request, "reason"), .who = context.who });
    });
}

Result<std::string> revoke(HttpRequest const& request, ActContext const& context)
{
    auto const id = parameter(request, "id");
    auto const reason = text_field(request, "reason");
    if (reason.empty())
        return fail(Code::invalid_argument, "Please give a reason.");
    return written(context, "/tablets/" + id, [&](Connection& connection) { return revoke_tablet(connection, context.server.clock().now(), id, reason, context.who); });
}

Result<std::string> settle_fork_of(HttpRequest const& request, ActContext const& context)
{
    auto const id = parameter(request, "id");
    return written(context, "/tablets/" + id, [&](Connection& connection) { return settle_fork(connection, context.server.clock().now(), id, text_field(request, "reason"), context.who); });
}

Result<std::string> settle_conflict_of(HttpRequest const& request, ActContext const& context)
{
    auto const id = parameter(request, "id");
    auto const number = TRY(number_field(request, "number"));
    return written(context, "/tablets/" + id, [&](Connection& connection) { return settle_conflict(connection, context.server.clock().now(), id, number, text_field(request, "reason"), context.who); });
}

Result<std::string> lend(HttpRequest const& request, ActContext const& context)
{
    auto const id = parameter(request, "id");
    return written(context, "/tablets/" + id, [&](Connection& connection) -> Result<void> {
        TRY(tablet(connection, id));
        return change_participant(connection, context.server.clock().now(),
            { .participant = text_field(request, "participant"), .field = "tablet", .value = id, .reason = text_field(request, "reason"), .who = context.who });
    });
}

Result<std::string> change(HttpRequest const& request, ActContext const& context)
{
    auto const number = parameter(request, "number");
    auto const study = TRY(context.server.study_in_force());
    ParticipantChange change { .participant = number, .field = text_field(request, "field"), .value = text_field(request, "value"), .reason = text_field(request, "reason"), .who = context.who };
    if (change.field.starts_with("anchor:"))
        change.value = TRY(moment_field(request, "value", study->study));
    if (change.field == "state" && change.value != "on-study" && change.value != "screened")
        change.since = TRY(moment_field(request, "since", study->study));
    auto const back = text_field(request, "back");
    return written(context, back.starts_with("/tablets/") ? back : "/participants/" + number, [&](Connection& connection) { return change_participant(connection, context.server.clock().now(), change); });
}

Result<std::string> correct(HttpRequest const& request, ActContext const& context)
{
    auto const id = parameter(request, "id");
    std::map<std::string, std::string> typed;
    for (auto const& [name, value] : request.form())
        if (name.starts_with("a:"))
            typed.emplace(name.substr(2), value);
    return "/responses/" + TRY(amend(context.server, id, typed, text_field(request, "reason"), context.who, text_field(request, "seen")));
}

Result<std::string> decide_between(HttpRequest const& request, ActContext const& context)
{
    auto const id = parameter(request, "id");
    TRY(decide(context.server, id, text_field(request, "stands"), text_field(request, "reason"), context.who));
    return "/responses/" + id;
}

Result<std::string> raise(HttpRequest const& request, ActContext const& context)
{
    auto const id = parameter(request, "id");
    TRY(context.server.storage().write([&](Connection& connection) { return raise_query(connection, context.server.clock().now(), id, text_field(request, "item"), text_field(request, "text"), context.who); }));
    return "/responses/" + id;
}

/// Back to the form when the query was answered or closed on its page.
std::string query_origin(HttpRequest const& request)
{
    auto const from = request.header("referer");
    auto const at = from.find("/responses/");
    return at == std::string::npos ? "/queries" : from.substr(at);
}

Result<std::string> answer(HttpRequest const& request, ActContext const& context)
{
    auto const number = TRY(number_of(parameter(request, "number")));
    return written(context, query_origin(request), [&](Connection& connection) { return answer_query(connection, context.server.clock().now(), number, text_field(request, "text"), context.who); });
}

Result<std::string> close_answered(HttpRequest const& request, ActContext const& context)
{
    auto const number = TRY(number_of(parameter(request, "number")));
    return written(context, query_origin(request), [&](Connection& connection) { return close_query(connection, context.server.clock().now(), number, context.who); });
}

Result<std::string> acknowledge(HttpRequest const& request, ActContext const& context)
{
    auto const id = parameter(request, "id");
    auto const from = request.header("referer");
    return written(context, from.ends_with("/alerts") ? "/alerts" : "/", [&](Connection& connection) { return acknowledge_alert(connection, context.server.clock().now(), id, context.who, ""); });
}

Result<std::string> close(HttpRequest const& request, ActContext const& context)
{
    auto const id = parameter(request, "id");
    return written(context, "/alerts", [&](Connection& connection) { return close_alert(connection, context.server.clock().now(), id, context.who, text_field(request, "note")); });
}

} // namespace

std::vector<NamedAct> staff_acts()
{
    return { { "/tablets/{id}/retry", &retry }, { "/tablets/{id}/accept", &accept }, { "/tablets/{id}/lost", &lost }, { "/tablets/{id}/wipe", &wipe }, { "/tablets/{id}/revoke", &revoke },
        { "/tablets/{id}/fork", &settle_fork_of }, { "/tablets/{id}/conflict", &settle_conflict_of }, { "/tablets/{id}/lend", &lend }, { "/participants/{number}/change", &change },
        { "/responses/{id}/amend", &correct }, { "/responses/{id}/decide", &decide_between }, { "/responses/{id}/query", &raise }, { "/queries/{number}/answer", &answer }, { "/queries/{number}/close", &close_answered }, { "/alerts/{id}/acknowledge", &acknowledge }, { "/alerts/{id}/close", &close } };
}

} // namespace bedside::server
