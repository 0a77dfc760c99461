// SPDX-License-Identifier: Apache-2.0
#include "kiosk/ui/text.h"

#include <unicode/ubrk.h>
#include <unicode/utext.h>

#include <algorithm>
#include <cmath>

namespace bedside::ui {
namespace {

struct CloseBreaker {
    void operator()(UBreakIterator* iterator) const { ubrk_close(iterator); }
};
using BreakIterator = std::unique_ptr<UBreakIterator, CloseBreaker>;

BreakIterator open_breaker(UBreakIteratorType type, char const* locale)
{
    UErrorCode status = U_ZERO_ERROR;
    BreakIterator iterator(ubrk_open(type, locale, nullptr, 0, &status));
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
    BreakIterator words;
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
        iterator = open_breaker(UBRK_LINE, chinese ? "zh@lb=strict" : "en");
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

std::vector<std::size_t> LineBreaker::word_ends(std::string_view text)
{
    std::vector<std::size_t> out;
    if (!m->words)
        m->words = open_breaker(UBRK_WORD, "zh");
    UErrorCode status = U_ZERO_ERROR;
    UText source = UTEXT_INITIALIZER;
    utext_openUTF8(&source, text.data(), static_cast<std::int64_t>(text.size()), &status);
    if (m->words && U_SUCCESS(status)) {
        ubrk_setUText(m->words.get(), &source, &status);
        if (U_SUCCESS(status)) {
            ubrk_first(m->words.get());
            for (auto at = ubrk_next(m->words.get()); at != UBRK_DONE; at = ubrk_next(m->words.get()))
                out.push_back(static_cast<std::size_t>(at));
        }
    }
    utext_close(&source);
    return out;
}

namespace {

using Measure = std::function<float(std::string_view)>;

/// Lines of one piece of text without line feeds, each as full as possible; a Chinese word left over below draws others down to it.
void fill_lines(std::string_view text, std::size_t from, std::size_t to, std::vector<LineBreaker::Break> const& breaks, std::string_view language, float width,
    LineBreaker& breaker, Measure const& measure, Paragraph& out)
{
    auto const first_line = out.lines.size();
    auto const add = [&](std::size_t begin, std::size_t end) {
        auto const content = trimmed(text.substr(begin, end - begin));
        out.lines.push_back({ begin, begin + content.size(), measure(content) });
    };
    std::size_t begin = from;
    std::size_t fitting = from; // end of what surely fits on the present line
    for (auto const& next : breaks) {
        if (next.offset <= from || next.offset > to)
            continue;
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
    }
    if (begin < to)
        add(begin, to);

    if (out.lines.size() != first_line + 2 || out.forced || !language.starts_with("zh"))
        return;
    auto const whole = out.lines[first_line].width + out.lines[first_line + 1].width;
    if (out.lines[first_line + 1].width > 0.5f * out.lines[first_line].width)
        return;
    auto const words = breaker.word_ends(text);
    std::size_t best = 0;
    float best_off = 0;
    for (auto const& candidate : breaks) {
        if (candidate.offset <= from || candidate.offset >= to || !std::binary_search(words.begin(), words.end(), candidate.offset))
            continue;
        float const head = measure(trimmed(text.substr(from, candidate.offset - from)));
        float const off = std::fabs(head - whole / 2);
        if (head <= width && measure(trimmed(text.substr(candidate.offset, to - candidate.offset))) <= width && (best == 0 || off < best_off)) {
            best = candidate.offset;
            best_off = off;
        }
    }
    if (best > 0) {
        out.lines.resize(first_line);
        add(from, best);
        add(best, to);
    }
}

/// The same with lines that end where phrases end, if that costs no line and leaves none almost empty.
void phrase_lines(std::string_view text, std::size_t from, std::size_t to, std::vector<LineBreaker::Break> const& breaks, std::string_view language, float width,
    LineBreaker& breaker, Measure const& measure, Paragraph& out)
{
    Paragraph full;
    fill_lines(text, from, to, breaks, language, width, breaker, measure, full);
    Paragraph packed;
    if (full.lines.size() > 1 && !full.forced) {
        std::size_t begin = from;
        std::size_t fitting = from;
        for (auto const& next : breaks) {
            if (next.offset <= from || next.offset > to || (next.offset < to && !ends_a_phrase(text.substr(from, next.offset - from))))
                continue;
            if (fitting > begin && measure(trimmed(text.substr(begin, next.offset - begin))) > width) {
                fill_lines(text, begin, fitting, breaks, language, width, breaker, measure, packed);
                begin = fitting;
            }
            fitting = next.offset;
        }
        if (begin < to)
            fill_lines(text, begin, to, breaks, language, width, breaker, measure, packed);
        float widest = 0;
        float narrowest = width;
        for (auto const& line : packed.lines) {
            widest = std::max(widest, line.width);
            narrowest = std::min(narrowest, line.width);
        }
        if (packed.forced || packed.lines.size() > full.lines.size() || narrowest < 0.25f * widest)
            packed.lines.clear();
    }
    auto const& chosen = packed.lines.empty() ? full : packed;
    out.lines.insert(out.lines.end(), chosen.lines.begin(), chosen.lines.end());
    out.forced = out.forced || chosen.forced;
}

} // namespace

Paragraph wrap(std::string_view text, std::string_view language, float width, LineBreaker& breaker, Measure const& measure)
{
    Paragraph out;
    if (text.empty())
        return out;
    if (text.find('\n') == std::string_view::npos) {
        float const whole = measure(text);
        if (whole <= width) {
            out.lines.push_back({ 0, text.size(), whole });
            out.width = whole;
            return out;
        }
    }
    auto const breaks = breaker.breaks(text, language);
    std::size_t from = 0;
    for (auto const& next : breaks) {
        if (!next.must && next.offset < text.size())
            continue;
        phrase_lines(text, from, next.offset, breaks, language, width, breaker, measure, out);
        from = next.offset;
    }
    for (auto const& line : out.lines)
        out.width = std::max(out.width, line.width);
    return out;
}

} // namespace bedside::ui
