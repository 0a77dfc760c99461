// SPDX-License-Identifier: Apache-2.0
// Build tool: lets espeak-ng read what the shipped forms and our own screens show, and writes one file of short recordings for the kiosk.
#include "kiosk/speech/texts.h"

#include <cstdio>
#include <fstream>

using namespace bedside;

namespace {

/// The kiosk's file of recordings: a line "language TAB text TAB offset TAB length" each, an empty line, the sounds one after another.
Result<std::string> recordings(speech::Voice const& voice)
{
std::map<speech::Spoken, std::pair<std::size_t, std::size_t>> places;
std::string index;
std::string sound;
for (auto const& [shown, said] : TRY(speech::texts_to_record())) {
    auto place = places.find(said);
    if (place == places.end()) {
        auto const wave = TRY(voice.sound_of(said));
        place = places.emplace(said, std::pair { sound.size(), wave.size() }).first;
        sound += wave;
    }
    index += shown.language + '\t' + shown.text + '\t' + std::to_string(place->second.first) + '\t'
        + std::to_string(place->second.second) + '\n';
}
return index + '\n' + sound;
}

} // namespace

int main(int count, char** arguments)
{
    if (count != 2) {
        std::fprintf(stderr, "render_speech: name the file to write\n");
        return 2;
    }
    std::string const target = arguments[1];
    auto const file = recordings(speech::Voice(target + ".txt"));
    if (!file) {
        std::fprintf(stderr, "render_speech: %s\n", file.error().message.c_str());
        return 1;
    }
    std::ofstream out(target, std::ios::binary);
    out << *file;
    return out.flush() ? 0 : 1;
}
