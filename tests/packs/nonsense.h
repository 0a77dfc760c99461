// SPDX-License-Identifier: Apache-2.0
// A complete wording pack of invented nonsense, and the acts that spoil it.
#pragma once

#include "forms/packs/pack.h"

#include <nlohmann/json.hpp>

namespace bedside::test {

/// The same key on every run, for these tests only.
inline SigningKey nonsense_key() { return SigningKey::from_seed(Bytes(32, 7)).value(); }
inline std::vector<Bytes> trusted_keys()
{
    auto const key = nonsense_key();
    return { Bytes(key.public_key.begin(), key.public_key.end()) };
}

inline nlohmann::json nonsense_head()
{
    return { { "format", "bedside-wording-pack-1" }, { "instrument", "qlq-c30" }, { "instrumentVersion", "3.0" }, { "language", "zh-Hans" }, { "translationVersion", "nonsense 1" },
        { "licensee", "Hospital of Nowhere" }, { "agreement", "X-0" }, { "study", "nonsense-study" }, { "validFrom", "2026-01-01" }, { "validUntil", "2026-12-31" }, { "copyright", "(c) Nobody 0000" } };
}

inline nlohmann::json nonsense_wording()
{
    nlohmann::json items;
    for (int i = 1; i <= 30; ++i)
        items[std::to_string(i)] = "blorp " + std::to_string(i) + " frim?";
    return { { "title", "Snorf" }, { "instructions", "Wibble the dax." }, { "headers", { { "general", "" }, { "week", "Zib zab:" } } }, { "items", items },
        { "options4", { "zig", "zag", "zog", "zug" } }, { "options7", { "1", "2", "3", "4", "5", "6", "7" } }, { "anchors7", { { "low", "floo" }, { "high", "fnord" } } } };
}

inline packs::Files nonsense_source(nlohmann::json const& head = nonsense_head(), nlohmann::json const& wording = nonsense_wording())
{
    return { { "pack.json", head.dump() }, { "wording.json", wording.dump() }, { "audio/q1.ogg", std::string("Ogg\0S", 5) } };
}

inline packs::Files nonsense_pack() { return packs::build_pack(nonsense_source(), nonsense_key()).value(); }

} // namespace bedside::test
