// SPDX-License-Identifier: Apache-2.0
#include "tests/ui/picture_golden.h"

#define STB_IMAGE_IMPLEMENTATION
#define STBI_ONLY_PNG
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"
#pragma GCC diagnostic ignored "-Wunused-function"
#include <stb/stb_image.h>
#include <stb/stb_image_write.h>
#pragma GCC diagnostic pop

#include <cstdlib>
#include <filesystem>

namespace bedside::ui::test {
namespace {

constexpr int cell = 8;
constexpr int forgiven = 24;

} // namespace

SmallPicture small_picture(Offscreen const& screen)
{
    SmallPicture out;
    out.width = screen.window.width / cell;
    out.height = screen.window.height / cell;
    for (int y = 0; y < out.height; ++y) {
        for (int x = 0; x < out.width; ++x) {
            int sum = 0;
            for (int dy = 0; dy < cell; ++dy) {
                for (int dx = 0; dx < cell; ++dx) {
                    auto const pixel = screen.pixel(x * cell + dx, y * cell + dy);
                    sum += (pixel.r * 3 + pixel.g * 6 + pixel.b) / 10;
                }
            }
            out.grey.push_back(static_cast<std::uint8_t>(sum / (cell * cell)));
        }
    }
    return out;
}

int different_cells(SmallPicture const& a, SmallPicture const& b)
{
    if (a.width != b.width || a.height != b.height)
        return std::max(a.width * a.height, b.width * b.height);
    int count = 0;
    for (std::size_t i = 0; i < a.grey.size(); ++i)
        count += std::abs(a.grey[i] - b.grey[i]) > 20;
    return count;
}

bool matches_golden(Offscreen const& screen, std::string const& name)
{
    auto const folder = std::filesystem::path(BEDSIDE_SOURCE_DIR) / "tests/golden/pictures";
    auto const now = small_picture(screen);
    SmallPicture golden;
    int channels = 0;
    if (auto* const bytes = stbi_load((folder / (name + ".png")).c_str(), &golden.width, &golden.height, &channels, 1)) {
        golden.grey.assign(bytes, bytes + golden.width * golden.height);
        stbi_image_free(bytes);
    }
    if (different_cells(now, golden) <= forgiven)
        return true;
    std::filesystem::create_directories(folder);
    stbi_write_png((folder / (name + ".unapproved.png")).c_str(), now.width, now.height, 1, now.grey.data(), now.width);
    return false;
}

} // namespace bedside::ui::test
