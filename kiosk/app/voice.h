// SPDX-License-Identifier: Apache-2.0
// Reads aloud: recordings through SDL's audio, on a thread of its own. The device is open only while something is said.
#pragma once

#include "kiosk/app/audio.h"
#include "kiosk/app/storage.h"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

namespace bedside::app {

/// The recording of a text as a WAV file, or nothing. `language` is a BCP-47 tag of the catalogues.
std::optional<std::string_view> recording_of(std::string_view text, std::string_view language);

class Voice {
public:
    /// `post` gets SpeechAt for each part as it begins and -1 at the end, or VoiceLost where nothing can be heard.
    /// `audio` must outlive it.
    Voice(Post post, Audio& audio);
    ~Voice();
    Voice(Voice const&) = delete;
    Voice& operator=(Voice const&) = delete;

    /// Says the parts one after another, instead of what is being said. Returns at once.
    void speak(flow::Speak what);
    /// Falls silent at once and posts nothing more.
    void stop();

private:
    void run();
    bool say(flow::Speak const& what);
    bool wait_until_said(Playback const& playback);
    Post m_post;
    Audio& m_audio;
    std::mutex m_mutex; ///< of the next two
    std::condition_variable m_wake;
    std::optional<flow::Speak> m_next;
    bool m_interrupted = false; ///< what is being said is not wanted any more
    bool m_leave = false;
    std::thread m_thread; ///< last: it uses all of the above
};

} // namespace bedside::app
