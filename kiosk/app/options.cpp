// SPDX-License-Identifier: Apache-2.0
#include "kiosk/app/options.h"

#include "forms/base/durable_file.h"
#include "forms/engine/definition.h"
#include "forms/instruments/instruments.h"

#include <charconv>

namespace bedside::app {
namespace {

/// Bytes of a file that may be a form; the engine's own limits lie far below.
constexpr std::size_t largest_form = 64u << 20;

} // namespace

Result<WindowSize> parse_window_size(std::string_view text)
{
    auto const sentence = "give the window's size as WIDTHxHEIGHT in pixels, for example 1280x800";
    auto const cross = text.find('x');
    if (cross == std::string_view::npos)
        return fail(Code::invalid_argument, sentence);
    WindowSize size;
    auto const read = [](std::string_view part, int& number) {
        auto const [end, error] = std::from_chars(part.data(), part.data() + part.size(), number);
        return error == std::errc {} && end == part.data() + part.size() && number >= 320 && number <= 8192;
    };
    if (!read(text.substr(0, cross), size.width) || !read(text.substr(cross + 1), size.height))
        return fail(Code::invalid_argument, sentence);
    return size;
}

Result<std::shared_ptr<forms::Definition const>> load_practice_form(std::string const& name)
{
    std::string bytes;
    if (auto const shipped = forms::shipped_instrument(name)) {
        bytes = *shipped;
    } else {
        auto const file = read_file(name, largest_form);
        if (!file) {
            std::string known;
            for (auto const instrument : forms::shipped_instruments())
                known += (known.empty() ? "" : ", ") + std::string(instrument);
            return fail(Code::not_found, "there is no form '" + name + "'; give a Questionnaire file, or one of: " + known);
        }
        bytes = *file;
    }
    auto definition = TRY(forms::load_questionnaire(bytes));
    return std::make_shared<forms::Definition const>(std::move(definition));
}

} // namespace bedside::app
