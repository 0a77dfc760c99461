// SPDX-License-Identifier: Apache-2.0
// What TLS 1.3 over loopback allows: a request of so many bytes, a reply of so many, nothing else.
#pragma once

#include "sync/pki/certificate.h"

namespace bedside::bench {

/// Requests a second over so many connections at once, each with one request in flight.
double tls_echoes_a_second(pki::Identity const& identity, int connections, int requests, std::size_t request_bytes, std::size_t reply_bytes);

} // namespace bedside::bench
