// SPDX-License-Identifier: Apache-2.0
// What the samples are made with.
#pragma once

#include "tests/ui/samples.h"

namespace bedside::ui::test {

using flow::Icon;
using flow::Key;
using flow::Tone;

/// Builds samples in one language: t(simplified, traditional, english).
class Samples {
public:
    explicit Samples(Setting const& look)
        : m_look(look)
    {
    }

    std::string t(std::string_view hans, std::string_view hant, std::string_view en) const
    {
        return std::string(m_look.language == "en" ? en : m_look.language == "zh-Hant" ? hant : hans);
    }
    Key key(std::string id, std::string label, Icon icon = Icon::none, bool enabled = true) const
    {
        Key out;
        out.id = std::move(id);
        out.label = std::move(label);
        out.icon = icon;
        out.enabled = enabled;
        out.intent = flow::Next {};
        return out;
    }
    Key back() const { return key("back", t("上一题", "上一題", "Back"), Icon::back); }
    Key decline() const { return key("decline", t("不想回答", "不想回答", "Prefer not to say")); }
    Key next(bool on) const
    {
        auto out = key("next", t("下一题", "下一題", "Next"), Icon::next, on);
        return out;
    }
    flow::Frame frame(bool item, std::string right = "14:32") const
    {
        flow::Frame out;
        out.strip = t("演示措辞（非授权版本）", "演示措辭（非授權版本）", "Demonstration wording (not the licensed version)");
        out.strip_right = std::move(right);
        out.language = m_look.language;
        out.text_size = m_look.size;
        out.theme = m_look.theme;
        out.hand = m_look.hand;
        if (item) {
            out.tools.push_back(key("read_aloud", t("朗读", "朗讀", "Listen"), Icon::speaker));
            out.tools.push_back(key("text_size", t("字号", "字號", "Text size"), Icon::textsize));
            out.tools.push_back(key("rest", t("休息", "休息", "Rest"), Icon::pause));
        }
        return out;
    }
    flow::Frame numbered(int position, int total) const
    {
        auto out = frame(true);
        auto const p = std::to_string(position);
        auto const n = std::to_string(total);
        out.progress = flow::Progress { t("第 " + p + " 题", "第 " + p + " 題", "Question " + p), t("共 " + n + " 题", "共 " + n + " 題", "of " + n), 1.0 * position / total, true };
        return out;
    }
    void add(std::string name, std::string screen, flow::Frame frame, flow::View view)
    {
        made.push_back({ name, flow::Screenful { std::move(screen), std::move(name), std::move(frame), std::move(view) } });
    }

    void staff();
    void patient();
    void items();
    void more_items();
    void ends();
    void lists();
    void machine();

    std::vector<Sample> made;

private:
    Setting m_look;
};

} // namespace bedside::ui::test
