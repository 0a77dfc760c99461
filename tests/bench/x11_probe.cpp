// SPDX-License-Identifier: Apache-2.0
// Measures any full-screen X11 program from outside: first paint, memory, idle CPU, tap to changed pixels.
//
//   x11_probe [--taps X,Y[;X,Y...]] [--tap-count N] [--walk UI-TREE] [--idle SECONDS] [--settle SECONDS] -- COMMAND ARGS...
//
// --walk answers the form that the command shows, to its end, by the elements that its --ui-tree file lists, and changes the text size on the way.
// Prints one JSON object. The program under test must draw on $DISPLAY; nothing else may.
#include "form_walker.h"
#include "measure.h"
#include "process_family.h"
#include "x11_screen.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

using namespace bedside::bench;

namespace {

struct Options {
    std::vector<Point> taps;
    int tap_count = 100;
    double idle_seconds = 20;
    double settle_seconds = 1;
    std::string walk; ///< file of the command's --ui-tree
    std::vector<char*> command;
};

Options parse(int argc, char** argv)
{
    Options options;
    for (int i = 1; i < argc; ++i) {
        std::string const argument = argv[i];
        auto const value = [&] { return i + 1 < argc ? std::string(argv[++i]) : std::string(); };
        if (argument == "--taps") {
            auto const list = value();
            for (std::size_t begin = 0; begin < list.size(); begin = list.find(';', begin) == std::string::npos ? list.size() : list.find(';', begin) + 1) {
                Point point;
                if (std::sscanf(list.c_str() + begin, "%d,%d", &point.x, &point.y) == 2)
                    options.taps.push_back(point);
            }
        } else if (argument == "--tap-count") {
            options.tap_count = std::atoi(value().c_str());
        } else if (argument == "--walk") {
            options.walk = value();
        } else if (argument == "--idle") {
            options.idle_seconds = std::atof(value().c_str());
        } else if (argument == "--settle") {
            options.settle_seconds = std::atof(value().c_str());
        } else if (argument == "--") {
            options.command.assign(argv + i + 1, argv + argc);
            break;
        } else {
            break;
        }
    }
    if (options.command.empty()) {
        std::fprintf(stderr, "x11_probe: name the command to measure after --.\n");
        std::exit(2);
    }
    options.command.push_back(nullptr);
    return options;
}

nlohmann::json summary(std::vector<double> const& times)
{
    if (times.empty())
        return nullptr;
    return { { "n", times.size() }, { "p50", rounded(percentile(times, 0.5), 0.01) }, { "p99", rounded(percentile(times, 0.99), 0.01) }, { "max", rounded(percentile(times, 1), 0.01) } };
}

} // namespace

int main(int argc, char** argv)
{
    auto const options = parse(argc, argv);
    X11Screen screen;
    screen.settle(200);

    auto const start = Steady::now();
    auto const child = fork();
    if (child == 0) {
        setpgid(0, 0);
        int const null = open("/dev/null", O_WRONLY);
        dup2(null, STDOUT_FILENO);
        execvp(options.command[0], options.command.data());
        _exit(127);
    }

    double first_paint = -1;
    while (first_paint < 0 && milliseconds_since(start) < 30'000) {
        if (screen.wait_for_drawing(1000)) {
            auto const when = milliseconds_since(start);
            if (screen.shows_content())
                first_paint = when;
        }
        if (waitpid(child, nullptr, WNOHANG) == child) {
            std::fprintf(stderr, "x11_probe: the command ended before it drew anything.\n");
            return 1;
        }
    }
    usleep(static_cast<useconds_t>(options.settle_seconds * 1e6));
    screen.settle(100);

    auto const before_idle = usage_of(child);
    auto const idle_start = Steady::now();
    usleep(static_cast<useconds_t>(options.idle_seconds * 1e6));
    auto const idle_ms = milliseconds_since(idle_start);
    auto const after_idle = usage_of(child);
    auto const idle_drawings = screen.settle(1);
    auto const idle_cpu = static_cast<double>(after_idle.ticks - before_idle.ticks) / static_cast<double>(sysconf(_SC_CLK_TCK)) / (idle_ms / 1000);
    auto const pss = pss_of(child);

    std::vector<double> press_to_pixels;
    std::vector<double> release_to_pixels;
    int silent = 0;
    for (int i = 0; i < options.tap_count && !options.taps.empty(); ++i) {
        screen.settle(60);
        auto const down = Steady::now();
        screen.press(options.taps[static_cast<std::size_t>(i) % options.taps.size()]);
        if (screen.wait_for_drawing(1000))
            press_to_pixels.push_back(milliseconds_since(down));
        else
            ++silent;
        screen.settle(60);
        auto const up = Steady::now();
        screen.release();
        if (screen.wait_for_drawing(1000))
            release_to_pixels.push_back(milliseconds_since(up));
        else
            ++silent;
    }
    auto const busy = usage_of(child);
    nlohmann::json walked;
    if (!options.walk.empty()) {
        auto const walk = FormWalker(screen, options.walk).run();
        auto const cpu = static_cast<double>(usage_of(child).ticks - busy.ticks) / static_cast<double>(sysconf(_SC_CLK_TCK));
        walked = { { "finished", walk.finished }, { "screens", walk.screens }, { "cpu_seconds", cpu }, { "pss_kb_after", pss_of(child) }, { "silent", walk.silent },
            { "press_to_pixels_ms", summary(walk.press) }, { "tap_to_frame_ms", summary(walk.release) }, { "text_size_ms", summary(walk.text_size) },
            { "all_taps_ms", walk.release } };
    }

    kill(-child, SIGTERM);
    for (int i = 0; i < 50 && waitpid(child, nullptr, WNOHANG) == 0; ++i)
        usleep(50'000);
    kill(-child, SIGKILL);

    std::printf("{\"first_paint_ms\": %.1f, \"pss_kb\": %ld, \"idle_seconds\": %.0f, \"idle_cpu_percent_of_core\": %.4f, \"idle_wakeups_per_s\": %.2f, \"idle_drawings\": %d, "
                "\"taps\": %zu, \"silent_taps\": %d, \"press_to_pixels_ms\": {\"p50\": %.2f, \"p99\": %.2f}, \"release_to_pixels_ms\": {\"p50\": %.2f, \"p99\": %.2f}, \"cpu_ms_per_tap\": %.2f, \"walk\": %s}\n",
        first_paint, pss, idle_ms / 1000, idle_cpu * 100, static_cast<double>(after_idle.wakeups - before_idle.wakeups) / (idle_ms / 1000), idle_drawings, release_to_pixels.size(), silent,
        percentile(press_to_pixels, 0.5), percentile(press_to_pixels, 0.99), percentile(release_to_pixels, 0.5), percentile(release_to_pixels, 0.99),
        options.tap_count > 0 ? static_cast<double>(busy.ticks - after_idle.ticks) * 1000.0 / static_cast<double>(sysconf(_SC_CLK_TCK)) / options.tap_count : 0,
        walked.dump().c_str());
    return 0;
}
