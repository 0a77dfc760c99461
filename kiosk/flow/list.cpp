// SPDX-License-Identifier: Apache-2.0
#include "kiosk/flow/list.h"

#include "kiosk/flow/listing.h"

namespace bedside::flow {

void describe(ListView const& view, Listing& out)
{
    out.line("title", view.title);
    out.line("text", view.text);
    for (auto const& row : view.rows) {
        out.line("row", row.title + " | " + row.detail + (row.chip ? " | " + row.chip->text : std::string {}));
        out.key(row.key);
    }
    out.line("empty", view.empty);
    out.keys(view.actions);
    out.key(view.next);
}

} // namespace bedside::flow
