// SPDX-License-Identifier: Apache-2.0
#include "kiosk/speech/adpcm.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <vector>

namespace bedside::speech {
namespace {

constexpr std::size_t header_bytes = 44; // espeak-ng's own: RIFF, fmt, data
constexpr std::uint32_t rate = 11'025;
constexpr std::size_t block_bytes = 256;
constexpr std::size_t block_samples = (block_bytes - 4) * 2 + 1;
constexpr int silent = 200; // of 32,767

void put16(std::string& out, std::uint32_t value)
{
    out += static_cast<char>(value & 0xFF);
    out += static_cast<char>(value >> 8 & 0xFF);
}

void put32(std::string& out, std::uint32_t value)
{
    put16(out, value & 0xFFFF);
    put16(out, value >> 16);
}

/// Step sizes and their changes of the IMA's recommendation (1992).
constexpr int steps[89] = { 7, 8, 9, 10, 11, 12, 13, 14, 16, 17, 19, 21, 23, 25, 28, 31, 34, 37, 41, 45, 50, 55, 60, 66, 73, 80, 88, 97, 107, 118, 130, 143, 157, 173, 190, 209,
    230, 253, 279, 307, 337, 371, 408, 449, 494, 544, 598, 658, 724, 796, 876, 963, 1060, 1166, 1282, 1411, 1552, 1707, 1878, 2066, 2272, 2499, 2749, 3024, 3327, 3660, 4026, 4428,
    4871, 5358, 5894, 6484, 7132, 7845, 8630, 9493, 10442, 11487, 12635, 13899, 15289, 16818, 18500, 20350, 22385, 24623, 27086, 29794, 32767 };
constexpr int changes[8] = { -1, -1, -1, -1, 2, 4, 6, 8 };

struct Coder {
    int value = 0;
    int index = 0;

    std::uint32_t code(int sample)
    {
        int const step = steps[index];
        int const difference = sample - value;
        int const magnitude = std::min(7, std::abs(difference) * 4 / step);
        int const change = step / 8 + ((magnitude & 4) ? step : 0) + ((magnitude & 2) ? step / 2 : 0) + ((magnitude & 1) ? step / 4 : 0);
        value = std::clamp(value + (difference < 0 ? -change : change), -32'768, 32'767);
        index = std::clamp(index + changes[magnitude], 0, 88);
        return static_cast<std::uint32_t>(magnitude) | (difference < 0 ? 8u : 0u);
    }
};

/// Every other sample, after a low pass over four.
std::vector<int> halved(std::string_view wave)
{
    std::vector<int> full;
    for (std::size_t at = header_bytes; at + 1 < wave.size(); at += 2)
        full.push_back(static_cast<std::int16_t>(static_cast<unsigned char>(wave[at]) | static_cast<unsigned char>(wave[at + 1]) << 8));
    std::vector<int> out;
    for (std::size_t i = 0; i + 3 < full.size(); i += 2)
        out.push_back((full[i] + 3 * full[i + 1] + 3 * full[i + 2] + full[i + 3]) / 8);
    auto const loud = [](int sample) { return std::abs(sample) > silent; };
    out.erase(std::find_if(out.rbegin(), out.rend(), loud).base(), out.end());
    out.erase(out.begin(), std::find_if(out.begin(), out.end(), loud));
    return out;
}

} // namespace

std::string smaller(std::string_view wave)
{
    if (wave.size() < header_bytes || !wave.starts_with("RIFF") || wave.substr(20, 2) != std::string_view("\1\0", 2) || wave.substr(22, 2) != std::string_view("\1\0", 2)
        || wave.substr(24, 2) != std::string_view("\x22\x56", 2))
        return {};
    auto samples = halved(wave);
    if (samples.empty())
        return {};
    auto const blocks = (samples.size() + block_samples - 1) / block_samples;
    auto const length = samples.size();
    samples.resize(blocks * block_samples, 0);

    std::string out = "RIFF";
    put32(out, static_cast<std::uint32_t>(52 + blocks * block_bytes));
    out += "WAVEfmt ";
    put32(out, 20);
    put16(out, 0x11); // IMA ADPCM
    put16(out, 1);
    put32(out, rate);
    put32(out, static_cast<std::uint32_t>(rate * block_bytes / block_samples));
    put16(out, block_bytes);
    put16(out, 4);
    put16(out, 2);
    put16(out, block_samples);
    out += "fact";
    put32(out, 4);
    put32(out, static_cast<std::uint32_t>(length));
    out += "data";
    put32(out, static_cast<std::uint32_t>(blocks * block_bytes));
    Coder coder;
    for (std::size_t block = 0; block < blocks; ++block) {
        auto const* sample = &samples[block * block_samples];
        coder.value = *sample++;
        put16(out, static_cast<std::uint32_t>(coder.value) & 0xFFFF);
        out += static_cast<char>(coder.index);
        out += '\0';
        for (std::size_t i = 4; i < block_bytes; ++i, sample += 2) {
            auto const low = coder.code(sample[0]);
            out += static_cast<char>(low | coder.code(sample[1]) << 4);
        }
    }
    return out;
}

} // namespace bedside::speech
