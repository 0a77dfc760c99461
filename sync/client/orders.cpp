// SPDX-License-Identifier: Apache-2.0
// What the coordinator wants of this tablet: send a refused form again, stop asking about a lost one, wipe.
#include "sync/client/synchroniser.h"
#include "sync/client/wipe.h"

#include "forms/engine/json.h"

#include <charconv>
#include <spdlog/spdlog.h>
#include <thread>

namespace bedside::client {
namespace {

using forms::Json;

/// Root is asked at once, by a unit of its own.
constexpr std::chrono::seconds sealed_key_patience { 20 };

store::Actor const by_order { .who = "system:sync", .assisted_by = {} };

std::int64_t number_at(Json const& object, std::string_view name)
{
    std::int64_t number = 0;
    if (auto const* value = object.find(name); value != nullptr && value->is_number())
        std::from_chars(value->text().data(), value->text().data() + value->text().size(), number);
    return number;
}

} // namespace

Result<std::string> Synchroniser::send_again(std::int64_t sequence, Round& round)
{
    TRY(m_store->release(sequence, by_order));
    TRY(send({ sequence }, round));
    for (auto const& row : TRY(m_store->outbox(store::OutboxState::quarantined, 1000))) {
        if (row.sequence == sequence)
            return "refused again: " + row.reason;
    }
    return std::string(round.trouble.empty() ? "received" : "");
}

Result<std::string> Synchroniser::wipe(std::int64_t order, std::string_view reason, bool forced)
{
    auto const counts = TRY(m_store->outbox_counts());
    std::int64_t unconfirmed = counts.waiting;
    for (auto const& row : TRY(m_store->outbox(store::OutboxState::quarantined, 100'000)))
        unconfirmed += row.reason.starts_with(given_up_mark) ? 0 : 1;
    for (auto const& form : TRY(m_store->open_responses()))
        unconfirmed += form.id.empty() ? 0 : 1; // begun and not handed in: gone as well
    if (unconfirmed > 0 && !forced)
        return std::string(); // a form was completed since the order: it goes first
    auto const link = TRY(m_store->continuity());
    TRY(m_store->audit("wipe-ordered", std::to_string(order) + ": " + std::string(reason), by_order));
    // The key first: whatever happens from here on, nobody reads this store again.
    auto const sealed = ask_for_sealed_key(m_directory, sealed_key_patience);
    auto const destroyed = destroy_store(m_directory);
    Json::Object certificate { { "certificate", "bedside-wipe-1" }, { "tablet", Json(m_settings.tablet) }, { "order", Json(order) }, { "time", Json(iso8601(m_clock->now())) },
        { "last_sequence", Json(link.sequence) }, { "unconfirmed_forms", Json(unconfirmed) }, { "forced", Json(forced) }, { "wrapped_key_destroyed", Json(destroyed.key) },
        { "sealed_key", Json(sealed == SealedKey::none ? "none" : sealed == SealedKey::destroyed ? "destroyed" : "left") },
        { "files_destroyed", Json(static_cast<std::int64_t>(destroyed.files)) }, { "files_left", Json(static_cast<std::int64_t>(destroyed.left)) } };
    auto const statement = Json(certificate).dump();
    certificate.emplace("signature", Json(m_store->sign_statement(statement))); // the key is in this process's memory only, and goes with it
    return Json(std::move(certificate)).dump();
}

Result<Round> Synchroniser::give_back()
{
    auto round = TRY(this->round());
    if (!round.trouble.empty())
        return round;
    auto const reply = m_client->perform({ .method = "POST", .url = m_settings.url + "/tablet/return", .body = "{}", .content_type = "application/json", .headers = {} });
    if (reply && reply->status == 200)
        return this->round();
    round.trouble = !reply ? reply.error().message : reply->status == 409 ? "the study server has not received everything of this tablet" : "the study server does not take the tablet back (status " + std::to_string(reply->status) + ")";
    return round;
}

bool Synchroniser::report(std::int64_t order, std::string const& outcome)
{
    auto const reply = m_client->perform({ .method = "POST", .url = m_settings.url + "/tablet/orders/" + std::to_string(order), .body = Json(Json::Object { { "outcome", Json(outcome) } }).dump(),
        .content_type = "application/json", .headers = {} });
    return reply && reply->status == 200;
}

Result<void> Synchroniser::carry_out_orders(std::string_view reply_body, Round& round)
{
    auto const reply = TRY(Json::parse(reply_body, 8));
    auto const* orders = reply.find("orders");
    if (orders == nullptr || !orders->is_array())
        return {};
    for (auto const& order : orders->array()) {
        auto const number = number_at(order, "number");
        auto const kind = order.string_at("kind");
        auto const sequence = number_at(order, "sequence");
        auto const* forced = order.find("forced");
        std::string outcome;
        if (kind == "retry") {
            outcome = TRY(send_again(sequence, round));
        } else if (kind == "lost") {
            TRY(m_store->quarantine(sequence, std::string(given_up_mark) + order.string_at("reason")));
            outcome = "given up; the form stays on the tablet";
        } else if (kind == "wipe") {
            outcome = TRY(wipe(number, order.string_at("reason"), forced != nullptr && forced->is_boolean() && forced->boolean()));
            round.wiped = !outcome.empty();
            // There is no second round: the certificate is tried for a while.
            for (int tries = 0; round.wiped && tries < 5 && !report(number, outcome); ++tries)
                std::this_thread::sleep_for(std::chrono::seconds(1 << tries));
            if (round.wiped)
                return {};
        }
        if (!outcome.empty() && !report(number, outcome))
            spdlog::warn("the server did not hear about order {}; it will ask again", number);
    }
    return {};
}

} // namespace bedside::client
