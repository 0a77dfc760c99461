// SPDX-License-Identifier: Apache-2.0
// The sound device: one owner of SDL's audio for all that can be heard.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <span>

namespace bedside::app {

class Audio;

/// Something is played on it. Given back when it goes.
class Playback {
public:
    Playback(Playback&& other) noexcept;
    Playback& operator=(Playback&&) = delete;
    ~Playback();
    /// After what waits already: 16-bit mono samples.
    void queue(std::span<std::uint8_t const> bytes);
    /// All that was queued was handed to the device.
    bool is_over() const;
    /// Falls silent at once.
    void hush();

private:
    friend class Audio;
    Playback(Audio& owner, std::uint32_t device)
        : m_owner(&owner)
        , m_device(device)
    {
    }
    Audio* m_owner; ///< null: moved away
    std::uint32_t m_device;
};

/// SDL opens and closes devices for one thread at a time only, and the subsystem goes with its last user: both happen in here. From any thread.
class Audio {
public:
    /// `rate` in samples a second, `latency` in samples. nullopt: nothing can be heard on this tablet; SDL_GetError() says why.
    std::optional<Playback> play(int rate, std::uint16_t latency);

private:
    friend class Playback;
    void close(std::uint32_t device);
    std::mutex m_mutex;
};

} // namespace bedside::app
