// SPDX-License-Identifier: Apache-2.0
#include "kiosk/flow/listing.h"

namespace bedside::flow {

void Listing::line(std::string_view name, std::string_view text)
{
    if (!text.empty())
        m_text += std::string(name) + ": " + std::string(text) + "\n";
}

void Listing::key(Key const& key)
{
    m_text += "  [" + key.id + "] " + key.label;
    if (!key.detail.empty())
        m_text += " / " + key.detail;
    if (key.selected)
        m_text += " (chosen)";
    if (!key.enabled)
        m_text += " (off" + (key.reason.empty() ? std::string {} : ": " + key.reason) + ")";
    m_text += "\n";
    m_keys.push_back(key);
}

void Listing::key(std::optional<Key> const& key)
{
    if (key)
        this->key(*key);
}

void Listing::keys(std::vector<Key> const& keys)
{
    for (auto const& one : keys)
        key(one);
}

} // namespace bedside::flow
