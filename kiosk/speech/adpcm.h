// SPDX-License-Identifier: Apache-2.0
// Makes a recording of speech small: half the rate, 4 bits a sample, no silence around it.
#pragma once

#include <string>
#include <string_view>

namespace bedside::speech {

/// A mono WAV of 16 bits and 22,050 Hz as a WAV of IMA ADPCM at 11,025 Hz (Microsoft's RIFF layout, blocks of 256 bytes), which SDL reads.
/// Empty where the input is anything else, or silent.
std::string smaller(std::string_view wave);

} // namespace bedside::speech
