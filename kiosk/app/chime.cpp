// SPDX-License-Identifier: Apache-2.0
#include "kiosk/app/chime.h"

#include <SDL.h>

#include <cmath>
#include <numbers>

namespace bedside::app {
namespace {

constexpr int rate = 44'100;
constexpr double seconds = 0.9;
constexpr double second_tone = 0.3; // begins here

/// A struck tone that dies away.
double tone(double hertz, double at)
{
    if (at < 0)
        return 0;
    auto const attack = std::min(at / 0.02, 1.0);
    return attack * std::exp(-5 * at) * std::sin(2 * std::numbers::pi * hertz * at);
}

} // namespace

std::vector<std::int16_t> chime_samples(int samples_a_second)
{
    auto const count = static_cast<std::size_t>(seconds * samples_a_second);
    std::vector<std::int16_t> samples(count);
    for (std::size_t i = 0; i < count; ++i) {
        auto const at = static_cast<double>(i) / samples_a_second;
        auto const fade = std::min((seconds - at) / 0.05, 1.0);
        samples[i] = static_cast<std::int16_t>(0.25 * 32'767 * fade * (tone(784, at) + tone(1047, at - second_tone)));
    }
    return samples;
}

Chime::~Chime()
{
    if (m_device)
        SDL_CloseAudioDevice(m_device);
}

void Chime::rest()
{
    if (m_device && SDL_GetQueuedAudioSize(m_device) == 0) {
        SDL_CloseAudioDevice(m_device);
        m_device = 0;
    }
}

void Chime::play()
{
    if (SDL_WasInit(SDL_INIT_AUDIO) == 0 && SDL_InitSubSystem(SDL_INIT_AUDIO) != 0)
        return;
    if (m_device && SDL_GetQueuedAudioSize(m_device) > 0)
        return;
    if (m_device)
        SDL_CloseAudioDevice(m_device); // a device may have come or gone since
    SDL_AudioSpec wanted {};
    wanted.freq = rate;
    wanted.format = AUDIO_S16SYS;
    wanted.channels = 1;
    wanted.samples = 2048;
    m_device = SDL_OpenAudioDevice(nullptr, 0, &wanted, nullptr, 0);
    if (!m_device)
        return;
    auto const samples = chime_samples(rate);
    SDL_QueueAudio(m_device, samples.data(), static_cast<Uint32>(samples.size() * sizeof(std::int16_t)));
    SDL_PauseAudioDevice(m_device, 0);
}

} // namespace bedside::app
