// SPDX-License-Identifier: Apache-2.0
#include "kiosk/ui/text.h"

#include <unicode/ubrk.h>
#include <unicode/utext.h>

#include <cmath>

namespace bedside::ui {
namespace {

struct CloseBreaker {
    void operator()(UBreakIterator* iterator) const { ubrk_close(iterator); }
};
using BreakIterator = std::unique_ptr<UBreakIterator, CloseBreaker>;

BreakIterator open_breaker(char const* locale)
{
    UErrorCode status = U_ZERO_ERROR;
    BreakIterator iterator(ubrk_open(UBRK_LINE, locale, nullptr, 0, &status));
    return U_SUCCESS(status) ? std::move(iterator) : nullptr;
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && (text.back() == ' ' || text.back() == '\n'))
        text.remove_suffix(1);
    return text;
}

bool ends_a_phrase(std::string_view text)
{
    text = trimmed(text);
    for (std::string_view mark : { "，", "。", "；", "：", "？", "、", ",", ".", ";", ":", "?" }) {
        if (text.ends_with(mark))
            return true;
    }
    return false;
}

std::size_t code_point_length(char first)
{
    auto const byte = static_cast<unsigned char>(first);
    return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

} // namespace

struct LineBreaker::Impl {
    BreakIterator chinese;
    BreakIterator other;
};

LineBreaker::LineBreaker()
    : m(std::make_unique<Impl>())
{
}
LineBreaker::~LineBreaker() = default;

std::vector<LineBreaker::Break> LineBreaker::breaks(std::string_view text, std::string_view language)
{
    std::vector<Break> out;
    bool const chinese = language.starts_with("zh");
    auto& iterator = chinese ? m->chinese : m->other;
    if (!iterator)
        iterator = open_breaker(chinese ? "zh@lb=strict" : "en");
    UErrorCode status = U_ZERO_ERROR;
    UText source = UTEXT_INITIALIZER;
    utext_openUTF8(&source, text.data(), static_cast<std::int64_t>(text.size()), &status);
    if (iterator && U_SUCCESS(status)) {
        ubrk_setUText(iterator.get(), &source, &status);
        if (U_SUCCESS(status)) {
            ubrk_first(iterator.get());
            for (auto at = ubrk_next(iterator.get()); at != UBRK_DONE; at = ubrk_next(iterator.get())) {
                auto const offset = static_cast<std::size_t>(at);
                bool const must = ubrk_getRuleStatus(iterator.get()) >= UBRK_LINE_HARD && offset < text.size();
                out.push_back({ offset, must });
            }
        }
    }
    utext_close(&source);
    if (out.empty() || out.back().offset != text.size())
        out.push_back({ text.size(), false });
    return out;
}

Paragraph wrap(std::string_view text, std::string_view language, float width, LineBreaker& breaker, std::function<float(std::string_view)> const& measure)
{
    Paragraph out;
    if (text.empty())
        return out;
    auto const add = [&](std::size_t begin, std::size_t end) {
        auto const content = trimmed(text.substr(begin, end - begin));
        out.lines.push_back({ begin, begin + content.size(), measure(content) });
        out.width = std::max(out.width, out.lines.back().width);
    };
    if (text.find('\n') == std::string_view::npos) {
        float const whole = measure(text);
        if (whole <= width) {
            out.lines.push_back({ 0, text.size(), whole });
            out.width = whole;
            return out;
        }
    }
    auto const breaks = breaker.breaks(text, language);
    std::size_t begin = 0;
    std::size_t fitting = 0; // end of what surely fits on the present line
    for (auto const& next : breaks) {
        if (measure(trimmed(text.substr(begin, next.offset - begin))) > width) {
            if (fitting > begin) {
                add(begin, fitting);
                begin = fitting;
            }
            // A piece wider than a whole line is cut between characters: the last resort, reported.
            while (measure(trimmed(text.substr(begin, next.offset - begin))) > width) {
                std::size_t cut = begin + code_point_length(text[begin]);
                while (cut < next.offset && measure(text.substr(begin, cut + code_point_length(text[cut]) - begin)) <= width)
                    cut += code_point_length(text[cut]);
                if (cut >= next.offset)
                    break;
                add(begin, cut);
                begin = cut;
                out.forced = true;
            }
        }
        fitting = next.offset;
        if (next.must) {
            add(begin, fitting);
            begin = fitting;
        }
    }
    if (begin < text.size())
        add(begin, text.size());

    // Two greedy lines: a break after a phrase, nearest to the middle, reads better than one inside it.
    if (out.lines.size() == 2 && !out.forced && text.find('\n') == std::string_view::npos) {
        float const whole = measure(text);
        std::size_t best = 0;
        float best_off = 0;
        bool best_phrase = false;
        for (auto const& candidate : breaks) {
            if (candidate.offset >= text.size())
                break;
            auto const head = trimmed(text.substr(0, candidate.offset));
            float const first = measure(head);
            float const second = measure(text.substr(candidate.offset));
            if (first > width || second > width)
                continue;
            bool const phrase = ends_a_phrase(head);
            float const off = std::fabs(first - whole / 2);
            if (best == 0 || (phrase && !best_phrase) || (phrase == best_phrase && off < best_off)) {
                best = candidate.offset;
                best_off = off;
                best_phrase = phrase;
            }
        }
        // Without a phrase the first line stays full, as readers expect.
        if (best > 0 && best_phrase) {
            out.lines.clear();
            out.width = 0;
            add(0, best);
            add(best, text.size());
        }
    }
    return out;
}

} // namespace bedside::ui
