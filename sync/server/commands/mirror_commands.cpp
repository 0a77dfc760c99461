// SPDX-License-Identifier: Apache-2.0
#include "sync/server/commands/mirror_commands.h"
#include "sync/server/commands/stop_signals.h"

#include <condition_variable>
#include <csignal>
#include <fstream>
#include <mutex>
#include <spdlog/spdlog.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

namespace bedside::server {
namespace {

std::string summary(MirrorRound const& round)
{
    return std::to_string(round.received) + " new, " + std::to_string(round.conflicts) + " in conflict, " + std::to_string(round.refused) + " refused, " + std::to_string(round.waiting) + " waiting, "
        + std::to_string(round.passed_over) + " of others, " + std::to_string(round.unreadable) + " unreadable";
}

} // namespace

Result<std::string> read_token(std::filesystem::path const& file)
{
    struct stat status {};
    std::ifstream stream(file);
    if (!stream || ::stat(file.c_str(), &status) != 0)
        return fail(Code::not_found, "there is no file '" + file.string() + "'");
    if ((status.st_mode & 077) != 0)
        return fail(Code::invalid_argument, "the token's file '" + file.string() + "' is open to others; set its mode to 0600");
    std::string token;
    std::getline(stream, token);
    if (token.empty() || token.find_first_of(" \r\t") != std::string::npos)
        return fail(Code::invalid_argument, "'" + file.string() + "' must hold the token as its first line");
    return token;
}

Result<int> mirror_now(StudyServer& server, MirrorTarget const& target, std::ostream& out)
{
    auto const round = TRY(mirror_once(server, target));
    out << summary(round) << "\n";
    if (round.trouble.empty())
        return 0;
    out.flush();
    spdlog::error("{}; what was read by then is kept", round.trouble);
    return 1;
}

Result<int> keep_mirroring(StudyServer& server, MirrorTarget const& target, std::chrono::seconds every)
{
    StopSignals const stop_signals;
    Result<void> ended;
    std::jthread working([&](std::stop_token stop) {
        std::string trouble;
        std::mutex mutex;
        std::condition_variable_any wake;
        while (!stop.stop_requested()) {
            auto const round = mirror_once(server, target, stop);
            if (!round) {
                ended = std::unexpected(round.error());
                kill(getpid(), SIGTERM);
                return;
            }
            if (round->received > 0 || round->conflicts > 0)
                spdlog::info("{}", summary(*round));
            if (round->trouble != trouble && !stop.stop_requested())
                round->trouble.empty() ? spdlog::info("the server is read again") : spdlog::error("{}", round->trouble);
            trouble = round->trouble;
            std::unique_lock lock(mutex);
            wake.wait_for(lock, stop, every, [] { return false; });
        }
    });
    stop_signals.wait();
    working.request_stop();
    working.join();
    TRY(std::move(ended));
    return 0;
}

} // namespace bedside::server
