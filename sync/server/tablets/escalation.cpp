// SPDX-License-Identifier: Apache-2.0
#include "sync/server/tablets/escalation.h"

#include "forms/base/durable_file.h"
#include "forms/engine/json.h"
#include "sync/server/http/outgoing.h"
#include "sync/server/storage/submissions.h"

#include <algorithm>
#include <array>
#include <spdlog/spdlog.h>

namespace bedside::server {
namespace {

using forms::Json;

constexpr std::chrono::seconds look_every { 5 };
constexpr int most_at_once = 50;
/// Bytes of a file whose first line is a password or a token.
constexpr std::size_t longest_password_file = 4096;

/// "Tue, 24 Nov 2026 14:33:05 +0800"
std::string rfc5322(Instant const& now)
{
    constexpr std::array<char const*, 7> days { "Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed" }; // 1970-01-01 was a Thursday
    constexpr std::array<char const*, 12> months { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    auto const date = local_date(now);
    auto const text = iso8601(now); // 2026-11-24T14:33:05.120+08:00
    auto const weekday = static_cast<std::size_t>(((days_since_epoch(date) % 7) + 7) % 7);
    return std::string(days[weekday]) + ", " + std::to_string(date.day) + " " + months[static_cast<std::size_t>(date.month - 1)] + " " + std::to_string(date.year) + " " + text.substr(11, 8) + " "
        + text.substr(23, 3) + text.substr(27, 2);
}

std::string first_line(std::filesystem::path const& file)
{
    auto const text = read_file(file, longest_password_file).value_or("");
    return text.substr(0, text.find('\n'));
}

std::string console_of(Config const& config)
{
    auto const url = config.public_url;
    auto const port = url.find(':', url.find("//") + 2);
    return url.substr(0, port) + ":" + std::to_string(config.console_port) + "/alerts";
}

Result<void> note(StudyServer& server, std::vector<UnnotedTelling>& unnoted)
{
    if (unnoted.empty())
        return {};
    auto const note_all = [&](Connection& connection) -> Result<void> {
        for (auto const& telling : unnoted)
            TRY(note_escalation(connection, telling.at, telling.alert, telling.how));
        return {};
    };
    TRY(server.storage().write(note_all));
    unnoted.clear();
    return {};
}

} // namespace

std::string escalation_json(std::vector<Alert> const& alerts, std::string_view console_url, Instant const& now)
{
    Json::Array list;
    for (auto const& alert : alerts)
        list.emplace_back(Json::Object { { "id", Json(alert.id) }, { "participant", Json(alert.participant) }, { "rule", Json(alert.rule) }, { "priority", Json(alert.priority) },
            { "tablet", Json(alert.tablet) }, { "minutes_waiting", Json((now.wall_ms - alert.received_ms) / 60'000) }, { "told_before", Json(alert.escalations) } });
    return Json(Json::Object { { "alerts", std::move(list) }, { "console", Json(console_url) }, { "time", Json(iso8601(now)) } }).dump();
}

Result<int> escalate(StudyServer& server, Instant const& now, std::vector<UnnotedTelling>& unnoted)
{
    auto const& config = server.config();
    auto noted = note(server, unnoted);
    auto const told_before_ms = now.wall_ms - config.alert_repeat_minutes * 60'000LL;
    auto alerts = TRY(server.storage().read([&](ReadConnection& connection) {
        return alerts_to_escalate(connection, now.wall_ms - config.alert_after_minutes * 60'000LL, told_before_ms, most_at_once + static_cast<int>(unnoted.size()));
    }));
    std::erase_if(alerts, [&](auto const& alert) {
        return std::ranges::any_of(unnoted, [&](auto const& telling) { return telling.alert == alert.id && telling.at.wall_ms > told_before_ms; });
    });
    if (alerts.empty())
        return noted ? Result<int>(0) : Result<int>(std::unexpected(noted.error()));
    std::string told;
    Result<void> last;
    if (!config.alert_webhook.empty()) {
        Outgoing request { .url = config.alert_webhook, .body = escalation_json(alerts, console_of(config), now), .headers = {}, .authority = config.alert_authority };
        auto const reply = exchange(request);
        if (reply && reply->status >= 200 && reply->status < 300)
            told = "webhook";
        else
            last = reply ? Result<void>(fail(Code::network, "the webhook answered " + std::to_string(reply->status))) : std::unexpected(reply.error());
    }
    if (!config.alert_email_to.empty()) {
        std::string text;
        for (auto const& alert : alerts)
            text += alert.participant + "  " + alert.rule + "  " + std::to_string((now.wall_ms - alert.received_ms) / 60'000) + " min\r\n";
        auto const count = std::to_string(alerts.size());
        auto const sent = send_mail({ .server = config.smtp_url, .user = config.smtp_user, .password = config.smtp_password_file.empty() ? "" : first_line(config.smtp_password_file),
            .authority = config.alert_authority, .from = config.alert_email_from, .to = config.alert_email_to, .subject = "Bedside: " + count + " 条提醒未确认 / alerts not acknowledged",
            .text = text + "\r\n" + console_of(config) + "\r\n", .date = rfc5322(now) });
        if (sent)
            told += told.empty() ? "e-mail" : ", e-mail";
        else
            last = sent;
    }
    if (told.empty())
        return last ? Result<int>(0) : Result<int>(std::unexpected(last.error()));
    if (!last)
        spdlog::warn("alerts were told by {} alone: {}", told, last.error().message);
    for (auto const& alert : alerts)
        unnoted.push_back({ alert.id, now, told });
    TRY(note(server, unnoted));
    return static_cast<int>(alerts.size());
}

Escalation::Escalation(StudyServer& server)
    : m_server(server)
{
    if (!server.config().alert_webhook.empty() || !server.config().alert_email_to.empty())
        m_thread = std::thread([this] { run(); });
}

Escalation::~Escalation()
{
    {
        std::lock_guard const lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

void Escalation::run()
{
    std::string trouble;
    std::vector<UnnotedTelling> unnoted;
    std::unique_lock lock(m_mutex);
    while (!m_stopping) {
        lock.unlock();
        auto const told = escalate(m_server, m_server.clock().now(), unnoted);
        auto const now_trouble = told ? std::string() : told.error().message;
        if (now_trouble != trouble && !now_trouble.empty())
            spdlog::error("alerts outside the console: {}", now_trouble);
        trouble = now_trouble;
        lock.lock();
        m_wake.wait_for(lock, look_every, [&] { return m_stopping; });
    }
}

} // namespace bedside::server
