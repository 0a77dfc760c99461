// SPDX-License-Identifier: Apache-2.0
// The screen of a full-screen program, watched and touched from outside.
#pragma once

#include "measure.h"

#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/extensions/XTest.h>
#include <X11/extensions/Xdamage.h>
#include <poll.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <vector>

namespace bedside::bench {

inline double milliseconds_since(Steady::time_point start) { return 1000 * seconds_since(start); }

struct Point {
    int x = 0;
    int y = 0;
};

class X11Screen {
public:
    X11Screen()
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

} // namespace bedside::bench
