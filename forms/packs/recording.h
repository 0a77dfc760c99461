// SPDX-License-Identifier: Apache-2.0
// The recordings of a pack: which text each one says, and that a tablet can play it. Internal to this folder.
#pragma once

#include "forms/packs/pack.h"

namespace bedside::packs {

/// Refuses audio files that are not named after a text of `wording`, that no tablet can play (see pack.h) or that are larger together than
/// 16 MB. Files that are left out are judged by their names.
Result<bool> check_recordings(Files const& files, Manifest const& manifest, Wording const& wording);

} // namespace bedside::packs
