// SPDX-License-Identifier: Apache-2.0
#include "kiosk/speech/voice.h"

#include "kiosk/speech/adpcm.h"
#include "kiosk/speech/mandarin.h"

#include <cstdio>
#include <fstream>

namespace bedside::speech {
namespace {

constexpr std::string_view mandarin_voice
    = "cmn-latn-pinyin"; ///< its neighbour `cmn` reads pinyin, and in 1.51 every character, as English
constexpr std::string_view english_voice = "en";
constexpr std::string_view words_per_minute = "150"; ///< espeak-ng's own is 175; slower for old ears

/// Chinese speakers call Latin letters by their English names.
bool is_letter(std::string_view text) { return text.size() == 1 && text.front() >= 'A' && text.front() <= 'Z'; }

} // namespace

Voice::Voice(std::filesystem::path scratch)
    : m_scratch(std::move(scratch))
{
}

Voice::~Voice()
{
    std::error_code ignored;
    std::filesystem::remove(m_scratch, ignored);
}

Result<std::string> Voice::run(Spoken const& spoken, std::string const& options) const
{
    bool const english = spoken.language == "en" || is_letter(spoken.text);
    auto const written = english ? Result<std::string>(spoken.text) : mandarin(spoken.text);
    if (!written)
        return std::unexpected(written.error());
    std::ofstream(m_scratch) << *written << '\n';
    auto const command = "espeak-ng -v " + std::string(english ? english_voice : mandarin_voice) + " -s " + std::string(words_per_minute)
        + " " + options + " -f '" + m_scratch.string() + "'";
    std::string out;
    auto* const pipe = popen(command.c_str(), "r");
    if (pipe) {
        char buffer[65536];
        while (auto const got = std::fread(buffer, 1, sizeof buffer, pipe))
            out.append(buffer, got);
    }
    if (!pipe || pclose(pipe) != 0 || out.empty())
        return fail(Code::unavailable, "espeak-ng could not read “" + spoken.text + "”; packaging/bootstrap installs it.");
    return out;
}

Result<std::string> Voice::sound_of(Spoken const& spoken) const
{
    auto sound = smaller(TRY(run(spoken, "--stdout")));
    if (sound.empty())
        return fail(Code::invalid_data, "espeak-ng says nothing to “" + spoken.text + "”.");
    return sound;
}

Result<std::string> Voice::phonemes_of(Spoken const& spoken) const { return run(spoken, "-q -x"); }

} // namespace bedside::speech
