// SPDX-License-Identifier: Apache-2.0
// Where lines may break (Unicode line breaking, strict for Chinese) and how a paragraph fills a width.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace bedside::ui {

/// Break opportunities by ICU; keeps one analyser a language, because making one is dear.
class LineBreaker {
public:
    LineBreaker();
    ~LineBreaker();
    LineBreaker(LineBreaker const&) = delete;
    LineBreaker& operator=(LineBreaker const&) = delete;

    struct Break {
        std::size_t offset = 0; ///< a line may end before this byte
        bool must = false;      ///< and has to (line feed)
    };
    /// All breaks of `text` in order; the last is its end. `language` is a BCP-47 tag: Chinese is broken strictly
    /// (no closing mark or small punctuation at the start of a line).
    std::vector<Break> breaks(std::string_view text, std::string_view language);
    /// Ends of Chinese words by ICU's dictionary, in order.
    std::vector<std::size_t> word_ends(std::string_view text);

private:
    struct Impl;
    std::unique_ptr<Impl> m;
};

struct Line {
    std::size_t begin = 0; ///< bytes of the text
    std::size_t end = 0;
    float width = 0;
};

struct Paragraph {
    std::vector<Line> lines;
    float width = 0;     ///< of the widest line
    bool forced = false; ///< a word was wider than the width and had to be broken inside
};

/// Breaks `text` into lines no wider than `width`, few and full. They end where phrases end rather than after a word, after a Chinese word
/// (ICU's dictionary) rather than inside one, and the last is no crumb where another line can spare a word.
Paragraph wrap(std::string_view text, std::string_view language, float width, LineBreaker& breaker, std::function<float(std::string_view)> const& measure);

} // namespace bedside::ui
