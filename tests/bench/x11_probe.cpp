// SPDX-License-Identifier: Apache-2.0
// Measures any full-screen X11 program from outside: first paint, memory, idle CPU, tap to changed pixels.
//
//   x11_probe [--taps X,Y[;X,Y...]] [--tap-count N] [--walk UI-TREE] [--idle SECONDS] [--settle SECONDS] -- COMMAND ARGS...
//
// --walk answers the form that the command shows, to its end, by the elements that its --ui-tree file lists, and changes the text size on the way.
// Prints one JSON object. The program under test must draw on $DISPLAY; nothing else may.
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/extensions/XTest.h>
#include <X11/extensions/Xdamage.h>

#include <nlohmann/json.hpp>

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace {

using Steady = std::chrono::steady_clock;

double milliseconds_since(Steady::time_point start) { return std::chrono::duration<double, std::milli>(Steady::now() - start).count(); }

struct Point {
    int x = 0;
    int y = 0;
};

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

/// The process and everything it started (a browser is many processes).
std::vector<pid_t> family_of(pid_t root)
{
    std::vector<pid_t> family { root };
    for (std::size_t i = 0; i < family.size(); ++i) {
        for (auto const& task : std::filesystem::directory_iterator("/proc/" + std::to_string(family[i]) + "/task", std::filesystem::directory_options::skip_permission_denied)) {
            std::ifstream children(task.path() / "children");
            for (pid_t child = 0; children >> child;) {
                if (std::find(family.begin(), family.end(), child) == family.end())
                    family.push_back(child);
            }
        }
    }
    return family;
}

/// Proportional set size of the family, kB.
long pss_of(pid_t root)
{
    long sum = 0;
    for (auto const pid : family_of(root)) {
        std::ifstream rollup("/proc/" + std::to_string(pid) + "/smaps_rollup");
        for (std::string line; std::getline(rollup, line);) {
            if (line.starts_with("Pss:"))
                sum += std::atol(line.c_str() + 4);
        }
    }
    return sum;
}

/// CPU time used by the family, ticks, and voluntary context switches (wake-ups).
struct Usage {
    long ticks = 0;
    long wakeups = 0;
};
Usage usage_of(pid_t root)
{
    Usage usage;
    for (auto const pid : family_of(root)) {
        std::ifstream stat("/proc/" + std::to_string(pid) + "/stat");
        std::string line;
        std::getline(stat, line);
        auto const after_name = line.rfind(')');
        long user = 0;
        long system = 0;
        if (after_name != std::string::npos && std::sscanf(line.c_str() + after_name + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %ld %ld", &user, &system) == 2)
            usage.ticks += user + system;
        for (auto const& task : std::filesystem::directory_iterator("/proc/" + std::to_string(pid) + "/task")) {
            std::ifstream status(task.path() / "status");
            for (std::string row; std::getline(status, row);) {
                if (row.starts_with("voluntary_ctxt_switches:"))
                    usage.wakeups += std::atol(row.c_str() + 24);
            }
        }
    }
    return usage;
}

class Watcher {
public:
    Watcher()
    {
        m_display = XOpenDisplay(nullptr);
        int error = 0;
        if (!m_display || !XDamageQueryExtension(m_display, &m_damage_event, &error)) {
            std::fprintf(stderr, "x11_probe: no X display with the DAMAGE extension; set DISPLAY.\n");
            std::exit(1);
        }
        m_root = DefaultRootWindow(m_display);
        m_damage = XDamageCreate(m_display, m_root, XDamageReportRawRectangles);
        XSync(m_display, False);
    }

    /// Waits for drawing anywhere; false after `timeout_ms`.
    bool wait_for_drawing(double timeout_ms)
    {
        auto const start = Steady::now();
        for (;;) {
            while (XPending(m_display) > 0) {
                XEvent event;
                XNextEvent(m_display, &event);
                if (event.type == m_damage_event + XDamageNotify)
                    return true;
            }
            auto const left = timeout_ms - milliseconds_since(start);
            if (left <= 0)
                return false;
            pollfd descriptor { ConnectionNumber(m_display), POLLIN, 0 };
            poll(&descriptor, 1, std::max(1, static_cast<int>(left)));
        }
    }

    /// Consumes drawing until it has been quiet for `quiet_ms`; the number of drawing events seen.
    int settle(double quiet_ms)
    {
        int events = 0;
        while (wait_for_drawing(quiet_ms))
            ++events;
        return events;
    }

    /// Whether the screen shows more than one colour (a frame with content, not a cleared window).
    bool shows_content()
    {
        XWindowAttributes attributes;
        XGetWindowAttributes(m_display, m_root, &attributes);
        auto* image = XGetImage(m_display, m_root, 0, 0, static_cast<unsigned>(attributes.width), static_cast<unsigned>(attributes.height), AllPlanes, ZPixmap);
        if (!image)
            return false;
        std::vector<unsigned long> colours;
        for (int y = 4; y < image->height && colours.size() < 4; y += 8) {
            for (int x = 4; x < image->width && colours.size() < 4; x += 8) {
                auto const colour = XGetPixel(image, x, y);
                if (std::find(colours.begin(), colours.end(), colour) == colours.end())
                    colours.push_back(colour);
            }
        }
        XDestroyImage(image);
        return colours.size() >= 4;
    }

    void press(Point at)
    {
        XTestFakeMotionEvent(m_display, -1, at.x, at.y, CurrentTime);
        XTestFakeButtonEvent(m_display, 1, True, CurrentTime);
        XFlush(m_display);
    }
    void release()
    {
        XTestFakeButtonEvent(m_display, 1, False, CurrentTime);
        XFlush(m_display);
    }

private:
    Display* m_display = nullptr;
    Window m_root = 0;
    Damage m_damage = 0;
    int m_damage_event = 0;
};

double percentile(std::vector<double> values, double part)
{
    if (values.empty())
        return -1;
    std::sort(values.begin(), values.end());
    return values[std::min(values.size() - 1, static_cast<std::size_t>(part * static_cast<double>(values.size())))];
}

/// Times in ms of one form that was answered to its end.
struct Walk {
    std::vector<double> press;   ///< finger down to changed pixels
    std::vector<double> release; ///< finger up to changed pixels
    std::vector<double> text_size;
    int screens = 0;
    int silent = 0;
    bool finished = false;
};

class Walker {
public:
    Walker(Watcher& screen, std::string tree)
        : m_screen(screen)
        , m_file(std::move(tree))
    {
    }

    Walk run()
    {
        constexpr int most_screens = 300;
        bool sized = false;
        for (m_walk.screens = 0; m_walk.screens < most_screens && look(); ++m_walk.screens) {
            if (m_name == "item" && !sized && m_walk.screens > 0) {
                sized = true;
                change_text_size();
                look();
            }
            if (m_name == "item" || m_name == "decline")
                answer();
            else if (m_name == "review")
                tap("submit");
            else if (m_name == "pain_high")
                tap("acknowledge");
            else
                break;
        }
        m_walk.finished = m_name == "thanks" || m_name == "tasks";
        return m_walk;
    }

private:
    /// Waits out the guard time and reads what is shown.
    bool look()
    {
        m_screen.settle(60);
        usleep(320'000);
        std::ifstream in(m_file);
        auto const tree = nlohmann::json::parse(in, nullptr, false);
        if (tree.is_discarded())
            return false;
        m_name = tree.value("screen", "");
        m_elements = tree.value("elements", nlohmann::json::array());
        return true;
    }

    nlohmann::json const* element(std::string const& id) const
    {
        for (auto const& one : m_elements) {
            if (one.value("id", "") == id && one.value("enabled", false))
                return &one;
        }
        return nullptr;
    }

    bool tap(std::string const& id) { return tap(id, m_walk.release); }
    bool tap(std::string const& id, std::vector<double>& times)
    {
        auto const* const one = element(id);
        if (!one)
            return false;
        auto const& rect = (*one)["rect"];
        m_screen.settle(40);
        auto const down = Steady::now();
        m_screen.press({ rect.value("x", 0) + rect.value("w", 0) / 2, rect.value("y", 0) + rect.value("h", 0) / 2 });
        m_screen.wait_for_drawing(1000) ? m_walk.press.push_back(milliseconds_since(down)) : void(++m_walk.silent);
        m_screen.settle(40);
        auto const up = Steady::now();
        m_screen.release();
        m_screen.wait_for_drawing(1000) ? times.push_back(milliseconds_since(up)) : void(++m_walk.silent);
        return true;
    }

    /// Something that can be chosen, then "next"; what no tap answers is declined.
    void answer()
    {
        for (auto const* wanted : { "nrs:", "box:", "option:", "quick:", "region:", "key:", "hour_more", "day_more", "more", "unit:" }) {
            if (element("next"))
                break;
            for (auto const& one : m_elements) {
                auto const id = one.value("id", "");
                if (id.starts_with(wanted) && one.value("enabled", false) && !one.value("selected", false)) {
                    tap(id);
                    look();
                    break;
                }
            }
        }
        if (tap("next") || tap("confirm"))
            return;
        tap("decline");
    }

    void change_text_size()
    {
        for (auto const* size : { "size:x-large", "size:normal" }) {
            if (!tap("text_size") || !look())
                return;
            auto const key = std::find_if(m_elements.begin(), m_elements.end(), [&](auto const& one) { return one.value("id", "") == size; });
            if (key == m_elements.end())
                std::fprintf(stderr, "x11_probe: the chooser has no key %s\n", size);
            tap(size, m_walk.text_size);
            look();
            tap("close");
            look();
        }
    }

    Watcher& m_screen;
    std::string m_file;
    std::string m_name;
    nlohmann::json m_elements;
    Walk m_walk;
};

nlohmann::json summary(std::vector<double> const& times)
{
    if (times.empty())
        return nullptr;
    auto const rounded = [](double value) { return static_cast<double>(static_cast<long>(value * 100 + 0.5)) / 100; };
    return { { "n", times.size() }, { "p50", rounded(percentile(times, 0.5)) }, { "p99", rounded(percentile(times, 0.99)) }, { "max", rounded(percentile(times, 1)) } };
}

} // namespace

int main(int argc, char** argv)
{
    auto const options = parse(argc, argv);
    Watcher screen;
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
        auto const walk = Walker(screen, options.walk).run();
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
