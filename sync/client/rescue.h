// SPDX-License-Identifier: Apache-2.0
// Everything unsent, sealed to the study's public key, for a USB stick.
#pragma once

#include "sync/store/store.h"

#include <filesystem>

namespace bedside::client {

struct RescueFile {
    std::filesystem::path file;
    int forms = 0;
};
/// Writes one new file into `folder` with every completed form that has no receipt (also those put aside), as transactions. Only the
/// study's server can open it. The forms stay in the outbox. Fails with not_found (no such folder), disk_full or io.
Result<RescueFile> write_rescue(store::Store& store, std::filesystem::path const& folder, Clock const& clock);

} // namespace bedside::client
