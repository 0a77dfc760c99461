// SPDX-License-Identifier: Apache-2.0
// Who is logged in at the console. Kept in memory: a restart logs everybody out.
#pragma once

#include "forms/base/crypto.h"
#include "sync/server/http/message.h"

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>

namespace bedside::server {

struct Session {
    Caller caller;
    std::string form_token;      ///< every form must send it back (against cross-site requests)
    std::int64_t begun_ms = 0;   ///< monotonic
    std::int64_t last_ms = 0;    ///< monotonic
    Bytes offered_totp;          ///< shown as a QR code, not confirmed yet
    std::string viewed;          ///< path of the page on the screen; its refreshes are no new views
};

enum class Use { by_person, by_page };

class Sessions {
public:
    /// 30 minutes without a request, or 12 hours in all, end a session.
    static constexpr std::int64_t idle_ms = 30 * 60'000;
    static constexpr std::int64_t longest_ms = 12 * 3'600'000;

    /// A new session; the result is its cookie's value (256 random bits).
    std::string begin(Caller caller, std::int64_t monotonic_ms);
    /// The live session of this cookie. What a page asks by itself is not use: it keeps no session alive.
    std::optional<Session> find(std::string_view cookie, std::int64_t monotonic_ms, Use use = Use::by_person);
    void end(std::string_view cookie);
    /// Every session of this person.
    void end_of(std::string_view name);
    /// A secret that waits for its first right code.
    void offer_totp(std::string_view cookie, Bytes secret);
    /// True unless this session's last page had this path too.
    bool first_view(std::string_view cookie, std::string_view path);

private:
    std::mutex m_mutex;
    std::map<std::string, Session> m_sessions; ///< by SHA-256 of the cookie
};

} // namespace bedside::server
