// SPDX-License-Identifier: Apache-2.0
// What a tablet says of itself, out of its JSON.
#pragma once

#include "sync/server/storage/tablets.h"

#include <string_view>

namespace bedside::server {

/// Long texts are cut, what is missing is empty. The skew is the tablet's clock minus `now`, in milliseconds. Fails with invalid_data: no JSON,
/// or counts that contradict each other.
Result<Heartbeat> read_heartbeat(std::string_view body, Instant const& now);

} // namespace bedside::server
