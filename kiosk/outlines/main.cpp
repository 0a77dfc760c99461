// SPDX-License-Identifier: Apache-2.0
// At build: SVG files into the outlines that are embedded in the kiosk.
//   outline_drawings FOLDER FILE.svg...       writes FOLDER/FILE.outline of each
#include "forms/base/durable_file.h"
#include "kiosk/outlines/svg.h"

#include <cstdio>

using namespace bedside;

namespace {

/// Bytes of a drawing's file.
constexpr std::size_t largest_svg = 4u << 20;

Result<void> convert(std::filesystem::path const& svg, std::filesystem::path const& folder)
{
    auto const text = TRY(read_file(svg, largest_svg));
    auto const drawing = outlines::parse_svg(text);
    if (drawing.width <= 0 || drawing.height <= 0 || drawing.outline.size() + drawing.regions.size() == 0)
        return fail(Code::invalid_data, "The drawing '" + svg.string() + "' holds nothing that can be drawn.");
    return write_atomically(folder / svg.stem().concat(".outline"), encode(drawing));
}

} // namespace

int main(int argc, char** argv)
{
    for (int i = 2; i < argc; ++i) {
        if (auto const done = convert(argv[i], argv[1]); !done) {
            std::fprintf(stderr, "outline_drawings: %s\n", done.error().message.c_str());
            return 1;
        }
    }
    return 0;
}
