// SPDX-License-Identifier: Apache-2.0
// Views as the design shows them, in three languages: something to draw without a store.
#pragma once

#include "kiosk/flow/view.h"

#include <string>
#include <vector>

namespace bedside::ui::test {

struct Sample {
    std::string name;
    flow::Screenful screenful;
};

struct Setting {
    std::string language = "zh-Hans";
    flow::TextSize size = flow::TextSize::normal;
    flow::Theme theme = flow::Theme::day;
    flow::Hand hand = flow::Hand::right;
};

/// One sample of every screen and of every way of answering.
std::vector<Sample> samples(Setting const& look);
/// The sample of that name.
flow::Screenful sample(std::string_view name, Setting const& look = {});

} // namespace bedside::ui::test
