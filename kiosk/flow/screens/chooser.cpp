// SPDX-License-Identifier: Apache-2.0
#include "kiosk/flow/screens/chooser.h"

#include "kiosk/flow/listing.h"
#include "kiosk/flow/transition.h"
#include "kiosk/flow/words.h"

#include <algorithm>

namespace bedside::flow {
namespace {

Key choice(std::string id, std::string label, Intent intent, bool selected)
{
    auto key = make_key(std::move(id), std::move(label), std::move(intent));
    key.selected = selected;
    return key;
}

} // namespace

ChooserView view_of(AppState const& state, Chooser const&, Catalogue const& words)
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

void describe(ChooserView const& view, Listing& out)
{
    out.line("title", view.title);
    out.line("sample", view.sample);
    out.line("label", view.sizes_label);
    out.keys(view.sizes);
    out.line("label", view.languages_label);
    out.keys(view.languages);
    out.line("label", view.themes_label);
    out.keys(view.themes);
    out.line("label", view.hands_label);
    out.keys(view.hands);
    out.key(view.close);
}

void handle(OpenChooser const&, Transition& t)
{
    auto const& screen = t.state.screen;
    if (!std::holds_alternative<RecoveryScreen>(screen) && !std::holds_alternative<CleaningScreen>(screen) && !std::holds_alternative<PinScreen>(screen))
        t.state.chooser = true;
}

void handle(Chooser&, CloseChooser const&, Transition& t) { t.state.chooser = false; }

void handle(Chooser&, SetTextSize const& intent, Transition& t)
{
    t.state.text_size = intent.size;
    if (t.state.mode != Mode::bedside)
        t.state.device_text_size = intent.size; // one person's tablet keeps it
}

void handle(Chooser&, SetLanguage const& intent, Transition& t)
{
    auto const& known = Catalogue::available();
    if (std::find(known.begin(), known.end(), intent.tag) == known.end())
        return;
    t.state.language = intent.tag;
    if (t.state.mode != Mode::bedside)
        t.state.device_language = intent.tag;
}

void handle(Chooser&, SetTheme const& intent, Transition& t) { t.state.theme = intent.theme; }

void handle(Chooser&, SetHand const& intent, Transition& t) { t.state.hand = intent.hand; }

bool go_ahead(AppState& state, Chooser const&)
{
    state.chooser = false;
    return true;
}

Key size_key(Catalogue const& words) { return make_key("text_size", words.text("Text size"), OpenChooser {}, Icon::textsize); }

} // namespace bedside::flow
