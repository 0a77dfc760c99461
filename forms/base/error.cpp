// SPDX-License-Identifier: Apache-2.0
// The one table of failures.
#include "forms/base/error.h"

namespace bedside {
namespace {

struct Row {
    std::string_view name;
    int exit_status;
    int http_status;
};

Row row_of(Code code)
{
    switch (code) {
    case Code::invalid_argument: return { "invalid_argument", 2, 400 };
    case Code::not_found: return { "not_found", 1, 404 };
    case Code::already_exists: return { "already_exists", 1, 409 };
    case Code::invalid_form: return { "invalid_form", 1, 422 };
    case Code::unsupported_form: return { "unsupported_form", 1, 422 };
    case Code::invalid_response: return { "invalid_response", 1, 422 };
    case Code::invalid_data: return { "invalid_data", 1, 400 };
    case Code::invalid_study: return { "invalid_study", 1, 422 };
    case Code::invalid_pack: return { "invalid_pack", 1, 422 };
    case Code::wrong_key: return { "wrong_key", 1, 500 };
    case Code::missing_key: return { "missing_key", 1, 500 };
    case Code::corrupted: return { "corrupted", 1, 500 };
    case Code::future_schema: return { "future_schema", 1, 500 };
    case Code::disk_full: return { "disk_full", 1, 507 };
    case Code::read_only: return { "read_only", 1, 500 };
    case Code::busy: return { "busy", 1, 503 };
    case Code::io: return { "io", 1, 500 };
    case Code::network: return { "network", 1, 502 };
    case Code::tls: return { "tls", 1, 502 };
    case Code::unauthorised: return { "unauthorised", 1, 401 };
    case Code::forbidden: return { "forbidden", 1, 403 };
    case Code::revoked: return { "revoked", 1, 403 };
    case Code::conflict: return { "conflict", 1, 409 };
    case Code::rejected: return { "rejected", 1, 422 };
    case Code::unavailable: return { "unavailable", 1, 503 };
    case Code::too_large: return { "too_large", 1, 413 };
    case Code::internal: return { "internal", 1, 500 };
    }
    return { "internal", 1, 500 };
}

} // namespace

std::string_view name_of(Code code) { return row_of(code).name; }
int exit_status_of(Code code) { return row_of(code).exit_status; }
int http_status_of(Code code) { return row_of(code).http_status; }

} // namespace bedside
