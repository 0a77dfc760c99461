// SPDX-License-Identifier: Apache-2.0
// The computer's voice at build: espeak-ng, which speaks a text or writes the phonemes that it would speak.
#pragma once

#include "forms/base/result.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace bedside::speech {

/// A text and the language of the voice that reads it: "zh-Hans" or "en".
struct Spoken {
    std::string language;
    std::string text;
    auto operator<=>(Spoken const&) const = default;
};

class Voice {
public:
    /// Needs espeak-ng 1.51 or later. `scratch` is a file that may be written and removed.
    explicit Voice(std::filesystem::path scratch);
    ~Voice();
    Voice(Voice const&) = delete;
    Voice& operator=(Voice const&) = delete;

    /// As an IMA ADPCM file (kiosk/speech/adpcm.h). Fails with invalid_data where the text can't be read in its language, unavailable where
    /// espeak-ng is missing.
    Result<std::string> sound_of(Spoken const& spoken) const;
    /// The phonemes in espeak-ng's own letters: "m'ei35_| j'iou214_||"; "(en)" where it falls into English. Fails as sound_of.
    Result<std::string> phonemes_of(Spoken const& spoken) const;

private:
    Result<std::string> run(Spoken const& spoken, std::string const& options) const;
    std::filesystem::path m_scratch;
};

} // namespace bedside::speech
