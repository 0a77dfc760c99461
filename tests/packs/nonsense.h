// SPDX-License-Identifier: Apache-2.0
// A complete wording pack of invented nonsense, and the acts that spoil it.
#pragma once

#include "forms/instruments/instruments.h"
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

/// A WAV file: `tenths` of a second of silence or, at a `level`, of a steady hum; 16 bit PCM, one channel.
inline std::string nonsense_sound(int tenths = 1, int level = 0, int rate = 8'000)
{
    std::string wave("RIFF\0\0\0\0WAVEfmt \20\0\0\0\1\0\1\0", 24);
    auto const put = [&](std::uint32_t value, int bytes) {
        for (; bytes > 0; --bytes, value >>= 8)
            wave += static_cast<char>(value & 0xFF);
    };
    auto const samples = rate / 10 * tenths;
    put(static_cast<std::uint32_t>(rate), 4);
    put(static_cast<std::uint32_t>(rate) * 2, 4);
    put(2, 2);
    put(16, 2);
    wave += "data";
    put(static_cast<std::uint32_t>(samples) * 2, 4);
    for (int i = 0; i < samples; ++i)
        put(static_cast<std::uint32_t>(i / 20 % 2 ? level : -level), 2);
    wave[4] = static_cast<char>((wave.size() - 8) & 0xFF);
    wave[5] = static_cast<char>((wave.size() - 8) >> 8 & 0xFF);
    wave[6] = static_cast<char>((wave.size() - 8) >> 16 & 0xFF);
    return wave;
}

inline packs::Files nonsense_source(nlohmann::json const& head = nonsense_head(), nlohmann::json const& wording = nonsense_wording())
{
    return { { "pack.json", head.dump() }, { "wording.json", wording.dump() }, { "audio/q1.wav", nonsense_sound() } };
}

inline packs::Files nonsense_pack() { return packs::build_pack(nonsense_source(), nonsense_key()).value(); }

inline std::string const nonsense_toml = R"([study]
id = "nonsense-study"
version = "1"
title = "x"
time-zone = "Asia/Shanghai"
languages = ["zh-Hans"]
anchors = ["start"]
pack-keys = ["KEY"]
[[form]]
id = "qol"
instrument = "qlq-c30"
pack = "packs/qlq"
[[visit]]
id = "V"
title = "v"
anchor = "start"
target = 0
before = 0
after = 0
forms = ["qol"]
)";

/// A study that uses the pack, as files.
inline std::map<std::string, std::string> nonsense_study()
{
    std::map<std::string, std::string> files { { "instruments/qlq-c30.json", std::string(*forms::shipped_instrument("qlq-c30")) } };
    for (auto const& [name, bytes] : nonsense_pack())
        files["packs/qlq/" + name] = bytes;
    auto toml = nonsense_toml;
    toml.replace(toml.find("KEY"), 3, hex(nonsense_key().public_key));
    files["study.toml"] = toml;
    return files;
}

} // namespace bedside::test
