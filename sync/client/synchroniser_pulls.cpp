// SPDX-License-Identifier: Apache-2.0
// What comes down from the server: documents, recordings, updates.
#include "sync/client/synchroniser.h"

#include "forms/course/facts.h"
#include "forms/engine/json.h"
#include "forms/study/publication.h"
#include "sync/client/documents.h"

#include <spdlog/spdlog.h>

namespace bedside::client {
namespace {

using forms::Json;

/// An update is fetched for so long in one round: forms, orders and the end of the program wait no longer.
constexpr std::int64_t longest_fetch_ms = 20'000;
/// Replies of facts in one round; the next round goes on.
constexpr int most_fact_pages = 100;

/// {"study.toml": {"text": ...}, "sound.ogg": {"base64": ...}}
Result<std::map<std::string, std::string>> files_of(Json const& all, std::string_view kind)
{
    std::map<std::string, std::string> files;
    auto const* members = all.find(kind);
    if (members == nullptr || !members->is_object())
        return fail(Code::invalid_data, "the server's documents are not complete");
    for (auto const& [name, file] : members->object()) {
        if (file.find("text") != nullptr) {
            files.emplace(name, file.string_at("text"));
        } else {
            auto const bytes = TRY(from_base64(file.string_at("base64")));
            files.emplace(name, std::string(bytes.begin(), bytes.end()));
        }
    }
    return files;
}

/// What the server answered in the place of what the tablet has; read and checked as a whole before anything is replaced. Fails with invalid_data
/// and a sentence, or as the store does.
Result<study::Study> replace_documents(store::Store& store, std::string_view body)
{
    auto const unusable = [](std::string const& why) { return fail(Code::invalid_data, "the study on the server cannot be used: " + why); };
    auto const all = TRY(Json::parse(body, 8));
    auto const study = TRY(files_of(all, "study"));
    auto const roster = TRY(files_of(all, "roster"));
    auto const staff = TRY(files_of(all, "staff"));
    auto const table = staff.find("staff.csv");
    if (table == staff.end())
        return unusable("the staff list is missing");
    if (!roster.contains("roster.csv"))
        return unusable("the roster is missing");
    auto const members = study::load_staff(table->second);
    if (!members)
        return unusable(members.error().message);
    auto loaded = put_in_place(store, study, roster.at("roster.csv"), *members, all.string_at("etag"));
    if (!loaded && loaded.error().code == Code::invalid_study)
        return unusable(loaded.error().message);
    return loaded;
}

} // namespace

Result<void> Synchroniser::pull_documents(Round& round)
{
    // What is in place already is not sent again: a pull that was cut among the recordings goes on with them.
    auto const in_place = TRY(m_store->setting("sync.documents_in_place")).value_or("");
    Request request { .method = "GET", .url = m_settings.url + "/tablet/documents", .body = {}, .content_type = {}, .headers = {} };
    if (!in_place.empty())
        request.headers.push_back("If-None-Match: " + in_place);
    auto const reply = m_client->perform(request);
    bool const unchanged = reply && reply->status == 304 && !in_place.empty();
    if (!reply || (reply->status != 200 && !unchanged)) {
        round.trouble = reply ? "the study's documents cannot be had now (status " + std::to_string(reply->status) + ")" : reply.error().message;
        return {};
    }
    auto const loaded = unchanged ? study::load_study(TRY(m_store->documents("study"))) : replace_documents(*m_store, reply->body);
    if (!loaded) {
        if (loaded.error().code != Code::invalid_study && loaded.error().code != Code::invalid_data)
            return std::unexpected(loaded.error());
        round.trouble = loaded.error().message;
        return {};
    }
    TRY(pull_recordings(recordings_of(*loaded), round));
    if (!round.trouble.empty())
        return {}; // the words are in place; the rest of the sounds comes with the next round
    auto const complete = TRY(m_store->setting("sync.documents_in_place")).value_or("");
    TRY(m_store->set_setting("sync.documents_etag", complete));
    spdlog::info("study {} {} is in place", loaded->id, loaded->version);
    round.documents_changed = true;
    return {};
}

Result<void> Synchroniser::pull_facts(std::int64_t newest, Round& round)
{
    auto place = TRY(m_store->fact_place());
    if (newest <= place.after && !round.documents_changed)
        return {};
    bool more = true;
    for (int pages = 0; more && pages < most_fact_pages; ++pages) {
        Json::Array held(place.participants.begin(), place.participants.end());
        auto const body = Json(Json::Object { { "after", Json(place.after) }, { "participants", std::move(held) } }).dump();
        auto const reply = m_client->perform(
            { .method = "POST", .url = m_settings.url + "/tablet/facts", .body = body, .content_type = "application/json", .headers = {} });
        if (!reply || reply->status != 200) {
            round.trouble = reply ? "What was done on other tablets is not available yet (status " + std::to_string(reply->status) + ")." : reply.error().message;
            return {};
        }
        auto const told = Json::parse(reply->body, 20);
        auto const after = told ? told->integer_at("after") : std::nullopt;
        auto const* facts = told ? told->find("facts") : nullptr;
        auto const* participants = told ? told->find("participants") : nullptr;
        if (!after || facts == nullptr || participants == nullptr) {
            round.trouble = "The server's reply about other tablets can't be read.";
            return {};
        }
        std::set<std::string> named;
        for (auto const& one : participants->array())
            named.insert(one.text());
        std::vector<store::PulledFact> pulled;
        study::Study const any; // a fact's own words are enough to keep it
        for (auto const& one : facts->array()) {
            auto json = one.dump();
            if (auto const decoded = course::decode(json, any)) // one of a newer kind is passed over
                pulled.push_back({ decoded->id, decoded->participant, std::move(json), 0 });
        }
        TRY(m_store->apply_facts(named, pulled, *after));
        place = { *after, std::move(named) };
        auto const* rest = told->find("more");
        more = rest != nullptr && rest->boolean();
    }
    return {};
}

Result<void> Synchroniser::pull_recordings(std::set<std::string> const& wanted, Round& round)
{
    TRY(m_store->forget_recordings_except(wanted));
    auto const held = TRY(m_store->recordings());
    for (auto const& sha256 : wanted) {
        if (held.contains(sha256))
            continue;
        auto const reply = m_client->perform({ .method = "GET", .url = m_settings.url + "/tablet/recordings/" + sha256, .body = {}, .content_type = {}, .headers = {} });
        if (reply && reply->status == 404) {
            spdlog::warn("the server has no recording {}; this text is not read aloud", sha256);
            continue;
        }
        if (!reply || reply->status != 200) {
            round.trouble = reply ? "a recording cannot be had now (status " + std::to_string(reply->status) + ")" : reply.error().message;
            return {};
        }
        auto const kept = m_store->keep_recording(sha256, reply->body);
        if (!kept && kept.error().code != Code::invalid_data)
            return kept;
        if (!kept) {
            round.trouble = "a recording arrived damaged";
            return {};
        }
    }
    return {};
}

Result<void> Synchroniser::fetch_update(wire::UpdateOffer const& offer)
{
    // What was fetched once is not fetched again: it was applied, waits, or was refused for a reason that stays.
    if (TRY(m_store->setting("update.fetched")) == offer.sha256)
        return {};
    auto download = UpdateDownload::open(m_updates, offer);
    auto trouble = download ? std::string() : download.error().message;
    auto const until = m_clock->now().monotonic_ms + longest_fetch_ms;
    while (trouble.empty() && !download->whole()) {
        if (m_clock->now().monotonic_ms > until || !TRY(m_store->outbox(store::OutboxState::waiting, 1)).empty())
            return {}; // a form goes first
        auto const reply = m_client->perform({ .method = "GET", .url = m_settings.url + "/tablet/updates/" + offer.sha256 + "?from=" + std::to_string(download->bytes_held()), .body = {}, .content_type = {}, .headers = {} });
        if (!reply || reply->status != 200)
            return {};
        if (auto const added = download->add(reply->body); !added)
            trouble = added.error().message;
    }
    if (trouble.empty()) {
        if (auto const finished = download->finish(); !finished)
            trouble = finished.error().message;
        else
            TRY(m_store->set_setting("update.fetched", offer.sha256));
    }
    if (trouble.empty())
        spdlog::info("an update was fetched; it is applied when nobody uses this tablet");
    else
        spdlog::warn("an update is not taken: {}", trouble);
    return m_store->set_setting("update.trouble", trouble);
}

} // namespace bedside::client
