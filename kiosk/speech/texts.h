// SPDX-License-Identifier: Apache-2.0
// Which texts the tablet can read aloud by itself: what the shipped forms and the product's own screens show.
#pragma once

#include "kiosk/speech/voice.h"

#include <map>

namespace bedside::speech {

/// A text as it is shown, in one of the catalogues' languages, to what the voice reads for it: traditional characters are read as their
/// simplified ones.
using Texts = std::map<Spoken, Spoken>;

/// Fails where a shipped form does not load.
Result<Texts> texts_to_record();

} // namespace bedside::speech
