// SPDX-License-Identifier: Apache-2.0
// JSON's grammar below arrays and objects (RFC 8259): white space, words, numbers, strings. The text stays as it is.
#pragma once

#include <cstddef>
#include <string_view>

namespace bedside::forms {

/// Moves over a text, which must outlive it; what returns bool says false at the first byte that does not fit and stays there.
class JsonTokens {
public:
    explicit JsonTokens(std::string_view text)
        : m_text(text)
    {
    }

    std::size_t position() const { return m_position; }
    bool at_end() const { return m_position == m_text.size(); }
    /// The next byte; 0 at the end.
    char next() const { return at_end() ? '\0' : m_text[m_position]; }
    /// What was moved over since `begin`.
    std::string_view since(std::size_t begin) const { return m_text.substr(begin, m_position - begin); }

    void skip_space()
    {
        while (!at_end() && (m_text[m_position] == ' ' || m_text[m_position] == '\t' || m_text[m_position] == '\n' || m_text[m_position] == '\r'))
            ++m_position;
    }

    bool take(char wanted)
    {
        if (at_end() || m_text[m_position] != wanted)
            return false;
        ++m_position;
        return true;
    }

    bool word(std::string_view wanted)
    {
        for (char const c : wanted) {
            if (!take(c))
                return false;
        }
        return true;
    }

    bool number()
    {
        (void)take('-');
        if (!take('0') && !digits())
            return false;
        if (take('.') && !digits())
            return false;
        if (take('e') || take('E')) {
            if (!take('+'))
                (void)take('-');
            return digits();
        }
        return true;
    }

    /// From quote to quote: without control characters and with escapes that exist. Whether it is UTF-8, and surrogates a pair, is not looked at.
    bool string()
    {
        m_plain = true;
        if (!take('"'))
            return false;
        for (; !at_end(); ++m_position) {
            auto const c = static_cast<unsigned char>(m_text[m_position]);
            if (c >= 0x20 && c < 0x80 && c != '"' && c != '\\')
                continue;
            if (c == '"') {
                ++m_position;
                return true;
            }
            m_plain = false;
            if (c < 0x20 || (c == '\\' && !escape()))
                return false;
        }
        return false;
    }
    /// Whether the last string is ASCII without escapes: what stands between the quotes is its value.
    bool plain() const { return m_plain; }

private:
    bool digits()
    {
        auto const begin = m_position;
        while (!at_end() && m_text[m_position] >= '0' && m_text[m_position] <= '9')
            ++m_position;
        return m_position > begin;
    }

    /// From the backslash to the last byte of the escape.
    bool escape()
    {
        ++m_position;
        if (at_end() || std::string_view("\"\\/bfnrtu").find(m_text[m_position]) == std::string_view::npos)
            return false;
        if (m_text[m_position] != 'u')
            return true;
        for (int i = 0; i < 4; ++i) {
            ++m_position;
            if (at_end() || std::string_view("0123456789abcdefABCDEF").find(m_text[m_position]) == std::string_view::npos)
                return false;
        }
        return true;
    }

    std::string_view m_text;
    std::size_t m_position = 0;
    bool m_plain = false;
};

} // namespace bedside::forms
