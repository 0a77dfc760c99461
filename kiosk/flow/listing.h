// SPDX-License-Identifier: Apache-2.0
// What a view says and offers, in reading order: lines of text for goldens and proofs, and every key.
#pragma once

#include "kiosk/flow/key.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bedside::flow {

class Listing {
public:
    /// "name: text"; nothing where the text is empty.
    void line(std::string_view name, std::string_view text);
    void key(Key const& key);
    void key(std::optional<Key> const& key);
    void keys(std::vector<Key> const& keys);
    void chip(Chip const& chip) { line("chip", chip.text); }

    std::string const& text() const { return m_text; }
    std::vector<Key> const& all_keys() const { return m_keys; }

private:
    std::string m_text;
    std::vector<Key> m_keys;
};

} // namespace bedside::flow
