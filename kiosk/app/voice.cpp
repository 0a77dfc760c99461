// SPDX-License-Identifier: Apache-2.0
#include "kiosk/app/voice.h"

#include "embedded_recordings.h"

#include <SDL.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <map>
#include <memory>
#include <vector>

namespace bedside::app {
namespace {

constexpr int rate = 22'050;                             ///< of the device; ours have half of it, a pack's may have more
constexpr int pause_ms = 350;                           ///< between two parts
constexpr std::uint16_t latency = 512;                   ///< samples
constexpr auto look_again = std::chrono::milliseconds(15);

/// "language TAB text" to the bytes of its WAV.
using Index = std::map<std::string, std::string_view, std::less<>>;

Index read_index(std::string_view bytes)
{
    Index index;
    auto const sound = bytes.find("\n\n");
    if (sound == std::string_view::npos)
        return index;
    auto lines = bytes.substr(0, sound + 1);
    while (!lines.empty()) {
        auto const line = lines.substr(0, lines.find('\n'));
        lines.remove_prefix(line.size() + 1);
        auto const length_at = line.rfind('\t');
        auto const offset_at = line.rfind('\t', length_at - 1);
        std::size_t offset = 0;
        std::size_t length = 0;
        std::from_chars(line.data() + offset_at + 1, line.data() + length_at, offset);
        std::from_chars(line.data() + length_at + 1, line.data() + line.size(), length);
        index.emplace(line.substr(0, offset_at), bytes.substr(sound + 2).substr(offset, length));
    }
    return index;
}

struct FreeWave {
    void operator()(Uint8* samples) const { SDL_FreeWAV(samples); }
};

/// The bytes of a WAV file as the device plays them; empty where it can't be decoded.
std::vector<Uint8> decode(std::string_view wave)
{
    SDL_AudioSpec spec {};
    Uint8* samples = nullptr;
    Uint32 bytes = 0;
    if (!SDL_LoadWAV_RW(SDL_RWFromConstMem(wave.data(), static_cast<int>(wave.size())), 1, &spec, &samples, &bytes))
        return {};
    std::unique_ptr<Uint8, FreeWave> const owner(samples);
    std::unique_ptr<SDL_AudioStream, decltype(&SDL_FreeAudioStream)> const stream(
        SDL_NewAudioStream(spec.format, spec.channels, spec.freq, AUDIO_S16SYS, 1, rate), SDL_FreeAudioStream);
    if (!stream || SDL_AudioStreamPut(stream.get(), samples, static_cast<int>(bytes)) != 0 || SDL_AudioStreamFlush(stream.get()) != 0)
        return {};
    std::vector<Uint8> out(static_cast<std::size_t>(SDL_AudioStreamAvailable(stream.get())));
    auto const got = SDL_AudioStreamGet(stream.get(), out.data(), static_cast<int>(out.size()));
    out.resize(static_cast<std::size_t>(std::max(got, 0)));
    return out;
}

/// The wording pack's recording of a text; where there is none that plays, our own.
std::vector<Uint8> samples_of(std::string const& text, flow::Speak const& what)
{
    if (what.recordings) {
        auto const packs = what.recordings->find(text);
        auto samples = packs == what.recordings->end() ? std::vector<Uint8>() : decode(packs->second);
        if (!samples.empty())
            return samples;
    }
    auto const own = recording_of(text, what.language);
    return own ? decode(*own) : std::vector<Uint8>();
}

} // namespace

std::optional<std::string_view> recording_of(std::string_view text, std::string_view language)
{
    static Index const index = read_index(speech::embedded::files().front().bytes);
    auto const found = index.find(std::string(language) + '\t' + std::string(text));
    return found == index.end() ? std::nullopt : std::optional(found->second);
}

Voice::Voice(Post post, Audio& audio)
    : m_post(std::move(post))
    , m_audio(audio)
    , m_thread([this] { run(); })
{
}

Voice::~Voice()
{
    {
        std::lock_guard const guard(m_mutex);
        m_leave = m_interrupted = true;
    }
    m_wake.notify_one();
    m_thread.join();
}

void Voice::speak(flow::Speak what)
{
    {
        std::lock_guard const guard(m_mutex);
        m_next = std::move(what);
        m_interrupted = true;
    }
    m_wake.notify_one();
}

void Voice::stop()
{
    {
        std::lock_guard const guard(m_mutex);
        m_next.reset();
        m_interrupted = true;
    }
    m_wake.notify_one();
}

void Voice::run()
{
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_wake.wait(lock, [&] { return m_next || m_leave; });
        if (m_leave) {
            SDL_TLSCleanup(); // this thread is not one of SDL's
            return;
        }
        auto const what = std::move(*m_next);
        m_next.reset();
        m_interrupted = false;
        lock.unlock();
        if (!say(what)) {
            std::fprintf(stderr, "bedside-kiosk: reading aloud found no sound device (%s); check the tablet's audio driver\n", SDL_GetError());
            m_post(flow::VoiceLost {});
        }
        lock.lock();
    }
}

/// True where it was said or stopped; false where there is no device.
bool Voice::say(flow::Speak const& what)
{
    auto playback = m_audio.play(rate, latency);
    if (!playback)
        return false;
    bool wanted_still = true;
    for (std::size_t part = 0; wanted_still && part < what.parts.size(); ++part) {
        m_post(flow::SpeechAt { static_cast<int>(part) });
        for (auto const& text : what.parts[part])
            playback->queue(samples_of(text, what));
        playback->queue(std::vector<Uint8>(static_cast<std::size_t>(rate * pause_ms / 1000) * sizeof(Sint16)));
        wanted_still = wait_until_said(*playback);
    }
    playback->hush();
    playback.reset();
    if (wanted_still)
        m_post(flow::SpeechAt { -1 });
    return true;
}

/// False where it was stopped.
bool Voice::wait_until_said(Playback const& playback)
{
    std::unique_lock lock(m_mutex);
    while (!m_interrupted) {
        if (playback.is_over())
            return true;
        m_wake.wait_for(lock, look_again);
    }
    return false;
}

} // namespace bedside::app
