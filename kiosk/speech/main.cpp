// SPDX-License-Identifier: Apache-2.0
// Build tool: lets espeak-ng read what the shipped forms show, and writes one file of short recordings for the kiosk.
#include "forms/instruments/instruments.h"
#include "kiosk/flow/speech.h"
#include "kiosk/speech/adpcm.h"
#include "locales/catalogue.h"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <map>

using namespace bedside;

namespace {

using Clip = std::pair<std::string, std::string>; ///< language and text

/// Texts to record: what is shown, and how the voice writes the same.
using Texts = std::map<Clip, Clip>;

constexpr std::string_view simplified = "zh-Hans";
constexpr std::string_view traditional = "zh-Hant";

void add_parts(Texts& texts, flow::View const& view, flow::View const& spoken_like, std::string_view language, std::string_view voice_language)
{
    auto const shown = flow::spoken_parts(view);
    auto const said = flow::spoken_parts(spoken_like);
    for (std::size_t i = 0; i < shown.size() && i < said.size(); ++i) {
        for (std::size_t k = 0; k < shown[i].size() && k < said[i].size(); ++k)
            texts.emplace(Clip { language, shown[i][k] }, Clip { voice_language, said[i][k] });
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
                texts.emplace(Clip { language, std::string(1, c) }, Clip { voice, std::string(1, c) });
        }
    }
}

/// One text in the voice of its language, as a WAV file in memory; empty where espeak-ng failed.
std::string record(Clip const& clip, std::string const& scratch)
{
    std::ofstream(scratch) << clip.second << '\n';
    auto const command = "espeak-ng -v " + std::string(clip.first == "en" ? "en" : "cmn") + " -s 150 --stdout -f '" + scratch + "'";
    auto* const pipe = popen(command.c_str(), "r");
    if (!pipe)
        return {};
    std::string wave;
    char buffer[65536];
    while (auto const got = std::fread(buffer, 1, sizeof buffer, pipe))
        wave.append(buffer, got);
    if (pclose(pipe) != 0)
        return {};
    return speech::smaller(wave);
}

} // namespace

int main(int count, char** arguments)
{
    if (count != 2) {
        std::fprintf(stderr, "render_speech: name the file to write\n");
        return 2;
    }
    Texts texts;
    for (auto const name : forms::shipped_instruments()) {
        auto const form = forms::load_questionnaire(*forms::shipped_instrument(name));
        if (!form) {
            std::fprintf(stderr, "render_speech: %s\n", form.error().message.c_str());
            return 1;
        }
        add_items(texts, *form, form->items);
    }
    add_screens(texts);
    std::string const target = arguments[1];
    std::map<Clip, std::pair<std::size_t, std::size_t>> places;
    std::string index;
    std::string sound;
    for (auto const& [shown, said] : texts) {
        auto place = places.find(said);
        if (place == places.end()) {
            auto const wave = record(said, target + ".txt");
            if (wave.empty()) {
                std::fprintf(stderr, "render_speech: espeak-ng could not read “%s”; packaging/bootstrap installs it\n", said.second.c_str());
                return 1;
            }
            place = places.emplace(said, std::pair { sound.size(), wave.size() }).first;
            sound += wave;
        }
        index += shown.first + '\t' + shown.second + '\t' + std::to_string(place->second.first) + '\t' + std::to_string(place->second.second) + '\n';
    }
    std::remove((target + ".txt").c_str());
    std::ofstream(target, std::ios::binary) << index << '\n' << sound;
    return 0;
}
