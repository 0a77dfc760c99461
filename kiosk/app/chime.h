// SPDX-License-Identifier: Apache-2.0
// The reminder's sound: two soft tones, made here, so that no file can be missing.
#pragma once

#include "kiosk/app/audio.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace bedside::app {

/// 16-bit mono samples at `rate` a second: 0.9 s, quiet at both ends, at most half of full volume.
std::vector<std::int16_t> chime_samples(int rate);

class Chime {
public:
    /// `audio` must outlive it.
    explicit Chime(Audio& audio)
        : m_audio(audio)
    {
    }
    /// Plays once; without a sound device nothing happens. A chime that still plays is not begun again.
    void play();
    /// Gives the sound device back when the chime is over: an idle tablet wakes up for nobody.
    void rest();

private:
    Audio& m_audio;
    std::optional<Playback> m_playback;
};

} // namespace bedside::app
