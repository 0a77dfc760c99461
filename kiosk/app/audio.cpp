// SPDX-License-Identifier: Apache-2.0
#include "kiosk/app/audio.h"

#include <SDL.h>

#include <utility>

namespace bedside::app {

std::optional<Playback> Audio::play(int rate, std::uint16_t latency)
{
    std::lock_guard const guard(m_mutex);
    if (SDL_InitSubSystem(SDL_INIT_AUDIO) != 0) // counted: each device holds the subsystem once
        return std::nullopt;
    SDL_AudioSpec wanted {};
    wanted.freq = rate;
    wanted.format = AUDIO_S16SYS;
    wanted.channels = 1;
    wanted.samples = latency;
    auto const device = SDL_OpenAudioDevice(nullptr, 0, &wanted, nullptr, 0);
    if (device == 0) {
        SDL_QuitSubSystem(SDL_INIT_AUDIO);
        return std::nullopt;
    }
    SDL_PauseAudioDevice(device, 0);
    return Playback(*this, device);
}

void Audio::close(std::uint32_t device)
{
    std::lock_guard const guard(m_mutex);
    SDL_CloseAudioDevice(device);
    SDL_QuitSubSystem(SDL_INIT_AUDIO);
}

Playback::Playback(Playback&& other) noexcept
    : m_owner(std::exchange(other.m_owner, nullptr))
    , m_device(other.m_device)
{
}

Playback::~Playback()
{
    if (m_owner)
        m_owner->close(m_device);
}

void Playback::queue(std::span<std::uint8_t const> bytes) { SDL_QueueAudio(m_device, bytes.data(), static_cast<Uint32>(bytes.size())); }

bool Playback::is_over() const { return SDL_GetQueuedAudioSize(m_device) == 0; }

void Playback::hush() { SDL_ClearQueuedAudio(m_device); }

} // namespace bedside::app
