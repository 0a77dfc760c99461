// SPDX-License-Identifier: Apache-2.0
#include "kiosk/speech/mandarin.h"

#include "embedded_readings.h"
#include "kiosk/speech/chinese_number.h"

#include <algorithm>
#include <array>
#include <map>

namespace bedside::speech {
namespace {

using Table = std::map<std::string, std::string, std::less<>>;

/// Words that espeak-ng reads wrong by their characters, in one of its releases, and their pinyin.
Table const& readings()
{
    static Table const table = [] {
        Table words;
        auto rest = readings::files().front().bytes;
        while (!rest.empty()) {
            auto const line = rest.substr(0, rest.find('\n'));
            rest.remove_prefix(std::min(rest.size(), line.size() + 1));
            auto const tab = line.find('\t');
            words.emplace(line.substr(0, tab), line.substr(tab + 1));
        }
        return words;
    }();
    return table;
}

struct Said {
    std::string_view sign;
    std::string_view reading;
};

constexpr std::array pauses {
    Said { "。", "." },
    Said { "？", "?" },
    Said { "！", "!" },
    Said { "，", "," },
    Said { "、", "," },
    Said { "；", "," },
    Said { "：", "," },
    Said { "（", "," },
    Said { "）", "," },
    Said { "“", "" },
    Said { "”", "" },
    Said { "《", "" },
    Said { "》", "" },
    Said { "·", "" },
    Said { "…", "," },
    Said { "—", "," },
    Said { "–", "," },
    Said { "\u3000", "" },
    Said { "\u00A0", "" },
    Said { ".", "." },
    Said { "?", "?" },
    Said { "!", "!" },
    Said { ",", "," },
    Said { ";", "," },
    Said { ":", "," },
    Said { "(", "," },
    Said { ")", "," },
    Said { "-", "," },
    Said { "/", "," },
    Said { "\"", "" },
    Said { " ", "" },
    Said { "\n", "," },
};

constexpr std::array units { Said { "mg", "hao2ke4" }, Said { "ml", "hao2sheng1" }, Said { "mL", "hao2sheng1" },
    Said { "kg", "gong1jin1" }, Said { "µg", "wei1ke4" }, Said { "μg", "wei1ke4" }, Said { "µL", "wei1sheng1" },
    Said { "μL", "wei1sheng1" } };

template <std::size_t N> Said const* one_of(std::array<Said, N> const& all, std::string_view text)
{
    for (auto const& said : all) {
        if (text.starts_with(said.sign))
            return &said;
    }
    return nullptr;
}

/// Bytes of the Han character that `text` begins with; 0 where it begins with none. U+4E00 to U+9FFF are E4 B8 80 to E9 BF BF.
std::size_t han_bytes(std::string_view text)
{
    auto const lead = text.empty() ? 0 : static_cast<unsigned char>(text.front());
    return lead >= 0xE4 && lead <= 0xE9 && text.size() >= 3 ? 3 : 0;
}

/// The longest word of the table that `text` begins with, or null.
Table::value_type const* known_word(std::string_view text)
{
    Table::value_type const* longest = nullptr;
    for (std::size_t bytes = 3; bytes <= 18 && bytes <= text.size(); bytes += 3) {
        if (auto const found = readings().find(text.substr(0, bytes)); found != readings().end())
            longest = &*found;
    }
    return longest;
}

class Writer {
public:
    void add(std::string_view words)
    {
        if (words.empty())
            return;
        if (!m_out.empty())
            m_out += ' ';
        m_out += words;
    }
    /// Pauses don't add up, and nothing begins with one.
    void pause(std::string_view mark)
    {
        if (!mark.empty() && !m_out.empty() && !std::string_view(",.?!").contains(m_out.back()))
            m_out += mark;
    }
    std::string take() { return std::move(m_out); }

private:
    std::string m_out;
};

} // namespace

Result<std::string> mandarin(std::string_view text)
{
    Writer out;
    auto rest = text;
    bool ordinal = false; ///< after 第, where one and two keep their own words
    while (!rest.empty()) {
        if (auto const number = ChineseNumber::at_start_of(rest, ordinal ? NumberUse::order : NumberUse::amount)) {
            out.add(number->pinyin);
            rest.remove_prefix(number->bytes);
        } else if (auto const* word = known_word(rest)) {
            out.add(word->second);
            rest.remove_prefix(word->first.size());
        } else if (auto const bytes = han_bytes(rest)) {
            out.add(rest.substr(0, bytes));
            ordinal = rest.starts_with("第");
            rest.remove_prefix(bytes);
            if (ordinal && rest.starts_with(' '))
                rest.remove_prefix(1);
            continue;
        } else if (auto const* unit = one_of(units, rest)) {
            out.add(unit->reading);
            rest.remove_prefix(unit->sign.size());
        } else if (auto const* mark = one_of(pauses, rest)) {
            out.pause(mark->reading);
            rest.remove_prefix(mark->sign.size());
        } else {
            return fail(
                Code::invalid_data, "“" + std::string(text) + "” has a sign that a Mandarin voice can't read; write it in Chinese.");
        }
        ordinal = false;
    }
    return out.take();
}

} // namespace bedside::speech
