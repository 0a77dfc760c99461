// SPDX-License-Identifier: Apache-2.0
// Draws every sample view as PNG, to be looked at: ui_pictures DIR [language] [normal|large|x-large] [day|night|contrast] [landscape|portrait] [left] [WxH].
#include "tests/ui/offscreen.h"
#include "tests/ui/samples.h"

#include <cstdio>
#include <string_view>

int main(int count, char** arguments)
{
    using namespace bedside;
    if (count < 2) {
        std::fprintf(stderr, "ui_pictures: name a folder\n");
        return 2;
    }
    ui::test::Setting look;
    bool portrait = false;
    int width = 0;
    int height = 0;
    for (int i = 2; i < count; ++i) {
        std::string_view const word = arguments[i];
        if (word == "zh-Hans" || word == "zh-Hant" || word == "en")
            look.language = word;
        else if (word == "large")
            look.size = flow::TextSize::large;
        else if (word == "x-large")
            look.size = flow::TextSize::x_large;
        else if (word == "night")
            look.theme = flow::Theme::night;
        else if (word == "contrast")
            look.theme = flow::Theme::contrast;
        else if (word == "portrait")
            portrait = true;
        else if (word == "left")
            look.hand = flow::Hand::left;
        else if (std::sscanf(arguments[i], "%dx%d", &width, &height) == 2)
            continue;
    }
    if (width <= 0 || height <= 0) {
        width = portrait ? 800 : 1280;
        height = portrait ? 1280 : 800;
    }
    ui::test::Offscreen screen(width, height);
    for (auto const& sample : ui::test::samples(look)) {
        screen.draw(sample.screenful);
        if (!screen.save(std::string(arguments[1]) + "/" + sample.name + ".png")) {
            std::fprintf(stderr, "ui_pictures: can't write into %s\n", arguments[1]);
            return 1;
        }
        for (auto const& text : screen.ui().texts()) {
            if (text.cut)
                std::printf("%s: cut: %s\n", sample.name.c_str(), text.text.c_str());
        }
    }
    return 0;
}
