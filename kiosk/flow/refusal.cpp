// SPDX-License-Identifier: Apache-2.0
#include "kiosk/flow/refusal.h"

#include <algorithm>
#include <array>

namespace bedside::flow {
namespace {

constexpr std::string_view altered = "the server got it in another state than this tablet sent it. Please call the data manager.";
constexpr std::string_view unreadable = "the server could not read it. Please call the data manager.";
constexpr std::string_view too_large = "it is larger than the server takes. Please call the data manager.";
constexpr std::string_view attached = "the server does not take what is sent with it. Please call the data manager.";

constexpr std::array refusals {
    KnownRefusal { "The form names a questionnaire version that was never published", "the server does not know this version of the form. Please ask the data manager to publish it." },
    KnownRefusal { "The form's bytes do not have the hash", altered },
    KnownRefusal { "The form's id is not that of its transaction", altered },
    KnownRefusal { "The completed form and its place in the sequence", altered },
    KnownRefusal { "The completed form does not say when", altered },
    KnownRefusal { "Conflict: ", "the server has another form under this number and keeps both. The data manager decides." },
    KnownRefusal { "This server takes simulated forms only", "this server is for trying out and takes no real forms. Please call the data manager." },
    KnownRefusal { "This is a simulated form", "it was filled in for trying out, and this server takes real forms only." },
    KnownRefusal { "A resource of type ", attached },
    KnownRefusal { "a resource that travels with this form is known already", attached },
    KnownRefusal { "A resource must have a type and an id", attached },
    KnownRefusal { "This is not a transaction with one completed form", unreadable },
    KnownRefusal { "This is not JSON", unreadable },
    KnownRefusal { "The JSON names", unreadable },
    KnownRefusal { "The JSON is nested deeper than", unreadable },
    KnownRefusal { "The transaction is larger than", too_large },
    KnownRefusal { "The transaction has more than 1000 entries", too_large },
    KnownRefusal { "The request is larger than this server takes", too_large },
};

} // namespace

std::span<KnownRefusal const> known_refusals() { return refusals; }

std::string refusal_text(std::string_view reason, locales::Catalogue const& words)
{
    auto const found = std::find_if(refusals.begin(), refusals.end(), [&](KnownRefusal const& one) { return reason.starts_with(one.begins); });
    if (found != refusals.end())
        return words.text(found->said);
    return words.text("the server did not take it: “{reason}”", { { "reason", std::string(reason) } });
}

} // namespace bedside::flow
