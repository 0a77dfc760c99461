// SPDX-License-Identifier: Apache-2.0
#include "kiosk/ui/text.h"

#include "forms/base/utf8.h"

#include <unicode/ubrk.h>
#include <unicode/utext.h>

#include <algorithm>
#include <initializer_list>

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

bool ends_with_any(std::string_view text, std::initializer_list<std::string_view> marks)
{
    return std::any_of(marks.begin(), marks.end(), [&](auto mark) { return text.ends_with(mark); });
}

/// Where the character that begins at `at` ends.
std::size_t character_end(std::string_view text, std::size_t at) { return at + utf8::first(text.substr(at)).size(); }

bool is_digit(std::string_view character) { return character.size() == 1 && character[0] >= '0' && character[0] <= '9'; }
bool is_han(std::string_view character) { return character.size() == 3 && character >= "\u4E00" && character <= "\u9FFF"; }

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

/// What a line end costs beside the emptiness of the line: nothing after a phrase, little after a word, much where it takes together what is read together.
float cost_of_break(std::string_view text, std::size_t offset, std::vector<std::size_t> const& words)
{
    constexpr float after_word = 0.5f;
    constexpr float inside = 1.5f;
    auto const before = trimmed(text.substr(0, offset));
    if (ends_with_any(before, { "，", "。", "；", "：", "？", "、", ",", ".", ";", ":", "?" }))
        return 0;
    auto const last = utf8::last(before);
    auto const next = utf8::first(text.substr(offset));
    if (!is_han(next) && !is_digit(next))
        return after_word;
    // A number keeps its measure word and the noun of one character behind it.
    auto const earlier = utf8::last(trimmed(before.substr(0, before.size() - last.size())));
    if (is_han(next) && (is_digit(last) || (is_han(last) && is_digit(earlier))))
        return inside;
    // A particle belongs to what stands before it.
    for (std::string_view particle : { "的", "了", "吗", "嗎", "呢", "吧", "着", "著", "们", "們" }) {
        if (next == particle)
            return inside;
    }
    return is_han(last) && !std::binary_search(words.begin(), words.end(), offset) ? inside : after_word;
}

/// Something between two places where a line may end.
struct Piece {
    std::size_t end = 0;
    float whole = 0;   ///< with the spaces at its end
    float trimmed = 0; ///< without
    float cost = 0;    ///< of ending a line after it
};

/// The pieces of one stretch without line feeds. What is wider than a line is cut between characters: the last resort, reported.
std::vector<Piece> pieces_of(std::string_view text, std::size_t from, std::size_t to, std::vector<LineBreaker::Break> const& breaks, std::vector<std::size_t> const& words,
    float width, Measure const& measure, bool& forced)
{
    std::vector<Piece> out;
    std::size_t begin = from;
    auto const add = [&](std::size_t end) {
        auto const piece = text.substr(begin, end - begin);
        auto const bare = trimmed(piece);
        float const bare_width = measure(bare);
        out.push_back({ end, bare.size() == piece.size() ? bare_width : measure(piece), bare_width, cost_of_break(text, end, words) });
        begin = end;
    };
    for (auto const& next : breaks) {
        if (next.offset <= from || next.offset > to)
            continue;
        while (measure(trimmed(text.substr(begin, next.offset - begin))) > width) {
            std::size_t cut = character_end(text, begin);
            while (cut < next.offset && measure(text.substr(begin, character_end(text, cut) - begin)) <= width)
                cut = character_end(text, cut);
            if (cut >= next.offset)
                break;
            add(cut);
            forced = true;
        }
        add(next.offset);
    }
    return out;
}

/// The lines that cost least: each costs, the more the emptier it is and the worse it ends, and so does a crumb left below.
void fill_lines(std::string_view text, std::size_t from, std::vector<Piece> const& pieces, float width, Measure const& measure, Paragraph& out)
{
    struct Best {
        float cost = -1; ///< of all lines up to here; below 0: not known yet
        std::size_t first = 0; ///< piece that begins the last line
    };
    constexpr float each_line = 1.0f;
    constexpr float crumb = 0.4f;
    std::vector<Best> best(pieces.size() + 1);
    best[0].cost = 0;
    for (std::size_t end = 1; end <= pieces.size(); ++end) {
        float line = pieces[end - 1].trimmed;
        for (std::size_t first = end; first-- > 0; line += first > 0 ? pieces[first - 1].whole : 0) {
            if (line > width && first + 1 < end)
                break;
            float const empty = std::max(0.0f, 1 - line / width);
            bool const last = end == pieces.size();
            float cost = best[first].cost + each_line;
            if (!last)
                cost += empty * empty + pieces[end - 1].cost;
            else if (first > 0 && line < crumb * width)
                cost += 2 * (crumb - line / width) / crumb;
            if (best[end].cost < 0 || cost < best[end].cost)
                best[end] = { cost, first };
        }
    }
    auto const insert_at = static_cast<std::ptrdiff_t>(out.lines.size());
    for (std::size_t end = pieces.size(); end > 0; end = best[end].first) {
        auto const begin = best[end].first == 0 ? from : pieces[best[end].first - 1].end;
        auto const content = trimmed(text.substr(begin, pieces[end - 1].end - begin));
        out.lines.insert(out.lines.begin() + insert_at, { begin, begin + content.size(), measure(content) });
    }
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
    auto const words = language.starts_with("zh") ? breaker.word_ends(text) : std::vector<std::size_t> {};
    std::size_t from = 0;
    for (auto const& next : breaks) {
        if (!next.must && next.offset < text.size())
            continue;
        fill_lines(text, from, pieces_of(text, from, next.offset, breaks, words, width, measure, out.forced), width, measure, out);
        from = next.offset;
    }
    for (auto const& line : out.lines)
        out.width = std::max(out.width, line.width);
    return out;
}

} // namespace bedside::ui
