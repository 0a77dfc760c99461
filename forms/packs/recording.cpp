// SPDX-License-Identifier: Apache-2.0
#include "forms/packs/recording.h"

#include "forms/packs/wording_json.h"

#include <charconv>

namespace bedside::packs {
namespace {

constexpr std::string_view folder = "audio/";
constexpr std::string_view ending = ".wav";
constexpr std::size_t largest_together = 16u << 20;

std::size_t little_endian(std::string_view bytes, std::size_t at, std::size_t count)
{
    std::size_t value = 0;
    for (std::size_t i = count; i-- > 0;)
        value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
    return value;
}

/// The text at `part` of the pack: "q7", "option-1", "low"; empty where the pack has none.
std::string_view text_of(std::string_view part, Wording const& wording)
{
    if (part == "instructions")
        return wording.instructions;
    if (part == "general")
        return wording.general_header;
    if (part == "week")
        return wording.week_header;
    if (part == "low")
        return wording.lowest;
    if (part == "high")
        return wording.highest;
    static constexpr std::string_view numbers[] = { "1", "2", "3", "4", "5", "6", "7" };
    auto const numbered = [&](std::string_view prefix, auto const& texts) -> std::string_view {
        std::size_t number = 0;
        if (!part.starts_with(prefix) || part.substr(prefix.size()).starts_with('0'))
            return {};
        auto const* end = part.data() + part.size();
        auto const read = std::from_chars(part.data() + prefix.size(), end, number);
        return read.ec == std::errc {} && read.ptr == end && number >= 1 && number <= std::size(texts) ? std::string_view(texts[number - 1]) : std::string_view();
    };
    if (auto const item = numbered("q", wording.items); !item.empty())
        return item;
    if (auto const option = numbered("option-", wording.options); !option.empty())
        return option;
    return numbered("number-", numbers);
}

std::string_view part_of(std::string_view name)
{
    if (!name.starts_with(folder) || !name.ends_with(ending))
        return {};
    name.remove_prefix(folder.size());
    name.remove_suffix(ending.size());
    return name;
}

/// RIFF/WAVE with a sound in one of the codings that the tablet decodes.
bool can_be_played(std::string_view wave)
{
    if (wave.size() < 12 || !wave.starts_with("RIFF") || wave.substr(8, 4) != "WAVE")
        return false;
    bool known_coding = false;
    for (std::size_t at = 12; at + 8 <= wave.size();) {
        auto const id = wave.substr(at, 4);
        auto const length = little_endian(wave, at + 4, 4);
        at += 8;
        if (length > wave.size() - at)
            return false;
        if (id == "fmt " && length >= 16) {
            auto const coding = little_endian(wave, at, 2);
            auto const channels = little_endian(wave, at + 2, 2);
            auto const rate = little_endian(wave, at + 4, 4);
            auto const bits = little_endian(wave, at + 14, 2);
            bool const pcm = coding == 0x01 && (bits == 8 || bits == 16);
            bool const ima_adpcm = coding == 0x11 && bits == 4;
            known_coding = (pcm || ima_adpcm) && channels >= 1 && channels <= 2 && rate >= 8'000 && rate <= 48'000;
        }
        if (id == "data")
            return known_coding && length > 0;
        at += length + (length & 1);
    }
    return false;
}

} // namespace

std::map<std::string, std::string> recordings_of(Pack const& pack)
{
    std::map<std::string, std::string> recordings;
    for (auto const& [name, digest] : pack.manifest.files) {
        if (auto const text = text_of(part_of(name), pack.wording); !text.empty())
            recordings.emplace(text, digest);
    }
    return recordings;
}

Result<bool> check_recordings(Files const& files, Manifest const& manifest, Wording const& wording)
{
    std::size_t together = 0;
    for (auto const& [name, digest] : manifest.files) {
        if (name == "wording.json")
            continue;
        if (text_of(part_of(name), wording).empty())
            return refuse("'" + name + "' is named after no text of the pack; audio/ may hold q1.wav to q30.wav, general, week, instructions, option-1 to option-4, number-1 to number-7, low and high");
        auto const found = files.find(name);
        if (found == files.end())
            continue;
        if (!can_be_played(found->second))
            return refuse("'" + name + "' is no sound that a tablet can play; record WAV, 8 or 16 bit PCM or IMA ADPCM, 8 to 48 kHz, one or two channels");
        together += found->second.size();
    }
    if (together > largest_together)
        return refuse("the recordings are larger than 16 MB together; use one channel, 16 kHz or IMA ADPCM");
    return true;
}

} // namespace bedside::packs
