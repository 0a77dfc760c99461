// SPDX-License-Identifier: Apache-2.0
#include "kiosk/speech/texts.h"

#include "forms/instruments/instruments.h"
#include "kiosk/flow/speech.h"
#include "locales/catalogue.h"

namespace bedside::speech {
namespace {

constexpr std::string_view simplified = "zh-Hans";
constexpr std::string_view traditional = "zh-Hant";

void add_parts(Texts& texts, flow::View const& view, flow::View const& spoken_like, std::string_view language, std::string_view voice_language)
{
    auto const shown = flow::spoken_parts(view);
    auto const said = flow::spoken_parts(spoken_like);
    for (std::size_t i = 0; i < shown.size() && i < said.size(); ++i) {
        for (std::size_t k = 0; k < shown[i].size() && k < said[i].size(); ++k)
            texts.emplace(Spoken { std::string(language), shown[i][k] }, Spoken { std::string(voice_language), said[i][k] });
    }
}

flow::View item_view(forms::Definition const& form, forms::Item item, std::string_view language)
{
    auto alone = form;
    item.enable_when.clear();
    item.children.clear();
    flow::AppState state;
    state.mode = flow::Mode::practice;
    state.language = language;
    state.form.emplace();
    flow::ItemScreen screen;
    screen.path = item.link_id;
    state.screen = screen;
    alone.items = { std::move(item) };
    state.form->definition = std::make_shared<forms::Definition const>(std::move(alone));
    return flow::view_of(state, locales::Catalogue::of(language)).view;
}

void add_items(Texts& texts, forms::Definition const& form, std::vector<forms::Item> const& items)
{
    for (auto const& item : items) {
        for (auto const language : { simplified, traditional, std::string_view("en") }) {
            auto const voice = language == traditional ? simplified : language;
            add_parts(texts, item_view(form, item, language), item_view(form, item, voice), language, voice);
        }
        add_items(texts, form, item.children);
    }
}

/// Screens without a form: the text after strong pain, at the bedside and at home, and who is asked.
void add_screens(Texts& texts)
{
    auto const view_in = [](std::string_view language, flow::Mode mode, flow::Screen const& screen) {
        flow::AppState state;
        state.mode = mode;
        state.language = language;
        study::Participant somebody;
        somebody.number = "P-1";
        somebody.initials = "A";
        state.facts.roster.push_back(somebody);
        state.screen = screen;
        return flow::view_of(state, locales::Catalogue::of(language)).view;
    };
    for (auto const language : { simplified, traditional, std::string_view("en") }) {
        auto const voice = language == traditional ? simplified : language;
        for (auto const mode : { flow::Mode::bedside, flow::Mode::home }) {
            add_parts(texts, view_in(language, mode, flow::PainHighScreen {}), view_in(voice, mode, flow::PainHighScreen {}), language, voice);
            flow::IdentityScreen const identity { .number = "P-1" };
            add_parts(texts, view_in(language, mode, identity), view_in(voice, mode, identity), language, voice);
        }
        for (char c = '0'; c <= 'Z'; ++c) {
            if (c <= '9' || c >= 'A')
                texts.emplace(Spoken { std::string(language), std::string(1, c) }, Spoken { std::string(voice), std::string(1, c) });
        }
    }
}

} // namespace

Result<Texts> texts_to_record()
{
    Texts texts;
    for (auto const name : forms::shipped_instruments()) {
        auto const form = TRY(forms::load_questionnaire(*forms::shipped_instrument(name)));
        add_items(texts, form, form.items);
    }
    add_screens(texts);
    return texts;
}

} // namespace bedside::speech
