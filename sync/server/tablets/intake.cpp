// SPDX-License-Identifier: Apache-2.0
#include "sync/server/tablets/intake.h"

#include "forms/engine/json.h"
#include "sync/wire/alert.h"
#include "forms/study/status.h"

#include <algorithm>
#include <functional>

namespace bedside::server {
namespace {

using forms::Json;

/// Resources that may travel with a form. Nothing else is stored, so that no tablet fills the database with what nobody reads.
bool may_travel(std::string_view type) { return type == "Observation" || type == "Communication" || type == "AuditEvent"; }

/// The alert that a Communication tells, about this form. One without a rule is shown as well: nobody must miss an alert for its shape.
Alert alert_of(Json const& communication, CheckedSubmission const& checked)
{
    auto const record = wire::alert_in(communication);
    Alert alert;
    alert.id = record.id;
    alert.participant = checked.parsed.header.subject;
    alert.tablet = checked.submission.entry.tablet;
    alert.rule = record.rule.empty() ? "alert" : record.rule;
    alert.text = record.text;
    alert.priority = record.urgent ? "urgent" : "routine";
    alert.raised_ms = record.raised.wall_ms > 0 ? record.raised.wall_ms : checked.parsed.header.authored.wall_ms;
    return alert;
}

/// Visits every item below `items`, children after their parent.
void each_item(Json& parent, std::function<void(Json& list, std::size_t at)> const& visit)
{
    if (!parent.is_object() || parent.find("item") == nullptr || !parent.find("item")->is_array())
        return;
    auto& list = parent.object_to_change().find("item")->second;
    for (std::size_t i = 0; i < list.array().size(); ++i) {
        visit(list, i);
        each_item(list.array_to_change()[i], visit);
    }
}

/// The response without the answers that keep it from being read: all are taken out, then put back one by one as long as it can be read.
Result<forms::ParsedResponse> without_unfit(forms::Definition const& definition, std::string const& json, std::vector<std::string>& left_out)
{
    auto response = TRY(Json::parse(json, wire::deepest_json));
    struct Place {
        std::string link_id;
        Json answers;
    };
    std::vector<Place> places;
    std::size_t at = 0;
    each_item(response, [&](Json& list, std::size_t i) {
        auto& item = list.array_to_change()[i];
        if (!item.is_object())
            return;
        auto const found = item.object_to_change().find("answer");
        places.push_back({ item.string_at("linkId"), found == item.object_to_change().end() ? Json() : found->second });
        if (found != item.object_to_change().end())
            item.object_to_change().erase(found);
    });
    auto parsed = forms::response_of(definition, response);
    if (!parsed)
        return parsed; // not an answer is at fault
    for (std::size_t wanted = 0; wanted < places.size(); ++wanted) {
        if (!places[wanted].answers.is_array())
            continue;
        auto candidate = response;
        at = 0;
        each_item(candidate, [&](Json& list, std::size_t i) {
            if (at++ == wanted && list.array()[i].is_object())
                list.array_to_change()[i].object_to_change().emplace("answer", places[wanted].answers);
        });
        if (auto better = forms::response_of(definition, candidate)) {
            response = std::move(candidate);
            parsed = std::move(better);
        } else {
            left_out.push_back(places[wanted].link_id);
        }
    }
    return parsed;
}

Error refused(Error error)
{
    // A form that never fits will not fit next time either: the tablet puts it aside and shows why.
    if (http_status_of(error.code) == 500)
        error.code = Code::rejected;
    return error;
}

} // namespace

Result<std::shared_ptr<Intake::KnownForm const>> Intake::known_form(std::string const& canonical)
{
    {
        std::lock_guard const lock(m_mutex);
        if (auto const found = m_forms.find(canonical); found != m_forms.end())
            return found->second;
    }
    auto const published = TRY(m_storage.read([&](ReadConnection& connection) { return published_form(connection, canonical); }));
    if (!published)
        return fail(Code::rejected, "The form names a questionnaire version that was never published on this server.");
    auto made = std::make_shared<KnownForm const>(KnownForm { published->form, TRY(forms::load_questionnaire(published->bytes)) });
    std::lock_guard const lock(m_mutex);
    return m_forms.emplace(canonical, std::move(made)).first->second;
}

Result<CheckedSubmission> Intake::check(std::string_view transaction, Tablet const& sender)
{
    return check(TRY(wire::parse_transaction(transaction)), sender);
}

Result<CheckedSubmission> Intake::check(wire::Submission submission, Tablet const& sender, Unfit unfit)
{
    CheckedSubmission checked;
    checked.submission = std::move(submission);
    auto const& entry = checked.submission.entry;
    if (entry.tablet != sender.id)
        return fail(Code::forbidden, "The form names another tablet than the one that sends it.");
    // A tablet that delivers to a mirrored server may never have named its key: then only the hash can be judged.
    bool const unjudged = sender.signing_key.empty() && !sender.mirrored_from.empty() && sha256_hex(checked.submission.response_json) == entry.sha256;
    if (auto const verified = wire::verify_submission(checked.submission, sender.signing_key); !verified && !unjudged)
        return std::unexpected(refused(verified.error()));
    auto const response = TRY(Json::parse(checked.submission.response_json, wire::deepest_json));
    auto const form = TRY(known_form(response.string_at("questionnaire")));
    auto parsed = forms::response_of(form->definition, response);
    if (!parsed && unfit == Unfit::leave_out)
        parsed = without_unfit(form->definition, checked.submission.response_json, checked.left_out);
    if (!parsed)
        return std::unexpected(refused(parsed.error()));
    checked.parsed = std::move(*parsed);
    checked.form = form->form;
    checked.status_record = study::is_status_form(form->definition);
    if (checked.parsed.header.id != entry.response_id || checked.parsed.header.status == forms::ResponseStatus::in_progress)
        return fail(Code::rejected, "The form's id is not that of its transaction, or it is not completed.");
    auto const simulated = TRY(m_storage.read([](ReadConnection& connection) { return holds_simulated_data(connection); }));
    auto const& flags = checked.parsed.header.flags;
    if ((std::find(flags.begin(), flags.end(), "simulated") != flags.end()) != simulated)
        return fail(Code::rejected, simulated ? "This server takes simulated forms only, and this is a real one." : "This is a simulated form; a server with real ones never takes it.");
    for (auto const& json : checked.submission.resources) {
        auto const resource = TRY(Json::parse(json, wire::deepest_json));
        auto const type = resource.string_at("resourceType");
        if (!may_travel(type))
            return fail(Code::rejected, "A resource of type " + type + " may not travel with a form.");
        if (type == "Communication")
            checked.alerts.push_back(alert_of(resource, checked));
    }
    return checked;
}

} // namespace bedside::server
