// SPDX-License-Identifier: Apache-2.0
// bedside-kiosk: the command line, and what must hold before the first patient byte is in memory.
#include "forms/base/private_memory.h"
#include "kiosk/app/kiosk.h"
#include "locales/catalogue.h"

#include <CLI/CLI.hpp>

#include <malloc.h>
#include <sys/stat.h>

#include <cstdio>
#include <map>

namespace {

int report(bedside::Error const& error)
{
    std::fprintf(stderr, "bedside-kiosk: %s\n", error.message.c_str());
    return bedside::exit_status_of(error.code);
}

} // namespace

int main(int argc, char** argv)
{
    using namespace bedside;
    keep_memory_private();
    umask(077); // files are for this user alone
    mallopt(M_MMAP_THRESHOLD, 1 << 20); // a texture's megabytes go back to the system with it, and leave no hole in the heap

    CLI::App command("Full-screen touch app for patients. It draws, saves into the encrypted store of the data folder, and has no network.", "bedside-kiosk");
    command.set_version_flag("--version", std::string("bedside-kiosk ") + BEDSIDE_VERSION);
    app::Options options;
    std::string window;
    std::string practice;
    double dpi = 0;
    std::map<std::string, flow::TextSize> const sizes { { "normal", flow::TextSize::normal }, { "large", flow::TextSize::large }, { "x-large", flow::TextSize::x_large } };
    std::map<std::string, flow::Theme> const themes { { "day", flow::Theme::day }, { "night", flow::Theme::night }, { "contrast", flow::Theme::contrast } };
    command.add_option("--data", options.data, "folder of the tablet's encrypted store (made by bedside-sync enrol)")->capture_default_str();
    command.add_option("--window", window, "WIDTHxHEIGHT in pixels; without it, the whole screen");
    command.add_option("--dpi", dpi, "density of the panel, 90 to 400, until a self-test measures it; without it, as the system reports")->check(CLI::Range(90.0, 400.0));
    command.add_option("--language", options.language, "language to begin with")->check(CLI::IsMember(locales::Catalogue::available()));
    command.add_option("--text-size", options.text_size, "normal, large or x-large")->transform(CLI::CheckedTransformer(sizes));
    command.add_option("--theme", options.theme, "day, night or contrast")->transform(CLI::CheckedTransformer(themes));
    command.add_option("--brightness", options.brightness, "light of the panel, 5 to 100 per cent")->check(CLI::Range(5, 100))->capture_default_str();
    command.add_option("--night-brightness", options.night_brightness, "the same in the study's quiet hours")->check(CLI::Range(5, 100))->capture_default_str();
    command.add_flag("--reduced-motion", options.reduced_motion, "change screens at once, without the short fade");
    command.add_option("--practice", practice, "straight into one form (a Questionnaire file or the name of a shipped instrument); nothing is kept");
    command.add_option("--ui-tree", options.ui_tree, "file that describes each presented screen as JSON, for scripts");
    command.set_config("--config", "", "TOML file with any of these options, as in /etc/bedside/kiosk.toml");
    command.allow_config_extras(CLI::config_extras_mode::error);
    try {
        command.parse(argc, argv);
    } catch (CLI::ParseError const& error) {
        return command.exit(error) == 0 ? 0 : 2;
    }
    if (dpi > 0)
        options.dpi = dpi;
    if (!window.empty()) {
        auto const size = app::parse_window_size(window);
        if (!size)
            return report(size.error());
        options.window = *size;
    }
    if (!practice.empty()) {
        auto form = app::load_practice_form(practice);
        if (!form)
            return report(form.error());
        options.practice = std::move(*form);
    }
    auto const ran = app::run_kiosk(options);
    return ran ? 0 : report(ran.error());
}
