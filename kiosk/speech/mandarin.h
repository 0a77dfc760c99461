// SPDX-License-Identifier: Apache-2.0
// How a Chinese text is written for a Mandarin voice: numbers in words, words of several readings in pinyin.
#pragma once

#include "forms/base/result.h"

#include <string>
#include <string_view>

namespace bedside::speech {

/// A simplified Chinese text (UTF-8) as espeak-ng's voice `cmn-latn-pinyin` reads it right, in its releases 1.51 and 1.52 alike: Han
/// characters, pinyin with tone numbers, and ", . ? !" as pauses. No digit of the text is left: 24 小时 is er4shi2si4, 10:30 shi2 dian3
/// san1shi2 fen1, 0–10 ling2 dao4 shi2. Fails with invalid_data where a sign has no reading in Chinese: a Latin letter that is no unit, a
/// symbol.
Result<std::string> mandarin(std::string_view text);

} // namespace bedside::speech
