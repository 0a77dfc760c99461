// SPDX-License-Identifier: Apache-2.0
#include "sync/server/console/sessions.h"

namespace bedside::server {
namespace {

bool expired(Session const& session, std::int64_t now) { return now - session.last_ms > Sessions::idle_ms || now - session.begun_ms > Sessions::longest_ms; }

} // namespace

std::string Sessions::begin(Caller caller, std::int64_t monotonic_ms)
{
    auto cookie = hex(random_bytes(32));
    std::lock_guard const lock(m_mutex);
    std::erase_if(m_sessions, [&](auto const& entry) { return expired(entry.second, monotonic_ms); });
    m_sessions[sha256_hex(cookie)] = { std::move(caller), hex(random_bytes(16)), monotonic_ms, monotonic_ms, {}, {} };
    return cookie;
}

std::optional<Session> Sessions::find(std::string_view cookie, std::int64_t monotonic_ms, Use use)
{
    if (cookie.size() != 64)
        return std::nullopt;
    std::lock_guard const lock(m_mutex);
    auto const found = m_sessions.find(sha256_hex(cookie));
    if (found == m_sessions.end() || expired(found->second, monotonic_ms))
        return std::nullopt;
    if (use == Use::by_person)
        found->second.last_ms = monotonic_ms;
    return found->second;
}

bool Sessions::first_view(std::string_view cookie, std::string_view path)
{
    std::lock_guard const lock(m_mutex);
    auto const found = m_sessions.find(sha256_hex(cookie));
    if (found == m_sessions.end() || found->second.viewed == path)
        return found == m_sessions.end();
    found->second.viewed = path;
    return true;
}

void Sessions::end_of(std::string_view name)
{
    std::lock_guard const lock(m_mutex);
    std::erase_if(m_sessions, [&](auto const& entry) { return entry.second.caller.name == name; });
}

void Sessions::offer_totp(std::string_view cookie, Bytes secret)
{
    std::lock_guard const lock(m_mutex);
    if (auto const found = m_sessions.find(sha256_hex(cookie)); found != m_sessions.end())
        found->second.offered_totp = std::move(secret);
}

void Sessions::end(std::string_view cookie)
{
    std::lock_guard const lock(m_mutex);
    m_sessions.erase(sha256_hex(cookie));
}

} // namespace bedside::server
