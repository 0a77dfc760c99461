// SPDX-License-Identifier: Apache-2.0
// Answers the form that the kiosk shows, to its end, by the elements that its --ui-tree file lists.
#pragma once

#include "x11_screen.h"

#include <nlohmann/json.hpp>
#include <unistd.h>

#include <fstream>
#include <string>

namespace bedside::bench {

/// Times in ms of one form that was answered to its end.
struct Walk {
    std::vector<double> press;   ///< finger down to changed pixels
    std::vector<double> release; ///< finger up to changed pixels
    std::vector<double> text_size;
    int screens = 0;
    int silent = 0;
    bool finished = false;
};

class FormWalker {
public:
    FormWalker(X11Screen& screen, std::string tree)
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

    X11Screen& m_screen;
    std::string m_file;
    std::string m_name;
    nlohmann::json m_elements;
    Walk m_walk;
};

} // namespace bedside::bench
