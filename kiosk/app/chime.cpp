// SPDX-License-Identifier: Apache-2.0
#include "kiosk/app/chime.h"

#include <cmath>
#include <numbers>

namespace bedside::app {
namespace {

constexpr int rate = 44'100;
constexpr std::uint16_t latency = 2048; ///< samples: nobody waits for a chime
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

void Chime::rest()
{
    if (m_playback && m_playback->is_over())
        m_playback.reset();
}

void Chime::play()
{
    rest(); // a device may have come or gone since
    if (m_playback)
        return;
    auto playback = m_audio.play(rate, latency);
    if (!playback)
        return;
    m_playback.emplace(std::move(*playback));
    auto const samples = chime_samples(rate);
    m_playback->queue({ reinterpret_cast<std::uint8_t const*>(samples.data()), samples.size() * sizeof(std::int16_t) });
}

} // namespace bedside::app
