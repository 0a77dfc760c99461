// SPDX-License-Identifier: Apache-2.0
#include "sync/server/mirror/mirror.h"

#include "forms/engine/json.h"
#include "forms/engine/vocabulary.h"
#include "sync/server/http/outgoing.h"
#include "sync/server/mirror/mirror_reader.h"
#include "sync/server/storage/audit.h"
#include "sync/wire/alert.h"

#include <algorithm>
#include <spdlog/spdlog.h>

namespace bedside::server {
namespace {

/// What a server stamped earlier may be committed later: so much is read again each round.
constexpr std::int64_t overlap_ms = 2 * minute_ms;
/// Forms settled between two looks at `stop`.
constexpr int forms_at_once = 100;

bool is_loopback(std::string_view url)
{
    auto const host = url.substr(url.find("//") + 2);
    auto const name = host.starts_with("[") ? host.substr(0, host.find(']') + 1) : host.substr(0, host.find_first_of(":/"));
    return name == "localhost" || name == "127.0.0.1" || name == "[::1]";
}

Result<std::string> base_of(MirrorTarget const& target)
{
    auto url = target.url;
    while (url.ends_with('/'))
        url.pop_back();
    bool const plain = url.starts_with("http://");
    if ((!plain && !url.starts_with("https://")) || url.size() < 10 || url.find_first_of(" @?#") != std::string::npos)
        return fail(Code::invalid_argument, "the server's address must begin with https://, such as https://fhir.hospital.example/r4");
    if (plain && !is_loopback(url) && !target.plain_http)
        return fail(Code::invalid_argument, "answers of patients never travel over http:// in clear; use https://, or --plain-http when the line is protected otherwise");
    return url;
}

Error unreachable(OutgoingReply const& reply)
{
    auto const status = "status " + std::to_string(reply.status);
    if (reply.status == 401 || reply.status == 403)
        return { Code::unauthorised, "the server does not accept the credentials (" + status + ")" };
    if (reply.status == 404 || reply.status == 410 || reply.status == 400)
        return { Code::not_found, "the server does not know what it is asked (" + status + ")" };
    return { Code::unavailable, "the server does not answer now (" + status + ")" };
}

class Mirror {
public:
    Mirror(StudyServer& server, MirrorTarget const& target, std::string url, std::string study, std::stop_token stop)
        : m_server(server)
        , m_target(target)
        , m_url(std::move(url))
        , m_study(std::move(study))
        , m_stop(std::move(stop))
    {
    }
    Result<MirrorRound> round();

private:
    Result<void> read_type(std::string const& type);
    Result<SearchPage> fetch(std::string const& address, std::string const& type);
    Result<void> settle_all();
    Result<void> settle(std::string const& response_id);
    Result<void> learn(StagedResource const& device);
    Result<void> take(StagedResource const& response, StagedResource const& provenance);
    Result<void> compare(wire::ChainEntry const& held, StagedResource const& resource);
    Result<void> attach(StagedResource const& resource);
    Result<void> contradict(wire::Submission const& submission, std::string const& reason, StagedResource const& settled);
    template <typename F>
    auto write(F&& work) { return m_server.storage().write(std::forward<F>(work)); }
    Instant now() const { return m_server.clock().now(); }

    StudyServer& m_server;
    MirrorTarget const& m_target;
    std::string m_url;
    std::string m_study;
    std::stop_token m_stop;
    MirrorRound m_round;
};

Result<SearchPage> Mirror::fetch(std::string const& address, std::string const& type)
{
    Outgoing request { .url = address, .headers = { "Accept: application/fhir+json" }, .authority = m_target.authority, .certificate = m_target.certificate, .certificate_key = m_target.certificate_key };
    if (!m_target.bearer.empty())
        request.headers.push_back("Authorization: Bearer " + m_target.bearer);
    auto const reply = TRY(exchange(request));
    if (reply.status != 200)
        return std::unexpected(unreachable(reply));
    auto page = TRY(read_search_page(reply.body, type, m_study));
    if (!page.next.empty())
        page.next = TRY(same_server(m_url, page.next));
    return page;
}

/// Every page since the mark. Each page and the link to the next are kept in one commit, so that a kill costs at most one page.
Result<void> Mirror::read_type(std::string const& type)
{
    auto mark = TRY(m_server.storage().read([&](ReadConnection& connection) { return mirror_mark(connection, m_url, type); }));
    bool const resumed = !mark.next_page.empty();
    auto const first = [&] {
        auto address = m_url + "/" + type + "?_sort=_lastUpdated&_count=" + std::to_string(m_target.page_size);
        if (mark.since_ms > 0)
            address += "&_lastUpdated=ge" + iso8601({ .wall_ms = mark.since_ms - overlap_ms, .offset_min = 0, .monotonic_ms = 0, .boot_id = {} }).substr(0, 23) + "Z";
        return address;
    };
    auto address = resumed ? mark.next_page : first();
    while (!m_stop.stop_requested()) {
        auto page = fetch(address, type);
        if (!page && page.error().code == Code::not_found && address == mark.next_page) { // an old link that the server has forgotten: from the mark again
            mark.next_page.clear();
            mark.highest_ms = 0;
            address = first();
            continue;
        }
        if (!page)
            return std::unexpected(page.error());
        if (page->next == address)
            return fail(Code::invalid_data, "the server links a page to itself");
        mark.highest_ms = std::max(mark.highest_ms, page->highest_ms);
        mark.next_page = page->next;
        bool const last = page->next.empty();
        if (last)
            mark.since_ms = std::max(mark.since_ms, std::exchange(mark.highest_ms, 0));
        auto const keep = [&](Connection& connection) -> Result<void> {
            for (auto const& resource : page->ours)
                TRY(stage(connection, m_url, resource));
            return set_mirror_mark(connection, m_url, type, mark);
        };
        TRY(write(keep));
        m_round.passed_over += page->passed_over;
        m_round.unreadable += page->unreadable;
        if (last)
            return {};
        address = page->next;
    }
    return fail(Code::unavailable, "it was stopped");
}

Result<void> Mirror::learn(StagedResource const& device)
{
    auto const json = TRY(forms::Json::parse(device.json));
    Bytes key;
    for (auto const& one : json.find("extension")->array())
        if (one.string_at("url") == forms::vocabulary::extension(forms::vocabulary::signing_key))
            if (auto read = from_base64(one.string_at("valueBase64Binary")); read && read->size() == 32)
                key = std::move(*read);
    return write([&](Connection& connection) -> Result<void> {
        TRY(unstage(connection, m_url, device));
        if (key.empty() || !check_tablet_id(device.id))
            return {};
        return learn_key(connection, now(), TRY(mirrored_tablet(connection, now(), device.id, m_url)), key);
    });
}

Result<void> Mirror::contradict(wire::Submission const& submission, std::string const& reason, StagedResource const& settled)
{
    return write([&](Connection& connection) -> Result<void> {
        // Read once more, it is not once more in conflict.
        if (!TRY(knows_conflict(connection, submission.entry))) {
            TRY(keep_conflict(connection, now(), submission, reason));
            ++m_round.conflicts;
        }
        return unstage(connection, m_url, settled);
    });
}

/// A form that is here already was changed over there, or only read again.
Result<void> Mirror::compare(wire::ChainEntry const& held, StagedResource const& resource)
{
    if (resource.type == "QuestionnaireResponse") {
        wire::Submission other { .entry = held, .signature = {}, .response_json = frozen_spelling(resource.json, held.sha256), .resources = {}, .skew_ms = 0, .recorded = {} };
        other.entry.sha256 = sha256_hex(other.response_json);
        if (other.entry.sha256 != held.sha256)
            return contradict(other, "the mirrored server changed this form after it was received", resource);
    } else if (resource.type == "Provenance") {
        auto const bytes = TRY(m_server.storage().read([&](ReadConnection& connection) { return response_bytes(connection, held.response_id); }));
        auto other = wire::submission_of(bytes, resource.json);
        if (!other || other->entry.canonical() != held.canonical())
            return contradict(other ? *other : wire::Submission { .entry = held, .signature = {}, .response_json = resource.json, .resources = {}, .skew_ms = 0, .recorded = {} },
                "the mirrored server changed this form's proof after it was received", resource);
    } else {
        return attach(resource);
    }
    return write([&](Connection& connection) { return unstage(connection, m_url, resource); });
}

/// What travelled with a form that is here. An alert among it waits for somebody from now on.
Result<void> Mirror::attach(StagedResource const& resource)
{
    std::optional<Alert> alert;
    if (auto const record = wire::parse_communication(resource.json); record && resource.type == "Communication") {
        alert.emplace();
        alert->id = record->id;
        alert->participant = record->participant;
        alert->tablet = record->tablet;
        alert->rule = record->rule;
        alert->priority = record->urgent ? "urgent" : "routine";
        alert->text = record->text;
        alert->raised_ms = record->raised.wall_ms;
    }
    return write([&](Connection& connection) -> Result<void> {
        TRY(attach_companion(connection, now(), resource.response_id, { resource.type, resource.id }, resource.json, alert));
        return unstage(connection, m_url, resource);
    });
}

Result<void> Mirror::take(StagedResource const& response, StagedResource const& provenance)
{
    auto const proof = wire::submission_of(response.json, provenance.json);
    if (!proof) {
        ++m_round.unreadable;
        return write([&](Connection& connection) { return unstage(connection, m_url, provenance); });
    }
    auto submission = *proof;
    submission.response_json = frozen_spelling(response.json, submission.entry.sha256);
    auto const sender = write([&](Connection& connection) { return mirrored_tablet(connection, now(), submission.entry.tablet, m_url); });
    if (!sender) {
        ++m_round.unreadable;
        return write([&](Connection& connection) { return unstage(connection, m_url, provenance); });
    }
    // The half that is right waits for the other one to be put right.
    if (sha256_hex(submission.response_json) != submission.entry.sha256)
        return contradict(submission, "the mirrored server holds other content than the tablet signed", response);
    auto checked = m_server.intake().check(submission, *sender);
    if (!checked) {
        if (checked.error().code == Code::unauthorised)
            return contradict(submission, "the mirrored server holds a form that this tablet did not sign", provenance);
        ++m_round.refused;
        auto const transaction = TRY(wire::build_transaction(submission));
        return write([&](Connection& connection) { return note_refusal(connection, now(), submission.entry, checked.error().message, transaction); });
    }
    checked->via = "mirror";
    return write([&](Connection& connection) -> Result<void> {
        auto const admission = TRY(admit(connection, now(), *checked));
        TRY(note_delivery(connection, sender->id, std::max(response.updated_ms, provenance.updated_ms)));
        TRY(unstage(connection, m_url, response));
        TRY(unstage(connection, m_url, provenance));
        ++(admission.verdict == Verdict::conflict ? m_round.conflicts : m_round.received);
        return {};
    });
}

Result<void> Mirror::settle(std::string const& response_id)
{
    auto const staged = TRY(m_server.storage().read([&](ReadConnection& connection) { return staged_of(connection, m_url, response_id); }));
    auto const of_type = [&](std::string_view type) {
        auto const found = std::ranges::find(staged, type, &StagedResource::type);
        return found == staged.end() ? nullptr : &*found;
    };
    auto const* response = of_type("QuestionnaireResponse");
    auto const* provenance = of_type("Provenance");
    auto const read_held = [&] { return m_server.storage().read([&](ReadConnection& connection) { return held_entry(connection, response_id); }); };
    auto held = TRY(read_held());
    if (!held && response != nullptr && provenance != nullptr) {
        TRY(take(*response, *provenance));
        held = TRY(read_held());
        response = provenance = nullptr;
    }
    for (auto const& resource : staged) {
        bool const companion = resource.type == "Communication" || resource.type == "Observation";
        if (held && (companion || &resource == response || &resource == provenance))
            TRY(compare(*held, resource));
    }
    m_round.waiting += !held && (response != nullptr || provenance != nullptr) ? 1 : 0;
    return {};
}

Result<void> Mirror::settle_all()
{
    std::string after;
    while (!m_stop.stop_requested()) {
        auto const ids = TRY(m_server.storage().read([&](ReadConnection& connection) { return staged_forms(connection, m_url, after, forms_at_once); }));
        if (ids.empty())
            break;
        for (auto const& id : ids)
            TRY(settle(id));
        after = ids.back();
    }
    return {};
}

Result<MirrorRound> Mirror::round()
{
    for (auto const* type : mirrored_types) {
        auto const read = read_type(type);
        if (read)
            continue;
        auto const code = read.error().code;
        if (code != Code::network && code != Code::tls && code != Code::invalid_data && code != Code::not_found && code != Code::unauthorised && code != Code::unavailable && code != Code::forbidden)
            return std::unexpected(read.error());
        m_round.trouble = read.error().message;
        break;
    }
    // What travelled with a form may be in pages that were not read, so a round that broke off takes no form in.
    if (m_round.trouble.empty()) {
        // Keys first: then a tablet's first form is judged by its signature too.
        for (auto const& device : TRY(m_server.storage().read([&](ReadConnection& connection) { return staged_devices(connection, m_url); })))
            TRY(learn(device));
        auto const settled = settle_all();
        if (!settled && settled.error().code != Code::unavailable)
            return std::unexpected(settled.error());
        m_round.trouble = settled ? "" : settled.error().message; // the study is locked: everything waits
    }
    TRY(write([&](Connection& connection) { return note_mirror_round(connection, now(), m_url, m_round.trouble, m_round.passed_over); }));
    return m_round;
}

} // namespace

Result<MirrorRound> mirror_once(StudyServer& server, MirrorTarget const& target, std::stop_token stop)
{
    auto url = TRY(base_of(target));
    auto const published = TRY(server.storage().read([](ReadConnection& connection) { return publication(connection); }));
    if (!published)
        return fail(Code::not_found, "no study is published here; publish the one whose forms are mirrored first");
    return Mirror(server, target, std::move(url), published->study, std::move(stop)).round();
}

} // namespace bedside::server
