// SPDX-License-Identifier: Apache-2.0
#include "kiosk/flow/words.h"

namespace bedside::flow {
namespace {

Key choice(std::string id, std::string label, Intent intent, bool selected)
{
    auto key = make_key(std::move(id), std::move(label), std::move(intent));
    key.selected = selected;
    return key;
}

} // namespace

ChooserView view_of_chooser(AppState const& state, Catalogue const& words)
{
    ChooserView view;
    view.title = words.text("Text size and language");
    view.sample = words.text("Can you read this line well?");
    view.sizes_label = words.text("Text size");
    view.sizes = { choice("size:normal", words.text("normal"), SetTextSize { TextSize::normal }, state.text_size == TextSize::normal),
        choice("size:large", words.text("large"), SetTextSize { TextSize::large }, state.text_size == TextSize::large),
        choice("size:x-large", words.text("very large"), SetTextSize { TextSize::x_large }, state.text_size == TextSize::x_large) };
    view.languages_label = words.text("Language");
    static constexpr std::pair<char const*, char const*> languages[] = { { "zh-Hans", "简体中文" }, { "zh-Hant", "繁體中文" }, { "en", "English" } };
    for (auto const& [tag, name] : languages)
        view.languages.push_back(choice(std::string("language:") + tag, name, SetLanguage { tag }, words.language() == tag));
    view.themes_label = words.text("Brightness");
    view.themes = { choice("theme:day", words.text("bright"), SetTheme { Theme::day }, state.theme == Theme::day),
        choice("theme:night", words.text("dark"), SetTheme { Theme::night }, state.theme == Theme::night),
        choice("theme:contrast", words.text("high contrast"), SetTheme { Theme::contrast }, state.theme == Theme::contrast) };
    view.hands_label = words.text("Keys on the side of the");
    view.hands = { choice("hand:right", words.text("right hand"), SetHand { Hand::right }, state.hand == Hand::right),
        choice("hand:left", words.text("left hand"), SetHand { Hand::left }, state.hand == Hand::left) };
    view.close = make_key("close", words.text("Done"), CloseChooser {}, Icon::check);
    return view;
}

} // namespace bedside::flow
